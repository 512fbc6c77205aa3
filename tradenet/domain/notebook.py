"""How objects show themselves in a notebook: one small card, escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape


def card(title: str, rows: Iterable[tuple[str, object]]) -> str:
    """Return a small HTML table; every cell is escaped.

    Examples
    --------
    >>> card("T", [("a", "<b>")])
    '<table><caption>T</caption><tr><th>a</th><td>&lt;b&gt;</td></tr></table>'
    """
    cells = "".join(
        f"<tr><th>{escape(str(name))}</th><td>{escape(str(value))}</td></tr>"
        for name, value in rows
    )
    return f"<table><caption>{escape(title)}</caption>{cells}</table>"

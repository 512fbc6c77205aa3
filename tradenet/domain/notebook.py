"""How objects show themselves in a notebook: one small card, escaped, in the notebook's colours."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

from tradenet.domain.text import visible

UNKNOWN: Final = "not known"
_LONGEST: Final = 300  # characters of a cell
_MOST: Final = 24  # rows of a card
_FEW: Final = 12  # names of a list
# Neither colours nor borders: those of the notebook's theme, light or dark, hold. Notebooks align
# tables to the right, which suits numbers and not sentences.
_LEFT: Final = 'style="text-align:left;vertical-align:top"'
_HEAD: Final = 'style="text-align:left;font-weight:bold"'


def card(title: str, rows: Iterable[tuple[str, object]]) -> str:
    """Return a small HTML table; every cell is escaped, and nothing in it works unseen.

    Long texts and long tables are cut and say so; what is missing (None, NaN) is *not known*.

    Examples
    --------
    >>> shown = card("T", [("a", "<b>"), ("c", None)])
    >>> print(shown.replace(f" {_LEFT}", "").replace(f" {_HEAD}", ""))
    <table><caption>T</caption><tbody>
    <tr><th scope="row">a</th><td dir="auto">&lt;b&gt;</td></tr>
    <tr><th scope="row">c</th><td dir="auto">not known</td></tr>
    </tbody></table>
    """
    every = list(rows)
    shown, rest = every[:_MOST], len(every) - _MOST
    more = [("…", f"and {rest:,} more")] if rest > 0 else []
    lines = "\n".join(_row(name, value) for name, value in (*shown, *more))
    head = f"<caption {_HEAD}>{escape(_cut(title))}</caption>"
    return f"<table>{head}<tbody>\n{lines}\n</tbody></table>"


def few(names: Sequence[str], most: int = _FEW) -> str:
    """Return the first names of a list, and how many there are besides.

    Examples
    --------
    >>> few(["A", "B", "C"], 2), few(["A"]), few([])
    ('A, B and 1 more', 'A', 'none')
    """
    rest = len(names) - most
    told = ", ".join(names[:most]) or "none"
    return f"{told} and {rest:,} more" if rest > 0 else told


def said(value: object) -> str:
    """Return a value in words: yes, no, a number of four digits, *not known* for what is missing.

    Examples
    --------
    >>> said(None), said(True), said(float("nan")), said(0.123456), said(12)
    ('not known', 'yes', 'not known', '0.1235', '12')
    """
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return UNKNOWN
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def dollars(value: float) -> str:
    """Return an amount in the largest unit that it fills, two digits after the point at most.

    Examples
    --------
    >>> dollars(22.54e12), dollars(3.1e9), dollars(2_500_000), dollars(12), dollars(float("nan"))
    ('22.54 tn USD', '3.1 bn USD', '2.5 m USD', '12 USD', 'not known')
    """
    units = ((1e12, " tn"), (1e9, " bn"), (1e6, " m"))
    size, unit = next((each for each in units if abs(value) >= each[0]), (1.0, ""))
    amount = f"{value / size:,.2f}".rstrip("0").rstrip(".")
    return UNKNOWN if math.isnan(value) else f"{amount}{unit} USD"


def _row(name: object, value: object) -> str:
    head, cell = escape(_cut(str(name))), escape(_cut(said(value)))
    return f'<tr><th scope="row" {_LEFT}>{head}</th><td dir="auto" {_LEFT}>{cell}</td></tr>'


def _cut(text: str) -> str:
    seen = visible(text)
    return seen if len(seen) <= _LONGEST else f"{seen[:_LONGEST].rstrip()}…"

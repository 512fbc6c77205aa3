"""The templates: one page as HTML, the same page as Markdown. Everything is escaped."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from tradenet.report.blocks import Page, Panel

_TEMPLATES: Final = Path(__file__).parent / "templates"
_MARKDOWN: Final = re.compile(r"([\\`*_{}\[\]<>|#$~])")


def html(page: Page) -> str:
    """Return the page as one self-contained HTML file."""
    environment = _environment(autoescape=True)
    environment.filters["inline"] = _inline
    style, script = _together("styles"), _together("scripts")
    return environment.get_template("index.html.j2").render(page=page, style=style, script=script)


def markdown(page: Page) -> str:
    """Return the page as Markdown; figures are links to their files."""
    environment = _environment(autoescape=False)
    environment.filters["mark"] = Markup
    environment.finalize = lambda value: value if isinstance(value, Markup) else plain(str(value))
    return environment.get_template("report.md.j2").render(page=page)


def plain(text: str) -> str:
    r"""Return text that Markdown shows as it is, on one line.

    Examples
    --------
    >>> plain("a|b\n<script>")
    'a\\|b \\<script\\>'
    """
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split())) if text.strip() else text


def _environment(*, autoescape: bool) -> Environment:
    return Environment(
        autoescape=autoescape,
        keep_trailing_newline=True,
        loader=FileSystemLoader(_TEMPLATES),
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )


def _together(folder: str) -> Markup:
    """Return our own style sheets or scripts as one, in the order of their names."""
    files = sorted((_TEMPLATES / folder).glob("*.*s"))
    return Markup("\n".join(path.read_text(encoding="utf-8") for path in files))


def _inline(panel: Panel) -> Markup:
    """Return a drawing as it stands in the page; its text was escaped when it was drawn."""
    return Markup(panel.svg)

"""The templates: one page as HTML, the same page as Markdown. Everything is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from tradenet.report.blocks import Grid, Page, Panel, Section
from tradenet.report.palette import rules
from tradenet.report.terms import Marker
from tradenet.report.wording import unbroken

_TEMPLATES: Final = Path(__file__).parent / "templates"
_MARKDOWN: Final = re.compile(r"([\\`*_{}\[\]<>|#$~])")


def html(page: Page) -> str:
    """Return the page as one self-contained HTML file."""
    environment = _environment(autoescape=True)
    environment.filters["inline"] = _inline
    environment.finalize = lambda value: unbroken(value) if type(value) is str else value
    anchors = [anchor for section in page.sections for anchor in _anchors(section)]
    return environment.get_template("index.html.j2").render(
        page=page,
        style=_colours(page) + _together("styles"),
        script=_together("scripts"),
        marker=lambda: Marker(anchors),
    )


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


def _colours(page: Page) -> Markup:
    keys = (key.glyph for section in page.sections for it in section.figures for key in it.key)
    return Markup(rules("".join([*(panel.svg for panel in page.panels), *keys])))


def _anchors(section: Section) -> Iterator[str]:
    """Yield the rows of a section's tables that words can link to."""
    for block in section.blocks:
        if isinstance(block, Grid):
            yield from block.anchors


def _inline(panel: Panel) -> Markup:
    """Return a drawing as it stands in the page; its text was escaped when it was drawn."""
    return Markup(panel.svg)


def style_sheet() -> Markup:
    """Return the report's style sheet, for another page by the same hand."""
    return _together("styles")


def inline(panel: Panel) -> Markup:
    """Return a drawing as it stands in a page."""
    return _inline(panel)

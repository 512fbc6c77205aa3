"""The templates: one page as HTML, the same page as Markdown. Everything is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from tradenet.domain.text import isolated, visible
from tradenet.report.blocks import Grid, Page, Panel, Section
from tradenet.report.palette import rules
from tradenet.report.terms import Marker
from tradenet.report.wording import unbroken

_TEMPLATES: Final = Path(__file__).parent / "templates"
_MARKDOWN: Final = re.compile(r"([\\`*_{}\[\]<>|#$~]|:(?=//)|(?<=www)\.)")  # no links of others


def html(page: Page) -> str:
    """Return the page as one self-contained HTML file."""
    anchors = [anchor for section in page.sections for anchor in _anchors(section)]
    return filled(
        "index.html.j2",
        _drawings(page),
        page=page,
        script=_together("scripts"),
        marker=lambda: Marker(anchors),
    )


def filled(template: str, drawings: str, **content: object) -> str:
    """Return one of our HTML pages, with the style sheets that all have in common."""
    environment = _environment(autoescape=True)
    environment.filters["inline"] = _inline
    environment.finalize = shown
    return environment.get_template(template).render(
        style=Markup(rules(drawings)) + _together("styles"), **content
    )


def markdown(page: Page | None, template: str = "report-full.md.j2", **more: object) -> str:
    """Return the page as Markdown, whole unless another template is named.

    Figures are links to their files.
    """
    environment = _environment(autoescape=False)
    environment.filters.update(mark=Markup, visible=visible)
    environment.finalize = lambda value: value if isinstance(value, Markup) else plain(str(value))
    return environment.get_template(template).render(page=page, **more)


def plain(text: str) -> str:
    r"""Return text that Markdown shows as it is, on one line.

    Examples
    --------
    >>> plain("a|b\n<script>")
    'a\\|b \\<script\\>'
    """
    seen = visible(text)
    return _MARKDOWN.sub(r"\\\1", " ".join(seen.split())) if seen.strip() else seen


def shown(value: object) -> object:
    """Return a value as HTML shows it: nothing in it works unseen; our own markup as it is."""
    return isolated(visible(unbroken(value))) if type(value) is str else value


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


def _drawings(page: Page) -> str:
    keys = (key.glyph for section in page.sections for it in section.figures for key in it.key)
    return "".join([*(panel.svg for panel in page.panels), *keys])


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

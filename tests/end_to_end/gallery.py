"""The gallery of the guide, made from a page of a report: its text and its drawings.

A drawing of a report stands on the page's own ground, with its legend beside it. Taken out, as into
the gallery or the README, it needs both: `sheet` adds them and changes nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import groupby
from types import MappingProxyType
from typing import Final

from tradenet.report.blocks import Figure, Key, Page, Panel, Section
from tradenet.report.drawing import BAND, EVENT, HATCH, INK, MUTED, PAPER, RULE

# In the order of a reader's questions: who saw it, how much, is it much, does it hang on choices.
CHOSEN: Final = (
    "observability", "dyads-chn-rus", "dyads-prk-rus", "groups-hub-spoke-intensity", "intensity",
    "placebos-hub-spoke", "power-hub-spoke", "without-each-hub-spoke", "partners", "hidden",
    "specifications-hub-spoke", "two-nulls-gravity-2023", "nulls-partition", "dependence-2023",
)  # fmt: skip
PICTURE: Final = "observability"
NIGHT: Final[Mapping[str, str]] = MappingProxyType(
    {INK: "#e6e8ea", MUTED: "#aab4bd", RULE: "#3b444c", BAND: "#3a434c", PAPER: "#0d1117"}
)
_SVG: Final = "</svg>"
_ROW, _GAP, _LETTER, _EDGE = 20, 18, 6.7, 12  # pixels
_HEAD: Final = """# Gallery

Figures of the report on the claim of 2022, as `tradenet report` writes them, with their legends.
The heading of each is its finding, in the words of the report, on the embedded snapshot. A test
compares them with what the pipeline draws today;
`pytest tests/end_to_end/test_gallery.py --rewrite-golden` draws them anew.

To have one of your own: `tradenet report my-question.toml`, then look into
`reports/my-question/figures/`. [How to use your own data](using.md).
"""


def sheet(figure: Figure, panel: Panel, *, night: bool = False) -> str:
    """Return a drawing on paper, or on dark paper, its legend below it: one SVG document."""
    head, _, rest = panel.svg.partition(">")
    width, height = (float(re.search(rf'{side}="([\d.]+)"', head)[1]) for side in _SIDES)
    legend, added = _legend(figure.key, width)
    size = (f"{width + 2 * _EDGE:g}", f"{height + added + 2 * _EDGE:g}")
    head = re.sub(r'width="[\d.]+"', f'width="{size[0]}"', head)
    head = re.sub(r'height="[\d.]+"', f'height="{size[1]}"', head)
    head = re.sub(r'viewBox="[^"]+"', f'viewBox="-{_EDGE} -{_EDGE} {" ".join(size)}"', head)
    words, _, drawn = rest.partition("</desc>")
    paper = f'<rect x="-{_EDGE}" y="-{_EDGE}" width="100%" height="100%" fill="{PAPER}"/>'
    moved = f'<g transform="translate(0 {height:g})">{legend}</g>' if legend else ""
    body = drawn.strip().removesuffix(_SVG)
    svg = f"{head}>{words}</desc>\n{paper}{body}{moved}{_SVG}\n"
    return _dark(svg) if night else svg


_SIDES: Final = ("width", "height")


def _legend(key: tuple[Key, ...], width: float) -> tuple[str, float]:
    """Return the entries from left to right, in as many rows as they need, and their height."""
    parts, x, y = [], 0.0, 6.0
    for entry in key:
        wide = 28 + _LETTER * len(entry.meaning)
        if x and x + wide > width:
            x, y = 0.0, y + _ROW
        glyph = str(entry.glyph).replace("<svg ", f'<svg x="{x:g}" y="{y:g}" ', 1)
        words = re.sub("[&<>]", lambda sign: f"&#{ord(sign[0])};", entry.meaning)
        parts.append(f'{glyph}<text x="{x + 28:g}" y="{y + 11:g}" class="key">{words}</text>')
        x += wide + _GAP
    style = f"<style>.key{{font:12px system-ui,sans-serif;fill:{INK}}}</style>"
    return (style + "".join(parts), y + _ROW) if parts else ("", 0.0)


def _dark(svg: str) -> str:
    """Exchange the inks and the paper; the colours that carry meaning stay."""
    night = {**NIGHT, "#000000": "#ffffff", HATCH: "#56606a", EVENT: "#ff8a65"}
    return re.sub("|".join(night), lambda found: night[found[0]], svg)


def shown(page: Page) -> Iterator[tuple[Section, Figure, Panel]]:
    """Yield the chosen drawings with figure and section, in the order chosen."""
    held = {
        panel.name: (section, figure, panel)
        for section in page.sections
        for figure in section.figures
        for panel in figure.panels
    }
    missing = [name for name in CHOSEN if name not in held]
    assert not missing, f"the report has no drawing {missing}; it has {sorted(held)}"
    yield from (held[name] for name in CHOSEN)


def text(page: Page) -> str:
    """Return the gallery as Markdown: drawings of one figure stand under one finding."""
    grouped = groupby(shown(page), key=lambda found: found[:2])
    parts = (
        "\n\n".join(
            (
                f"## {_plain(figure.title)}",
                *(f"![{_plain(p.title)}](figures/{p.name}.svg)" for *_, p in drawings),
                f"*How to read it.* {_plain(figure.caption)}",
                f"*Source:* {figure.source}. *In the report:* “{_plain(section.title)}”",
            )
        )
        for (section, figure), drawings in grouped
    )
    return f"{_HEAD}\n" + "\n\n".join(parts) + "\n"


def _plain(words: str) -> str:
    return re.sub(r"([\\*_<>`|])", r"\\\1", words)


def files(page: Page) -> dict[str, str]:
    """Return every file of the gallery by its name below the guide."""
    drawn = {f"figures/{panel.name}.svg": sheet(figure, panel) for _, figure, panel in shown(page)}
    (picture,) = [pair for _, *pair in shown(page) if pair[1].name == PICTURE]
    night = {f"figures/{PICTURE}-dark.svg": sheet(*picture, night=True)}
    return {"gallery.md": text(page), **drawn, **night}

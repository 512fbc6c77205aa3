"""Canvases of a size in pixels, and SVG that is the same every time and safe inside a page.

Fonts are measured with the one font that matplotlib brings along, so that a layout does not depend
on the machine; the text stays text and takes the reader's own sans serif.
"""

from __future__ import annotations

import io
import logging
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import MappingProxyType
from typing import Final
from xml.sax.saxutils import escape

import matplotlib as mpl
from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure as Sheet
from matplotlib.lines import Line2D
from matplotlib.text import Text

from tradenet.domain.text import visible
from tradenet.report.blocks import Panel
from tradenet.report.slim import slim

# On its first run matplotlib says on stderr that it builds a cache of fonts; nobody needs to know.
logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)

BLACK: Final = "#000000"
INK: Final = "#1d2730"
MUTED: Final = "#56626d"
FAINT: Final = "#7a8590"
RULE: Final = "#d5dade"
BAND: Final = "#e9ecee"
PAPER: Final = "#ffffff"
EVENT: Final = "#a5361b"
HATCH: Final = "#b9c1c8"
# Okabe & Ito (2008): told apart by all common kinds of colour vision.
OKABE_ITO: Final = (
    "#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442", "#000000",
)  # fmt: skip
FORTH, BACK = OKABE_ITO[0], OKABE_ITO[5]
WORDS: Final[Mapping[str, str]] = MappingProxyType({FORTH: FORTH, BACK: "#a84800"})

_POINTS_PER_INCH: Final = 72
_LONGEST: Final = 64  # signs of one line of a drawing; our own longest has 54
_SANS: Final = "system-ui, 'Segoe UI', 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif"
_RC: Final[Mapping[str, object]] = MappingProxyType(
    {
        "axes.axisbelow": True,
        "axes.edgecolor": MUTED,
        "axes.labelcolor": MUTED,
        "axes.linewidth": 0.8,
        "axes.spines.right": False,
        "axes.spines.top": False,
        "axes.unicode_minus": True,
        "figure.facecolor": "none",
        "axes.facecolor": "none",
        "font.family": "sans-serif",
        "font.sans-serif": ["DejaVu Sans"],
        "font.size": 11,
        "hatch.color": HATCH,
        "hatch.linewidth": 0.7,
        "svg.fonttype": "none",
        "text.color": INK,
        "text.parse_math": False,
        "xtick.color": MUTED,
        "xtick.labelsize": 11,
        "xtick.major.size": 3,
        "ytick.color": MUTED,
        "ytick.labelsize": 11,
        "ytick.major.size": 0,
    }
)
_NO_METADATA: Final = MappingProxyType(dict.fromkeys(("Creator", "Date", "Format", "Type")))


@contextmanager
def style(name: str) -> Iterator[None]:
    """Draw in the report's style; identifiers depend on the name alone."""
    with mpl.rc_context({**_RC, "svg.hashsalt": f"tradenet/{name}"}):  # type: ignore[dict-item]
        yield


def canvas(
    width: float, height: float, margins: tuple[float, float, float, float]
) -> tuple[Sheet, Axes]:
    """Return a sheet with one pair of axes.

    Parameters
    ----------
    width, height : float
        Pixels at natural size.
    margins : tuple of four floats
        Left, right, bottom, top, pixels.
    """
    left, right, bottom, top = margins
    sheet = Sheet(figsize=(width / _POINTS_PER_INCH, height / _POINTS_PER_INCH))
    place = (
        left / width,
        bottom / height,
        (width - left - right) / width,
        (height - bottom - top) / height,
    )
    return sheet, sheet.add_axes(place)


def write(
    sheet: Sheet,
    at: tuple[float, float],
    text: str,
    *,
    size: float,
    color: str = INK,
    weight: str = "normal",
) -> None:
    """Write a line of text; `at` is its left end in pixels from the left and from the top."""
    width, height = sheet.get_size_inches() * _POINTS_PER_INCH
    sheet.text(at[0] / width, 1 - at[1] / height, text, size=size, color=color, weight=weight)


def dot(sheet: Sheet, at: tuple[float, float], color: str, marker: str) -> None:
    """Draw one marker at a place in pixels from the left and from the top."""
    width, height = sheet.get_size_inches() * _POINTS_PER_INCH
    sheet.add_artist(
        Line2D([at[0] / width], [1 - at[1] / height], color=color, marker=marker, markersize=6)
    )


def panel(sheet: Sheet, name: str, title: str, description: str, group: str = "") -> Panel:
    """Return a drawing as a panel: one SVG document with a title for those who cannot see it."""
    _shorten(sheet)
    buffer = io.StringIO()
    with warnings.catch_warnings():
        # The font by which texts are measured lacks the letter; the reader's own will have it.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        sheet.savefig(buffer, format="svg", metadata=dict(_NO_METADATA))
    return Panel(
        name, title, description, _tidy(buffer.getvalue(), name, title, description), group
    )


def _shorten(sheet: Sheet) -> None:
    """Cut what would run out of the drawing; tables beside it hold the whole name."""
    for text in sheet.findobj(Text):
        words = visible(text.get_text())
        text.set_text(words)
        for signs in range(_LONGEST, 1, -3) if len(words) > _LONGEST else ():
            text.set_text(f"{words[: signs - 1]}…")
            if _inside(sheet, text):
                break


def _inside(sheet: Sheet, text: Text) -> bool:
    """Say whether words stay within the drawing, as wide as the one font makes them."""
    box = text.get_window_extent()
    return bool(box.x0 >= 0 and box.x1 <= sheet.bbox.x1)


def _tidy(svg: str, name: str, title: str, description: str) -> str:
    """Give the drawing its title, its own identifiers, and the reader's font."""
    body = re.sub(r"<metadata>.*?</metadata>|<defs>\s*<style.*?</style>\s*</defs>", "",
                  svg[svg.index("<svg") :], flags=re.DOTALL)  # fmt: skip
    body = slim(re.sub(r'(width|height)="([\d.]+)pt"', r'\1="\2"', body, count=2), _SANS)
    body = re.sub(r'\bid="([^"]+)"', rf'id="{name}-\1"', body)
    body = re.sub(r'href="#([^"]+)"', rf'href="#{name}-\1"', body)
    body = re.sub(r"url\(#([^)]+)\)", rf"url(#{name}-\1)", body)
    head, _, rest = body.partition(">")
    words = (
        f'<title id="{name}-title">{escape(visible(title))}</title>'
        f'<desc id="{name}-desc">{escape(visible(description))}</desc>'
    )
    width = re.search(r'width="([\d.]+)"', head)
    natural = f"--natural: {width[1]}px; " if width else ""  # the page does not blow it up
    attributes = (
        f'{head} role="img" aria-labelledby="{name}-title {name}-desc" '
        f'style="{natural}stroke-linejoin: round; stroke-linecap: butt">'
    )
    return f"{attributes}{words}{rest}"


def readable_on(colour: str) -> str:
    """Return black or white, whichever stands out more on a colour: at least 4.5 (WCAG AA).

    Examples
    --------
    >>> readable_on("#0b4a75"), readable_on("#f6f4ef")
    ('#ffffff', '#000000')
    """
    return max((BLACK, PAPER), key=lambda text: contrast(text, colour))


def on_cell(colour: str) -> str:
    """Return `readable_on`, with black written out: a drawing leaves out plain black.

    After dark cells turn round, and the words on them with their colour; discs stay as they are.

    Examples
    --------
    >>> on_cell("#0b4a75"), on_cell("#f6f4ef")
    ('#ffffff', '#010101')
    """
    return "#010101" if readable_on(colour) == BLACK else PAPER


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2 defines it, 1 to 21.

    Examples
    --------
    >>> round(contrast("#000000", "#ffffff"), 3)
    21.0
    """
    low, high = sorted((luminance(linear(one)), luminance(linear(other))))
    return (high + 0.05) / (low + 0.05)


def linear(colour: str) -> list[float]:
    """Return red, green and blue of a colour in proportion to light, 0 to 1."""
    return [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - sRGB
        for c in to_rgb(colour)
    ]


def luminance(channels: Sequence[float]) -> float:
    """Return how bright linear red, green and blue are together, 0 to 1."""
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]


def glyph(inside: str, width: int = 22) -> Markup:
    """Return a small drawing for a legend, 14 pixels high; `inside` is our own SVG."""
    size = f'viewBox="0 0 {width} 14" width="{width}" height="14"'
    return Markup(f'<svg {size} aria-hidden="true">{inside}</svg>')


def swatch(colour: str, pattern: str = "") -> Markup:
    """Return a coloured box for a legend; `pattern` is ``/`` or ``.`` for a hatched one."""
    lines = {
        "": "",
        "/": "".join(f'<path d="M{x} 12L{x + 8} 2" stroke="{HATCH}"/>' for x in (2, 7, 12)),
        ".": '<circle cx="11" cy="7" r="2.5" fill="#ffffff"/>',
    }[pattern]
    box = f'<rect x="2" y="1.5" width="18" height="11" fill="{colour}" stroke="{FAINT}"/>'
    return glyph(box + lines)

"""A thin strip of dated events under an axis of years, the same under every time series."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from matplotlib.axes import Axes

from tradenet.domain.facts import first_day
from tradenet.report.blocks import Key
from tradenet.report.drawing import FAINT, MUTED, OKABE_ITO, RULE, glyph
from tradenet.report.figures.axis import marks, when_on_axis
from tradenet.report.view import Row, View

# Pixels: from the axis to the first lane (the years stand between), of a lane, and for numbers.
_TOP, _LANE, _NUMBERS = 25, 7, 14
_BEYOND = 6  # pixels right of the axis that every drawing has
_LETTER: Final = 5.2  # width of a digit
_POINTS: Final = 72


@dataclass(frozen=True, slots=True)
class Lane:
    """One line of the strip: events of like kinds.

    Attributes
    ----------
    words : str
        What they are.
    colour, marker : str
        How they are drawn; they differ in place and shape too, not in colour alone.
    shape : str
        The same mark as SVG, for the legend.
    kinds : tuple of str
        Kinds of events; what no lane names belongs to the last.
    """

    words: str
    colour: str
    marker: str
    shape: str
    kinds: tuple[str, ...] = ()


LANES: Final[tuple[Lane, ...]] = (
    Lane("war and weapons tests", OKABE_ITO[5], "^",
         '<path d="M11 3l4 8h-8z" fill="{c}"/>',
         ("invasion", "annexation", "war", "military", "missile", "nuclear test")),
    Lane("sanctions and controls", OKABE_ITO[7], "|",
         '<path d="M11 2v10" stroke="{c}" stroke-width="1.6"/>',
         ("sanctions", "counter-sanctions", "tariff", "export control", "border closure")),
    Lane("treaties, summits, relief", OKABE_ITO[2], "o",
         '<circle cx="11" cy="7" r="3" fill="{c}"/>',
         ("summit", "treaty", "agreement", "trade agreement", "accession", "institution",
          "infrastructure", "border reopening", "sanctions relief")),
    Lane("other", FAINT, "D", '<path d="M11 3l4 4l-4 4l-4-4z" fill="{c}"/>'),
)  # fmt: skip
_LANE_OF: Final[Mapping[str, int]] = {kind: k for k, one in enumerate(LANES) for kind in one.kinds}


def lane(kind: str) -> int:
    """Return the lane of a kind of event.

    Examples
    --------
    >>> lane("nuclear test"), lane("summit"), lane("shock")
    (0, 2, 3)
    """
    return _LANE_OF.get(kind, len(LANES) - 1)


def room(view: View) -> int:
    """Return the pixels that the strip needs below the years; none where nothing happened."""
    return _LANE * len(lanes(view)) + _NUMBERS if view.rows("timeline") else 0


def lanes(view: View) -> tuple[int, ...]:
    """Return the lanes in which anything happened, from the top."""
    return tuple(sorted({lane(row["kind"]) for row in view.rows("timeline")}))


def events_below(axes: Axes, view: View) -> str:
    """Draw the strip, and return what it shows in words; empty where there is none.

    Call it when the span of the years is set. Under the lanes stand the numbers that the events of
    a year have in the table of events, where there is room for them.
    """
    low, high = axes.get_xlim()
    shown = [(x, row) for row in view.rows("timeline") if low <= (x := at(row["date"])) <= high]
    if not shown:
        return ""
    width, height = _pixels(axes)
    for place, k in enumerate(lanes(view)):
        look, level = LANES[k], -(_TOP + _LANE * place) / height
        axes.plot([low, high], [level, level], color=RULE, linewidth=0.5, clip_on=False,
                  zorder=1, transform=axes.get_xaxis_transform())  # fmt: skip
        points = [(x, level) for x, row in shown if lane(row["kind"]) == k]
        marks(axes, points, {"marker": look.marker, "markersize": 4, "color": look.colour,
                             "transform": axes.get_xaxis_transform(), "zorder": 3})  # fmt: skip
    axes.set_xlim(low, high)
    level, a_year = -(_TOP + _LANE * len(lanes(view)) - 3) / height, width / (high - low)
    _numbers(axes, shown, level, a_year)
    numbers = [int(row["number"]) for _, row in shown]
    return f" Below the years: events {min(numbers)} to {max(numbers)} of the table of events."


def at(date: str) -> float:
    """Return where a date stands on the axis of years; one known by its year in the middle of it.

    Examples
    --------
    >>> at("1990"), round(at("1990-07-02"), 1)
    (1990.0, 1990.0)
    """
    only_year = 4
    return float(date) if len(date) == only_year else when_on_axis(first_day(date))


def _pixels(axes: Axes) -> tuple[float, float]:
    box, scale = axes.get_window_extent(), _POINTS / axes.figure.dpi
    return float(box.width * scale), float(box.height * scale)


def _numbers(
    axes: Axes, shown: list[tuple[float, Row]], level: float, pixels_a_year: float
) -> None:
    """Write the numbers of each year's events, from the latest back, where they do not touch."""
    of_year: dict[int, list[int]] = {}
    for x, row in shown:
        of_year.setdefault(round(x), []).append(int(row["number"]))
    left, end = float("inf"), axes.get_xlim()[1] + _BEYOND / pixels_a_year
    for year, numbers in sorted(of_year.items(), reverse=True):
        words = "–".join(map(str, dict.fromkeys((min(numbers), max(numbers)))))
        half = (_LETTER * len(words) / 2 + 2) / pixels_a_year
        middle = min(year, end - half)  # the last stands inside of the drawing
        if middle + half > left:
            continue
        left = middle - half
        axes.text(middle, level, words, ha="center", va="top", size=8.5,
                  color=MUTED, transform=axes.get_xaxis_transform(), clip_on=False)  # fmt: skip


def keys(view: View) -> tuple[Key, ...]:
    """Return the legend of the lanes that occur."""
    return tuple(
        Key(glyph(LANES[k].shape.format(c=LANES[k].colour)), f"below: {LANES[k].words}")
        for k in lanes(view)
    )

"""Axes of years that several figures share."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.ticker import FuncFormatter, MaxNLocator

from tradenet.report.drawing import EVENT, FAINT, INK, MUTED, RULE
from tradenet.report.states import half_width
from tradenet.report.view import View
from tradenet.report.wording import position

_DAYS = 365.25
Point = tuple[float, float]


def year_ticks(axes: Axes, most: int = 8) -> None:
    """Put at most so many whole years on the axis."""
    axes.xaxis.set_major_locator(MaxNLocator(most, integer=True, min_n_ticks=1))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda year, _: f"{year:.0f}"))


def when_on_axis(date: dt.date) -> float:
    """Return where a day stands on the axis of years, where a year is centred on its number.

    Examples
    --------
    >>> when_on_axis(dt.date(2022, 1, 1)), round(when_on_axis(dt.date(2022, 7, 2)), 1)
    (2021.5, 2022.0)
    """
    return date.year + (date.timetuple().tm_yday - 1) / _DAYS - 0.5


def event_line(axes: Axes, view: View, *, label: bool = False) -> None:
    """Draw the event if it falls into the periods drawn."""
    event = view.result.config.event
    x = when_on_axis(event.date)
    first, last = axes.get_xlim()
    if not first < x < last:
        return
    axes.axvline(x, color=EVENT, linewidth=1.3)
    if label:
        axes.annotate(f"{event.date:%b %Y}: {event.name}", (x, 1), (0, 5), color=EVENT, size=10,
                      xycoords=axes.get_xaxis_transform(), textcoords="offset points",
                      ha="right" if x > (first + last) / 2 else "left", va="bottom",
                      annotation_clip=False)  # fmt: skip


def row_label(axes: Axes, level: float, words: str, *, head: bool = False) -> None:
    """Write what a row is at its left end; heads are bold."""
    axes.text(
        -0.014, level + 0.1 * head, words, transform=axes.get_yaxis_transform(), size=10.5,
        color=INK if head else MUTED, weight="bold" if head else "normal", ha="right", va="center",
    )  # fmt: skip


def segments(axes: Axes, lines: Sequence[Sequence[Point]], look: Mapping[str, Any]) -> None:
    """Draw straight lines between points, all in one look."""
    if lines:
        axes.add_collection(LineCollection(list(lines), **look))


def marks(axes: Axes, points: Sequence[Point], look: Mapping[str, Any]) -> None:
    """Draw a marker at each point, all in one look, also where it touches the frame."""
    if points:
        across, up = zip(*points, strict=True)
        axes.plot(across, up, linestyle="none", clip_on=False, markeredgewidth=1, **look)


def source_changes(axes: Axes, told: Sequence[tuple[int, str]]) -> None:
    """Draw a dotted line at the end of a source's last period, where another follows.

    Parameters
    ----------
    axes : Axes
        Of years.
    told : sequence of (period, source)
        Ascending.
    """
    for (code, one), (_, other) in pairwise(told):
        if one != other:
            end = position(code) + half_width([code])
            axes.axvline(end, color=FAINT, linewidth=1, linestyle=(0, (1, 2)))


# Round factors, from fine to coarse; the first ladder whose steps are wide enough is taken.
_LADDERS: Final[tuple[tuple[float, ...], ...]] = (
    (0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0),
    (0.2, 0.33, 0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0, 5.0),
    (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0),
    (0.01, 0.1, 0.3, 1.0, 3.0, 10.0, 100.0),
    (1e-6, 1e-4, 0.01, 1.0, 100.0, 1e4, 1e6),
)
_LEAST_STEP: Final = 0.085  # of the axis, so that no two labels touch


def factor_ticks(low: float, high: float) -> list[float]:
    """Return round factors between two log changes, 1 always among them.

    Examples
    --------
    >>> factor_ticks(-0.5, 0.8)
    [0.67, 0.8, 1.0, 1.25, 1.5, 2.0]
    """
    ticks = [1.0]
    for ladder in _LADDERS:
        ticks = [x for x in ladder if low <= math.log(x) <= high or x == 1]
        steps = [math.log(b / a) for a, b in pairwise(ticks)]
        if min(steps, default=math.inf) >= _LEAST_STEP * (high - low):
            break
    return ticks


def factor_scale(axes: Axes, values: Sequence[float], across: str) -> None:
    """Span log changes on one axis, ``x`` or ``y``, told as factors, with a line at no change."""
    low, high = min([*values, -0.1]), max([*values, 0.1])
    low, high = low - 0.06 * (high - low), high + 0.06 * (high - low)
    axis = axes.xaxis if across == "x" else axes.yaxis
    ticks = factor_ticks(low, high)
    axis.set_ticks([math.log(x) for x in ticks], [f"× {x:.3g}" for x in ticks])
    (axes.set_xlim if across == "x" else axes.set_ylim)(low, high)
    (axes.axvline if across == "x" else axes.axhline)(0, color=MUTED, linewidth=0.9, zorder=1)
    axes.grid(axis="x" if across == "x" else "y", color=RULE, linewidth=0.6)


def ends(calendar: Sequence[int]) -> tuple[float, float]:
    """Return where an axis of years begins and ends.

    Examples
    --------
    >>> ends((2019, 2020, 2021))
    (2018.3, 2021.7)
    """
    margin = half_width(calendar) * 1.4
    return position(calendar[0]) - margin, position(calendar[-1]) + margin


def years_from_to(axes: Axes, calendar: Sequence[int]) -> None:
    """Span the calendar, with light rules behind the values."""
    axes.set_xlim(*ends(calendar))
    axes.grid(axis="y", color=RULE, linewidth=0.6)
    year_ticks(axes, 7)

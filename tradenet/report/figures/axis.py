"""Axes of years that several figures share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

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


def years_from_to(axes: Axes, calendar: Sequence[int]) -> None:
    """Span the calendar, with light rules behind the values."""
    margin = half_width(calendar) * 1.4
    axes.set_xlim(position(calendar[0]) - margin, position(calendar[-1]) + margin)
    axes.grid(axis="y", color=RULE, linewidth=0.6)
    year_ticks(axes, 7)

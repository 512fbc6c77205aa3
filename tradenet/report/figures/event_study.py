"""When a class of trade left its expectation: one point per period, with what chance alone does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from matplotlib.axes import Axes

from tradenet.report.blocks import Figure, Key, Panel
from tradenet.report.drawing import (
    EVENT,
    FAINT,
    FORTH,
    HATCH,
    PAPER,
    canvas,
    glyph,
    panel,
    style,
    swatch,
)
from tradenet.report.figures.axis import (
    event_line,
    factor_scale,
    marks,
    segments,
    source_changes,
    years_from_to,
)
from tradenet.report.figures.strip import events_below, keys, room
from tradenet.report.states import STATES, runs
from tradenet.report.tested import of_class
from tradenet.report.view import Row, View
from tradenet.report.wording import calendar, factor, known, plural, position, sentence, slug, when

_WIDTH, _HEIGHT = 640, 300
_SHADE: Final = "#dfe5ea"


def draw(view: View) -> Figure | None:
    """Return a panel for each class that could be followed through time."""
    classes = [name for name in view.class_words if of_class(view, "event_study", name)]
    if not classes:
        return None
    return Figure(
        name="event-study",
        title=sentence("; ".join(finding(view, name) for name in classes)),
        caption=(
            "Each dot: how far the trade of the class lay from its expectation in that year, "
            "against the mean of the years before the event (a year before the event against the "
            "others). The band: where 95 % of the comparison sets lie in that year. A bloc formed "
            "by the event would show as dots inside the band before the line, and above it after. "
            "Hatched: years that our files lack; dotted lines: another source begins."
        ),
        panels=tuple(_panel(view, name) for name in classes),
        key=(
            Key(glyph(f'<circle cx="11" cy="7" r="3.5" fill="{FORTH}"/>'), "the real set"),
            Key(swatch(_SHADE), "95 % of the comparison sets"),
            Key(glyph(f'<path d="M11 1v12" stroke="{EVENT}" stroke-width="2"/>'), "the event"),
            Key(swatch(PAPER, "/"), "not held"),
            *keys(view),
        ),
        source=view.told_by,
        wide=True,
        data=("event_study",),
    )


def finding(view: View, class_: str) -> str:
    """Say in how many periods after the event the class lies above the band."""
    after = set(view.phase("post"))
    rows = [r for r in of_class(view, "event_study", class_) if r["period"] in after]
    above = sum(row["log_change"] > row["high"] for row in rows)
    held, words = plural(len(rows), "period"), view.class_words[class_].lower()
    return f"{words} trade lies above the band in {above} of {held} after the event"


def _panel(view: View, class_: str) -> Panel:
    name = slug("event-study", class_)
    rows = sorted(of_class(view, "event_study", class_), key=lambda row: int(row["period"]))
    periods = [int(row["period"]) for row in rows]
    every = calendar(min(periods), max(max(periods), *view.phase("post")))
    below = room(view)
    with style(name):
        sheet, axes = canvas(_WIDTH, _HEIGHT + below, (52, 12, 26 + below, 30))
        years_from_to(axes, every)
        _gaps(axes, every, periods)
        factor_scale(axes, [row[key] for row in rows for key in ("log_change", "low", "high")], "y")
        _draw(axes, rows, dict(view.sources))
        source_changes(axes, [told for told in view.sources if told[0] >= every[0]])
        event_line(axes, view, label=True)
        happened = events_below(axes, view)
        said = "; ".join(f"{when(row['period'])}: {_row(row)}" for row in rows)
        title, words = sentence(finding(view, class_)), view.class_words[class_]
        return panel(sheet, name, title, f"{said}.{happened}", words)


def _row(row: Row) -> str:
    return f"{factor(row['log_change'])} (band {factor(row['low'])} to {factor(row['high'])})"


def _gaps(axes: Axes, every: Sequence[int], periods: Sequence[int]) -> None:
    states = ["both" if code in periods else "not_held" for code in every]
    for state, start, end in runs(every, states):
        if state == "not_held":
            axes.axvspan(start, end, facecolor=PAPER, edgecolor=HATCH, linewidth=0,
                         hatch=STATES[state].hatch, zorder=0.4)  # fmt: skip


def _draw(axes: Axes, rows: Sequence[Row], told: Mapping[int, str]) -> None:
    """Draw band and dots; neither crosses a missing period or a change of source."""
    for stretch in _stretches(rows, told):
        alone = len(stretch) == 1
        shown = [(row, shift) for row in stretch for shift in ((-0.3, 0.3) if alone else (0.0,))]
        at = [position(row["period"]) + shift for row, shift in shown]
        low, high = ([row[key] for row, _ in shown] for key in ("low", "high"))
        axes.fill_between(at, low, high, color=_SHADE, linewidth=0, zorder=0.6)
        points = [(position(row["period"]), row["log_change"]) for row in stretch]
        segments(axes, list(pairwise(points)), {"colors": FAINT, "linewidths": 1, "zorder": 2})
        marks(axes, points, {"marker": "o", "color": FORTH, "markersize": 5.5, "zorder": 3})


def _stretches(rows: Sequence[Row], told: Mapping[int, str]) -> Iterator[list[Row]]:
    """Yield the runs of periods that follow one another in one source."""
    stretch: list[Row] = []
    for row in (row for row in rows if known(row["log_change"])):
        last, code = (stretch[-1]["period"] if stretch else 0), row["period"]
        if stretch and (calendar(last, code) != (last, code) or told.get(last) != told.get(code)):
            yield stretch
            stretch = []
        stretch.append(row)
    if stretch:
        yield stretch

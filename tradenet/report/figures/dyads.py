"""The dyads over time, both directions, with what was observed drawn into the lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Sheet
from matplotlib.ticker import MaxNLocator

from tradenet.report.blocks import Figure, Key, Panel
from tradenet.report.drawing import (
    BACK,
    BAND,
    EVENT,
    FAINT,
    FORTH,
    INK,
    MUTED,
    PAPER,
    WORDS,
    canvas,
    dot,
    glyph,
    panel,
    style,
    swatch,
    write,
)
from tradenet.report.figures.axis import (
    Point,
    ends,
    event_line,
    marks,
    segments,
    source_changes,
    years_from_to,
)
from tradenet.report.figures.strip import events_below, keys, room
from tradenet.report.states import STATES, runs, state, states_of
from tradenet.report.view import Row, View, counts
from tradenet.report.wording import known, position, slug, spans, usd, when

_BILLION, _MILLION = 1e9, 1e6
_LEAST_IN_BILLIONS: Final = 1e9
_LONGEST: Final = 25  # characters of a direction, so that both fit above a panel
WIDTH, HEIGHT = 372, 246  # of a panel, without the strip of events
_LEFT, _RIGHT, _BOTTOM, _TOP = 44, 8, 26, 56
# How a kept value is filled: half where only one side spoke, its left the exporter's.
_FILLED: Final = {
    "both": "full", "exporter_only": "left", "importer_only": "right", "reconciled": "full",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Line:
    """One direction of a dyad: its rows in order, its colour and its marker."""

    words: str
    rows: tuple[Row, ...]
    colour: str
    marker: str


@dataclass(frozen=True, slots=True)
class Scale:
    """Where a panel has its years and dollars: ends of both axes, and of the plot in pixels."""

    first: float
    last: float
    most: float
    left: float = _LEFT
    width: float = WIDTH
    right: float = WIDTH - _RIGHT
    top: float = _TOP
    bottom: float = HEIGHT - _BOTTOM

    def across(self, period: int) -> float:
        """Return where a period stands, pixels from the left."""
        part = (position(period) - self.first) / (self.last - self.first)
        return self.left + part * (self.right - self.left)

    def up(self, value: float) -> float:
        """Return where a value in dollars stands, pixels from the top."""
        return self.bottom - value / self.most * (self.bottom - self.top)


def scale(view: View, pair: tuple[str, str]) -> Scale:
    """Return the scale of the panel of a dyad."""
    one, other = pair
    lines = (_line(view, one, other, FORTH, "o"), _line(view, other, one, BACK, "s"))
    return Scale(*ends(view.calendar), _top(lines))


def draw(view: View) -> Figure:
    """Return one panel per undirected dyad, hub–spoke beside spoke–spoke."""
    return Figure(
        name="dyads",
        title=finding(view),
        caption=(
            "Goods trade per year at current prices, free on board (FOB), in billions (bn) or "
            "millions (M) of US dollars; each panel has its own scale from zero. Filled markers: "
            "both sides reported; left half: only the exporter; right half: only the importer. "
            "Hollow grey: reported, but only by an economy that does not file throughout the "
            "window, so it does not count. Nothing is drawn across a year that is not held or a "
            "change of source. Grey band: neither side filed; hatched: our files lack the year."
        ),
        panels=tuple(_panel(view, class_, pair) for class_, pair in view.dyads),
        key=(*KEY, *keys(view)),
        source=view.told_by,
        data=("dyads", "timeline"),
    )


def finding(view: View) -> str:
    """Say which flow is largest, and whether any spoke–spoke flow counts beside it."""
    largest = view.largest
    if largest is None:
        return "No flow among the members counts in the last period held"
    code = largest["period"]
    flow = view.flow(largest["exporter"], largest["importer"])
    said = f"{flow} is the largest flow of {when(code)}, {usd(largest['value_usd'])}"
    spokes = [r for r in view.rows("dyads") if r["period"] == code and r["class"] == "spoke_spoke"]
    if spokes and not any(counts(row) for row in spokes):
        return f"{said}; between the {view.spokes} no reported number counts in that year"
    return said


def _panel(view: View, class_: str, pair: tuple[str, str]) -> Panel:
    one, other = pair
    name = slug("dyads", one, other)
    lines = (_line(view, one, other, FORTH, "o"), _line(view, other, one, BACK, "s"))
    unit, words = _unit(lines)
    title = f"Trade between {view.name(one)} and {view.name(other)}, {words}"
    below, happened = room(view), ""
    with style(name):
        sheet, axes = canvas(WIDTH, HEIGHT + below, (_LEFT, _RIGHT, _BOTTOM + below, _TOP))
        if view.calendar:
            years_from_to(axes, view.calendar)
            _bands(axes, view, pair)
            source_changes(axes, view.sources)
            event_line(axes, view)
            happened = events_below(axes, view)
        for line in lines:
            _draw_line(axes, line, unit)
        axes.set_ylim(0, _top(lines) / unit)
        axes.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 2.5, 5, 10]))
        _heads(sheet, f"{view.name(one)} – {view.name(other)}", lines, words)
        said = _describe(view, lines) + happened
        return panel(sheet, name, title, said, view.class_words[class_])


def _line(view: View, exporter: str, importer: str, colour: str, marker: str) -> _Line:
    cells = view.cells
    keys = ((code, exporter, importer) for code in view.calendar)
    rows = tuple(cells[key] for key in keys if key in cells)
    return _Line(view.brief(exporter, "→", importer, _LONGEST), rows, colour, marker)


def told_apart(row: Row) -> tuple[float, ...]:
    """Return what was said of a cell: both reports where they are held, else the one value."""
    reports = (row["exporter_report_usd"], row["importer_report_usd"])
    said = reports if any(known(value) for value in reports) else (row["value_usd"],)
    return tuple(float(value) for value in said if known(value))


def _values(lines: Sequence[_Line]) -> Iterator[float]:
    for line in lines:
        for row in line.rows:
            yield from told_apart(row)


def _top(lines: Sequence[_Line]) -> float:
    return 1.1 * max(_values(lines), default=0.0) or _BILLION


def _unit(lines: Sequence[_Line]) -> tuple[float, str]:
    small = max(_values(lines), default=_BILLION) < _LEAST_IN_BILLIONS
    return (_MILLION, "M USD") if small else (_BILLION, "bn USD")


def _bands(axes: Axes, view: View, pair: tuple[str, str]) -> None:
    """Shade what nobody reported and what we lack: the upper half for the first direction."""
    halves = ((*pair, 0.5, 1.0), (*pair[::-1], 0.0, 0.5))
    for exporter, importer, bottom, top in halves:
        for name, start, end in runs(view.calendar, states_of(view, exporter, importer)):
            if name in {"unobservable", "not_held"}:
                fill = STATES[name]
                axes.axvspan(start, end, bottom, top, facecolor=fill.colour, linewidth=0,
                             edgecolor=FAINT, hatch=fill.hatch or None, zorder=0.5)  # fmt: skip


def _draw_line(axes: Axes, line: _Line, unit: float) -> None:
    """Draw the values that count, joined where they may be, and what does not count."""
    kept = [row for row in line.rows if counts(row)]
    segments(
        axes,
        [
            [_point(before, unit), _point(after, unit)]
            for before, after in pairwise(kept)
            if _joined(line.rows, before, after)
        ],
        {"colors": line.colour, "linewidths": 1.2, "alpha": 0.75},
    )
    by_state: dict[str, list[Point]] = {}
    for row in kept:
        by_state.setdefault(row["observed"], []).append(_point(row, unit))
    for observed, points in by_state.items():
        marks(axes, points, _marker(line, observed))
    _draw_aside(axes, line, unit)


def _point(row: Row, unit: float) -> Point:
    return position(row["period"]), row["value_usd"] / unit


def _joined(rows: Sequence[Row], before: Row, after: Row) -> bool:
    """Say whether two values are neighbours in time and from one source."""
    same = (before["source"], before["vintage"]) == (after["source"], after["vintage"])
    between = [r for r in rows if before["period"] < r["period"] < after["period"]]
    step = position(after["period"]) - position(before["period"])
    return same and not between and step <= 1


def _marker(line: _Line, observed: str) -> dict[str, Any]:
    shape = {"color": line.colour, "markerfacecoloralt": PAPER, "zorder": 3}
    if observed == "imputed":
        return {**shape, "marker": "D", "markersize": 5.2, "fillstyle": "none"}
    fill = _FILLED.get(observed, "none")
    return {**shape, "marker": line.marker, "markersize": 5.4, "fillstyle": fill}


def _draw_aside(axes: Axes, line: _Line, unit: float) -> None:
    """Mark what does not count: hollow grey values, a cross where a filer listed nothing."""
    aside = [row for row in line.rows if not counts(row)]
    said = [(position(row["period"]), value / unit) for row in aside for value in told_apart(row)]
    none = [
        (position(row["period"]), 0.0)
        for row in aside
        if not told_apart(row) and state(row) in {"self_report", "zero_or_missing"}
    ]
    hollow = {"marker": line.marker, "markersize": 4.6, "fillstyle": "none"}
    marks(axes, said, {**hollow, "color": FAINT, "zorder": 2})
    marks(axes, none, {"marker": "x", "markersize": 3.4, "color": FAINT, "zorder": 2})


def _heads(sheet: Sheet, pair: str, lines: Sequence[_Line], unit: str) -> None:
    """Write the pair, both directions in their colours, and the unit above the drawing."""
    write(sheet, (0, 15), pair, size=13.5, weight="bold")
    write(sheet, (0, 52), unit, size=11, color=MUTED)
    for line, x in zip(lines, (5, 186), strict=True):
        dot(sheet, (x, 29.5), line.colour, line.marker)
        write(sheet, (x + 8, 33.5), line.words, size=11.5, color=WORDS[line.colour])


def _describe(view: View, lines: Sequence[_Line]) -> str:
    said = []
    for line in lines:
        kept = [row for row in line.rows if counts(row)]
        last = f", {usd(kept[-1]['value_usd'])} in {when(kept[-1]['period'])}" if kept else ""
        said.append(f"{line.words}: counts in {spans(r['period'] for r in kept)}{last}.")
    event = view.result.config.event
    return " ".join([*said, f"Event: {event.name}, {event.date:%d %B %Y}."])


def _disc(fill: str, half: str = "") -> str:
    return (
        f'<circle cx="11" cy="7" r="4.2" fill="{fill}" stroke="{INK}"/>'
        f'{half and f"""<path d="M11 2.8a4.2 4.2 0 0 {half} 0 8.4z" fill="{INK}"/>"""}'
    )


KEY: Final = (
    Key(glyph(_disc(INK)), "both sides reported"),
    Key(glyph(_disc(PAPER, "0")), "only the exporter"),
    Key(glyph(_disc(PAPER, "1")), "only the importer"),
    Key(glyph(f'<path d="M11 2.2L15.8 7L11 11.8L6.2 7z" fill="none" stroke="{INK}"/>'),
        "estimated by the office that publishes it"),
    Key(glyph(f'<circle cx="11" cy="7" r="3.6" fill="none" stroke="{FAINT}" stroke-width="1.4"/>'),
        "self-report: reported, does not count"),
    Key(glyph(f'<path d="M8 4l6 6M14 4l-6 6" stroke="{FAINT}" stroke-width="1.4"/>'),
        "an irregular filer listed no trade"),
    Key(swatch(BAND), "neither side filed"),
    Key(swatch(PAPER, "/"), "not held"),
    Key(glyph(f'<path d="M11 0v14" stroke="{EVENT}" stroke-width="1.6"/>'), "the event"),
    Key(glyph(f'<path d="M11 0v14" stroke="{FAINT}" stroke-width="1.4" stroke-dasharray="2"/>'),
        "the source or its vintage changes"),
)  # fmt: skip

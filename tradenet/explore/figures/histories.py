"""Every flow over time: both reports, the agreed number where there is one, and who could see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from tradenet.explore.scene import Scene
from tradenet.explore.shelf import Row, Told
from tradenet.report.blocks import Figure, Key, Panel
from tradenet.report.drawing import (
    BACK,
    FORTH,
    INK,
    MUTED,
    RULE,
    canvas,
    glyph,
    panel,
    style,
    write,
)
from tradenet.report.figures.axis import Point, marks, segments
from tradenet.report.states import STATES, half_width, runs, state
from tradenet.report.wording import known, plural, position, spans, usd, when

MOST: Final = 12  # flows that are drawn; the tables hold all
_BILLION, _MILLION = 1e9, 1e6
_BAND: Final = 0.075  # height of the band below a drawing, as a share of it
_LONGEST: Final = 36  # characters of a head
_KEPT = 256  # panels that are remembered
_HUE: Final = {"exporter": FORTH, "importer": BACK, "agreed": INK}
_REPORTS: Final = {"exporter": "exporter_report_usd", "importer": "importer_report_usd"}


def shown(seen: Scene) -> tuple[tuple[str, str], ...]:
    """Return the flows that are drawn: the hub's first, then the largest dyads, both ways."""

    def rank(pair: tuple[str, str]) -> tuple[Any, ...]:
        values = (seen.now.cell(*way)[0] for way in (pair, pair[::-1]))
        size = sum(value for value in values if known(value))
        return seen.choice.hub not in pair, -size, sorted(pair), pair

    return tuple(sorted(seen.choice.flows, key=rank)[:MOST])


def draw(seen: Scene) -> Figure:
    """Return a panel for each flow that is drawn."""
    pairs, every = shown(seen), len(seen.choice.flows)
    few = f" Drawn: {len(pairs)} of {every} flows; the CSV holds all." if len(pairs) < every else ""
    return Figure(
        name="histories",
        title=finding(seen),
        caption=(
            "Goods trade at current prices, free on board (FOB), in billions (bn) or millions (M) "
            "of US dollars; each panel has its own scale from zero. Where a source merged both "
            "reports, its one number is drawn. Nothing is drawn where nobody told; the band below "
            f"says who could see.{few}"
        ),
        panels=tuple(
            _panel(seen.told, pair, (seen.name(pair[0]), seen.name(pair[1]))) for pair in pairs
        ),
        key=_key(seen),
    )


def finding(seen: Scene) -> str:
    """Say how many flows have two reports in the period, and which are furthest apart."""
    rows = [seen.cells.get((seen.now.period, *pair)) for pair in seen.choice.flows]
    both = [r for r in rows if r and all(known(r[column]) for column in _REPORTS.values())]
    blind = sum(state(row) in {"unobservable", "not_held"} for row in rows)
    head = f"In {when(seen.now.period)}, of {plural(len(rows), 'flow')}"
    hidden = f", {blind} nobody could see" if blind else ""
    apart = [row for row in both if known(row["log_gap"])]
    if not apart:
        merged = sum((bool(row) and state(row) == "reconciled") or _merged(row) for row in rows)
        words = f"{merged} are told by one merged number" if merged else "none has two reports"
        return f"{head} {words}{hidden}"
    worst = max(apart, key=lambda row: abs(row["log_gap"]))
    names = f"{seen.name(worst['exporter'])} → {seen.name(worst['importer'])}"
    one, other = (usd(worst[column]) for column in _REPORTS.values())
    return (
        f"{head} {len(both)} have two reports{hidden}; furthest apart is {names}: {one} by the "
        f"exporter, {other} by the importer"
    )


def _merged(row: Row | None) -> bool:
    """Say whether a kept value comes without the reports that made it."""
    if row is None or row["status"] != "kept" or not known(row["value_usd"]):
        return False
    return not any(known(row[column]) for column in _REPORTS.values())


@lru_cache(_KEPT)
def _panel(of: Told, pair: tuple[str, str], names: tuple[str, str]) -> Panel:
    """Draw one flow; it stays the same whatever period, null or method is chosen."""
    rows = [of.cells.get((code, *pair)) for code in of.span]
    told = [row for row in rows if row is not None]
    most = max((value for row in told for value in _numbers(row)), default=0.0)
    unit, words = (_BILLION, "bn USD") if most >= _BILLION else (_MILLION, "M USD")
    name = f"history-{pair[0]}-{pair[1]}".lower()
    with style(name):
        sheet, axes = canvas(372, 206, (40, 8, 40, 42))
        axes.set_ylim(0, 1.1 * most / unit or 1.0)
        _frame(axes, of.span)
        for kind in _HUE:
            _draw(axes, told, kind, unit)
        _band(axes, of.span, [state(row) for row in rows])
        head = " → ".join(names)
        write(sheet, (0, 15), head if len(head) <= _LONGEST else " → ".join(pair), size=13,
              weight="bold")  # fmt: skip
        write(sheet, (0, 34), words, size=10.5, color=MUTED)
        title = f"Trade from {names[0]} to {names[1]}, {words}"
        return panel(sheet, name, title, _describe(told, most))


def _frame(axes: Axes, span: Sequence[int]) -> None:
    """Draw rules and their numbers by hand: a third of what matplotlib's ticks cost."""
    half, top = half_width(span), axes.get_ylim()[1]
    low, high = position(span[0]) - 1.4 * half, position(span[-1]) + 1.4 * half
    axes.set_xlim(low, high)
    axes.set_axis_off()
    levels = [y for y in MaxNLocator(4, steps=[1, 2, 2.5, 5, 10]).tick_values(0, top) if y <= top]
    segments(axes, [[(low, y), (high, y)] for y in levels], {"colors": RULE, "linewidths": 0.6})
    axes.axhline(0, color=MUTED, linewidth=1.2)
    for y in levels:
        axes.text(low, y, f"{y:,g} ", ha="right", va="center", size=10.5, color=MUTED)
    for x in MaxNLocator(7, integer=True).tick_values(low, high):
        if low <= x <= high:
            axes.text(x, -0.2 * top, f"{x:.0f}", ha="center", va="top", size=10.5, color=MUTED)


def _numbers(row: Row) -> list[float]:
    """Return what was said of a cell: both reports where they are held, else the one value."""
    return [value for kind in _HUE if known(value := _value(row, kind))]


def _value(row: Row, kind: str) -> Any:  # noqa: ANN401 - a number or None
    if kind in _REPORTS:
        return row[_REPORTS[kind]]
    return row["value_usd"] if _merged(row) else None


def _draw(axes: Axes, rows: Sequence[Row], kind: str, unit: float) -> None:
    """Draw one kind of number: markers, joined from a period to the next of the same source."""
    told = [row for row in rows if known(_value(row, kind))]
    step = 2.1 * half_width([row["period"] for row in told])

    def point(row: Row) -> Point:
        return position(row["period"]), _value(row, kind) / unit

    near = [
        [point(one), point(other)]
        for one, other in pairwise(told)
        if point(other)[0] - point(one)[0] <= step and one["source"] == other["source"]
    ]
    segments(axes, near, {"colors": _HUE[kind], "linewidths": 1.2, "alpha": 0.8})
    marks(axes, [point(row) for row in told], _MARKS[kind])


_MARKS: Final[Mapping[str, Mapping[str, Any]]] = {
    "exporter": {"marker": "o", "markersize": 3.4, "color": FORTH, "zorder": 3},
    "importer": {"marker": "s", "markersize": 3.2, "color": BACK, "zorder": 3.1},
    "agreed": {"marker": "D", "markersize": 3.6, "color": INK, "fillstyle": "none", "zorder": 3.2},
}


def _band(axes: Axes, span: Sequence[int], states: Sequence[str]) -> None:
    """Draw below the axis who could see each period."""
    for name, start, end in runs(span, states):
        fill = STATES[name]
        axes.axvspan(start, end, -1.7 * _BAND, -0.5 * _BAND, facecolor=fill.colour, linewidth=0,
                     hatch=fill.hatch or None, clip_on=False, zorder=2)  # fmt: skip


def _describe(told: Sequence[Row], most: float) -> str:
    said = []
    for kind, words in (("exporter", "the exporter told"), ("importer", "the importer told"),
                        ("agreed", "merged by the source")):  # fmt: skip
        codes = [row["period"] for row in told if known(_value(row, kind))]
        if codes:
            said.append(f"{words} {spans(codes)}")
    words = "; ".join(said) or "nobody told anything"
    return f"{words[0].upper()}{words[1:]}. Largest: {usd(most) if said else 'none'}."


def _key(seen: Scene) -> tuple[Key, ...]:
    found = dict.fromkeys(
        state(seen.cells.get((code, *pair))) for pair in shown(seen) for code in seen.told.span
    )
    return (
        Key(glyph(f'<circle cx="11" cy="7" r="4" fill="{FORTH}"/>'), "the exporter’s report"),
        Key(glyph(f'<path d="M7.4 3.4h7.2v7.2h-7.2z" fill="{BACK}"/>'), "the importer’s report"),
        Key(glyph(f'<path d="M11 2.2L15.8 7L11 11.8L6.2 7z" fill="none" stroke="{INK}"/>'),
            "both merged by the source"),
        *(STATES[name].key for name in STATES if name in found),
    )  # fmt: skip

"""Which members share a community, year by year."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from tradenet.report.blocks import Figure, Panel
from tradenet.report.drawing import BAND, PAPER, canvas, panel, style
from tradenet.report.figures.axis import event_line, row_label, year_ticks
from tradenet.report.states import Fill, ruled, runs, strip
from tradenet.report.view import View
from tradenet.report.wording import listed, spans, when

States = dict[tuple[str, str], tuple[str, ...]]

_NAME: Final = "together"
_FILLS: Final = MappingProxyType(
    {
        "together": Fill("in the same community", "#00684b"),
        "apart": Fill("in different communities", "#d9dfd3"),
        "absent": Fill("one of the two has no trade in the graph", BAND),
        "not_held": Fill("our files lack the period", PAPER, "////"),
    }
)
_WIDTH, _LEFT, _ROW, _TOP, _BOTTOM = 760, 168, 26, 26, 26


def draw(view: View) -> Figure:
    """Return the time line of the pairs of members: together or apart."""
    title = finding(view)
    states = states_of_pairs(view)
    found = {name for each in states.values() for name in each}
    return Figure(
        name=_NAME,
        title=title,
        caption=(
            "Each bar is one pair of members; dark green says that the method put both into one "
            "community of that period’s network. Communities are exploratory: they are large, and "
            "two members can share one because both trade with the same third economy, not with "
            "each other."
        ),
        panels=(_panel(view, title, states),),
        key=tuple(fill.key for name, fill in _FILLS.items() if name in found),
        source=view.told_by,
        wide=True,
    )


def finding(view: View) -> str:
    """Name the pairs that share a community in the last period of each phase."""
    said = []
    for code in view.compared:
        pairs = [row for row in view.rows("together") if row["period"] == code]
        same = [row for row in pairs if row["together"]]
        names = listed([f"{view.name(r['one'])} with {view.name(r['other'])}" for r in same])
        if pairs and len(same) == len(pairs):
            names = f"all {len(pairs)} pairs"
        if pairs:
            said.append(f"{names or 'no pair'} in {when(code)}")
    if not said:
        return "No communities were drawn"
    return f"In one community: {'; '.join(said)}"


def states_of_pairs(view: View) -> States:
    """Return, for each pair of members, whether it is together in every period of the calendar."""
    trade = {(r["period"], r["economy"]): r["trade_usd"] for r in view.rows("communities")}
    words = {True: "together", False: "apart", None: "absent"}
    said = {}
    for row in view.rows("together"):
        ends = (row["one"], row["other"])
        idle = any(trade.get((row["period"], end)) == 0 for end in ends)
        said[row["period"], *sorted(ends)] = "absent" if idle else words[row["together"]]
    return {
        pair: tuple(said.get((code, *sorted(pair)), "not_held") for code in view.calendar)
        for _, pair in view.dyads
    }


def _panel(view: View, title: str, states: States) -> Panel:
    with style(_NAME):
        height = _TOP + _BOTTOM + _ROW * len(states)
        sheet, axes = canvas(_WIDTH, height, (_LEFT, 12, _BOTTOM, _TOP))
        axes.set_ylim(len(states) - 0.4, -0.6)
        axes.set_yticks([])
        for level, ((one, other), found) in enumerate(states.items()):
            strip(axes, level, runs(view.calendar, found), _FILLS)
            row_label(axes, level, view.brief(one, "–", other))
        if view.calendar:
            ruled(axes, view.calendar)
            year_ticks(axes)
            event_line(axes, view, label=True)
        return panel(sheet, _NAME, title, _describe(view, states))


def _describe(view: View, states: States) -> str:
    said = []
    for (one, other), found in states.items():
        seen = zip(view.calendar, found, strict=True)
        same = spans(code for code, name in seen if name == "together")
        said.append(f"{view.name(one)} and {view.name(other)} together: {same}")
    return ". ".join(said) + "."

"""What can be seen: every directed dyad, every period, and who told."""

from __future__ import annotations

from typing import Final

from tradenet.report.blocks import Figure, Panel
from tradenet.report.drawing import canvas, panel, style
from tradenet.report.figures.axis import event_line, row_label, year_ticks
from tradenet.report.figures.strip import events_below, keys, room
from tradenet.report.states import STATES, ruled, runs, states_of, strip
from tradenet.report.view import PHASE_WORDS, View
from tradenet.report.wording import spans

_NAME: Final = "observability"
_WIDTH, _LEFT, _ROW, _TOP, _BOTTOM = 760, 168, 21, 26, 26


def draw(view: View) -> Figure:
    """Return the time line of the members' directed dyads by state."""
    title = finding(view)
    found = {name for _, a, b in view.flows for name in states_of(view, a, b)}
    return Figure(
        name=_NAME,
        title=title,
        caption=(
            "Each bar is one directed dyad, exporter → importer; colour says who reported it in "
            "that period. Blue is reported and orange estimated: both enter intensities and "
            "shares. Brown, grey and hatched do not. The vertical line is the event."
        ),
        panels=(_panel(view, title),),
        key=(*(fill.key for name, fill in STATES.items() if name in found), *keys(view)),
        source=view.told_by,
        wide=True,
        data=("dyads", "coverage"),
    )


def finding(view: View) -> str:
    """Say in one line how much of spoke–spoke trade is covered."""
    lines = [row for row in view.rows("coverage") if row["class"] == "spoke_spoke"]
    if not lines:
        return "Who reported which flow among the members"
    said = " and ".join(
        f"in {row['covered']} of {row['cells']} directed dyad-years "
        f"{PHASE_WORDS.get(row['phase'], row['phase'])}"
        for row in lines
    )
    return f"Trade between the {view.spokes} is covered {said}"


def _panel(view: View, title: str) -> Panel:
    calendar = view.calendar
    levels = view.levels
    height = _TOP + _BOTTOM + _ROW * (max(levels.values(), default=0) + 1)
    below, happened = room(view), ""
    with style(_NAME):
        sheet, axes = canvas(_WIDTH, height + below, (_LEFT, 12, _BOTTOM + below, _TOP))
        axes.set_ylim(max(levels.values(), default=0) + 0.6, -0.6)
        for flow, level in levels.items():
            if len(flow) == 1:
                row_label(axes, level, view.class_words[flow[0]], head=True)
                continue
            strip(axes, level, runs(calendar, states_of(view, flow[1], flow[2])))
            row_label(axes, level, view.brief(flow[1], "→", flow[2]))
        axes.set_yticks([])
        if calendar:
            ruled(axes, calendar)
            year_ticks(axes)
            event_line(axes, view, label=True)
            happened = events_below(axes, view)
        return panel(sheet, _NAME, title, describe(view) + happened)


def describe(view: View) -> str:
    """Say for each directed dyad in which periods it counts."""
    counted = {"both", "exporter_only", "importer_only", "reconciled", "imputed"}
    said = []
    for _, a, b in view.flows:
        seen = zip(view.calendar, states_of(view, a, b), strict=True)
        codes = [code for code, name in seen if name in counted]
        said.append(f"{view.flow(a, b)}: counts in {spans(codes)}")
    return ". ".join(said) + "."

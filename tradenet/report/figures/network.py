"""The map of world trade in the last full period: largest traders, intense ties, communities."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tradenet.report.blocks import Figure, Key, Panel
from tradenet.report.drawing import INK, MUTED, PAPER, canvas, glyph, panel, style
from tradenet.report.figures.world import (
    HEIGHT,
    WIDTH,
    Node,
    draw_discs,
    draw_names,
    draw_ties,
    frame,
    nodes,
    places,
)
from tradenet.report.groups import MARGINS, colour_keys, homes
from tradenet.report.view import View
from tradenet.report.wording import known, percent, plural, usd, when
from tradenet.study.communities.ties import LEAST_INTENSITY, LEAST_SHARE

_NAME: Final = "network"
NAMES: Final = 13.0  # points of the members' names


def draw(view: View) -> Figure:
    """Return the map of the last full period."""
    title = finding(view)
    method = view.result.config.communities.summary()
    return Figure(
        name=_NAME,
        title=title,
        caption=(
            "Discs are the largest traders and the members (dark rings); area grows with total "
            "trade, exports plus imports. Colours are communities. A line joins two economies if "
            f"a flow between them is at least {LEAST_INTENSITY:.0f} times what their sizes lead "
            f"one to expect and at least {percent(LEAST_SHARE)} of the smaller one’s trade. "
            "Economies that traded intensely over all the years shown stand near each other, and "
            "stand in the same place on every map of this report; nearness means nothing else. "
            f"Found by the method {method}, against a null that knows the size of economies but "
            "not the distance between them, so neighbours fall together for that reason alone."
        ),
        panels=(_panel(view, title),),
        key=_key(view),
        source=view.told_by_period(view.network_period),
        wide=True,
        data=("nodes", "edges", "ties", "communities", "ties_by_year"),
    )


def finding(view: View, period: int | None = None) -> str:
    """Say how large the communities are in which the members sit, in the last full period or one.

    Members whose trade nobody could see in the period are not counted among them.
    """
    code = view.network_period if period is None else period
    home = homes(view, MARGINS, code)
    members = [m for m in view.result.config.bloc.members if m in home]
    if not members:
        return "No communities were drawn"
    labels = [row["community"] for row in home.values()]
    sizes = {m: labels.count(home[m]["community"]) for m in members}
    if len({home[m]["community"] for m in members}) == 1:
        others = sizes[members[0]] - len(members)
        return (
            f"In {when(code)} all {len(members)} members fall into one community, with "
            f"{plural(others, 'other economy', 'other economies')} of {len(home)}"
        )
    said = ", ".join(f"{view.name(m)} in one of {sizes[m]}" for m in members)
    return f"In {when(code)} the members fall into communities of different sizes: {said}"


def _panel(view: View, title: str) -> Panel:
    drawn = nodes(view, places(view), homes(view, MARGINS, view.network_period))
    with style(_NAME):
        sheet, axes = canvas(WIDTH + 4, HEIGHT + 4, (2, 2, 2, 2))
        frame(axes)
        draw_ties(axes, drawn, sorted({(min(pair), max(pair)) for pair in ties_of(view)}))
        draw_discs(axes, drawn)
        draw_names(axes, drawn, NAMES)
        if not drawn:
            axes.text(
                0.5, 0.5, "no network to draw", transform=axes.transAxes, ha="center", color=MUTED
            )
        return panel(sheet, _NAME, title, _describe(view, drawn))


def ties_of(view: View) -> dict[tuple[str, str], float]:
    """Return the directed ties that are drawn and how intense they are."""
    trade = {row["economy"]: row["trade_usd"] for row in view.rows("nodes")}
    return {
        (row["exporter"], row["importer"]): row["intensity"]
        for row in view.rows("edges")
        if known(row["intensity"])
        and row["intensity"] >= LEAST_INTENSITY
        and row["value_usd"] >= LEAST_SHARE * min(trade[row["exporter"]], trade[row["importer"]])
    }


def _describe(view: View, drawn: Sequence[Node]) -> str:
    trade = {row["economy"]: row["trade_usd"] for row in view.rows("nodes")}
    home = homes(view, MARGINS, view.network_period)
    said = [
        f"{n.name}: community {home[n.code]['community'] + 1}, {usd(trade[n.code])}"
        for n in sorted(drawn, key=lambda n: n.code)
        if n.member
    ]
    return f"{plural(len(drawn), 'economy', 'economies')}. Members: {'; '.join(said)}."


def _key(view: View) -> tuple[Key, ...]:
    ring = f'<circle cx="11" cy="7" r="5" fill="{PAPER}" stroke="{INK}" stroke-width="2.4"/>'
    line = f'<path d="M1 7h20" stroke="{INK}" stroke-width="2"/>'
    return (
        *colour_keys(view, MARGINS, view.network_period),
        Key(glyph(ring), "member"),
        Key(glyph(line), "tie between two members"),
    )

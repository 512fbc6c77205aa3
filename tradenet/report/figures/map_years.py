"""The same map in some years: which economies fall into one community, and when that changed."""

from __future__ import annotations

from tradenet.report.blocks import Figure
from tradenet.report.figures.world import MAPS, places, small_map
from tradenet.report.groups import MARGINS, colour_keys, milestones, moved, moves
from tradenet.report.view import View
from tradenet.report.wording import when


def draw(view: View) -> Figure:
    """Return one small map per year."""
    chosen = milestones(view, MARGINS, MAPS) or (view.network_period,)
    where = places(view)
    return Figure(
        name="map-years",
        title=finding(view),
        caption=(
            "Every economy stands where it stands on the large map; area is its share of that "
            "year’s trade, relative to the largest trader’s. A colour is one community followed "
            "through the years by the economies that stay in it. A line joins two members that "
            "share a community in that year."
        ),
        panels=tuple(
            small_map(view, where, ("map-years", MARGINS, code), when(code)) for code in chosen
        ),
        key=colour_keys(view, MARGINS, view.network_period),
        source=view.told_by,
        data=("communities", "nodes"),
    )


def finding(view: View) -> str:
    """Name the last member that changed its community."""
    found = moves(view, MARGINS)
    if found:
        return moved(view, MARGINS, found[-1])
    chosen = milestones(view, MARGINS, MAPS)
    if not chosen:
        return "No communities were drawn"
    return f"No member changed its community between {when(chosen[0])} and {when(chosen[-1])}"

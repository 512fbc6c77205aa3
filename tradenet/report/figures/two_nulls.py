"""The communities of the last full period under two ideas of what trade is expected."""

from __future__ import annotations

from collections.abc import Mapping

from tradenet.report.blocks import Figure
from tradenet.report.figures.world import places, small_map
from tradenet.report.groups import GRAVITY, MARGINS, NULL_WORDS, colour_keys, homes
from tradenet.report.view import Row, View
from tradenet.report.wording import plural, when


def draw(view: View) -> Figure:
    """Return the map of the last full period once under each null."""
    code, where = view.network_period, places(view)
    return Figure(
        name="two-nulls",
        title=finding(view),
        caption=(
            f"The same trade of {when(code)}, the same method, the same places. On the first map "
            "an economy is expected to trade with all others in proportion to their sizes; on the "
            "second also the less, the further away they are. Only what exceeds the expectation "
            "holds a community together. A community of the second map has the colour of that of "
            "the first with which it shares most trade, and a colour of its own where none is left."
        ),
        panels=tuple(
            small_map(view, where, ("two-nulls", null, code), words)
            for null, words in NULL_WORDS.items()
        ),
        key=colour_keys(view, GRAVITY, code) or colour_keys(view, MARGINS, code),
        source=view.told_by_period(code),
        data=("communities", "nodes"),
    )


def finding(view: View) -> str:
    """Say how many economies stand in different company once distance is expected."""
    code = view.network_period
    before, after = (homes(view, null, code) for null in (MARGINS, GRAVITY))
    if not before or not after:
        return "Communities under two nulls cannot be compared"
    sizes = _communities(before), _communities(after)
    other = sum(
        1 for code_, row in before.items()
        if code_ in after and row["hue"] != after[code_]["hue"]
    )  # fmt: skip
    return (
        f"Once distance is expected, {plural(sizes[0], 'community', 'communities')} of "
        f"{when(code)} become {sizes[1]}, and {other} of {len(before)} economies change company"
    )


def _communities(home: Mapping[str, Row]) -> int:
    return len({row["label"] for row in home.values() if row["label"] is not None})

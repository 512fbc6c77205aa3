"""Communities of a result as the figures and sections need them; nothing is computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import Final

from matplotlib.colors import LinearSegmentedColormap, to_hex

from tradenet.report.blocks import Key
from tradenet.report.drawing import OKABE_ITO, RULE, glyph
from tradenet.report.view import Row, View
from tradenet.report.wording import when

MARGINS: Final = "margins"
GRAVITY: Final = "gravity"
NULL_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {MARGINS: "Size alone expected", GRAVITY: "Size and distance expected"}
)
_COLOURS: Final = (
    OKABE_ITO[4],
    OKABE_ITO[1],
    OKABE_ITO[2],
    OKABE_ITO[3],
    OKABE_ITO[6],
    OKABE_ITO[0],
)
_NAMED: Final = 4
_CHANCES: Final = LinearSegmentedColormap.from_list("chances", ["#f4f6f8", "#7fb0d3", "#0b4a75"])


def shade(hue: int | None) -> str:
    """Return the colour of a number; all beyond the sixth are grey."""
    return _COLOURS[hue] if hue is not None and hue < len(_COLOURS) else RULE


def hues(home: Mapping[str, Row]) -> dict[int, int]:
    """Return the number of the colour of each community of a period, by its label."""
    return {row["label"]: row["hue"] for row in home.values() if row["label"] is not None}


def chance_colour(share: float) -> str:
    """Return the colour of a share of searches: the darker, the more often.

    Examples
    --------
    >>> chance_colour(0.0), chance_colour(1.0)
    ('#f4f6f8', '#0b4a75')
    """
    return to_hex(_CHANCES(float(min(max(share, 0.0), 1.0))))


def homes(view: View, null: str, period: int) -> dict[str, Row]:
    """Return the row of each economy in the communities of a period, under a null."""
    return {
        row["economy"]: row
        for row in view.rows("communities")
        if row["period"] == period and row["null"] == null
    }


def lines(view: View, null: str, period: int) -> dict[int, Row]:
    """Return the line of each community of two or more economies, the largest traders first."""
    found = [
        row
        for row in view.rows("community_lines")
        if row["period"] == period and row["null"] == null
    ]
    return {row["label"]: row for row in sorted(found, key=lambda row: -row["share_of_trade"])}


def named(view: View, home: Mapping[str, Row], label: int, most: int = _NAMED) -> str:
    """Return the largest economies of a community, with three dots where there are more."""
    inside = [row for row in home.values() if row["label"] == label]
    ordered = sorted(inside, key=lambda row: (-row["trade_usd"], row["economy"]))
    words = ", ".join(view.name(row["economy"]) for row in ordered[:most])
    return words + (" …" if len(ordered) > most else "")


def colour_keys(view: View, null: str, period: int) -> tuple[Key, ...]:
    """Return a legend entry for each coloured community of a period: who is in it."""
    home = homes(view, null, period)
    colours = {label: shade(hue) for label, hue in hues(home).items()}
    return tuple(
        Key(
            glyph(f'<circle cx="11" cy="7" r="5.5" fill="{colours[label]}"/>'),
            named(view, home, label),
        )
        for label in lines(view, null, period)
        if colours.get(label, RULE) != RULE
    )


def milestones(view: View, null: str, most: int) -> tuple[int, ...]:
    """Return some periods that tell the story: evenly spread until the event, and the last after.

    Parameters
    ----------
    view : View
        What is drawn.
    null : str
        Whose communities.
    most : int
        How many at most, two or more.
    """
    held = sorted({row["period"] for row in view.rows("communities") if row["null"] == null})
    last = view.network_period
    before = [code for code in held if code <= max(view.held("pre"), default=last)]
    after = {last} & set(held)
    steps = most - len(after) - 1
    count = min(steps + 1, len(before))
    chosen = {before[round(k * (len(before) - 1) / max(count - 1, 1))] for k in range(count)}
    return tuple(sorted(chosen | after))


@dataclass(frozen=True, slots=True)
class Move:
    """A member that changed its community: who, from which to which, between which periods."""

    economy: str
    left: int
    joined: int
    last: int
    first: int


def moves(view: View, null: str) -> tuple[Move, ...]:
    """Return the changes of community of the members until the last full period, in order.

    Periods in which a member has no observed trade, or sits alone, are passed over.
    """
    members = view.result.config.bloc.members
    sat: dict[str, list[tuple[int, int]]] = {member: [] for member in members}
    for row in sorted(view.rows("communities"), key=lambda row: int(row["period"])):
        known = row["label"] is not None and row["period"] <= view.network_period
        if row["null"] == null and row["economy"] in sat and known:
            sat[row["economy"]].append((row["period"], row["label"]))
    found = [
        Move(member, one[1], other[1], one[0], other[0])
        for member, seats in sat.items()
        for one, other in pairwise(seats)
        if one[1] != other[1]
    ]
    return tuple(sorted(found, key=lambda move: (move.first, move.economy)))


def moved(view: View, null: str, move: Move) -> str:
    """Say who moved, by the cores of both communities."""
    left = lines(view, null, move.last)[move.left]["core"]
    joined = lines(view, null, move.first)[move.joined]["core"]
    return (
        f"{view.name(move.economy)} left the community around {view.name(left)} for that around "
        f"{view.name(joined)} between {when(move.last)} and {when(move.first)}"
    )


def cores(view: View, null: str, label: int) -> tuple[tuple[str, int], ...]:
    """Return the cores of a community in order, each with the first period of its time."""
    told: list[tuple[str, int]] = []
    for row in sorted(view.rows("community_lines"), key=lambda row: int(row["period"])):
        if (row["null"], row["label"]) == (null, label) and (
            not told or told[-1][0] != row["core"]
        ):
            told.append((row["core"], row["period"]))
    return tuple(told)

"""The decision table of a realignment, fixed before any number is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from typing import Any, Final

from tradenet.bloc.result import BlocTestResult
from tradenet.bloc.row import Row


class Search(StrEnum):
    """What the search over all dates gave.

    Open: nothing could be searched, or the only break lies at the event, which R2 did not find.
    """

    FOUND = "found"
    NONE = "none"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Findings:
    """What the table looks at.

    Attributes
    ----------
    observed : bool
        Both patrons are told before and after the event (R1).
    comparable : bool
        The change at the event could be ranked (R2).
    moved : int
        1 towards the first patron, -1 towards the second, 0 neither shown.
    bounded : bool
        Changes that would matter are ruled out at the event (R2).
    search : Search
        Whether the division broke at another date (R3).
    """

    observed: bool
    comparable: bool
    moved: int
    bounded: bool
    search: Search


TABLE: Final[tuple[Row[Findings], ...]] = (
    Row(
        1,
        "INSUFFICIENT-DATA",
        "not O",
        lambda f: not f.observed,
        "The trade of at least one patron is not told before and after the event, so that nobody "
        "can say from reports how the division changed.",
    ),
    Row(
        2,
        "INSUFFICIENT-DATA",
        "not C",
        lambda f: not f.comparable,
        "Too few economies or dates can be compared with to say whether the division moved.",
    ),
    Row(
        3,
        "REALIGNED-TO-FIRST",
        "M = 1",
        lambda f: f.moved > 0,
        "At the event the division moved towards the first patron, further than the comparison "
        "economies.",
    ),
    Row(
        4,
        "REALIGNED-TO-SECOND",
        "M = -1",
        lambda f: f.moved < 0,
        "At the event the division moved towards the second patron, further than the comparison "
        "economies.",
    ),
    Row(
        5,
        "BREAK-ELSEWHERE",
        "L, B = found",
        lambda f: f.bounded and f.search is Search.FOUND,
        "At the event a change that would matter is ruled out; the division broke at another date.",
    ),
    Row(
        6,
        "NO-BREAK",
        "L, B = none",
        lambda f: f.bounded and f.search is Search.NONE,
        "A change that would matter is ruled out at the event, and no break is found at any date.",
    ),
    Row(
        7,
        "INSUFFICIENT-DATA",
        "otherwise",
        lambda _: True,
        "The division is not shown to have moved, and a change that would matter is not ruled out.",
    ),
)


def feasible() -> tuple[Findings, ...]:
    """Return every state that the tests can give: what is not compared neither moves nor is bound.

    Examples
    --------
    >>> len(feasible())
    24
    """
    flags = (True, False)
    states = (Findings(*state) for state in product(flags, flags, (1, 0, -1), flags, Search))
    return tuple(
        state
        for state in states
        if (state.observed or not state.comparable)
        and (state.comparable or not (state.moved or state.bounded))
    )


def findings(tests: Mapping[str, BlocTestResult], event: int) -> Findings:
    """Return what the tests R1 to R3 found.

    A break at another date is one more than a year from the event.
    """
    at_event, search = tests["R2"], tests["R3"]
    details = dict(at_event.details)
    compared = at_event.p_value is not None
    change = details.get("change", 0.0)
    stretches = dict(search.details).get("stretches")
    return Findings(
        observed=bool(tests["R1"].passed),
        comparable=compared,
        moved=(1 if change > 0 else -1) if at_event.passed else 0,
        bounded=bool(details.get("bounded", False)),
        search=Search.OPEN if stretches is None else _searched(stretches, event),
    )


def _searched(stretches: list[dict[str, Any]], event: int) -> Search:
    years = [line["year"] for line in stretches if line["breaks"]]
    if not years:
        return Search.NONE
    return Search.FOUND if any(abs(year - event) > 1 for year in years) else Search.OPEN

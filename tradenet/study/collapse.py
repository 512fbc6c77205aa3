"""S2 in a study: the dyad among its neighbours, in both directions and under every choice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache

import pyarrow as pa

from tradenet.bloc import BlocTestResult
from tradenet.bloc.substitution import (
    CHOICES,
    COLLAPSE,
    Neighbours,
    Range,
    Ranked,
    Response,
    SubstitutionOptions,
    frequencies,
    needed_rise,
    read,
)
from tradenet.domain import BilateralFlows, InsufficientData, stream
from tradenet.study import substitution_tables as tables
from tradenet.study.config import StudyConfig
from tradenet.study.neighbours import DIRECTIONS, Direction, neighbours, prices

HYPOTHESIS: Direction = "to_large"  # the dependent economy's exports earn the hard currency
Panels = Callable[[str, int], Mapping[Direction, Neighbours]]


@dataclass(frozen=True, slots=True)
class OfYears:
    """What S2 found.

    Attributes
    ----------
    test : BlocTestResult
        In the direction of the hypothesis.
    reading : str
        RISE, FALL, LOW, SMALL, OPEN or UNSEEN.
    stable : bool
        Whether every critical choice reads the same.
    needed : Range or None
        Log rise that would replace the shortfall.
    tables : mapping of str to pyarrow.Table
        ``substitution_choices``, and where there is a response ``substitution_neighbours``,
        ``substitution_paths`` and ``substitution_worlds``.
    """

    test: BlocTestResult
    reading: str
    stable: bool
    needed: Range | None
    tables: Mapping[str, pa.Table]


@dataclass(frozen=True, slots=True)
class _Made:
    """S2 in one direction under one choice."""

    direction: Direction
    choice: str
    critical: bool
    response: Response | None
    problem: str = ""


def of_years(
    reports: BilateralFlows, config: StudyConfig, shortfall: Range | None, level: float
) -> OfYears:
    """Return S2 in both directions under every choice.

    Parameters
    ----------
    reports : BilateralFlows
        Paired reports of the shown periods.
    config : StudyConfig
        The options.
    shortfall : Range or None
        Dollars of the year after the event, from the account.
    level : float
        Chance of error of this test.
    """
    options: SubstitutionOptions = config.design.chosen()
    dyad = (config.bloc.hub, options.dependent)

    @cache
    def told(first_year: int) -> Mapping[Direction, Neighbours]:
        return neighbours(reports, config.window, first_year, options.exposed)

    @cache
    def panels(commodity: str, first_year: int) -> Mapping[Direction, Neighbours]:
        return {
            direction: replace(panel, price=prices(commodity, panel.years.tolist()))
            for direction, panel in told(first_year).items()
        }

    made = [_made(panels, dyad, direction, name) for direction in DIRECTIONS for name in CHOICES]
    own = made[0].response
    needed = needed_rise(shortfall, own.base_usd) if own else None
    readings = [
        read(_found(each), needed if each.direction == HYPOTHESIS else None, level) for each in made
    ]
    critical = [
        words
        for each, words in zip(made, readings, strict=True)
        if each.critical and each.direction == HYPOTHESIS
    ]
    shown = {"substitution_choices": _choices(made, readings)}
    if own is not None:
        shown |= _shown(made, panels, needed, config)
    return OfYears(
        _test(panels, dyad, needed, level), readings[0], len(set(critical)) == 1, needed, shown
    )


def _made(panels: Panels, dyad: tuple[str, str], direction: Direction, name: str) -> _Made:
    critical, test = CHOICES[name]
    try:
        response = test.respond(panels(test.commodity, test.first_year)[direction], *dyad)
    except InsufficientData as error:
        return _Made(direction, name, critical, None, str(error))
    return _Made(direction, name, critical, response)


def _test(
    panels: Panels, dyad: tuple[str, str], needed: Range | None, level: float
) -> BlocTestResult:
    try:
        panel = panels(COLLAPSE.commodity, COLLAPSE.first_year)[HYPOTHESIS]
    except InsufficientData as error:
        return COLLAPSE.without(str(error))
    return COLLAPSE(panel, dyad, needed, level)


def _found(made: _Made) -> Ranked | None:
    return made.response.found if made.response else None


def _choices(made: list[_Made], readings: list[str]) -> pa.Table:
    rows = [
        {
            "direction": each.direction,
            "choice": each.choice,
            "critical": each.critical,
            "comparisons": each.response.places.size - 1 if each.response else None,
            **{name: getattr(_found(each), name, None) for name in _NUMBERS},
            "reading": reading,
            "problem": each.problem,
        }
        for each, reading in zip(made, readings, strict=True)
    ]
    return pa.Table.from_pylist(rows, schema=_CHOICES)


_NUMBERS = ("change", "lower", "upper", "p_rise", "p_fall", "detectable")
_CHOICES = pa.schema(
    [("direction", pa.string()), ("choice", pa.string()), ("critical", pa.bool_()),
     ("comparisons", pa.int32()), *((name, pa.float64()) for name in _NUMBERS),
     ("reading", pa.string()), ("problem", pa.string())]
)  # fmt: skip


def _shown(
    made: list[_Made], panels: Panels, needed: Range | None, config: StudyConfig
) -> dict[str, pa.Table]:
    """Return the dyads, their paths and the worlds behind the main choice."""
    both = panels(COLLAPSE.commodity, COLLAPSE.first_year)
    main = {each.direction: each.response for each in made if CHOICES[each.choice][1] == COLLAPSE}
    held = {name: each for name, each in main.items() if each is not None}
    shown = {
        "substitution_neighbours": tables.by_direction(tables.neighbours_table, both, held),
        "substitution_paths": tables.by_direction(tables.paths_table, both, held),
    }
    if needed is not None:
        rng = stream(config.run.seed, "bloc/substitution/worlds")
        counted = frequencies(COLLAPSE, both[HYPOTHESIS], held[HYPOTHESIS], needed, rng=rng)
        shown["substitution_worlds"] = tables.worlds_table(counted)
    return shown

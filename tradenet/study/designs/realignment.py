"""The design "realignment" asks whether an economy turned from one patron to the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tradenet.bloc import BlocTestResult
from tradenet.bloc.realignment import (
    QUESTIONS,
    TABLE,
    TESTS,
    Case,
    DatedFact,
    PartnerTrade,
    Patronage,
    RealignmentOptions,
    case_of,
    findings,
)
from tradenet.bloc.row import Row, first
from tradenet.domain import ConfigError, Period
from tradenet.domain.progress import Progress, counted, silent, within
from tradenet.sources import reference
from tradenet.study.config import StudyConfig
from tradenet.study.designs.ground import Ground, communities_of, ground_of
from tradenet.study.realignment import tabulate, words
from tradenet.study.realignment.gather import dated_facts, ended, partner_trade, states
from tradenet.study.result import StudyResult

Tests = dict[str, BlocTestResult]


@dataclass(frozen=True, slots=True)
class _Answer:
    case: Case
    tests: Tests
    row: Row[Any]


def run(config: StudyConfig, path: Path | None, tell: Progress = silent) -> StudyResult:
    """Measure the division of each economy between its patrons, and judge the first."""
    options: RealignmentOptions = config.design.chosen()
    dates = _checked(config, options)
    tell("reading the flows", 0.0)
    ground = ground_of(config, path)
    trade = partner_trade(ground.counted, options.chains)
    members = {code for triple in options.triples for code in triple}
    excluded = members | {code for chain in options.chains for code in chain}
    cases = [case_of(trade, each, excluded, options.size_factor) for each in options.triples]
    searching = counted(cases, "searching for breaks", within(tell, 0.5, 0.9))
    answers = [_answer(config, case, trade, dates) for case in searching]
    tell("seeking communities", 0.9)
    own, rows = answers[0], _rows(ground, options, trade, answers)
    sides = [row for row in rows["division_sides"] if row["economy"] == options.economy]
    said = (
        own.row.verdict,
        words.found(own.case, own.tests, own.row.sentence, sides),
        words.cannot(config, own.case, own.tests, trade.years),
    )
    tests = tuple(own.tests.values())
    return ground.result(said, tests, tabulate.tables(rows), _facts(config, own))


def _checked(config: StudyConfig, options: RealignmentOptions) -> tuple[DatedFact, ...]:
    """Look up every economy and date before anything is read.

    Raises
    ------
    ConfigError
        If the periods are months, the economy in question is no member, or a date is no fact's.
    UnknownName
        If a code is no economy.
    """
    for code in (code for each in (*options.triples, *options.chains) for code in each):
        reference.economies().check(code)
    for _, predecessor in options.chains:
        ended(predecessor)
    if any(Period.from_code(code).month for code in config.window.periods):
        msg = "the design realignment compares years; give [window] as years"
        raise ConfigError(msg)
    outside = [c for c in options.triples[0] if c not in config.bloc.members]
    if outside:
        msg = f"design: {', '.join(outside)} must be in [bloc], whose trade the report describes"
        raise ConfigError(msg)
    return dated_facts(options.dates)


def _answer(
    config: StudyConfig, case: Case, trade: PartnerTrade, dates: tuple[DatedFact, ...]
) -> _Answer:
    event = config.event.code(config.window)
    own = tuple(fact for fact in dates if set(fact.actors) & set(case.triple))
    given = Patronage(case, trade, config.window, event, own)
    tests = {
        name: TESTS[name](given)
        if name in config.tests
        else BlocTestResult(name=name, question=QUESTIONS[name])
        for name in QUESTIONS
    }
    return _Answer(case, tests, first(TABLE, findings(tests, event)))


def _rows(
    ground: Ground, options: RealignmentOptions, trade: PartnerTrade, answers: list[_Answer]
) -> Mapping[str, list[dict[str, Any]]]:
    chains = {new: (old, ended(old)) for new, old in options.chains}
    partitions = communities_of(ground.config, ground.evidence)
    then = [
        tabulate.codes_at(each, year, chains) for each in options.triples for year in trade.years
    ]
    told = states(ground.counted, trade, [(a, p) for a, *patrons in then for p in patrons])
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in tabulate.SCHEMAS}
    for answer in answers:
        case = answer.case
        patrons = list(
            tabulate.patron_rows(case.triple, trade, ground.evidence, partitions, (chains, told))
        )
        rows["patrons"] += patrons
        rows["division"] += tabulate.division_rows(case, trade, patrons)
        rows["division_sides"] += tabulate.side_rows(patrons, ground.evidence.phases())
        rows["division_verdicts"].append(_verdict(answer))
        for name, lines in tabulate.found_rows(case, answer.tests).items():
            rows[name] += lines
    return rows


def _verdict(answer: _Answer) -> dict[str, Any]:
    case, event = answer.case, dict(answer.tests["R2"].details)
    search, (economy, one, other) = dict(answer.tests["R3"].details), case.triple
    return {
        "economy": economy, "first": one, "second": other, "years": len(case.years),
        "first_year": min(case.years, default=None), "last_year": max(case.years, default=None),
        "placebos": len(case.placebos), "row": answer.row.number, "verdict": answer.row.verdict,
        "p_event": answer.tests["R2"].p_value,
        **{name: search.get(name) for name in ("memory", "compared_with_more_memory")},
        **{name: event.get(name) for name in ("change", "low", "high", "p_dates")},
        "detectable": event.get("detectable", event.get("detectable_if_told")),
    }  # fmt: skip


def _facts(config: StudyConfig, own: _Answer) -> dict[str, Any]:
    found = findings(own.tests, config.event.code(config.window))
    return {
        "verdict_row": own.row.number,
        "rule_observed": found.observed,
        "rule_comparable": found.comparable,
        "rule_moved": found.moved,
        "rule_bounded": found.bounded,
        "rule_search": found.search.value,
        "patrons_told": list(_told(own)),
        "not_run": [name for name, test in own.tests.items() if not test.rule],
    }


def _told(own: _Answer) -> Iterator[dict[str, Any]]:
    yield from dict(own.tests["R1"].details).get("patrons", [])

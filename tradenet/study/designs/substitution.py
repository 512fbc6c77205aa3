"""The design "substitution": the account, the collapse of 2014, the months around 2022."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from tradenet.bloc import TESTS, BlocTestResult
from tradenet.bloc.significance import LEVEL
from tradenet.bloc.substitution import (
    BATTERY,
    MONTH_BY_MONTH,
    AccountLine,
    Findings,
    Gate,
    Range,
    Remittances,
    SubstitutionOptions,
    account,
    judge,
    read_months,
    terms,
    yearly_shortfall,
)
from tradenet.bloc.substitution.months import LEVEL_OF_TWO
from tradenet.domain import ConfigError
from tradenet.domain.progress import Progress, silent
from tradenet.sources import reference
from tradenet.study import monthly
from tradenet.study import substitution_tables as tables
from tradenet.study.collapse import HYPOTHESIS, OfYears, of_years
from tradenet.study.config import StudyConfig
from tradenet.study.designs.ground import ground_of
from tradenet.study.result import StudyResult
from tradenet.study.substitution_words import cannot, found

NOT_TESTED = "NOT-TESTED"


def run(config: StudyConfig, path: Path | None, tell: Progress = silent) -> StudyResult:
    """Run the account and both tests, judge them, and tell what they rest on.

    Flows of years replace the embedded panel. Flows of months replace the printed months alone; the
    years then stay those of the panel.
    """
    options = _options(config)
    tell("reading the flows", 0.0)
    by_month = monthly.is_monthly(path)
    ground = ground_of(config, None if by_month else path)
    lines = account(options.account, reference.worker_estimates(), reference.exchange_rates())
    months = _months(config, options, path if by_month else None)
    tell("testing the collapse", 0.5)
    gate = MONTH_BY_MONTH.gate(months.series[HYPOTHESIS])
    shortfall = yearly_shortfall(lines, config.window.post[0])
    level = LEVEL if gate.lacking else LEVEL_OF_TWO
    years = of_years(ground.given.reports, config, shortfall, level)
    tests = (
        TESTS["T0"](ground.evidence),
        Remittances()(lines, config.window.post[0]),
        years.test,
        MONTH_BY_MONTH(months.series[HYPOTHESIS]),
    )
    facts = {
        **_facts(options, shortfall, years),
        **_of_months(gate, months, tests[-1]),
        "level": level,
    }
    tell("telling it in words", 0.95)
    said, decided = _answered(config, years, tests, facts)
    made = ground.result(
        said,
        tuple(_asked(config, test) for test in tests),
        {**_account(options, lines), **years.tables,
         "substitution_months": tables.months_table(months.series)},
        {**facts, **decided},
    )  # fmt: skip
    return replace(made, ledgers=(*made.ledgers, *months.ledgers))


def _options(config: StudyConfig) -> SubstitutionOptions:
    options: SubstitutionOptions = config.design.chosen()
    if options.dependent not in config.bloc.spokes or not config.bloc.hub:
        msg = (
            f"[design] dependent = {options.dependent} must be a spoke of [bloc], and [bloc] needs "
            "a hub: their dyad is in question"
        )
        raise ConfigError(msg)
    return options


def _months(
    config: StudyConfig, options: SubstitutionOptions, path: Path | None
) -> monthly.Monthly:
    dyad = (config.bloc.hub, options.dependent)
    if path is None:
        return monthly.printed(*dyad, options.closures)
    return monthly.from_file(path, *dyad, options.closures)


def _asked(config: StudyConfig, test: BlocTestResult) -> BlocTestResult:
    """Return a test, or only its name and question where the study does not ask for it."""
    if test.name in config.tests:
        return test
    return BlocTestResult(name=test.name, question=BATTERY.questions[test.name])


def _account(options: SubstitutionOptions, lines: tuple[AccountLine, ...]) -> dict[str, pa.Table]:
    return {
        "substitution_account": tables.account_table(lines, reference.exchange_rates()),
        "substitution_estimates": tables.estimates_table(
            reference.worker_estimates(), options.account
        ),
    }


def _facts(options: SubstitutionOptions, shortfall: Range | None, years: OfYears) -> dict[str, Any]:
    rates = {rate.month: rate.rub_per_usd for rate in reference.exchange_rates()}
    owed = terms(options.account, reference.worker_estimates(), rates)
    return {
        "wage_rub": [owed.wage_rub.low, owed.wage_rub.high],
        "quota_usd": [owed.quota_usd.low, owed.quota_usd.high],
        "shortfall_usd": [shortfall.low, shortfall.high] if shortfall else None,
        "needed": [years.needed.low, years.needed.high] if years.needed else None,
    }


def _of_months(gate: Gate, months: monthly.Monthly, test: BlocTestResult) -> dict[str, Any]:
    return {
        "months_before": gate.before,
        "months_after": gate.after,
        "months_episode": gate.episode,
        "months_share": gate.share,
        "months_lacking": list(gate.lacking),
        "months_told_by": months.told_by,
        "months_testable": test.statistic is not None,
    }


def _answered(
    config: StudyConfig,
    years: OfYears,
    tests: tuple[BlocTestResult, ...],
    facts: Mapping[str, Any],
) -> tuple[tuple[str, str, str], dict[str, Any]]:
    """Return verdict and sentences, and what the rule looked at."""
    if set(config.tests) != set(BATTERY.questions):
        return (NOT_TESTED, "Not every test that decides was asked for.", cannot(config, facts)), {}
    found_in = Findings(years.reading, read_months(tests[-1]), years.stable)
    row = judge(found_in)
    return (
        row.verdict,
        found(config, row, (years.test, tests[-1]), facts),
        cannot(config, facts),
    ), {
        "verdict_row": row.number,
        "reading_years": found_in.years,
        "reading_months": found_in.months,
        "stable": found_in.stable,
    }

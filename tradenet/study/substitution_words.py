"""The two sentences of a study of substitution: what was found, and what cannot be known."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from tradenet.bloc import BlocTestResult
from tradenet.bloc.row import Row
from tradenet.bloc.substitution import Findings
from tradenet.sources import reference
from tradenet.study.config import StudyConfig


def found(
    config: StudyConfig,
    row: Row[Findings],
    tests: tuple[BlocTestResult, BlocTestResult],
    facts: Mapping[str, Any],
) -> str:
    """Return the verdict's sentence with the estimate behind it.

    Parameters
    ----------
    config : StudyConfig
        The options.
    row : Row
        Of the table.
    tests : tuple of two BlocTestResult
        S2 and S3.
    facts : mapping
        Named numbers of the result.
    """
    of_years, of_months = tests
    by_month = f" By month: {of_months.effect}." if of_months.statistic is not None else ""
    if of_years.statistic is None:
        why = of_years.effect.removeprefix("not applicable: ")
        return f"{row.sentence} By year it is not told: {why}.{by_month}"
    numbers, needed = dict(of_years.details), facts["needed"]
    flow = f"{_name(config.design.chosen().dependent)}’s exports to {_name(config.bloc.hub)}"
    year = config.window.post[0]
    said = (
        f"{row.sentence} {flow} in {year} were × {math.exp(of_years.statistic):.2f} of what usual "
        f"growth and coal prices lead one to expect (p of a rise {of_years.p_value:.2f} among "
        f"{numbers['comparisons']} like neighbours); a rise is found in four cases of five from × "
        f"{math.exp(numbers['detectable']):.1f} on"
    )
    if needed is None:
        return f"{said}.{by_month}"
    low, high = (math.expm1(x) for x in needed)
    return f"{said}, and the account needs one of {100 * low:.1f} to {100 * high:.1f} %.{by_month}"


def cannot(config: StudyConfig, facts: Mapping[str, Any]) -> str:
    """Return what cannot be known, the months around 2022 first."""
    first = (
        "The months around 2022 cannot tell, when the rouble fell and recovered: with freight "
        f"running only {facts['months_before']} months are known before the border closed and "
        f"{facts['months_after']} after it opened, and it was closed again as the rouble recovered"
        if facts["months_lacking"]
        else "The recovery of the rouble in 2022 fell into a closure of the border, so that the "
        "months rest on its other movements"
    )
    return (
        f"{first}. Numbers of workers, wages and shares taken are estimates that conflict, the "
        "quota is derived of them, and trade in goods shows nothing of money that "
        f"{_name(config.bloc.hub)} may have given, lent or let through otherwise."
    )


def _name(code: str) -> str:
    return reference.economies().name(code)

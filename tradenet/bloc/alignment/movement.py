"""V2: whether trade moved towards those who had voted alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from tradenet.bloc.alignment.distance import plain
from tradenet.bloc.alignment.evidence import AlignmentEvidence
from tradenet.bloc.alignment.shift import (
    REGION,
    Null,
    Reading,
    interval,
    nulls_of,
    read,
    smallest_found,
)
from tradenet.bloc.result import BlocTestResult, not_applicable
from tradenet.domain import InsufficientData


@lru_cache(maxsize=1)  # permuted distances are large
def main_nulls(evidence: AlignmentEvidence) -> Mapping[str, Null]:
    """Return the null of the main network by stratification, made once."""
    return nulls_of(evidence.main, evidence.options.permutations, evidence.seed)


def main_null(evidence: AlignmentEvidence) -> Null:
    """Return the null of the main network within regions."""
    return main_nulls(evidence)[REGION]


@lru_cache(maxsize=4)
def main_reading(evidence: AlignmentEvidence) -> Reading | None:
    """Return the reading of the main network, made once; None where nothing can be read."""
    options = evidence.options
    try:
        return read(evidence.main, options.matters, options.permutations, evidence.seed)
    except InsufficientData:
        return None


@dataclass(frozen=True, slots=True)
class Shift:
    r"""Whether trade moved towards those who had voted alike.

    .. math:: E[X_{ijt}] = \exp(\alpha_{it} + \gamma_{jt} + \eta_{ij}
        + \beta \, \mathrm{post}_t \ln(|\bar a_i - \bar a_j| + c))

    with ideal points :math:`\bar a` of years before the event. Null: :math:`\beta = 0`.
    Alternative: :math:`\beta < 0`. The statistic is the score over its error,
    dyadic-robust or by pair, the larger; its null distribution deals the ideal points anew among
    economies of one region, rows and columns together; within terciles of size and everywhere p
    must be as small. The interval inverts the test, with the effect in the fit.

    When not to use it: with economies in the network whose laws forbid trade with a member; the
    laws would be read as an effect of votes.
    """

    def __call__(self, evidence: AlignmentEvidence) -> BlocTestResult:
        """Return estimate, interval, p-values by stratification, and what could be found."""
        question = "Did trade move towards those who had voted alike?"
        rule = "towards where p ≤ 0.05 however ideal points are dealt; small where an elasticity "
        rule += f"of {evidence.options.matters:g} has p ≤ 0.05"
        reading = main_reading(evidence)
        if reading is None:
            return not_applicable("V2", question, rule, "too little trade is seen, or no distance")
        made = main_null(evidence)
        ends = interval(main_nulls(evidence), reading.elasticity, reading.error)
        told = made.statistics()
        return BlocTestResult(
            name="V2", question=question,
            null="trade changed as the economies' own growth did, whoever votes with whom",
            alternative="trade grew more between those who had voted alike",
            rule=rule, statistic=reading.elasticity,
            effect=f"an elasticity of {plain(reading.elasticity)} of trade after the event to the "
            f"distance of votes before it (95 % interval {plain(ends[0])} to {plain(ends[1])})",
            interval=ends, p_value=reading.p_towards, passed=reading.direction == "towards",
            details=(
                ("error", reading.error), ("p_away", reading.p_away),
                ("p_matters", reading.p_matters), ("p_by_strata", dict(reading.p_by_strata)),
                ("economies", reading.economies), ("cells", reading.cells),
                ("smallest_found", smallest_found(made)),
                ("permuted", tuple(told.statistic[1:].tolist())),
                ("studentized", float(told.statistic[0])),
            ),
        )  # fmt: skip

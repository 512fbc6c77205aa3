"""A class of dyads as the result of a test: T2 and T4 say the same things of their class."""

from __future__ import annotations

from typing import Any

import numpy as np

from tradenet.bloc.classes import (
    LOW_BELOW,
    PASS_AT,
    SMALLEST_RISE,
    ClassReading,
    names_of,
    read_classes,
)
from tradenet.bloc.coverage import Coverage
from tradenet.bloc.evidence import Evidence
from tradenet.bloc.inference import ClassInference, Inference, interval, judged
from tradenet.bloc.result import BlocTestResult, not_applicable
from tradenet.bloc.robustness import (
    detectable,
    dyad_changes,
    masked_ranks,
    power_curve,
    without_each,
)
from tradenet.bloc.significance import p_value
from tradenet.domain import Bloc, stream

_QUESTIONS = {
    "T2": "Is hub–spoke trade more intense than gravity and diversion explain?",
    "T4": "Is spoke–spoke trade more intense than gravity and diversion explain?",
}
NO_HUB = "the study names no hub"
FACTORS = (1.25, 1.5, 2.0, 3.0)
_NOTHING = (
    "no dyad of the class informs the fit, the class has no trade before or none after the event, "
    "or no matched set is observed in its cells"
)


def class_result(
    evidence: Evidence, test: str, name: str, refitted: int, draws: int
) -> BlocTestResult:
    """Return the result of one class, or why there is none."""
    question, rule, word = asked(test, evidence.bloc), _rule(name), evidence.bloc.word(name)
    reason = why_not(evidence, name)
    if reason or evidence.made is None:
        return not_applicable(test, question, rule, reason or "nothing was fitted")
    made = evidence.made
    readings = read_classes(made, Coverage().gates(evidence))
    if name not in readings:
        return not_applicable(test, question, rule, _NOTHING)
    reading = readings[name]
    low, high = interval(made, name)
    return BlocTestResult(
        name=test,
        question=question,
        null=f"{word} trade changed as that of matched sets of other economies",
        alternative=f"{word} trade rose more",
        rule=rule,
        statistic=reading.found.statistic,
        effect=(
            f"{word} trade × {np.exp(reading.change):.2f} beyond its expectation "
            f"(95 % interval {_factor(low)} to {_factor(high)})"
        ),
        interval=(low, high),
        p_value=reading.p_value,
        passed=reading.rises,
        details=tuple(_details(evidence, made, reading, refitted, draws).items()),
    )


def asked(test: str, bloc: Bloc) -> str:
    """Return the question of T2 or T4 in the words of the set.

    Examples
    --------
    >>> asked("T4", Bloc(("BRA", "IND")))
    'Is mutual trade more intense than gravity and diversion explain?'
    """
    question = _QUESTIONS[test]
    return question.replace("spoke–spoke", bloc.word("spoke_spoke"))


def why_not(evidence: Evidence, name: str) -> str:
    """Return why a class cannot be tested; empty where it can."""
    if name not in evidence.classes():
        return NO_HUB
    if not Coverage().gates(evidence).get(name, False):
        word = evidence.bloc.word(name)
        return f"{word} trade is not observed before and after the event (T0)"
    if evidence.made is None:
        return "a member is not in the network, or no period before or after is held"
    if not evidence.made.roles.valid:
        counts = [len(named) for named in evidence.made.roles.candidates]
        return f"no valid reference: the roles have {counts} candidates, eight are needed"
    return ""


def _rule(name: str) -> str:
    extra = (
        "; at least two thirds of the dyads observed and rising; no single dyad carries the sign"
        if name == "spoke_spoke"
        else ""
    )
    return (
        f"p ≤ {PASS_AT[name]} (Holm over both classes) and a rise of at least × "
        f"{np.exp(SMALLEST_RISE):.2f}{extra}; low where a rise of × "
        f"{np.exp(LOW_BELOW[name]):.1f} is rejected at 5 %"
    )


def among_strangers(found: ClassInference, made: Inference) -> float:
    """Return the p-value among sets without any spoke of the set: too small, so descriptive."""
    strange = np.all(found.sets != made.roles.focus, axis=1)
    return p_value(found.statistic, found.others[strange])


def _details(
    evidence: Evidence, made: Inference, reading: ClassReading, refitted: int, draws: int
) -> dict[str, Any]:
    found, made = reading.found, judged(made, reading.name)
    rng = stream(evidence.seed, f"bloc/power/{reading.name}")
    curve = power_curve(made, found, FACTORS, draws, rng=rng)
    rank, masked, compared = masked_ranks(made, found, refitted)
    codes = made.network.contrast.economies
    return {
        "log_change": reading.change,
        "low": reading.low,
        "p_strangers": among_strangers(found, made),
        "p_change": found.p_change,
        "placebo_sets": len(found.sets),
        "candidates": {
            role: [codes[k] for k in named]
            for role, named in zip(made.network.bloc.spokes, made.roles.candidates, strict=True)
        },
        "reference": [round(float(t), 6) for t in found.others],
        "strongest_placebos": names_of(made, found, 10),
        "dyads": dyad_changes(made, found),
        "without": [_without(made, pair, rest) for pair, rest in without_each(made, reading.name)],
        "rank": rank,
        "rank_masked": masked,
        "refitted": compared,
        "power": curve,
        "detectable_factor": detectable(curve),
    }


def _without(made: Inference, pair: tuple[int, int], rest: Any) -> dict[str, Any]:  # noqa: ANN401 - a ClassInference or None
    codes = [*made.network.bloc.spokes, made.network.bloc.hub]
    return {
        "left_out": f"{codes[pair[0]]}–{codes[pair[1]]}",
        "log_change": rest.change if rest else None,
        "p_value": rest.p_value if rest else None,
    }


def _factor(log: float) -> str:
    return "no bound" if np.isinf(log) else f"× {np.exp(log):.2f}"

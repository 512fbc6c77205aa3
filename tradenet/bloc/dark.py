"""T8: whether trade that nobody records could change the answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

from tradenet.bloc.evidence import Evidence
from tradenet.bloc.findings import findings, specification
from tradenet.bloc.hidden import Hidden, scenarios
from tradenet.bloc.inference import infer
from tradenet.bloc.result import BlocTestResult, not_applicable
from tradenet.bloc.verdict import judge
from tradenet.domain import InsufficientData

QUESTION = "Could hidden trade change the answer?"


@dataclass(frozen=True, slots=True)
class DarkTrade:
    """Whether any assumed amount of hidden trade moves the row of the decision table.

    No null: every single level and every corner of the study's grid is put into the data, and the
    whole rule is applied again. Trade between economies that nobody observes cannot be added to
    anything and stays out, so that the grid says nothing of it.
    """

    def __call__(self, evidence: Evidence) -> BlocTestResult:
        """Return the row of every scenario."""
        rule = "the same row of the decision table in every scenario"
        if not evidence.hidden:
            return not_applicable("T8", QUESTION, rule, "the study declares no hidden trade")
        if evidence.made is None:
            return not_applicable("T8", QUESTION, rule, "nothing was fitted")
        main = judge(findings(evidence)).number
        lines = [line for one in scenarios(evidence.hidden) if (line := _line(evidence, *one))]
        moved = [line for line in lines if line["row"] != main]
        return BlocTestResult(
            name="T8",
            question=QUESTION,
            rule=rule,
            statistic=float(len(moved)),
            effect=f"{len(moved)} of {len(lines)} scenarios give another row than {main}",
            passed=not moved,
            details=(
                ("scenarios", lines),
                ("hidden", [asdict(one) for one in evidence.hidden]),
            ),
        )


def _line(evidence: Evidence, name: str, hidden: Iterable[Hidden]) -> dict[str, Any]:
    try:
        there = with_hidden(evidence, hidden)
        found = findings(there)
    except InsufficientData:
        return {}
    row = judge(found)
    numbers = specification(there, found)
    return {"scenario": name, "row": row.number, "verdict": row.verdict, **numbers}


def with_hidden(evidence: Evidence, hidden: Iterable[Hidden]) -> Evidence:
    """Return the evidence with hidden trade added to the neutral network and to the world."""
    if evidence.made is None:
        return evidence
    network, world = evidence.made.network, evidence.world
    for one in hidden:
        network = one.added_to(network)
        world = one.added_to(world) if world is not None else None
    return replace(evidence, made=infer(network), world=world)

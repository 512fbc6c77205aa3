"""V3: the sets that a vote made, in the battery of the design ``bloc``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from tradenet.bloc.alignment.evidence import AlignmentEvidence
from tradenet.bloc.cohesion import Cohesion
from tradenet.bloc.coverage import Coverage
from tradenet.bloc.describe import Describe
from tradenet.bloc.evidence import Evidence
from tradenet.bloc.result import BlocTestResult
from tradenet.bloc.spoke_spoke import SpokeSpoke

Line = dict[str, Any]
_NEED_CELLS = ("T4", "T5")
_OF_A_SET = (Coverage(), Describe(), SpokeSpoke(), Cohesion())


def set_lines(name: str, evidence: Evidence) -> list[Line]:
    """Return what T0, T1, T4 and T5 say of a given set: a line a test."""
    gate = Coverage().gates(evidence).get("spoke_spoke", False)
    lines = []
    for test in _OF_A_SET:
        found = test(evidence)
        unseen = found.name in _NEED_CELLS and not gate
        lines.append({
            "set": name, "economies": len(evidence.bloc.members), "test": found.name,
            "effect": "unobservable: too few of its dyads are seen on both sides of the event"
            if unseen else found.effect,
            "statistic": None if unseen else found.statistic,
            "p_value": None if unseen else found.p_value,
            "observable": gate,
        })  # fmt: skip
    return lines


@lru_cache(maxsize=4)
def all_set_lines(evidence: AlignmentEvidence) -> tuple[Line, ...]:
    """Return the lines of every given set, made once."""
    return tuple(line for name, own in evidence.sets.items() for line in set_lines(name, own))


@dataclass(frozen=True, slots=True)
class GivenSets:
    """What the battery of the design ``bloc`` says of the sets that a vote made; described."""

    def __call__(self, evidence: AlignmentEvidence) -> BlocTestResult:
        """Return coverage, intensity, rank among drawn sets and cohesion of each set."""
        lines = all_set_lines(evidence)
        seen = {line["set"]: line["observable"] for line in lines}
        told = "; ".join(f"{name}: {'observable' if ok else 'unobservable'}"
                         for name, ok in seen.items())  # fmt: skip
        return BlocTestResult(
            name="V3", question="Did the sets that voted together trade more among themselves?",
            rule="descriptive: no weight in the verdict", effect=told or "no set was given",
            details=(("lines", lines),),
        )  # fmt: skip

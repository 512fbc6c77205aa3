"""Do states that vote together trade together? The design ``alignment``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from tradenet.bloc.alignment.communities import Communities
from tradenet.bloc.alignment.evidence import AlignmentEvidence
from tradenet.bloc.alignment.given_sets import GivenSets
from tradenet.bloc.alignment.levels import Levels, levels, sensitivity, within_pairs
from tradenet.bloc.alignment.movement import Shift
from tradenet.bloc.alignment.options import AlignmentOptions
from tradenet.bloc.alignment.seen import Seen
from tradenet.bloc.alignment.table import TABLE, Findings, Verdict, judge, rule, verdict
from tradenet.bloc.result import BlocTestResult

QUESTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "V0": "Can we see trade and votes of enough pairs?",
        "V1": "Did those who vote alike trade more with each other before the event?",
        "V2": "Did trade move towards those who had voted alike?",
        "V3": "Did the sets that voted together trade more among themselves?",
        "V4": "Are blocs of voters and communities of traders the same?",
    }
)

TESTS: Final[Mapping[str, Callable[[AlignmentEvidence], BlocTestResult]]] = MappingProxyType(
    {"V0": Seen(), "V1": Levels(), "V2": Shift(), "V3": GivenSets(), "V4": Communities()}
)

__all__ = [
    "QUESTIONS",
    "TABLE",
    "TESTS",
    "AlignmentEvidence",
    "AlignmentOptions",
    "Findings",
    "Verdict",
    "judge",
    "levels",
    "rule",
    "sensitivity",
    "verdict",
    "within_pairs",
]

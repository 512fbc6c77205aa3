"""Ask whether the sanctioned states trade as a bloc."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from tradenet.bloc.coverage import Coverage
from tradenet.bloc.describe import Describe, cell_intensity, class_lines, dependence_lines
from tradenet.bloc.evidence import Evidence
from tradenet.bloc.membership import Membership, Step, membership
from tradenet.bloc.result import BlocTestResult

TESTS: Final[Mapping[str, Callable[[Evidence], BlocTestResult]]] = MappingProxyType(
    {
        "T0": Coverage(),
        "T1": Describe(),
    }
)

BATTERY: Final[Mapping[str, str]] = MappingProxyType(
    {
        "T0": "Can we see the trade in question?",
        "T1": "What does the reported trade look like?",
        "T2": "Is hub–spoke trade more intense than gravity and diversion explain?",
        "T3": "Did it form at the time of the event?",
        "T4": "Is spoke–spoke trade more intense than gravity and diversion explain?",
        "T5": "Is the set a community?",
        "T6": "Does something simpler, a rival partner, explain it?",
        "T7": "Would one find the set without looking for it?",
        "T8": "Could hidden trade change the answer?",
    }
)

__all__ = [
    "BATTERY",
    "TESTS",
    "BlocTestResult",
    "Evidence",
    "Membership",
    "Step",
    "cell_intensity",
    "class_lines",
    "dependence_lines",
    "membership",
]

"""Ask whether an economy between two patrons turned from one to the other, and when."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from types import MappingProxyType
from typing import Any, Final

from tradenet.bloc.battery import Battery
from tradenet.bloc.realignment.dates import AtDates
from tradenet.bloc.realignment.event import AtEvent
from tradenet.bloc.realignment.evidence import DatedFact, Patronage
from tradenet.bloc.realignment.options import RealignmentOptions
from tradenet.bloc.realignment.placebos import FEWEST, Case, case_of
from tradenet.bloc.realignment.search import Breaks
from tradenet.bloc.realignment.seen import Seen
from tradenet.bloc.realignment.trade import PartnerTrade, concentration
from tradenet.bloc.realignment.verdict import TABLE, Findings, Search, feasible, findings
from tradenet.bloc.result import BlocTestResult
from tradenet.bloc.row import as_plain
from tradenet.bloc.significance import LEVEL

TESTS: Final[Mapping[str, Callable[[Patronage], BlocTestResult]]] = MappingProxyType(
    {
        "R1": Seen(),
        "R2": AtEvent(),
        "R3": Breaks(),
        "R4": AtDates(),
    }
)

QUESTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "R1": "Does each patron tell its trade with the economy before and after the event?",
        "R2": "Did the division between the patrons move at the event?",
        "R3": "Did the division break at any date?",
        "R4": "Is a dated fact special among all dates?",
    }
)


def rule() -> dict[str, Any]:
    """Return the thresholds and the decision table as plain values.

    Examples
    --------
    >>> made = rule()
    >>> made["level"], made["R3"]["most"], made["table"][0]
    (0.05, 3, [1, 'INSUFFICIENT-DATA', 'not O'])
    """
    thresholds: dict[str, Any] = {name: asdict(test) for name, test in TESTS.items()}  # type: ignore[call-overload]
    return {
        "level": LEVEL,
        "fewest_comparisons": FEWEST,
        **thresholds,
        "table": as_plain(TABLE),
    }


BATTERY: Final = Battery(RealignmentOptions, QUESTIONS, TESTS, rule)

__all__ = [
    "BATTERY",
    "QUESTIONS",
    "TABLE",
    "TESTS",
    "Case",
    "DatedFact",
    "Findings",
    "PartnerTrade",
    "Patronage",
    "RealignmentOptions",
    "Search",
    "case_of",
    "concentration",
    "feasible",
    "findings",
    "rule",
]

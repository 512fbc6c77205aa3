"""The design "substitution": whether lost remittances push an economy to its neighbour."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from tradenet.bloc.battery import Battery
from tradenet.bloc.coverage import Coverage
from tradenet.bloc.substitution import collapse, months
from tradenet.bloc.substitution.account import (
    AccountLine,
    Remittances,
    Terms,
    account,
    figures,
    terms,
    written,
    yearly_shortfall,
)
from tradenet.bloc.substitution.collapse import Collapse, Response, needed_rise, read
from tradenet.bloc.substitution.months import Gate, MonthByMonth, Months, elasticity, read_months
from tradenet.bloc.substitution.neighbours import Neighbours
from tradenet.bloc.substitution.options import AccountRules, Spell, SubstitutionOptions
from tradenet.bloc.substitution.ranges import Range, hull
from tradenet.bloc.substitution.rank import Ranked, ranked
from tradenet.bloc.substitution.verdict import TABLE, Findings, judge, rule, states
from tradenet.bloc.substitution.worlds import Frequencies, frequencies, transplanted

QUESTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "T0": "Can we see the trade in question?",
        "S1": "What did the rouble's fall cost the remittances?",
        "S2": collapse.QUESTION,
        "S3": months.QUESTION,
    }
)

COLLAPSE: Final = Collapse()
MONTH_BY_MONTH: Final = MonthByMonth()

BATTERY: Final = Battery(
    SubstitutionOptions,
    QUESTIONS,
    MappingProxyType({"T0": Coverage(), "S1": Remittances(), "S2": COLLAPSE, "S3": MONTH_BY_MONTH}),
    rule,
)

# Choices of S2 that could be made otherwise; the critical ones must read the same (STABLE).
CHOICES: Final[Mapping[str, tuple[bool, Collapse]]] = MappingProxyType(
    {
        "as the study is fixed": (True, COLLAPSE),
        "coal prices not controlled": (True, Collapse(price=False)),
        "usual growth not taken off": (True, Collapse(trend=False)),
        "comparisons within a factor of ten": (True, Collapse(size_factor=10.0)),
        "not divided by the large side's other trade": (False, Collapse(share=False)),
        "large side at least ten times as large": (False, Collapse(least_ratio=10.0)),
        "only each dyad's own variance": (False, Collapse(own_weight=1.0)),
        "one variance for all": (False, Collapse(own_weight=0.0)),
        "South African coal": (False, Collapse(commodity="coal_south_african")),
    }
)

__all__ = [
    "BATTERY",
    "CHOICES",
    "COLLAPSE",
    "MONTH_BY_MONTH",
    "QUESTIONS",
    "TABLE",
    "AccountLine",
    "AccountRules",
    "Collapse",
    "Findings",
    "Frequencies",
    "Gate",
    "MonthByMonth",
    "Months",
    "Neighbours",
    "Range",
    "Ranked",
    "Remittances",
    "Response",
    "Spell",
    "SubstitutionOptions",
    "Terms",
    "account",
    "elasticity",
    "figures",
    "frequencies",
    "hull",
    "judge",
    "needed_rise",
    "ranked",
    "read",
    "read_months",
    "rule",
    "states",
    "terms",
    "transplanted",
    "written",
    "yearly_shortfall",
]

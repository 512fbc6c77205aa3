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
from tradenet.bloc.substitution.choices import CHOICES, COLLAPSE, MAIN
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

MONTH_BY_MONTH: Final = MonthByMonth()

BATTERY: Final = Battery(
    SubstitutionOptions,
    QUESTIONS,
    MappingProxyType({"T0": Coverage(), "S1": Remittances(), "S2": COLLAPSE, "S3": MONTH_BY_MONTH}),
    rule,
)

__all__ = [
    "BATTERY",
    "CHOICES",
    "COLLAPSE",
    "MAIN",
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

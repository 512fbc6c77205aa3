"""Ask whether the sanctioned states trade as a bloc."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from tradenet.bloc import alignment, fixed, realignment
from tradenet.bloc.battery import Battery, NoOptions
from tradenet.bloc.blind import Blind
from tradenet.bloc.class_result import FACTORS
from tradenet.bloc.cohesion import Cohesion
from tradenet.bloc.contrast import Contrast, contrast
from tradenet.bloc.coverage import Coverage
from tradenet.bloc.dark import DarkTrade
from tradenet.bloc.describe import Describe, cell_intensity, class_lines, dependence_lines
from tradenet.bloc.diversion import Diversion, diversion
from tradenet.bloc.evidence import Evidence
from tradenet.bloc.findings import findings, specification
from tradenet.bloc.hidden import Hidden, scenarios
from tradenet.bloc.hub_spoke import HubSpoke
from tradenet.bloc.inference import Inference, Network, infer, infer_class
from tradenet.bloc.membership import Membership, Step, membership
from tradenet.bloc.regression import regressions
from tradenet.bloc.result import BlocTestResult
from tradenet.bloc.rivals import Rivals
from tradenet.bloc.spoke_spoke import SpokeSpoke
from tradenet.bloc.substitution import BATTERY as SUBSTITUTION
from tradenet.bloc.ties import Closeness, TieChange, TieLook, adjusted
from tradenet.bloc.timing import Timing, shifted
from tradenet.bloc.verdict import TABLE, Findings, Reading, Verdict, judge, table, verdict

TESTS: Final[Mapping[str, Callable[[Evidence], BlocTestResult]]] = MappingProxyType(
    {
        "T0": Coverage(),
        "T1": Describe(),
        "T2": HubSpoke(),
        "T3": Timing(),
        "T4": SpokeSpoke(),
        "T5": Cohesion(),
        "T6": Rivals(),
        "T7": Blind(),
        "T8": DarkTrade(),
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

# What each design of study asks; how it is run stands in `tradenet.study.designs`, how it looks in
# `tradenet.report.designs`.
BATTERIES: Final[Mapping[str, Battery]] = MappingProxyType(
    {
        "bloc": Battery(NoOptions, BATTERY, TESTS, fixed.rule),
        "substitution": SUBSTITUTION,
        "realignment": realignment.BATTERY,
        "alignment": Battery(
            alignment.AlignmentOptions, alignment.QUESTIONS, alignment.TESTS, alignment.rule
        ),
    }
)

__all__ = [
    "BATTERIES",
    "BATTERY",
    "FACTORS",
    "TABLE",
    "TESTS",
    "Battery",
    "BlocTestResult",
    "Closeness",
    "Contrast",
    "Diversion",
    "Evidence",
    "Findings",
    "Hidden",
    "Inference",
    "Membership",
    "Network",
    "Reading",
    "Step",
    "TieChange",
    "TieLook",
    "Verdict",
    "adjusted",
    "cell_intensity",
    "class_lines",
    "contrast",
    "dependence_lines",
    "diversion",
    "findings",
    "infer",
    "infer_class",
    "judge",
    "membership",
    "regressions",
    "scenarios",
    "shifted",
    "specification",
    "table",
    "verdict",
]

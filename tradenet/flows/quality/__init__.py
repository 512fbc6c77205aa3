"""Doubts about flows: one detector per file, each says what, where, how much and how sure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from tradenet.flows.quality.changes import CHANGES_SCHEMA, WatchRules, changes
from tradenet.flows.quality.coverage import COVERAGE_SCHEMA, Coverage, coverage_map
from tradenet.flows.quality.finding import (
    FINDINGS_SCHEMA,
    Explained,
    Finding,
    findings_table,
    read_findings,
)
from tradenet.flows.quality.hubs import Hubs
from tradenet.flows.quality.impossible import Impossible
from tradenet.flows.quality.jumps import Jumps
from tradenet.flows.quality.korea_swap import KoreaSwap
from tradenet.flows.quality.lost_in_transit import LostInTransit
from tradenet.flows.quality.material import NO_CELLS, Detector, Material
from tradenet.flows.quality.mirror_gap import MirrorGap
from tradenet.flows.quality.quarantine import ABOUT_CELLS, QualityRules, quarantine, release
from tradenet.flows.quality.source_switch import SourceSwitch
from tradenet.flows.quality.sums import Sums

DETECTORS: Final[Mapping[str, Callable[[], Detector]]] = MappingProxyType(
    {
        "coverage": Coverage,
        "mirror_gap": MirrorGap,
        "sums": Sums,
        "jumps": Jumps,
        "korea_swap": KoreaSwap,
        "impossible": Impossible,
        "lost_in_transit": LostInTransit,
        "hubs": Hubs,
        "source_switch": SourceSwitch,
    }
)

__all__ = [
    "ABOUT_CELLS",
    "CHANGES_SCHEMA",
    "COVERAGE_SCHEMA",
    "DETECTORS",
    "FINDINGS_SCHEMA",
    "NO_CELLS",
    "Coverage",
    "Detector",
    "Explained",
    "Finding",
    "Hubs",
    "Impossible",
    "Jumps",
    "KoreaSwap",
    "LostInTransit",
    "Material",
    "MirrorGap",
    "QualityRules",
    "SourceSwitch",
    "Sums",
    "WatchRules",
    "changes",
    "coverage_map",
    "findings_table",
    "quarantine",
    "read_findings",
    "release",
]

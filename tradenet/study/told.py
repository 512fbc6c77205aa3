"""What a study starts from: paired reports, what is doubtful in them, and whose files they were."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pyarrow.compute as pc

from tradenet import flows
from tradenet.domain import BilateralFlows, InsufficientData, Ledger
from tradenet.flows import quality
from tradenet.sources import snapshot
from tradenet.study import check
from tradenet.study.config import Shown, StudyConfig
from tradenet.study.prepare import paired_from, statements

_PUBLISHED = ("attribution", "sources", "not_there", "left_out")


@dataclass(frozen=True, slots=True)
class Told:
    """What was reported.

    Attributes
    ----------
    reports : BilateralFlows
        Paired reports of the shown periods.
    ratio : float
        The CIF/FOB ratio by which importers' reports were divided.
    ledgers : tuple of Ledger
        How they were read.
    doubts : CheckResult
        Findings of the detectors in the shown periods, judged with all periods that are held.
    published : mapping of str to object
        ``attribution``, ``sources``, ``not_there`` and ``left_out`` of the snapshot; empty where
        the flows are the user's own.
    """

    reports: BilateralFlows
    ratio: float
    ledgers: tuple[Ledger, ...]
    doubts: check.CheckResult
    published: Mapping[str, Any]


def told(config: StudyConfig, path: Path | None) -> Told:
    """Read the embedded snapshot, or the flows at a path.

    Raises
    ------
    InsufficientData
        If there is nothing in the shown periods.
    """
    found = _of_snapshot(config) if path is None else _of_path(config, path)
    if found.reports.table.count().to_pyarrow().as_py() == 0:
        msg = (
            f"{path or 'the snapshot'} holds nothing between {config.shown.first} and "
            f"{config.shown.last}; change [shown], or load other flows"
        )
        raise InsufficientData(msg)
    return replace(found, doubts=_within(found.doubts, config.shown))


def _of_snapshot(config: StudyConfig) -> Told:
    known = snapshot.manifest()
    panel = snapshot.panel(range(config.shown.first, config.shown.last + 1))
    reports = flows.revalue(panel, float(known["cif_fob_ratio"]), _valuation(config))
    material = quality.Material(cells=check.told_by_the_snapshot(), event=_event(config))
    doubts = check.examine(check.SNAPSHOT, material)
    published = MappingProxyType({name: known[name] for name in _PUBLISHED})
    return Told(reports, _valuation(config).cif_fob_ratio, snapshot.ledgers(), doubts, published)


def _of_path(config: StudyConfig, path: Path) -> Told:
    reported = statements(path)
    cells, ledger = paired_from(reported, _valuation(config))
    material = quality.Material(check.agreed(cells), reported, event=_event(config))
    period = cells.table.period
    inside = (period >= config.shown.first) & (period <= config.shown.last)
    reports = cells.with_table(cells.table.filter(inside))
    doubts = check.examine(str(path), material)
    ratio = _valuation(config).cif_fob_ratio
    return Told(reports, ratio, (ledger,), doubts, MappingProxyType({}))


def _valuation(config: StudyConfig) -> flows.ValuationRules:
    """Leave importers' reports as they were made where a scheme takes the freight out itself."""
    return flows.ValuationRules(1.0) if config.mirror.takes_freight_out else config.valuation


def _event(config: StudyConfig) -> int:
    return config.event.code(config.window)


def _within(doubts: check.CheckResult, shown: Shown) -> check.CheckResult:
    period = doubts.findings["period"]
    inside = pc.and_(pc.greater_equal(period, shown.first), pc.less_equal(period, shown.last))
    return replace(doubts, findings=doubts.findings.filter(inside))


def both_ways(config: StudyConfig, given: Told) -> tuple[BilateralFlows, BilateralFlows]:
    """Return the agreed flows with doubtful cells set aside, and with them counted."""
    agreed = flows.agree(given.reports, config.mirror, config.window)
    aside = check.set_aside(agreed, given.doubts.findings, config.quality).compute()
    return aside, quality.release(aside)


def counted(config: StudyConfig, given: Told) -> BilateralFlows:
    """Return the agreed flows of which doubtful cells count, or do not, as the study says."""
    aside, released = both_ways(config, given)
    return aside if config.quality.quarantine else released

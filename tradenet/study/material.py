"""The flows of a study on demand: any window, any choice of whose report counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from tradenet import flows
from tradenet.domain import BilateralFlows, Window
from tradenet.flows import quality
from tradenet.study.check import set_aside
from tradenet.study.config import StudyConfig
from tradenet.study.told import Told


@dataclass(frozen=True, slots=True)
class Known:
    """Dated facts on the set, from the reference tables.

    Attributes
    ----------
    sanctioners : frozenset of str
        Economies with autonomous sanctions on a member during the window.
    real_years : tuple of int
        Years in which measures against a member began or ended.
    """

    sanctioners: frozenset[str]
    real_years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Material:
    """What a study's inference is made of.

    Attributes
    ----------
    agreed : callable
        From options and a window to the agreed flows of the window's periods.
    sources : mapping of int to str
        Source of each period that is held.
    known : Known
        Facts on the set.
    """

    agreed: Callable[[StudyConfig, Window], BilateralFlows]
    sources: Mapping[int, str]
    known: Known


def material(given: Told, known: Known) -> Material:
    """Return the material of a study; what was agreed once is not agreed again.

    Parameters
    ----------
    given : Told
        Paired reports.
    known : Known
        Facts on the set.
    """

    @cache
    def agreed(
        mirror: flows.MirrorRules,
        ratio: float,
        rules: quality.QualityRules,
        window: Window,
    ) -> BilateralFlows:
        table = given.reports.table
        inside = given.reports.with_table(table.filter(table.period.isin(window.periods)))
        valued = flows.revalue(inside, given.ratio, flows.ValuationRules(ratio))
        told = flows.agree(valued, mirror, window)
        aside = set_aside(told, given.doubts.findings, rules).compute()
        return aside if rules.quarantine else quality.release(aside)

    def by_options(options: StudyConfig, window: Window) -> BilateralFlows:
        ratio = 1.0 if options.mirror.takes_freight_out else options.valuation.cif_fob_ratio
        return agreed(options.mirror, ratio, options.quality, window)

    return Material(by_options, _sources(given.reports), known)


def _sources(reports: BilateralFlows) -> dict[int, str]:
    pairs = reports.table.select("period", "source").distinct().order_by(["period", "source"])
    found = pairs.to_pyarrow().to_pydict()
    return dict(zip(found["period"], found["source"], strict=True))

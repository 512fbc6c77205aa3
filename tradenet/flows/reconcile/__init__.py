"""Reconcile two reports of one flow: each scheme decides the weights, one step applies them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from tradenet.flows.reconcile.agreement import (
    Agreement,
    Implied,
    agreement,
    implied,
    sources_of_error,
)
from tradenet.flows.reconcile.baci import Baci
from tradenet.flows.reconcile.growth_lab import GrowthLab
from tradenet.flows.reconcile.margin import Margin, estimate_margin
from tradenet.flows.reconcile.naive import SameWeights
from tradenet.flows.reconcile.reliability import ReportingError, reporting_error
from tradenet.flows.reconcile.reports import Reconciler, Reports, Weights
from tradenet.flows.reconcile.step import outcome, reconcile, reports_of, weighed

RECONCILERS: Final[Mapping[str, Reconciler]] = MappingProxyType(
    {
        "importer_first": SameWeights(1.0),
        "exporter_first": SameWeights(0.0),
        "importer_only": SameWeights(1.0, alone=("importer",)),
        "exporter_only": SameWeights(0.0, alone=("exporter",)),
        "mean": SameWeights(0.5),
        "growth_lab": GrowthLab(),
        "baci": Baci(),
        "baci_cif": Baci(margin=False),
    }
)

__all__ = [
    "RECONCILERS",
    "Agreement",
    "Baci",
    "GrowthLab",
    "Implied",
    "Margin",
    "Reconciler",
    "ReportingError",
    "Reports",
    "SameWeights",
    "Weights",
    "agreement",
    "estimate_margin",
    "implied",
    "outcome",
    "reconcile",
    "reporting_error",
    "reports_of",
    "sources_of_error",
    "weighed",
]

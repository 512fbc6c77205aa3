"""The procedure of BACI: take out freight, weigh each report by its reporter's reliability."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tradenet.flows.reconcile.margin import estimate_margin
from tradenet.flows.reconcile.reliability import reporting_error
from tradenet.flows.reconcile.reports import Reports, Weights


@dataclass(frozen=True, slots=True)
class Baci:
    """Weigh the two reports by the inverse of their reporters' error variances.

    value = (1 - w) X + w M / c with w = σᵢ² / (σᵢ² + σⱼ²): the exporter's FOB report X, the
    importer's CIF report M, the CIF/FOB ratio c (`estimate_margin`), the error σᵢ of the exporter
    and σⱼ of the importer (`reporting_error`). A report that stands alone counts as it is, without
    freight.

    Not built: the unit value of the product, landlocked states and the year as regressors of the
    margin; Gaulier and Zignago have them.

    When not to use it: where few cells are reported by both sides, since margin and errors are
    estimated from those alone.

    Attributes
    ----------
    margin : bool
        True: importers' reports are freed of the estimated margin. False: taken as they are, as
        the values published in BACI V202601 for 2022 show.
    widest : float
        Largest gap that counts for reliability, in logs.
    prior : float
        Cells at the average that each reporter starts with.

    References
    ----------
    Gaulier and Zignago (2010), BACI: International Trade Database at the Product-Level, CEPII
    working paper 2010-23, doi:10.2139/ssrn.1994500.
    """

    margin: bool = True
    widest: float = 2.0
    prior: float = 5.0

    def __call__(self, reports: Reports) -> Weights:
        """Estimate margin and reliability from the cells that both sides report."""
        estimated = estimate_margin(reports).ratio(reports.distance_km, reports.contiguity)
        error = reporting_error(reports, estimated, widest=self.widest, prior=self.prior)
        ratio = estimated if self.margin else np.ones_like(estimated)
        return Weights(error.importer_weight(), ratio)

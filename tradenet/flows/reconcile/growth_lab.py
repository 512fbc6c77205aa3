"""The scheme of the Atlas of Economic Complexity: accuracy scores from discrepancies of totals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tradenet.flows.reconcile.reports import Floats, Reports, Weights

_TIE = 1e-9  # scores that differ by less are equal but for rounding


@dataclass(frozen=True, slots=True)
class GrowthLab:
    """Weigh the two reports by the softmax of their reporters' accuracy.

    D = |X - M/c| / (X + M/c) of a dyad's totals, 1 where only one of two filers reports;
    D = αᵢ + αⱼ + e by least squares; accuracy = 1 - α. The importer's weight is
    exp(accuracyⱼ) / (exp(accuracyᵢ) + exp(accuracyⱼ)). Reporters in the least accurate tenth do
    not count against a partner above it.

    Not built: the regression of CIF on distance of newer vintages (a constant is used, as in the
    older ones), the bin of unexplained differences (code XXXX) and the exclusion of reporters with
    much trade under *areas not specified*.

    When not to use it: on few reporters or one product, where a score rests on few dyads; to
    reproduce a vintage of the Atlas that estimates freight from distance.

    Attributes
    ----------
    cif_ratio : float
        c, CIF value ÷ FOB value.
    unreliable : float
        Share of reporters, the least accurate, that do not count against a better one.

    References
    ----------
    Bustos et al. (2026), Tackling discrepancies in trade data, Scientific Data 13, 170,
    doi:10.1038/s41597-025-06488-2.
    """

    cif_ratio: float = 1.08
    unreliable: float = 0.1

    def __call__(self, reports: Reports) -> Weights:
        """Score every reporter and weigh every dyad."""
        score = accuracy(reports, self.cif_ratio)
        raised = np.exp(score)
        weight = raised[None, :] / (raised[:, None] + raised[None, :])
        known = score[~np.isnan(score)]
        limit = np.quantile(known, self.unreliable) if len(known) else 0.0
        bad = score < limit - _TIE
        weight = np.where(bad[:, None] & ~bad[None, :], 1.0, weight)
        weight = np.where(~bad[:, None] & bad[None, :], 0.0, weight)
        weight = np.where(np.isnan(weight), 0.5, weight)
        return Weights(weight, np.full_like(weight, self.cif_ratio))


def accuracy(reports: Reports, cif_ratio: float) -> Floats:
    """Return 1 - α of each economy, shape (n,); NaN where it never files.

    Parameters
    ----------
    reports : Reports
        Both reports of every cell; totals are made per dyad.
    cif_ratio : float
        CIF ÷ FOB.
    """
    n = len(reports.economies)
    place = reports.exporter * n + reports.importer
    exports = np.bincount(place, np.nan_to_num(reports.exporter_usd), n * n).reshape(n, n)
    imports = np.bincount(place, np.nan_to_num(reports.importer_usd), n * n).reshape(n, n)
    fob = imports / cif_ratio
    filed = (exports.sum(axis=1) > 0) | (fob.sum(axis=0) > 0)
    one, other = np.nonzero((exports + fob > 0) & filed[:, None] & filed[None, :])
    gap = np.abs(exports - fob)[one, other] / (exports + fob)[one, other]
    met = np.zeros((n, n), dtype=np.float64)
    met[one, other] = 1.0
    either = met + met.T
    network = either + np.diag(either.sum(axis=1))
    sums = np.bincount(one, gap, n) + np.bincount(other, gap, n)
    alpha = np.linalg.lstsq(network, sums, rcond=None)[0]
    return np.where(filed, 1.0 - alpha, np.nan)

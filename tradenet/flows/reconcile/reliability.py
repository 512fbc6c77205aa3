"""How far each economy's reports are from its partners': a decomposition by least squares."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tradenet.flows.reconcile.reports import Floats, Integers, Reports

_EXACT = 1e-6  # the average error where all reports agree
_SMALLEST_SHARE = 0.05  # no economy is held to be more than twenty times as exact as the average


@dataclass(frozen=True, slots=True)
class ReportingError:
    """Mean absolute error of an economy's reports, in logs; the smaller, the more reliable.

    Attributes
    ----------
    exporter, importer : float arrays, shape (n,)
        As a reporter of exports, and of imports; positive. The average where nothing is known.
    """

    exporter: Floats
    importer: Floats

    def importer_weight(self) -> Floats:
        """Return w of exporter i by importer j, shape (n, n): σᵢ² / (σᵢ² + σⱼ²).

        The mean of two independent reports varies least where each is weighted by the inverse of
        its variance; the weights of the two reports sum to 1.
        """
        exports, imports = self.exporter[:, None] ** 2, self.importer[None, :] ** 2
        return np.asarray(exports / (exports + imports))


def reporting_error(
    reports: Reports, cif_ratio: Floats, *, widest: float, prior: float
) -> ReportingError:
    """Split the mirror gaps of cells that both sides report among the two reporters.

    min(|ln(X c / M)|, widest) = μ + αᵢ + βⱼ + e over the cells, α and β held towards zero by
    `prior` cells that lie at the average; the error of exporter i is μ/2 + αᵢ, of importer j
    μ/2 + βⱼ.

    Parameters
    ----------
    reports : Reports
        Both reports of every cell.
    cif_ratio : float array, shape (n, n)
        c, CIF ÷ FOB of each dyad.
    widest : float
        Gaps count up to here, in logs: a mistaken code or a lost shipment is a mistake, not a
        measure of exactness.
    prior : float
        How many cells at the average each reporter starts with.
    """
    both = reports.both
    exporter, importer = reports.exporter[both], reports.importer[both]
    gaps = np.abs(reports.log_ratio[both] - np.log(cif_ratio[exporter, importer]))
    return split(np.minimum(gaps, widest), exporter, importer, len(reports.economies), prior)


def split(
    gaps: Floats, exporter: Integers, importer: Integers, n: int, prior: float
) -> ReportingError:
    """Solve the normal equations of gap = μ + αᵢ + βⱼ with a ridge of `prior` on α and β."""
    if not len(gaps):
        return ReportingError(np.ones(n), np.ones(n))
    cells = np.bincount(exporter * n + importer, minlength=n * n).reshape(n, n).astype(float)
    rows, columns = cells.sum(axis=1), cells.sum(axis=0)
    left = np.block(
        [
            [np.array([[cells.sum()]]), rows[None, :], columns[None, :]],
            [rows[:, None], np.diag(rows + prior), cells],
            [columns[:, None], cells.T, np.diag(columns + prior)],
        ]
    )
    right = np.concatenate(
        [
            [gaps.sum()],
            np.bincount(exporter, gaps, minlength=n),
            np.bincount(importer, gaps, minlength=n),
        ]
    )
    solved = np.linalg.lstsq(left, right, rcond=None)[0]
    half = max(float(solved[0]) / 2, _EXACT)
    floor = _SMALLEST_SHARE * half
    return ReportingError(
        np.maximum(half + solved[1 : 1 + n], floor), np.maximum(half + solved[1 + n :], floor)
    )

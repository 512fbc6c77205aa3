"""Rules that weigh every dyad alike: what a reconciliation has to beat."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tradenet.flows.reconcile.reports import Reports, Weights


@dataclass(frozen=True, slots=True)
class SameWeights:
    """Give the importer the same weight in every dyad and take CIF for FOB × a constant.

    When not to use it: where one of the two reporters is known to be much worse than the other,
    since neither accuracy nor distance counts here.

    Attributes
    ----------
    importer_weight : float
        1: the importer is believed; 0: the exporter; 0.5: the mean of both.
    alone : tuple of str
        Whose report counts where it is the only one.
    cif_ratio : float
        CIF value ÷ FOB value.

    Examples
    --------
    >>> one = np.array([0])
    >>> unknown = np.full((2, 2), np.nan)
    >>> seen = Reports(("A", "B"), one, one + 1, one + 80.0, one + 100.0, unknown, unknown)
    >>> SameWeights(0.5)(seen).importer_weight[0, 1]
    np.float64(0.5)
    """

    importer_weight: float
    alone: tuple[str, ...] = ("exporter", "importer")
    cif_ratio: float = 1.0

    def __call__(self, reports: Reports) -> Weights:
        """Return the constant weights."""
        shape = (len(reports.economies),) * 2
        return Weights(
            np.full(shape, self.importer_weight), np.full(shape, self.cif_ratio), self.alone
        )

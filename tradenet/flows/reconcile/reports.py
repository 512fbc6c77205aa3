"""What a reconciliation scheme reads and what it decides: plain arrays, dense per dyad."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Reports:
    """Both reports of every cell (exporter, importer, product, period), as reported.

    Attributes
    ----------
    economies : tuple of str
        The n economies, sorted.
    exporter, importer : integer arrays, shape (cells,)
        Positions in `economies`.
    exporter_usd, importer_usd : float arrays, shape (cells,)
        The two reports, USD, FOB and CIF; NaN where a side says nothing or says zero.
    distance_km : float array, shape (n, n)
        Exporter by importer; NaN where not known.
    contiguity : float array, shape (n, n)
        1 where the two share a border, else 0; NaN where not known.
    """

    economies: tuple[str, ...]
    exporter: Integers
    importer: Integers
    exporter_usd: Floats
    importer_usd: Floats
    distance_km: Floats
    contiguity: Floats

    @property
    def both(self) -> NDArray[np.bool_]:
        """Cells that both sides report, shape (cells,)."""
        return ~np.isnan(self.exporter_usd) & ~np.isnan(self.importer_usd)

    @property
    def log_ratio(self) -> Floats:
        """ln(importer's CIF report / exporter's FOB report), shape (cells,); NaN if one lacks."""
        return np.asarray(np.log(self.importer_usd / self.exporter_usd))


@dataclass(frozen=True, slots=True)
class Weights:
    """How the two reports of a dyad become one number.

    A cell with both reports is worth (1 - w) X + w M / c, with the exporter's report X, the
    importer's report M, the weight w and the CIF/FOB ratio c of its dyad.

    Attributes
    ----------
    importer_weight : float array, shape (n, n)
        w of exporter by importer, 0 to 1; the exporter's weight is the rest.
    cif_ratio : float array, shape (n, n)
        c, at least 1.
    alone : tuple of str
        Whose report counts where it is the only one: ``exporter``, ``importer`` or both.
    """

    importer_weight: Floats
    cif_ratio: Floats
    alone: tuple[str, ...] = ("exporter", "importer")


Reconciler = Callable[[Reports], Weights]

"""What a detector may look at, and what it says when something is not loaded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import pyarrow as pa

from tradenet.domain import BilateralFlows, InsufficientData, ReportedFlows
from tradenet.flows.quality.finding import Finding

Table = Any  # an Ibis table; Ibis has no stubs
NO_CELLS = "no bilateral cells loaded"
CELL = ["exporter", "importer", "product"]
# For a normal distribution the standard deviation is 1.4826 times the median absolute deviation.
NORMAL = 1.4826


@dataclass(frozen=True, slots=True)
class Material:
    """Everything the detectors read; each takes what it needs.

    Attributes
    ----------
    cells : BilateralFlows, optional
        Agreed cells with both reports (`agree`).
    reported : ReportedFlows, optional
        Harmonised and classified statements, before `totals`.
    production : pyarrow.Table, optional
        ``economy``, ``product``, ``period``, ``quantity_kg``: what was produced.
    event : int
        First period after the event (YYYY or YYYYMM).
    """

    cells: BilateralFlows | None = None
    reported: ReportedFlows | None = None
    production: pa.Table | None = None
    event: int = 2022


class Detector(Protocol):
    """A frozen dataclass of thresholds, called with the material."""

    def __call__(self, material: Material) -> tuple[Finding, ...]:
        """Return findings; `InsufficientData` where the material does not hold what it needs."""


def cells_of(material: Material) -> Table:
    """Return the cells as an Ibis table.

    Raises
    ------
    InsufficientData
        If there are none.
    """
    if material.cells is None:
        raise InsufficientData(NO_CELLS)
    return material.cells.table


def reported_of(material: Material) -> Table:
    """Return the reported statements as an Ibis table.

    Raises
    ------
    InsufficientData
        If there are none, as with the snapshot.
    """
    if material.reported is None:
        msg = "no reported statements loaded: the snapshot holds cells only; check a store instead"
        raise InsufficientData(msg)
    return material.reported.table


def beyond(deviation: float, threshold: float) -> float:
    """Return 1 − threshold ÷ |deviation|: 0 at the threshold, towards 1 far beyond it.

    Examples
    --------
    >>> beyond(-12.0, 6.0), beyond(6.0, 6.0)
    (0.5, 0.0)
    """
    return max(0.0, 1 - threshold / abs(deviation)) if deviation else 0.0

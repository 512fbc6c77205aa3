"""Set doubtful cells aside without losing them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

import pyarrow as pa

from tradenet.domain import BilateralFlows, Status, lookup
from tradenet.flows.quality.finding import Finding

_KEY = ["period", "exporter", "importer"]
# Their findings name single cells; those of the others name an economy, a source or a statement.
ABOUT_CELLS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "jumps": "a change out of proportion; real shocks are among them",
        "korea_swap": "South Korean trade booked under North Korea",
        "mirror_gap": "two reports farther apart than is usual for the dyad",
    }
)


@dataclass(frozen=True, slots=True)
class QualityRules:
    """Whether doubtful cells are set aside, and whose doubts count.

    A study computes both readings and shows the other beside; this says which one its numbers are.

    Attributes
    ----------
    quarantine : bool
        True: the cells of findings are marked ``quarantined``, keep their value and do not count.
    detectors : tuple of str
        Names in `ABOUT_CELLS`.
    """

    quarantine: bool = True
    detectors: tuple[str, ...] = ("korea_swap",)

    def __post_init__(self) -> None:
        for name in self.detectors:
            lookup(ABOUT_CELLS, name, "detector that judges single cells")


def quarantine(flows: BilateralFlows, findings: Iterable[Finding]) -> BilateralFlows:
    """Mark the cells of findings ``quarantined``; they keep their value and stop to count.

    Run a study on the flows as they are and on these: with and without.

    Parameters
    ----------
    flows : BilateralFlows
        Before or after `agree`; only cells that are ``kept`` change.
    findings : iterable of Finding
        About flows; one that names no partner marks nothing, since it is not about a cell. A
        finding about ``TOTAL`` marks all products of the cell.
    """
    doubts = {(f.period, f.economy, f.partner, f.product) for f in findings if f.partner}
    whole = sorted({doubt[:3] for doubt in doubts if doubt[3] == "TOTAL"})
    parts = sorted(doubt for doubt in doubts if doubt[3] != "TOTAL")
    table = flows.table.left_join(_marks(whole, _KEY, "whole__"), _KEY, rname="{name}_of_whole__")
    key = [*_KEY, "product"]
    table = table.left_join(_marks(parts, key, "part__"), key, rname="{name}_of_part__")
    hit = table.whole__.notnull() | table.part__.notnull()
    doubtful = hit & (table.status == Status.KEPT.value)
    status = doubtful.ifelse(Status.QUARANTINED.value, table.status)
    return flows.with_table(table.mutate(status=status).select(*flows.table.columns))


def release(flows: BilateralFlows) -> BilateralFlows:
    """Count again what `quarantine` set aside."""
    table = flows.table
    aside = table.status == Status.QUARANTINED.value
    return flows.with_table(table.mutate(status=aside.ifelse(Status.KEPT.value, table.status)))


def _marks(cells: Sequence[tuple[object, ...]], key: list[str], mark: str) -> Any:  # noqa: ANN401 - an Ibis table
    import ibis

    kinds = [pa.field(name, pa.int32() if name == "period" else pa.string()) for name in key]
    rows = [dict(zip(key, cell, strict=True)) for cell in cells]
    return ibis.memtable(pa.Table.from_pylist(rows, pa.schema(kinds))).mutate(**{mark: True})

"""Set doubtful cells aside without losing them."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa

from tradenet.domain import BilateralFlows, Status
from tradenet.flows.quality.finding import Finding

_KEY = ["period", "exporter", "importer"]


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
    import ibis

    cells = sorted({(f.period, f.economy, f.partner, f.product) for f in findings if f.partner})
    columns = list(zip(*cells, strict=True)) or [(), (), (), ()]
    kinds = (pa.int32(), pa.string(), pa.string(), pa.string())
    names = ("period", "exporter", "importer", "doubted__")
    arrays = [pa.array(column, kind) for column, kind in zip(columns, kinds, strict=True)]
    marked = ibis.memtable(pa.table(arrays, names=names))
    table = flows.table
    whole = marked.filter(marked.doubted__ == "TOTAL").select(*_KEY)
    parts = marked.filter(marked.doubted__ != "TOTAL").rename(product="doubted__")
    doubted = (
        table.semi_join(whole, _KEY)
        .select(*_KEY, "product")
        .union(table.semi_join(parts, [*_KEY, "product"]).select(*_KEY, "product"))
        .distinct()
        .mutate(doubted__=ibis.literal(True))
    )
    joined = table.left_join(doubted, [*_KEY, "product"])
    hit = joined.doubted__.notnull() & (joined.status == Status.KEPT.value)
    status = hit.ifelse(Status.QUARANTINED.value, joined.status)
    return flows.with_table(joined.mutate(status=status).select(*table.columns))

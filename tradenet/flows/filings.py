"""Who filed when, as far as one can tell: from the reports themselves, or from another source."""

from __future__ import annotations

import pyarrow as pa

from tradenet.domain import BilateralFlows, Observability


def filings_of(flows: BilateralFlows) -> pa.Table:
    """Return who filed in each period, as far as the paired reports themselves tell.

    Returns
    -------
    pyarrow.Table
        ``period``, ``economy``, ``held`` (always True): one row per economy that reported at least
        one cell of the period.
    """
    table = flows.table
    both = Observability.BOTH.value
    exporters = table.filter(table.observed.isin([both, Observability.EXPORTER_ONLY.value]))
    importers = table.filter(table.observed.isin([both, Observability.IMPORTER_ONLY.value]))
    filed = (
        exporters.select("period", economy=exporters.exporter)
        .union(importers.select("period", economy=importers.importer))
        .distinct()
        .mutate(held=True)
        .order_by(["period", "economy"])
    )
    return filed.to_pyarrow()


def name_sides(cells: BilateralFlows, filed: pa.Table) -> BilateralFlows:
    """Say of reconciled values which side filed; ``reconciled`` stays where neither is known to.

    Parameters
    ----------
    cells : BilateralFlows
        Reconciled totals (`pair`).
    filed : pyarrow.Table
        ``period``, ``economy``: who filed when, from another source.
    """
    import ibis

    known = ibis.memtable(filed.cast(pa.schema([("period", pa.int32()), ("economy", pa.string())])))
    table = cells.table
    for side in ("exporter", "importer"):
        here = known.select("period", **{side: known.economy}).mutate(**{f"{side}__": True})
        table = table.left_join(here, ["period", side])
        table = table.drop(*[name for name in table.columns if name.endswith("_right")])
    one, other = table.exporter__.notnull(), table.importer__.notnull()
    state = ibis.cases(
        (one & other, "both"), (one, "exporter_only"), (other, "importer_only"),
        else_=table.observed,
    )  # fmt: skip
    return cells.with_table(table.mutate(observed=state).drop("exporter__", "importer__")).compute()


def took_part(cells: BilateralFlows, filed: pa.Table) -> pa.Table:
    """Return the filers, and whether the matrix at hand holds their reports.

    A value between a filer and an economy that filed nothing can only come from the filer. A filer
    without any such value was left out of this matrix (another classification, a later filing), so
    that its absent cells with silent economies are not held, and not zero.

    Parameters
    ----------
    cells : BilateralFlows
        Reconciled totals.
    filed : pyarrow.Table
        ``period``, ``economy``: who filed when, from another source.

    Returns
    -------
    pyarrow.Table
        ``period``, ``economy``, ``held``: what `observe` wants.
    """
    by_period: dict[int, set[str]] = {}
    for code, economy in zip(*filed.to_pydict().values(), strict=True):
        by_period.setdefault(code, set()).add(economy)
    held: set[tuple[int, str]] = set()
    rows = cells.table.select("period", "exporter", "importer").to_pyarrow().to_pydict()
    for code, one, other in zip(*rows.values(), strict=True):
        filers = by_period.get(code, set())
        if (one in filers) != (other in filers):
            held.add((code, one if one in filers else other))
    periods = set(rows["period"])
    pairs = [(code, e) for code in sorted(periods) for e in sorted(by_period.get(code, ()))]
    return pa.table(
        {
            "period": pa.array([code for code, _ in pairs], pa.int32()),
            "economy": [economy for _, economy in pairs],
            "held": [pair in held for pair in pairs],
        }
    )

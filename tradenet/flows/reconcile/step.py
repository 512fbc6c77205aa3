"""Apply a scheme: gather the reports, ask for weights, write one value per cell."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from tradenet.domain import BilateralFlows, Status
from tradenet.flows.reconcile.reports import Floats, Reconciler, Reports, Weights

Table = Any  # an Ibis table; Ibis has no stubs
Column = Any


def reconcile(
    flows: BilateralFlows, scheme: Reconciler, distances: pa.Table | None = None
) -> BilateralFlows:
    """Give every cell the value that a scheme makes of its two reports.

    A cell that only one side reports keeps that report, in FOB dollars; where the scheme does not
    take it, the value is null and the cell ``absent``. Reconciled values of a provider and cells
    without any report come through as they are. ``importer_report_usd`` becomes FOB.

    Parameters
    ----------
    flows : BilateralFlows
        Paired reports (`pair`), importers' as reported: made with a CIF/FOB ratio of 1.
    scheme : Reconciler
        An entry of ``RECONCILERS``, or a callable of its kind.
    distances : pyarrow.Table, optional
        ``exporter``, ``importer``, ``distance_km``, ``contiguity`` (0 or 1).

    Examples
    --------
    With X = 100 and M = 108, both 8 % above FOB on the importer's side: any weights give 100.
    """
    told, alone = weighed(flows, scheme, distances)
    table = told.table
    made = outcome(table, table.exporter_report_usd, table.importer_report_usd, alone)
    return flows.with_table(table.mutate(**made).select(*flows.table.columns))


def weighed(
    flows: BilateralFlows, scheme: Reconciler, distances: pa.Table | None = None
) -> tuple[BilateralFlows, tuple[str, ...]]:
    """Take freight out of importers' reports and add ``weight__``, the importer's, by a scheme.

    Returns
    -------
    flows : BilateralFlows
        ``importer_report_usd`` is FOB, ``log_gap`` is that of the two FOB reports.
    alone : tuple of str
        Whose report counts where it is the only one.
    """
    reports = reports_of(flows, distances)
    weights = scheme(reports)
    known = flows.table.left_join(_by_dyad(reports, weights), ["exporter", "importer"])
    imports = known.importer_report_usd / known.cif_ratio__.fill_null(1.0)
    told = known.mutate(importer_report_usd=imports)
    gap = (told.exporter_report_usd.nullif(0) / told.importer_report_usd.nullif(0)).ln()
    told = told.mutate(log_gap=gap).select(*flows.table.columns, "weight__")
    return flows.with_table(told), weights.alone


def reports_of(flows: BilateralFlows, distances: pa.Table | None = None) -> Reports:
    """Return both reports of every kept cell as arrays; reports of zero count as none."""
    table = flows.table.filter(flows.table.status == Status.KEPT)
    names = ["exporter", "importer", "exporter_report_usd", "importer_report_usd"]
    cells = table.order_by([*names[:2], "product", "period", "source"]).select(*names).to_pyarrow()
    sides = [cells[name].to_numpy(zero_copy_only=False).astype(str) for name in names[:2]]
    economies, places = np.unique(np.concatenate(sides), return_inverse=True)
    exporter, importer = np.split(places.astype(np.int64), 2)
    spoken = [cells[name].to_numpy(zero_copy_only=False).astype(float) for name in names[2:]]
    exports, imports = (np.where(values > 0, values, np.nan) for values in spoken)
    known = tuple(str(name) for name in economies)
    distance, contiguity = _matrices(known, distances)
    return Reports(known, exporter, importer, exports, imports, distance, contiguity)


def _matrices(economies: tuple[str, ...], distances: pa.Table | None) -> tuple[Floats, Floats]:
    """Return distance and contiguity, exporter by importer, NaN where not given."""
    distance = np.full((len(economies),) * 2, np.nan)
    contiguity = distance.copy()
    if distances is not None:
        place = {name: number for number, name in enumerate(economies)}
        rows = distances.select(["exporter", "importer", "distance_km", "contiguity"]).to_pydict()
        for one, other, far, border in zip(*rows.values(), strict=True):
            if one in place and other in place and far is not None:
                distance[place[one], place[other]] = far
                contiguity[place[one], place[other]] = border
    return distance, contiguity


def _by_dyad(reports: Reports, weights: Weights) -> Table:
    """Return the weights of the dyads met, as an Ibis table."""
    import ibis

    n = len(reports.economies)
    met = np.unique(reports.exporter * n + reports.importer)
    one, other = met // max(n, 1), met % max(n, 1)
    names = np.array(reports.economies, dtype=object)
    table = pa.table(
        {
            "exporter": pa.array(names[one], pa.string()),
            "importer": pa.array(names[other], pa.string()),
            "weight__": pa.array(weights.importer_weight[one, other], pa.float64()),
            "cif_ratio__": pa.array(weights.cif_ratio[one, other], pa.float64()),
        }
    )
    return ibis.memtable(table)


def outcome(
    table: Table, exporter: Column, importer: Column, alone: tuple[str, ...]
) -> dict[str, Column]:
    """Return value, basis and status of two reports under a scheme; a zero counts as no report.

    Parameters
    ----------
    table : ibis Table
        With ``weight__`` (`weighed`), and ``value_usd``, ``basis`` and ``status`` for cells in
        which nobody reports more than zero.
    exporter, importer : ibis columns
        The reports in FOB dollars, null where there is none.
    alone : tuple of str
        Whose report counts where it is the only one.
    """
    import ibis

    exports, imports = exporter.nullif(0), importer.nullif(0)
    both = exports.notnull() & imports.notnull()
    one, other = exports.notnull() & imports.isnull(), exports.isnull() & imports.notnull()
    takes_one, takes_other = one & ("exporter" in alone), other & ("importer" in alone)
    refused = (one | other) & ~takes_one & ~takes_other
    weight = table.weight__
    value = ibis.cases(
        (both, (1 - weight) * exports + weight * imports),
        (takes_one, exports),
        (takes_other, imports),
        (refused, ibis.null("float64")),
        else_=exporter.coalesce(importer).coalesce(table.value_usd),
    )
    basis = ibis.cases(
        (takes_one | (both & (weight == 0)), "exporter"),
        (takes_other | (both & (weight == 1)), "importer"),
        (both, "reconciled"),
        else_=table.basis,
    )
    status = refused.ifelse(Status.ABSENT.value, table.status)
    return {"value_usd": value, "basis": basis, "status": status}

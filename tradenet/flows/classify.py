"""Say what each row is: a statement that counts, a part of another, the same again."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from tradenet.domain import ReportedFlows, SchemaError, Status

Table = Any  # an Ibis table; Ibis has no stubs
Column = Any
_KEY = ("source", "period", "reporter_code", "partner_code", "flow", "product", "status")


def classify(reported: ReportedFlows) -> ReportedFlows:
    """Mark rows without a number, parts of totals, other flows and exact duplicates.

    Keys are compared as the provider wrote them, so that two spellings of one economy are two
    statements, to be summed, and not a contradiction.

    Parameters
    ----------
    reported : ReportedFlows
        Harmonised.

    Raises
    ------
    SchemaError
        If one key has two different values: nobody can know which is meant.
    """
    import ibis

    table = reported.table
    kept = table.status == Status.KEPT
    table = table.mutate(
        status=ibis.cases(
            (table.value_usd.isnull() & (table.status != Status.SERVICES), Status.NO_VALUE.value),
            (kept & ~table.flow.isin(["X", "M"]), Status.OTHER_FLOW.value),
            (kept & table.detail, Status.SUB_ROW.value),
            else_=table.status,
        )
    )
    keyed = table.mutate(key__=_key(table))
    shared = _shared(keyed)
    if len(shared):
        known = ibis.memtable(shared)
        alike = keyed.semi_join(known, "key__")
        _refuse_conflicts(alike, reported.provenance.where)
        marked = keyed.anti_join(known, "key__").union(_mark_repeated(alike))
        keyed = marked.order_by(_order(table))  # joining and comparing have moved the rows
    return reported.with_table(keyed.drop("key__"))


def _key(table: Table) -> Column:
    """Return a number for the key of a row that counts or is part of one; other keys may share it.

    Grouping by a number instead of seven texts takes a tenth of the memory; what two keys share is
    looked at by the texts themselves.
    """
    import ibis

    number = ibis.struct({name: table[name] for name in _KEY}).hash()
    return table.status.isin([Status.KEPT.value, Status.SUB_ROW.value]).ifelse(number, None)


def _shared(keyed: Table) -> pa.Table:
    """Return the numbers that two or more rows have."""
    numbered = keyed.filter(keyed.key__.notnull()).select("key__").to_pyarrow()
    numbers = np.require(numbered["key__"].to_numpy(), requirements=["W"])  # copies if it must
    numbers.sort()
    return pa.table({"key__": np.unique(numbers[1:][numbers[1:] == numbers[:-1]])})


def _mark_repeated(table: Table) -> Table:
    """Mark all but the first of equal rows."""
    import ibis

    alike = [*_KEY, "value_usd", "detail"]
    again = ibis.row_number().over(group_by=alike, order_by=_order(table)) > 0
    ranked = table.mutate(again__=again)
    marked = ranked.again__.ifelse(Status.DUPLICATE.value, ranked.status)
    return ranked.mutate(status=marked).drop("again__")


def _order(table: Table) -> list[str]:
    """Return the columns that put rows in the order of the file, those of equal number too."""
    return ["row", *(name for name in table.columns if name != "row")]


def _refuse_conflicts(table: Table, where: str) -> None:
    kept = table.filter(table.status == Status.KEPT)
    keys = kept.group_by(list(_KEY)).having(kept.value_usd.nunique() > 1)
    bad = keys.aggregate(values=kept.value_usd.nunique(), row=kept.row.min())
    if first := next(iter(bad.order_by("row").limit(1).to_pyarrow().to_pylist()), None):
        count = bad.count().to_pyarrow().as_py()
        msg = (
            f"{where}: {count:,} keys have two or more different values (first: data row "
            f"{first['row']:,}, reporter {first['reporter_code']}, "
            f"partner {first['partner_code']}, {first['period']}, flow {first['flow']}, product "
            f"{first['product']}); keep one row per key, or add the column that tells them apart"
        )
        raise SchemaError(msg)

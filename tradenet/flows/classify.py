"""Say what each row is: a statement that counts, a part of another, the same again."""

from __future__ import annotations

from typing import Any

from tradenet.domain import ReportedFlows, SchemaError, Status

Table = Any  # an Ibis table; Ibis has no stubs
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
    _refuse_conflicts(table, reported.provenance.where)
    again = ibis.row_number().over(group_by=[*_KEY, "value_usd", "detail"], order_by="row") > 0
    ranked = table.mutate(again__=again)
    duplicate = ranked.again__ & ranked.status.isin([Status.KEPT.value, Status.SUB_ROW.value])
    marked = ranked.mutate(status=duplicate.ifelse(Status.DUPLICATE.value, ranked.status))
    return reported.with_table(marked.drop("again__"))


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

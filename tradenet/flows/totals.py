"""From products to total trade, each dollar once."""

from __future__ import annotations

from typing import Any

from tradenet.domain import ReportedFlows, Status

Table = Any  # an Ibis table; Ibis has no stubs
_STATEMENT = ["source", "period", "reporter_code", "partner_code", "flow"]


def totals(reported: ReportedFlows) -> ReportedFlows:
    """Mark the rows that would count a dollar twice and call the rest ``TOTAL``.

    Where a statement (period, reporter, partner, flow) has a row ``TOTAL``, that counts. Where it
    has none, the rows with the shortest product codes count, since longer codes are parts of them.
    All others are marked ``sub_product``.

    Parameters
    ----------
    reported : ReportedFlows
        Harmonised and classified.
    """
    import ibis

    table = reported.table
    kept = table.filter(table.status == Status.KEPT)
    products = kept.select("product").distinct()
    if products.select(level=_level(products)).distinct().count().to_pyarrow().as_py() > 1:
        table = _mark_parts(table)
    return reported.with_table(table.mutate(product=ibis.literal("TOTAL")))


def _mark_parts(table: Table) -> Table:
    """Mark the rows below the top level of their statement."""
    kept = table.filter(table.status == Status.KEPT)
    tops = kept.group_by(_STATEMENT).aggregate(top__=_level(kept).min())
    joined = table.left_join(tops, _STATEMENT)
    joined = joined.drop(*[name for name in joined.columns if name.endswith("_right")])
    part = (joined.status == Status.KEPT) & (_level(joined) > joined.top__)
    return joined.mutate(status=part.ifelse(Status.SUB_PRODUCT.value, joined.status)).drop("top__")


def _level(table: Table) -> Any:  # noqa: ANN401 - an Ibis column
    """Depth of a product code: its length; a total is above, a worded section counts as one."""
    product = table["product"]
    coded = product.re_search("^[0-9]").ifelse(product.length(), 1)
    return (product == "TOTAL").ifelse(0, coded)

"""From products to total trade, each dollar once."""

from __future__ import annotations

from typing import Any

from tradenet.domain import ReportedFlows, Status

Table = Any  # an Ibis table; Ibis has no stubs


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
    kept = table.status == Status.KEPT
    length = (table["product"] == "TOTAL").ifelse(0, _level(table))
    table = table.mutate(level__=kept.ifelse(length, None))
    statement = ibis.window(group_by=["source", "period", "reporter_code", "partner_code", "flow"])
    top = table.level__.min().over(statement)
    part = (table.status == Status.KEPT) & (table.level__ > top)
    return reported.with_table(
        table.mutate(
            status=part.ifelse(Status.SUB_PRODUCT.value, table.status),
            product=ibis.literal("TOTAL"),
        ).drop("level__")
    )


def _level(table: Table) -> Any:  # noqa: ANN401 - an Ibis column
    """Depth of a product code: its length; a worded section counts as one level."""
    coded = table["product"].re_search("^[0-9]")
    return coded.ifelse(table["product"].length(), 1)

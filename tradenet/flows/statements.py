"""What several product steps share: the extra columns, HS codes, and rows summed to statements."""

from __future__ import annotations

from typing import Any

from tradenet.domain import HS_REVISIONS, ReportedFlows, SchemaError, Status
from tradenet.domain.flows import money

Table = Any  # an Ibis table; Ibis has no stubs
Column = Any

MASS = "decimal(18, 3)"  # kilograms to the gram
STATEMENT = ("source", "period", "reporter_code", "partner_code", "flow")
_KEY = (*STATEMENT, "reporter", "partner", "product", "status", "detail", "valuation", "method")


def with_extras(table: Table) -> Table:
    """Add ``classification`` and ``months`` where a table lacks them: unknown."""
    import ibis

    kinds = {"classification": "string", "months": "int32"}
    lacking = {name: kind for name, kind in kinds.items() if name not in table.columns}
    return table.mutate(**{name: ibis.null(kind) for name, kind in lacking.items()})


def in_hs(table: Table) -> Column:
    """Say of each row whether its provider calls its code one of the Harmonized System."""
    return table.classification.fill_null("").isin([*HS_REVISIONS, "HS"])


def hs_code(table: Table) -> Column:
    """Return the product code, its lost leading zero restored where it is surely an HS code.

    The Harmonized System has no level of 1, 3 or 5 digits
    (UN Statistics Division, "Finding 6-digit detailed commodity codes in HS Classification"), so
    that a code of odd length that is called HS has lost a zero.
    """
    short = in_hs(table) & table["product"].re_search("^[1-9]([0-9][0-9])*$")
    return short.ifelse("0" + table["product"], table["product"])


def refuse_two_revisions(reported: ReportedFlows) -> None:
    """Refuse statements told in two revisions: their sum would count the trade twice."""
    table = with_extras(reported.table)
    coded = (table.status == Status.KEPT) & (table["product"] != "TOTAL")
    told = table.filter(coded & table.classification.isin(list(HS_REVISIONS)))
    twice = (
        told.group_by(list(STATEMENT))
        .aggregate(one=told.classification.min(), other=told.classification.max())
        .filter(lambda found: found.one != found.other)
        .order_by(list(STATEMENT))
    )
    if first := next(iter(twice.limit(1).to_pyarrow().to_pylist()), None):
        count = twice.count().to_pyarrow().as_py()
        msg = (
            f"{reported.provenance.where}: {count:,} statements are told in two revisions of the "
            f"Harmonized System (first: reporter {first['reporter_code']}, partner "
            f"{first['partner_code']}, {first['period']}, flow {first['flow']}, in "
            f"{first['one']} and {first['other']}), which would count them twice; keep one"
        )
        raise SchemaError(msg)


def summed(table: Table) -> Table:
    """Sum rows that say one thing to one row: money exactly, mass only where every part has it.

    ``row`` is the first of the parts, ``months`` the least, ``classification`` theirs or ``HS``
    where they differ.
    """
    import ibis

    known = table.classification
    grouped = table.group_by(list(_KEY)).aggregate(
        value_usd=money(table.value_usd).sum().cast("float64"),
        net_mass_kg=(table.net_mass_kg.count() == table.count()).ifelse(
            table.net_mass_kg.cast(MASS).sum().cast("float64"), ibis.null("float64")
        ),
        vintage=table.vintage.max(),
        row=table.row.min(),
        classification=(known.min() != known.max()).ifelse("HS", known.min()),
        months=table.months.min(),
    )
    return grouped.select(*[name for name in table.columns if name in grouped.columns])

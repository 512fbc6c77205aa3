"""Small Ibis expressions that several steps share."""

from __future__ import annotations

from typing import Any

from tradenet.domain.period import FIRST_MONTH_CODE

Table = Any  # an Ibis table; Ibis has no stubs
Column = Any


def year_of(table: Table) -> Column:
    """Return the year (int32) of a table's ``period``, whether it holds years or months."""
    code = table.period
    return (code > FIRST_MONTH_CODE).ifelse((code / 100).floor(), code).cast("int32")


def certainly(condition: Column) -> Column:
    """Return a condition in which unknown (null) counts as false."""
    import ibis

    return condition.fill_null(ibis.literal(False))

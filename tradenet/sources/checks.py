"""The checks at the door that no reader lets a file pass without."""

from __future__ import annotations

import re
from typing import Any, NoReturn

from tradenet.domain import ReportedFlows, SchemaError, SourceError
from tradenet.sources.files import OpenedFile

Table = Any  # an Ibis table; Ibis has no stubs
Column = Any  # an Ibis column

_PERIOD = "no period, or one that is neither a year (2019) nor a month (201903)"


def refuse(table: Table, bad: Column, opened: OpenedFile, what: str) -> None:
    """Raise `SchemaError` with the count and the first row if any row is bad."""
    found = table.aggregate(all=table.count(), **_counts(table, "bad", bad)).to_pyarrow()
    count, total, first = (found[name][0].as_py() for name in ("bad", "all", "bad_first"))
    if count:
        _refusal(opened, what, count, total, first)


def check(table: Table, opened: OpenedFile) -> None:
    """Refuse what no reader lets through; one pass over all rows and columns.

    Parameters
    ----------
    table : ibis Table
        Columns of `REPORTED_SCHEMA`.
    opened : OpenedFile
        Whose rows they are.

    Raises
    ------
    SourceError
        If there is no row, or years and months are mixed.
    SchemaError
        If a row lacks reporter, partner, flow or product, or its period is no year or month.
    """
    year = table.period.between(1_000, 9_999)
    month = table.period.between(100_001, 999_912) & (table.period % 100).between(1, 12)
    blank = {
        f"no {kind}": table[name].isnull() | (table[name] == "")
        for name, kind in (
            ("reporter", "reporter code"), ("partner", "partner code"), ("flow", "flow"),
            ("product", "product code"),
        )
    }  # fmt: skip
    refused = {**blank, _PERIOD: table.period.isnull() | ~(year | month)}
    columns = {"rows": table.count(), "years": year.sum(), "months": month.sum()}
    for index, bad in enumerate(refused.values()):
        columns |= _counts(table, f"bad{index}", bad)
    every = {f"_{name}": table[name].count() for name in ReportedFlows.SCHEMA.names}
    found = table.aggregate(**columns, **every).to_pyarrow().to_pylist()[0]
    _refuse_shape(opened, found["rows"], found["years"], found["months"])
    for index, what in enumerate(refused):
        if count := found[f"bad{index}"]:
            _refusal(opened, what, count, found["rows"], found[f"bad{index}_first"])


def unreadable(opened: OpenedFile, error: str) -> str:
    """Say in one line what DuckDB says in twenty: which line, what it holds, what is wrong."""
    line = re.search(r"CSV Error on Line: (\d+)", error)
    if line is None:
        return f"{opened.name}: cannot be read ({error.strip().splitlines()[0]}); fetch it again"
    held = re.search(r"Original Line: (.*)", error)
    cells = re.search(r"Expected Number of Columns: (\d+) Found: (\d+)", error)
    reason = f"{cells[2]} cells instead of {cells[1]}" if cells else "a quote that never closes"
    if cells is None and "quote" not in error:
        reason = "it breaks the rules of CSV"
    shown = f", it starts '{held[1][:60]}'" if held else ""
    return (
        f"{opened.name}: line {int(line[1]):,} cannot be read: {reason}{shown}; "
        "mend the line or fetch the file again"
    )


def _counts(table: Table, name: str, bad: Column) -> dict[str, Column]:
    import ibis

    return {name: bad.sum(), f"{name}_first": ibis.ifelse(bad, table.row, None).min()}


def _refusal(opened: OpenedFile, what: str, count: int, total: int, first: int) -> NoReturn:
    msg = (
        f"{opened.name}: {count:,} of {total:,} rows have {what} "
        f"(first: data row {first:,}); mend the file or map it with a layout of its own"
    )
    raise SchemaError(msg)


def _refuse_shape(opened: OpenedFile, count: int, years: int | None, months: int | None) -> None:
    if not count:
        msg = f"{opened.name}: no rows, only a header; fetch it again"
        raise SourceError(msg)
    if years and months:
        msg = (
            f"{opened.name}: mixed frequencies, {years:,} rows of years and {months:,} of months; "
            "split the file, or the same trade would count twice"
        )
        raise SourceError(msg)

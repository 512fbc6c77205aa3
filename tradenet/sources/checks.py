"""The checks at the door that no reader lets a file pass without.

Evaluating a check parses the file, so that no check is evaluated alone: what is wrong with a row
travels beside it in columns of its own (`refuse`), and all is counted at once where the rows are
held (`check`).
"""

from __future__ import annotations

import re
from typing import Any, NoReturn

from tradenet.domain import SchemaError, SourceError
from tradenet.sources.files import OpenedFile

Table = Any  # an Ibis table; Ibis has no stubs
Column = Any  # an Ibis column

_REFUSED, _PACKED = "refused__", "bits__"
_BITS = 62  # of a number that has a sign
_MOST_USD = 1e15  # forty times the trade of the world; what is summed has room for ten times that
_PERIOD = "no period, or one that is neither a year (2019) nor a month (201903)"


def refuse(table: Table, bad: Column, what: str, **columns: Column) -> Table:
    """Add columns to a table, and one that says which rows are bad; its name says why."""
    name = f"{_REFUSED}{len(refusals(table))} {what}"
    return table.mutate(**columns, **{name: bad.fill_null(False)})  # noqa: FBT003 - Ibis' own


def refusals(table: Table) -> tuple[str, ...]:
    """Return the columns that say what is wrong with a row, in the order of the checks."""
    return tuple(name for name in table.columns if name.startswith(_REFUSED))


def packed(table: Table) -> dict[str, Column]:
    """Return `refusals` as a few columns of numbers, a bit for each: cheap to hold."""
    import ibis

    numbers = {}
    for start, names in _groups(refusals(table)):
        bits = [table[name].ifelse(1 << place, 0) for place, name in enumerate(names)]
        numbers[f"{_PACKED}{start}"] = sum(bits, ibis.literal(0, type="int64"))
    return numbers


def unpacked(table: Table, names: tuple[str, ...]) -> Table:
    """Return a table with the columns of these names that `packed` made numbers of."""
    bits = {
        name: table[f"{_PACKED}{start}"] & (1 << place) != 0
        for start, group in _groups(names)
        for place, name in enumerate(group)
    }
    return table.mutate(**bits).drop(*(f"{_PACKED}{start}" for start, _ in _groups(names)))


def _groups(names: tuple[str, ...]) -> list[tuple[int, tuple[str, ...]]]:
    return [(start, names[start : start + _BITS]) for start in range(0, len(names), _BITS)]


def check(table: Table, opened: OpenedFile) -> None:
    """Refuse what no reader lets through; one pass over all rows.

    Parameters
    ----------
    table : ibis Table
        Columns of `REPORTED_SCHEMA`, and those of `refusals`.
    opened : OpenedFile
        Whose rows they are.

    Raises
    ------
    SourceError
        If there is no row, or years and months are mixed.
    SchemaError
        If a row was refused (`refuse`), lacks reporter, partner, flow or product, its period is
        no year or month, or its value is beyond all trade.
    """
    said = {name: table[name].sum() for name in refusals(table)}
    year = table.period.between(1_000, 9_999)
    month = table.period.between(100_001, 999_912) & (table.period % 100).between(1, 12)
    blank = {
        f"no {kind}": table[name].isnull() | (table[name] == "")
        for name, kind in (
            ("reporter", "reporter code"), ("partner", "partner code"), ("flow", "flow"),
            ("product", "product code"),
        )
    }  # fmt: skip
    always = {
        **blank,
        _PERIOD: table.period.isnull() | ~(year | month),
        f"a value of {_MOST_USD:.0e} USD or more": table.value_usd.abs() >= _MOST_USD,
    }
    counts = {what: column.sum() for what, column in always.items()}
    shape = {"rows": table.count(), "years": year.sum(), "months": month.sum()}
    found = table.aggregate(**said, **counts, **shape).to_pyarrow().to_pylist()[0]
    for name in said:
        if found[name]:
            _refusal(table, table[name], opened, name.partition(" ")[2])
    _refuse_shape(opened, found["rows"], found["years"], found["months"])
    for what, column in always.items():
        if found[what]:
            _refusal(table, column, opened, what)


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


def _refusal(table: Table, bad: Column, opened: OpenedFile, what: str) -> NoReturn:
    """Count the lines of the file, of which a reader may make several rows."""
    lines = table.aggregate(
        bad=table.row.nunique(where=bad), all=table.row.nunique(), first=table.row.min(where=bad)
    )
    count, total, first = lines.to_pyarrow().to_pylist()[0].values()
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

"""What every reader shares: the description of a layout, and text turned into numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tradenet.domain import Provenance, ReportedFlows, SourceError, nearest
from tradenet.sources.checks import check, refuse, unreadable
from tradenet.sources.engine import handed_over
from tradenet.sources.files import OpenedFile, rows

Table = Any  # an Ibis table; Ibis has no stubs
Column = Any  # an Ibis column

_DEFAULTS: dict[str, tuple[object, str]] = {
    "product": ("TOTAL", "string"),
    "net_mass_kg": (None, "float64"),
    "method": ("reported", "string"),
    "detail": (False, "boolean"),
    "status": ("kept", "string"),
    "classification": (None, "string"),
}


@dataclass(frozen=True, slots=True)
class Layout:
    """How one provider lays out its files.

    Attributes
    ----------
    name : str
        Registry name, also the ``source`` of its rows.
    title : str
        What the report calls it.
    terms : str
        The provider's conditions in one sentence.
    columns : frozenset of str
        Column names that must be in the header.
    codes : tuple of str
        Code schemes of reporter and partner, tried in order.
    to_rows : callable
        Takes the text rows and the opened file, returns a table with the columns of
        `REPORTED_SCHEMA` made by `reported`.
    hint : str
        Where several layouts have one header: a piece of the file name (lower case) that tells.
    latin1 : bool
        True where the provider writes Latin-1; elsewhere such bytes are a wrong encoding.
    """

    name: str
    title: str
    terms: str
    columns: frozenset[str]
    codes: tuple[str, ...]
    to_rows: Callable[[Table, OpenedFile], Table]
    hint: str = ""
    latin1: bool = False

    def recognises(self, opened: OpenedFile) -> bool:
        """Say whether a file has this layout's header (and name, where that is needed)."""
        return self.columns <= set(opened.header) and self.hint in opened.name.lower()

    def read(self, opened: OpenedFile) -> ReportedFlows:
        """Read the rows of a file as they stand; see the module's checks for what is refused.

        DuckDB parses a CSV file only when its rows are asked for. The checks ask for every row and
        column, so that a line that cannot be parsed is found here and nowhere later.
        """
        import duckdb

        if opened.encoding == "latin-1" and not self.latin1:
            msg = f"{opened.name}: not UTF-8, and {self.title} never is otherwise; save it as UTF-8"
            raise SourceError(msg)
        missing = sorted(self.columns - set(opened.header))
        if missing:
            named = ", ".join(f"'{name}'{nearest(name, opened.header)}" for name in missing)
            msg = f"{opened.name}: layout '{self.name}' needs the columns that are missing: {named}"
            raise SourceError(msg)
        try:
            table = self.to_rows(rows(opened), opened)
            check(table, opened)
        except duckdb.Error as error:
            raise SourceError(unreadable(opened, str(error))) from error
        provenance = Provenance(self.name, self.title, self.terms, self.codes, (opened.file,))
        return ReportedFlows(handed_over(table), provenance)


def reported(table: Table, source: str, vintage: str, **columns: Column) -> Table:
    """Give a table the columns of `REPORTED_SCHEMA`; what is not named gets its usual value.

    ``classification`` is the provider's word for the products' classification (``H5``, ``S4``),
    null where it says none.
    """
    import ibis

    usual = {
        name: ibis.literal(value, type=kind)
        for name, (value, kind) in _DEFAULTS.items()
        if name not in columns
    }
    given = {
        **columns,
        **usual,
        "source": ibis.literal(source),
        "vintage": ibis.literal(vintage),
        "row": table.row,
    }
    made = table.select(**given)
    return made.mutate(
        period=made.period.cast("int32"),
        reporter_code=made.reporter,
        partner_code=made.partner,
    )


def number(table: Table, opened: OpenedFile, *names: str, null: tuple[str, ...] = ()) -> Table:
    """Turn columns into numbers; blanks (and the words in `null`) stay null.

    Raises
    ------
    SchemaError
        If a cell holds other text, a literal NaN or an infinity: how many, and the first row.
    """
    for name in names:
        column = table[name]
        if column.type().is_string():
            text = column.strip().nullif("")
            for word in null:
                text = text.nullif(word)
            value = text.try_cast("float64")
            bad = text.notnull() & (value.isnull() | value.isnan() | value.isinf())
        else:
            value = column.cast("float64")
            bad = value.isnan() | value.isinf()
        refuse(table, bad, opened, f"no number in column '{name}'")
        table = table.mutate(**{name: value})
    return table


def monthly(table: Table, opened: OpenedFile, year: str = "year", month: str = "month") -> Table:
    """Add the column ``period`` YYYYMM from a year and a month; a month outside 1-12 is refused."""
    table = whole(table, opened, year, month)
    refuse(table, ~table[month].between(1, 12), opened, f"no month 1-12 in column '{month}'")
    return table.mutate(period=table[year] * 100 + table[month])


def whole(table: Table, opened: OpenedFile, *names: str) -> Table:
    """Turn columns into whole numbers; a blank or a fraction is refused."""
    table = number(table, opened, *names)
    for name in names:
        bad = table[name].isnull() | (table[name] != table[name].floor())
        refuse(table, bad, opened, f"no whole number in column '{name}'")
        table = table.mutate(**{name: table[name].cast("int64")})
    return table


def text(column: Column) -> Column:
    """Return a column as trimmed text; blanks become null."""
    return column.cast("string").strip().nullif("")


def one_of(table: Table, opened: OpenedFile, name: str, allowed: tuple[str, ...]) -> None:
    """Refuse rows whose column holds anything but the allowed words."""
    bad = table[name].isnull() | ~table[name].isin(allowed)
    refuse(table, bad, opened, f"something other than {', '.join(allowed)} in column '{name}'")

"""What every reader shares: the description of a layout, and text turned into numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from tradenet.domain import Provenance, ReportedFlows, SourceError, nearest
from tradenet.sources.checks import check, packed, refusals, refuse, unpacked, unreadable
from tradenet.sources.engine import handed_over, held
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
    numbers : mapping of str to str, optional
        Columns of bare numbers and DuckDB's types for them, for the sake of large files. They are
        parsed as such where all of them can be.
    """

    name: str
    title: str
    terms: str
    columns: frozenset[str]
    codes: tuple[str, ...]
    to_rows: Callable[[Table, OpenedFile], Table]
    hint: str = ""
    latin1: bool = False
    numbers: Mapping[str, str] | None = None

    def recognises(self, opened: OpenedFile) -> bool:
        """Say whether a file has this layout's header (and name, where that is needed)."""
        return self.columns <= set(opened.header) and self.hint in opened.name.lower()

    def read(self, opened: OpenedFile) -> ReportedFlows:
        """Read the rows of a file as they stand; see the module's checks for what is refused.

        The file is parsed once, into what the engine holds; a line that cannot be parsed is found
        here and nowhere later.
        """
        if opened.encoding == "latin-1" and not self.latin1:
            msg = f"{opened.name}: not UTF-8, and {self.title} never is otherwise; save it as UTF-8"
            raise SourceError(msg)
        missing = sorted(self.columns - set(opened.header))
        if missing:
            named = ", ".join(f"'{name}'{nearest(name, opened.header)}" for name in missing)
            msg = f"{opened.name}: layout '{self.name}' needs the columns that are missing: {named}"
            raise SourceError(msg)
        table = self._parse(opened)
        check(table, opened)
        provenance = Provenance(self.name, self.title, self.terms, self.codes, (opened.file,))
        return ReportedFlows(handed_over(table.drop(*refusals(table))), provenance)

    def _parse(self, opened: OpenedFile) -> Table:
        """Parse numbers as numbers; if one is none, all as text, so that the row can be named."""
        import duckdb

        if self.numbers:
            with suppress(duckdb.Error):
                return self.to_rows(rows(opened, self.numbers), opened)
        try:
            return self.to_rows(rows(opened), opened)
        except duckdb.Error as error:
            raise SourceError(unreadable(opened, str(error))) from error


def reported(table: Table, source: str, vintage: str, **columns: Column) -> Table:
    """Evaluate the columns of `REPORTED_SCHEMA`; what is not named gets its usual value.

    What differs between rows is evaluated and held by the engine, the file being parsed this once;
    what is the same in all rows costs nothing. ``row`` is the place in the file, and must be named
    where a layout makes several rows of one or moves rows (`placed`). ``classification`` is the
    provider's word for the products' classification (``H5``, ``S4``), null where it says none.
    """
    import ibis

    constant = {name: column for name, column in columns.items() if _is_constant(column)}
    differing = {name: column for name, column in columns.items() if name not in constant}
    found = held(table.select(**differing, **packed(table)), numbered="row" not in columns)
    usual = {
        name: ibis.literal(value, type=kind)
        for name, (value, kind) in _DEFAULTS.items()
        if name not in columns
    }
    made = unpacked(found, refusals(table)).mutate(
        **constant, **usual, source=ibis.literal(source), vintage=ibis.literal(vintage)
    )
    return made.mutate(
        period=made.period.try_cast("int32"),
        reporter_code=made.reporter,
        partner_code=made.partner,
    )


def placed(table: Table) -> Table:
    """Add ``row``, the place in the file, from 1: for layouts that lose the order of the file."""
    import ibis

    return table.mutate(row=(ibis.row_number() + 1).cast("int64"))


def _is_constant(column: Column) -> bool:
    import ibis.expr.operations as ops

    return isinstance(column.op(), ops.Literal)


def number(table: Table, *names: str, null: tuple[str, ...] = ()) -> Table:
    """Turn columns into numbers; blanks (and the words in `null`) stay null.

    A row whose cell holds other text, a literal NaN or an infinity is refused.
    """
    for name in names:
        column = table[name]
        if column.type().is_string():
            value, bad = _parsed(column, ("", *null))
        else:
            value = column.cast("float64")
            bad = value.isnan() | value.isinf()
        table = refuse(table, bad, f"no number in column '{name}'", **{name: value})
    return table


def _parsed(column: Column, blanks: tuple[str, ...]) -> tuple[Column, Column]:
    """Return the number in a text, and whether it is none; trimming, which is slow, is rare."""
    import ibis

    if any(_is_number(word) for word in blanks):
        column = column.strip().isin(blanks).ifelse(None, column)
    value = column.try_cast("float64")
    none = column.notnull() & ~column.strip().isin(blanks)
    return value, ibis.ifelse(value.isnull(), none, value.isnan() | value.isinf())


def _is_number(word: str) -> bool:
    try:
        float(word)
    except ValueError:
        return False
    return True


def monthly(table: Table, year: str = "year", month: str = "month") -> Table:
    """Add the column ``period`` YYYYMM from a year and a month; a month outside 1-12 is refused."""
    table = whole(table, year, month)
    bad = ~table[month].between(1, 12)
    return refuse(
        table, bad, f"no month 1-12 in column '{month}'", period=table[year] * 100 + table[month]
    )


def whole(table: Table, *names: str) -> Table:
    """Turn columns into whole numbers; a row with a blank or a fraction is refused."""
    table = number(table, *names)
    for name in names:
        bad = table[name].isnull() | (table[name] != table[name].floor())
        value = table[name].try_cast("int64")  # a NaN has none, and is refused as no number
        table = refuse(table, bad, f"no whole number in column '{name}'", **{name: value})
    return table


def text(column: Column) -> Column:
    """Return a column as trimmed text; blanks become null."""
    if column.type().is_integer():
        return column.cast("string")
    return column.cast("string").strip().nullif("")


def one_of(table: Table, name: str, allowed: tuple[str, ...]) -> Table:
    """Refuse rows whose column holds anything but the allowed words."""
    bad = table[name].isnull() | ~table[name].isin(allowed)
    return refuse(table, bad, f"something other than {', '.join(allowed)} in column '{name}'")

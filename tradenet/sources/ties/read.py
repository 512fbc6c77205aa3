"""Read a table of ties, and refuse what is no such table."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa

from tradenet.domain import (
    ConfigError,
    Economies,
    Period,
    SchemaError,
    SourceError,
    TieKind,
    TieTable,
    nearest,
)
from tradenet.sources.files import OpenedFile, open_file
from tradenet.sources.ties.rules import STAR, Row, check

COLUMNS: Final = ("kind", "period", "from", "to", "value")
OPTIONAL: Final = ("source",)


def read_ties(
    path: Path, kinds: Mapping[str, TieKind], economies: Economies, only: str = ""
) -> tuple[TieTable, ...]:
    """Return the tables of a file, one per kind, in the order of the registry.

    Parameters
    ----------
    path : Path
        CSV or Parquet, packed or not, with the columns of `COLUMNS` and perhaps of `OPTIONAL`.
    kinds : mapping of str to TieKind
        What may stand in ``kind``.
    economies : Economies
        Whose codes may stand in ``from`` and ``to``.
    only : str
        The one kind to take from the file; all where empty.

    Raises
    ------
    SourceError
        If the file is missing, empty or cannot be read as what it is.
    SchemaError
        If a column is missing or unknown, a row breaks the rules of its kind, a cell is there
        twice, or the kind that was asked for is not there.
    """
    opened = _one(path)
    rows = _rows(opened)
    check(opened.name, rows, kinds, economies.names)
    held = {name: [row for row in rows if row.kind == name] for name in kinds}
    if only and not held[only]:
        found = ", ".join(name for name in kinds if held[name])
        msg = f"{opened.name}: no row of kind '{only}'; it holds {found}"
        raise SchemaError(msg)
    return tuple(
        _table(kind, held[name], opened)
        for name, kind in kinds.items()
        if held[name] and only in ("", name)
    )


def read_kinds(
    files: Sequence[tuple[Path, str]], kinds: Mapping[str, TieKind], economies: Economies
) -> tuple[TieTable, ...]:
    """Return the tables of several files, each kind once; see `read_ties`.

    Parameters
    ----------
    files : sequence of (Path, str)
        A file, and the one kind to take from it or an empty string.
    kinds, economies
        As in `read_ties`.

    Raises
    ------
    ConfigError
        If two files hold the same kind.
    """
    found: dict[str, TieTable] = {}
    for path, only in files:
        for table in read_ties(path, kinds, economies, only):
            name = table.kind.name
            if name in found:
                msg = (
                    f"{name} stands in {found[name].file.name} and again in {path.name}; put all "
                    "rows of a kind into one file, or name the kind that a file is read for"
                )
                raise ConfigError(msg)
            found[name] = table
    return tuple(found[name] for name in kinds if name in found)


def _one(path: Path) -> OpenedFile:
    opened = list(open_file(path))
    if len(opened) != 1 or opened[0].kind not in ("csv", "parquet"):
        msg = f"{path.name}: a table of ties is one CSV or Parquet file, packed or not"
        raise SourceError(msg)
    header = opened[0].header
    if missing := [name for name in COLUMNS if name not in header]:
        hint = nearest(missing[0], header)
        msg = (
            f"{path.name}: no column {', '.join(missing)}{hint} (it has {', '.join(header)}); a "
            f"table of ties has the columns {','.join(COLUMNS)} and may have {','.join(OPTIONAL)}"
        )
        raise SchemaError(msg)
    known = (*COLUMNS, *OPTIONAL)
    if unknown := [name for name in header if name not in known]:
        hints = ", ".join(f"'{name}'{nearest(name, known)}" for name in unknown)
        msg = f"{path.name}: unknown column {hints}; rename it or leave it out"
        raise SchemaError(msg)
    return opened[0]


def _rows(opened: OpenedFile) -> list[Row]:
    table = _text(opened)
    if not table.num_rows:
        msg = f"{opened.name}: no rows, only a header"
        raise SourceError(msg)
    names = (*COLUMNS, *OPTIONAL)
    empty = [""] * table.num_rows
    columns = [table[name].to_pylist() if name in opened.header else empty for name in names]
    rows = []
    for number, cells in enumerate(zip(*columns, strict=True), start=1):
        kind, when, origin, target, written, source = ((cell or "").strip() for cell in cells)
        period, value = _period(when), _value(written)
        rows.append(Row(number, kind, when, origin, target, written, source, period, value))
    return rows


def _text(opened: OpenedFile) -> pa.Table:
    """Return all cells as text, in the order of the file."""
    import pyarrow.csv as pcsv
    import pyarrow.parquet as pq

    names = [*opened.header, *(["trailing"] if opened.trailing else [])]
    try:
        if opened.kind == "parquet":
            table = pq.read_table(opened.path)
            return pa.table({name: table[name].cast(pa.string()) for name in table.column_names})
        found: pa.Table = pcsv.read_csv(
            opened.path,
            read_options=pcsv.ReadOptions(
                column_names=names, skip_rows=1, encoding=opened.encoding, use_threads=False
            ),
            parse_options=pcsv.ParseOptions(delimiter=opened.delimiter),
            convert_options=pcsv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )
    except (pa.ArrowException, OSError) as error:
        reason = str(error).splitlines()[0]
        msg = f"{opened.name}: cannot be read as a table of ties ({reason}); mend the file"
        raise SourceError(msg) from error
    return found


@cache
def _period(text: str) -> int:
    """Return the code of a period, 0 where the text is none."""
    try:
        return Period.parse(text.removesuffix(".0")).code
    except ConfigError:
        return 0


def _value(text: str) -> float:
    """Return the number in a text; NaN where there is none, or one that is no amount."""
    try:
        value = float(text)
    except ValueError:
        return math.nan
    return value if math.isfinite(value) and value >= 0 else math.nan


def _table(kind: TieKind, rows: Sequence[Row], opened: OpenedFile) -> TieTable:
    """Spread the rows of a kind; stars first, so that what is written stands."""
    named = {code for row in rows for code in (row.origin, row.target)} - {STAR}
    economies, periods = tuple(sorted(named)), tuple(sorted({row.period for row in rows}))
    at: dict[str, Any] = {code: place for place, code in enumerate(economies)}
    layer = {code: place for place, code in enumerate(periods)}
    values = np.full((len(periods), len(economies), len(economies)), np.nan)
    at[STAR] = slice(None)
    for row in sorted(rows, key=lambda row: STAR not in (row.origin, row.target)):
        values[layer[row.period], at[row.origin], at[row.target]] = row.value
    values[:, range(len(economies)), range(len(economies))] = np.nan
    sources = tuple(sorted({row.source for row in rows} - {""}))
    return TieTable(kind, economies, periods, values, opened.file, sources)

"""The folder of facts: where it lies, and its tables as rows of text."""

from __future__ import annotations

import csv
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TypeVar

from tradenet.domain import SchemaError, SourceError, TradenetError

T = TypeVar("T")
_PACKAGE = Path(__file__).resolve().parents[2]


@cache
def data_folder() -> Path:
    """Return the folder that holds reference and snapshot: in the wheel, else in the checkout."""
    for folder in (_PACKAGE / "_data", _PACKAGE.parent / "data"):
        if (folder / "reference" / "economies.csv").is_file():
            return folder
    msg = "tradenet is installed without its data folder; install it again"
    raise SourceError(msg)


def facts(name: str) -> list[dict[str, str]]:
    """Return the rows of ``data/reference/<name>.csv`` as dictionaries of text."""
    path = data_folder() / "reference" / f"{name}.csv"
    if not path.is_file():
        msg = f"data/reference/{name}.csv is not loaded"
        raise SourceError(msg)
    return rows_of(path)


def rows_of(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV; a row longer or shorter than the header is a `SchemaError`."""
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        rows = []
        for row in reader:
            if None in row or None in row.values():
                msg = (
                    f"{path.name}, line {reader.line_num}: not as many cells as the header has "
                    "columns; quote cells that hold a comma"
                )
                raise SchemaError(msg)
            rows.append(row)
    return rows


def made(
    name: str, rows: list[dict[str, str]], make: Callable[[dict[str, str]], T]
) -> tuple[T, ...]:
    """Make a fact of each row.

    Parameters
    ----------
    name : str
        The table, for the message.
    rows : list of dict
        As `facts` gives them.
    make : callable
        From a row to a fact.

    Raises
    ------
    SchemaError
        Naming table, number of bad rows, the first of them and its mistake.
    """
    good: list[T] = []
    bad: list[str] = []
    for number, row in enumerate(rows, start=1):
        try:
            good.append(make(row))
        except KeyError as error:
            msg = f"data/reference/{name}.csv lacks the column {error}"
            raise SchemaError(msg) from error
        except (TradenetError, ValueError) as error:
            bad.append(f"row {number} ({', '.join(list(row.values())[:3])}): {error}")
    if bad:
        msg = f"data/reference/{name}.csv: {len(bad):,} of {len(rows):,} rows are wrong; {bad[0]}"
        raise SchemaError(msg)
    return tuple(good)


def listed(cell: str) -> tuple[str, ...]:
    """Return the entries of a cell, separated by bars."""
    return tuple(filter(None, cell.split("|")))

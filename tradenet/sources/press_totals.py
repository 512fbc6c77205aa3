"""Year totals of Chinese customs as the press printed them: facts with a source in every row."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Final

from tradenet.domain import SourceError

_COLUMNS: Final = ("month", "partner", "exports_usd", "imports_usd", "total_usd", "n_months")
_WHOLE_YEAR: Final = "12"


def read_press_totals(path: Path) -> dict[tuple[int, str], float]:
    """Return USD of both directions by year and partner, from the rows that hold a whole year.

    Parameters
    ----------
    path : Path
        CSV with the columns month (YYYY-MM, the last of the months summed), partner (ISO3),
        exports_usd and imports_usd of China, total_usd, and n_months.

    Raises
    ------
    SourceError
        If the file is not there, or lacks a column, or a figure of a whole year is no number.
    """
    if not path.is_file():
        msg = f"{path} is not there; it should hold the columns {', '.join(_COLUMNS)}"
        raise SourceError(msg)
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        lacking = [name for name in _COLUMNS if name not in (reader.fieldnames or ())]
        if lacking:
            msg = f"{path.name} lacks the columns {', '.join(lacking)}"
            raise SourceError(msg)
        rows = [row for row in reader if row["n_months"] == _WHOLE_YEAR]
    try:
        return {(int(row["month"][:4]), row["partner"]): _total(row) for row in rows}
    except ValueError as error:
        msg = f"{path.name}: a figure of a whole year is no number ({error})"
        raise SourceError(msg) from error


def _total(row: dict[str, str]) -> float:
    return float(row["total_usd"] or 0) or float(row["exports_usd"]) + float(row["imports_usd"])

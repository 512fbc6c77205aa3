"""Trade of one dyad by month, as the large side's customs told it: printed, or in a user's file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tradenet import flows
from tradenet.bloc.substitution import Months
from tradenet.domain import InsufficientData, Ledger
from tradenet.sources import reference
from tradenet.study.neighbours import Direction
from tradenet.study.prepare import paired_from, statements

_FIRST_MONTH, _YEAR = 10_000, 12
_PUBLISHES = "CHN"  # whose customs data/reference/china_dprk_monthly.csv holds


@dataclass(frozen=True, slots=True)
class Monthly:
    """Months of both directions and where they are from.

    Attributes
    ----------
    series : mapping of Direction to Months
        On one calendar.
    told_by : str
        In words.
    ledgers : tuple of Ledger
        Of a user's file; empty where the printed months are used.
    """

    series: Mapping[Direction, Months]
    told_by: str
    ledgers: tuple[Ledger, ...] = ()


def is_monthly(path: Path | None) -> bool:
    """Say whether the flows at a path are of months."""
    if path is None:
        return False
    last = statements(path).table.period.max().to_pyarrow().as_py()
    return last is not None and last > _FIRST_MONTH


def printed(large: str, small: str, closures: tuple[tuple[int, int], ...]) -> Monthly:
    """Return the months that the press printed of Chinese customs; gaps stay gaps."""
    rows = [
        row
        for row in reference.customs_months()
        if large == _PUBLISHES and row.partner == small and row.n_months == 1
    ]
    bought = {row.month: row.imports_usd for row in rows}
    sold = {row.month: row.exports_usd for row in rows}
    series = _series({"to_large": bought, "to_small": sold}, closures)
    return Monthly(series, "Chinese customs as the press printed them")


def from_file(path: Path, large: str, small: str, closures: tuple[tuple[int, int], ...]) -> Monthly:
    """Return the months of a user's file, as the large side reports them.

    Raises
    ------
    InsufficientData
        If the file holds no report of the large side on the small one.
    """
    cells, ledger = paired_from(statements(path), flows.ValuationRules())
    table = cells.table
    rows = (
        table.filter(table.exporter.isin([large, small]) & table.importer.isin([large, small]))
        .select("period", "exporter", "exporter_report_usd", "importer_report_usd")
        .order_by("period", "exporter")
        .to_pyarrow()
        .to_pylist()
    )
    bought = {r["period"]: r["importer_report_usd"] for r in rows if r["exporter"] == small}
    sold = {r["period"]: r["exporter_report_usd"] for r in rows if r["exporter"] == large}
    if not any(value is not None for value in (*bought.values(), *sold.values())):
        msg = f"{path.name} holds no month in which {large} reports trade with {small}"
        raise InsufficientData(msg)
    return Monthly(_series({"to_large": bought, "to_small": sold}, closures), path.name, (ledger,))


def _series(
    told: Mapping[Direction, Mapping[int, float | None]], closures: tuple[tuple[int, int], ...]
) -> dict[Direction, Months]:
    rates = {rate.month: rate.rub_per_usd for rate in reference.exchange_rates()}
    held = sorted({month for values in told.values() for month in values})
    calendar = months_between(held[0], held[-1]) if held else ()
    lagged = np.array([rates.get(_before(month), np.nan) for month in calendar], dtype=float)
    return {
        direction: Months(
            np.array(calendar, dtype=np.int64),
            np.array([_number(values.get(month)) for month in calendar], dtype=float),
            lagged,
            closures,
        )
        for direction, values in told.items()
    }


def months_between(first: int, last: int) -> tuple[int, ...]:
    """Return every month from first to last.

    Examples
    --------
    >>> months_between(202111, 202202)
    (202111, 202112, 202201, 202202)
    """
    counts = range(first // 100 * _YEAR + first % 100 - 1, last // 100 * _YEAR + last % 100)
    return tuple(count // _YEAR * 100 + count % _YEAR + 1 for count in counts)


def _before(month: int) -> int:
    return month - 1 if month % 100 > 1 else (month // 100 - 1) * 100 + _YEAR


def _number(value: float | None) -> float:
    return np.nan if value is None else float(value)

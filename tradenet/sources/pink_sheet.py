"""World Bank Pink Sheet: prices of commodities by month, in current dollars."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Final

import pyarrow as pa

from tradenet.domain import SourceError
from tradenet.sources.workbook import sheet

TITLE: Final = "World Bank Commodity Price Data (Pink Sheet), monthly, updated 3 March 2026"
TERMS: Final = "World Bank Open Data, CC BY 4.0."
PRICES_SCHEMA: Final = pa.schema(
    [
        ("period", pa.int32()),
        ("commodity", pa.string()),
        ("price", pa.float64()),
        ("unit", pa.string()),
    ]
)
# What the DPRK, Iran and Russia sell or buy. The provider marks names with asterisks.
COMMODITIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "aluminum": "Aluminum",
        "coal_australian": "Coal, Australian",
        "coal_south_african": "Coal, South African",
        "copper": "Copper",
        "crude_average": "Crude oil, average",
        "crude_brent": "Crude oil, Brent",
        "crude_dubai": "Crude oil, Dubai",
        "dap": "DAP",
        "gas_europe": "Natural gas, Europe",
        "gold": "Gold",
        "iron_ore": "Iron ore, cfr spot",
        "lead": "Lead",
        "lng_japan": "Liquefied natural gas, Japan",
        "maize": "Maize",
        "nickel": "Nickel",
        "potassium_chloride": "Potassium chloride",
        "rice_thai": "Rice, Thai 5%",
        "silver": "Silver",
        "soybean_oil": "Soybean oil",
        "tin": "Tin",
        "urea": "Urea",
        "wheat_hrw": "Wheat, US HRW",
        "zinc": "Zinc",
    }
)
_SHEET: Final = "Monthly Prices"
_MONTH: Final = re.compile(r"(\d{4})M(0[1-9]|1[0-2])")
_NOT_GIVEN: Final = frozenset({"", "…", "..", "..."})
_DIGITS = 4


def read_prices(path: Path) -> pa.Table:
    """Read the prices of `COMMODITIES` from the sheet ``Monthly Prices``.

    Parameters
    ----------
    path : Path
        ``CMO-Historical-Data-Monthly.xlsx``.

    Returns
    -------
    pyarrow.Table
        Columns of `PRICES_SCHEMA`, sorted by commodity and month; current dollars per ``unit``,
        rounded to four decimals. Months without a price are not there.

    Raises
    ------
    SourceError
        If it is no workbook, a series is missing, or a cell is no price.

    Notes
    -----
    Series change what they measure: European gas is TTF only from April 2015, iron ore a spot price
    only from December 2008, Australian coal was 6,700, then 6,300, from 2015 6,000 kcal/kg.
    """
    rows = sheet(path, _SHEET)
    columns, units = _columns(path, rows)
    found = [
        (int(month[1] + month[2]), name, _price(path, row, column), units[name])
        for name, column in columns.items()
        for row in rows
        if (month := _MONTH.fullmatch(row.get("A", ""))) is not None
        and row.get(column, "").strip() not in _NOT_GIVEN
    ]
    arrays = zip(*sorted(found, key=lambda row: (row[1], row[0])), strict=True)
    return pa.table(dict(zip(PRICES_SCHEMA.names, arrays, strict=True)), schema=PRICES_SCHEMA)


def _columns(path: Path, rows: list[dict[str, str]]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the column of each commodity and its unit, which stands in the row below the names."""
    for names, units in pairwise(rows):
        at = {name.rstrip("* "): column for column, name in names.items()}
        columns = {ours: at[theirs] for ours, theirs in COMMODITIES.items() if theirs in at}
        if not columns:
            continue
        missing = [theirs for theirs in COMMODITIES.values() if theirs not in at]
        if missing:
            msg = f"{path.name} lacks {len(missing)} series, of them '{missing[0]}'; fetch it again"
            raise SourceError(msg)
        return columns, {
            name: units.get(column, "").strip("() ") for name, column in columns.items()
        }
    msg = f"{path.name}: the sheet '{_SHEET}' names no commodity; fetch it again"
    raise SourceError(msg)


def _price(path: Path, row: dict[str, str], column: str) -> float:
    try:
        price = float(row[column])
    except ValueError:
        price = -1.0
    if not 0 < price < float("inf"):
        msg = f"{path.name}, {row['A']}, column {column}: '{row[column]}' should be a price"
        raise SourceError(msg)
    return round(price, _DIGITS)

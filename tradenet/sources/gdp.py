"""World Bank GDP: what each economy makes in a year, in current dollars."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Final

import pyarrow as pa

from tradenet.domain import Economies, SourceError

TITLE: Final = "World Bank, GDP in current US dollars (NY.GDP.MKTP.CD)"
TERMS: Final = "World Bank Open Data, CC BY 4.0."
GDP_SCHEMA: Final = pa.schema(
    [("period", pa.int16()), ("economy", pa.string()), ("gdp_usd", pa.int64())]
)
# The headers of the stored copy and of what `tradenet fetch world_bank` writes.
_HEADERS = (("Country Code", "Year", "Value"), ("economy", "year", "gdp_usd"))


def read_gdp(path: Path, economies: Economies) -> pa.Table:
    """Read GDP of economies; regions and income groups are left out, and so are empty cells.

    Parameters
    ----------
    path : Path
        A CSV with ``Country Code,Year,Value`` or ``economy,year,gdp_usd``.
    economies : Economies
        Codes of the scheme ``iso3``.

    Returns
    -------
    pyarrow.Table
        Columns of `GDP_SCHEMA`, sorted by period and economy; current USD, rounded to dollars.

    Raises
    ------
    SourceError
        If columns are missing, a cell is no number, or an economy-year is there twice.
    """
    known = {
        code: economy
        for scheme, code, economy in zip(*economies.codes.to_pydict().values(), strict=True)
        if scheme == "iso3" and economy in economies.names
    }
    found: dict[tuple[int, str], int] = {}
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        code, year, value = _columns(path, tuple(reader.fieldnames or ()))
        for row in reader:
            economy = known.get(row[code].strip().casefold())
            if economy is None or not row[value]:
                continue
            key, amount = _cell(path, reader.line_num, economy, (row[year], row[value]))
            if key in found:
                msg = f"{path.name}, line {reader.line_num}: {economy} {key[0]} is there twice"
                raise SourceError(msg)
            found[key] = amount
    rows = [{"period": p, "economy": e, "gdp_usd": found[p, e]} for p, e in sorted(found)]
    return pa.Table.from_pylist(rows, schema=GDP_SCHEMA)


def _columns(path: Path, header: tuple[str, ...]) -> tuple[str, ...]:
    for names in _HEADERS:
        if set(names) <= set(header):
            return names
    wanted = " or ".join(",".join(names) for names in _HEADERS)
    msg = f"{path.name} has the columns {', '.join(header)}; GDP needs {wanted}"
    raise SourceError(msg)


def _cell(
    path: Path, line: int, economy: str, cells: tuple[str, str]
) -> tuple[tuple[int, str], int]:
    try:
        return (int(cells[0]), economy), round(float(cells[1]))
    except (ValueError, OverflowError) as error:
        msg = f"{path.name}, line {line}: {economy} {cells} should be a year and dollars"
        raise SourceError(msg) from error

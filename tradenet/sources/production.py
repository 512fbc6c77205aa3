"""A user's table of what was produced: no such facts are shipped."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from tradenet.domain import SourceError

PRODUCTION_SCHEMA = pa.schema(
    [
        ("economy", pa.string()),
        ("product", pa.string()),
        ("period", pa.int32()),
        ("quantity_kg", pa.float64()),
    ]
)


def read_production(path: Path) -> pa.Table:
    """Read a CSV with the columns ``economy,product,period,quantity_kg``.

    Products are codes as the flows have them (text, leading zeros kept), periods YYYY or YYYYMM.

    Raises
    ------
    SourceError
        If the file cannot be read, lacks a column, or has text where a number belongs.
    """
    from pyarrow import csv

    kinds = {field.name: field.type for field in PRODUCTION_SCHEMA}
    convert = csv.ConvertOptions(column_types=kinds, include_columns=list(kinds))
    try:
        table: pa.Table = csv.read_csv(path, convert_options=convert)
    except (OSError, pa.ArrowInvalid, KeyError) as error:
        msg = f"{path}: no production table ({error}); it needs the columns {', '.join(kinds)}"
        raise SourceError(msg) from error
    return table

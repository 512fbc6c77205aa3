"""The bridge: lower bounds of pairs and exact totals of economies in one vintage of BACI."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pacsv

from tradenet.domain import ReportedFlows, Status

_SCHEMA = pa.schema(
    [
        ("period", pa.int16()),
        ("exporter", pa.string()),
        ("importer", pa.string()),
        ("value_usd", pa.float64()),
        ("kind", pa.string()),
        ("vintage", pa.string()),
    ]
)


def bridge(part: ReportedFlows, economy_totals: Path) -> pa.Table:
    """Return lower bounds and, against ``WLD``, exact totals, 1995 to 2023.

    Parameters
    ----------
    part : ReportedFlows
        The lower bounds, harmonised.
    economy_totals : Path
        CSV with ``year``, ``economy``, ``exports_usd``, ``imports_usd``.
    """
    kept = part.table.filter(part.table.status == Status.KEPT)
    pairs = kept.select(
        "period", "value_usd", "vintage", exporter=kept.reporter, importer=kept.partner
    ).to_pyarrow()
    vintage = pairs["vintage"][0].as_py()
    exact = pacsv.read_csv(economy_totals)
    year, economy = exact["year"], exact["economy"]
    world = pa.array(["WLD"] * exact.num_rows)
    stacked = [
        _rows(pairs["period"], pairs["exporter"], pairs["importer"], pairs["value_usd"]),
        _rows(year, economy, world, exact["exports_usd"]),
        _rows(year, world, economy, exact["imports_usd"]),
    ]
    kinds = ["lower_bound"] * pairs.num_rows + ["exact_total"] * 2 * exact.num_rows
    table = pa.concat_tables(stacked)
    table = table.append_column("kind", pa.array(kinds))
    table = table.append_column("vintage", pa.array([vintage] * table.num_rows)).cast(_SCHEMA)
    order = ("kind", "period", "exporter", "importer")
    return table.sort_by([(name, "ascending") for name in order])


def _rows(period: Any, exporter: Any, importer: Any, value: Any) -> pa.Table:  # noqa: ANN401 - Arrow columns
    names = _SCHEMA.names[:4]
    table = pa.table(dict(zip(names, (period, exporter, importer, value), strict=True)))
    return table.cast(pa.schema([_SCHEMA.field(name) for name in names]))

"""Who filed when, who fell silent, and what trade of theirs is told by others alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from tradenet.domain import InsufficientData
from tradenet.domain.flows import money
from tradenet.flows.filings import filings_of
from tradenet.flows.quality.finding import Explained, Finding
from tradenet.flows.quality.material import Material, cells_of

Table = Any  # an Ibis table; Ibis has no stubs
EXPLAINED = Explained(
    "1: whoever reports a cell filed, so silence is a fact of these files (not of the world)",
    "an economy that does not file throughout the window speaks in none of it",
    "[mirror] constant_reporters = false, or load the missing reports",
)
COVERAGE_SCHEMA = pa.schema(
    [
        ("economy", pa.string()),
        ("period", pa.int32()),
        ("filed", pa.bool_()),
        ("trade_usd", pa.float64()),
    ]
)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Flag economies of which others still told after they had stopped filing, or that never did.

    Attributes
    ----------
    least_usd : float
        Least trade at stake: what was traded in the last period filed; what others tell of it in
        the last period that has any where it never filed.
    """

    least_usd: float = 1e9

    def __call__(self, material: Material) -> tuple[Finding, ...]:
        """Return a finding per silent economy, dated by the last period it filed (or was seen)."""
        lines: dict[str, list[dict[str, Any]]] = {}
        for line in coverage_map(material).to_pylist():
            lines.setdefault(line["economy"], []).append(line)
        found = (self._finding(told) for told in lines.values())
        return tuple(f for f in found if f is not None and f.value_usd >= self.least_usd)

    def _finding(self, told: list[dict[str, Any]]) -> Finding | None:
        """Judge one economy's lines, ascending by period."""
        filed = [line for line in told if line["filed"]]
        if told[-1]["filed"]:
            return None
        line = filed[-1] if filed else told[-1]
        silent = [entry["period"] for entry in told if entry["period"] > line["period"]]
        what = f"last filed {line['period']}, silent in {len(silent)} since: {_span(silent)}"
        never = f"never filed in the {len(told)} periods in which others tell of its trade"
        return Finding(
            "coverage", line["period"], line["economy"], "", "TOTAL", line["trade_usd"], 1.0,
            what if filed else never, EXPLAINED,
        )  # fmt: skip


def _span(periods: list[int]) -> str:
    return f"{periods[0]} to {periods[-1]}" if len(periods) > 1 else "".join(map(str, periods))


def coverage_map(material: Material) -> pa.Table:
    """Return who filed in each period and how much trade it has there by any report.

    Returns
    -------
    pyarrow.Table
        ``economy``, ``period``, ``filed``, ``trade_usd`` (exports plus imports, by whoever told),
        for periods in which the economy has any trade; ordered by economy and period.

    Raises
    ------
    InsufficientData
        If no cell has a value.
    """
    import ibis

    table = cells_of(material)
    told = table.filter(table.value_usd > 0)
    sides = told.select("period", "value_usd", economy=told.exporter).union(
        told.select("period", "value_usd", economy=told.importer)
    )
    traded = sides.group_by(["economy", "period"]).aggregate(
        trade_usd=money(sides.value_usd).sum().cast("float64")
    )
    assert material.cells is not None
    filed = ibis.memtable(filings_of(material.cells).select(["period", "economy", "held"]))
    joined = traded.left_join(filed, ["economy", "period"])
    lines = joined.select("economy", "period", "trade_usd", filed=joined.held.notnull())
    found = lines.order_by(["economy", "period"]).to_pyarrow().select(COVERAGE_SCHEMA.names)
    if found.num_rows == 0:
        msg = "no cell of these flows has a value"
        raise InsufficientData(msg)
    return found.cast(COVERAGE_SCHEMA)

"""Doubts about the flows as tables of a result: findings, and the study with and without them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from tradenet.bloc import Evidence, class_lines
from tradenet.domain import BilateralFlows, Status
from tradenet.flows.quality import FINDINGS_SCHEMA, QualityRules
from tradenet.study.check import CheckResult

SET_ASIDE, COUNTED = "set_aside", "counted"
_DOUBTS = pa.schema(
    [
        ("detector", pa.string()), ("findings", pa.int64()), ("value_usd", pa.float64()),
        ("mean_score", pa.float64()), ("about_members", pa.int64()),
        ("members_value_usd", pa.float64()), ("score_means", pa.string()),
        ("default", pa.string()), ("change", pa.string()), ("not_run", pa.string()),
    ]
)  # fmt: skip
_ASIDE = pa.schema(
    [
        ("period", pa.int32()), ("exporter", pa.string()), ("importer", pa.string()),
        ("value_usd", pa.float64()), ("detector", pa.string()), ("score", pa.float64()),
        ("what", pa.string()),
    ]
)  # fmt: skip
_QUARANTINE = pa.schema(
    [
        ("doubtful", pa.string()), ("period", pa.int32()), ("class", pa.string()),
        ("trade_usd", pa.float64()), ("expected_usd", pa.float64()), ("intensity", pa.float64()),
        ("cells_observed", pa.int32()), ("cells", pa.int32()),
        ("share_of_members_trade", pa.float64()),
    ]
)  # fmt: skip


def tables(
    doubts: CheckResult, aside: pa.Table, rules: QualityRules, members: tuple[str, ...]
) -> dict[str, pa.Table]:
    """Return the findings, their sums by detector, and the cells that may be set aside.

    Parameters
    ----------
    doubts : CheckResult
        Of the shown periods.
    aside : pyarrow.Table
        ``period``, ``exporter``, ``importer``, ``value_usd`` of the cells (`doubtful_cells`).
    rules : QualityRules
        Whose findings set a cell aside.
    members : tuple of str
        A finding is about them if it names one, or nobody in particular.
    """
    rows = [{**row, "about_members": _about(row, members)} for row in doubts.findings.to_pylist()]
    schema = FINDINGS_SCHEMA.append(pa.field("about_members", pa.bool_()))
    return {
        "findings": pa.Table.from_pylist(rows, schema=schema),
        "doubts": pa.Table.from_pylist(_sums(doubts, rows), schema=_DOUBTS),
        "set_aside": pa.Table.from_pylist(_aside(aside, rows, rules), schema=_ASIDE),
    }


def doubtful_cells(aside: BilateralFlows) -> pa.Table:
    """Return period, exporter, importer and value of the cells that were marked."""
    marked = aside.table.filter(aside.table.status == Status.QUARANTINED)
    columns = ["period", "exporter", "importer", "value_usd"]
    return marked.select(*columns).order_by(columns).to_pyarrow()


def with_and_without(readings: Mapping[str, Evidence], periods: list[int]) -> pa.Table:
    """Return the classes in the periods that differ, doubtful cells set aside and counted."""
    rows = [
        {"doubtful": reading, **line}
        for reading, evidence in readings.items()
        for line in class_lines(evidence)
        if line["period"] in periods
    ]
    return pa.Table.from_pylist(rows, schema=_QUARANTINE)


def _about(row: Mapping[str, Any], members: tuple[str, ...]) -> bool:
    named = {row["economy"], row["partner"]} - {""}
    return not named or bool(named & set(members))


def _sums(doubts: CheckResult, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return one line per detector; what its findings have in common is that of the first."""
    lines = []
    for line in doubts.to_arrow().to_pylist():
        mine = [row for row in rows if row["detector"] == line["detector"]]
        ours = [row for row in mine if row["about_members"]]
        shared = ("score_means", "default", "change")
        lines.append(
            {
                **line,
                "about_members": len(ours),
                "members_value_usd": sum(row["value_usd"] for row in ours),
                **{name: mine[0][name] if mine else "" for name in shared},
            }
        )
    return lines


def _aside(
    aside: pa.Table, rows: list[dict[str, Any]], rules: QualityRules
) -> list[dict[str, Any]]:
    """Join the marked cells with the surest finding about each."""
    surest: dict[tuple[int, str, str], dict[str, Any]] = {}
    for row in sorted(rows, key=lambda row: row["score"]):
        if row["detector"] in rules.detectors:
            surest[row["period"], row["economy"], row["partner"]] = row
    return [
        {**surest[cell["period"], cell["exporter"], cell["importer"]], **cell}
        for cell in aside.to_pylist()
    ]

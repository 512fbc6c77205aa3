"""Run every detector on the snapshot or on a user's flows, and keep what each could not judge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from tradenet import flows
from tradenet.domain import (
    BilateralFlows,
    InsufficientData,
    ReportedFlows,
    SchemaError,
    SourceError,
    nearest,
)
from tradenet.domain.notebook import card
from tradenet.domain.progress import Progress, counted, silent, within
from tradenet.flows import quality
from tradenet.flows.quality import NO_CELLS
from tradenet.sources import snapshot
from tradenet.sources.production import read_production
from tradenet.sources.tables import write_tables
from tradenet.study.prepare import paired, paired_from, statements

SNAPSHOT = "snapshot"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What the detectors found.

    Attributes
    ----------
    origin : str
        ``snapshot``, or the path that was checked.
    findings : pyarrow.Table
        All findings in total order (`FINDINGS_SCHEMA`).
    coverage : pyarrow.Table
        Who filed when (`coverage_map`); no rows where there are no cells.
    not_run : mapping of str to str
        Detectors that could not judge, and why.
    """

    origin: str
    findings: pa.Table
    coverage: pa.Table
    not_run: Mapping[str, str]

    def summary(self) -> str:
        """Return one quotable line."""
        ran = len(quality.DETECTORS) - len(self.not_run)
        return f"{self.origin}: {self.findings.num_rows:,} findings by {ran} detectors"

    def _repr_html_(self) -> str:
        lines = [(row["detector"], row["not_run"] or f"{row['findings']:,} findings")
                 for row in self.to_arrow().to_pylist()]  # fmt: skip
        return card("What the detectors doubt", [("all", self.summary()), *lines])

    def to_arrow(self) -> pa.Table:
        """Return one row per detector: findings, dollars at stake, mean score, why not run."""
        rows = [self._line(name) for name in quality.DETECTORS]
        return pa.Table.from_pylist(rows, schema=_SUMMARY)

    def to_json(self) -> dict[str, Any]:
        """Return everything but the coverage map, as plain values."""
        return {
            "origin": self.origin,
            "summary": self.to_arrow().to_pylist(),
            "findings": self.findings.to_pylist(),
        }

    def page(self, top: int = 3) -> str:
        """Return the summary as aligned text, the `top` largest findings below each detector."""
        lines = [self.summary(), f"{'detector':<18}{'findings':>9}{'bn USD':>12}{'mean score':>12}"]
        for row in self.to_arrow().to_pylist():
            if row["not_run"]:
                lines.append(f"{row['detector']:<18}not run: {row['not_run']}")
                continue
            score = "-" if row["mean_score"] is None else f"{row['mean_score']:.2f}"
            value = f"{row['value_usd'] / 1e9:,.3f}"
            lines.append(f"{row['detector']:<18}{row['findings']:>9,}{value:>12}{score:>12}")
            lines += [f"    {_written(entry)}" for entry in self._of(row["detector"])[:top]]
        return "\n".join(lines)

    def _of(self, name: str) -> list[dict[str, Any]]:
        return [row for row in self.findings.to_pylist() if row["detector"] == name]

    def _line(self, name: str) -> dict[str, Any]:
        mine = self._of(name)
        scores = [row["score"] for row in mine]
        return {
            "detector": name,
            "findings": len(mine),
            "value_usd": sum(row["value_usd"] for row in mine),
            "mean_score": sum(scores) / len(scores) if scores else None,
            "not_run": self.not_run.get(name, ""),
        }


def _written(row: Mapping[str, Any]) -> str:
    where = ">".join(filter(None, (row["economy"], row["partner"]))) or "all"
    return f"{row['period']} {where}: {row['what']} (score {row['score']:.2f})"


_SUMMARY = pa.schema(
    [
        ("detector", pa.string()), ("findings", pa.int64()), ("value_usd", pa.float64()),
        ("mean_score", pa.float64()), ("not_run", pa.string()),
    ]
)  # fmt: skip


def check(
    origin: str, *, event: int = 2022, production: Path | None = None, tell: Progress = silent
) -> CheckResult:
    """Run all detectors on the snapshot or on a store or flow file.

    Parameters
    ----------
    origin : str
        ``snapshot``, or a path.
    event : int
        First period after the event (YYYY or YYYYMM).
    production : Path, optional
        CSV with ``economy,product,period,quantity_kg``.
    tell : callable
        Told how far it is.

    Raises
    ------
    TradenetError
        If the flows cannot be read.
    """
    tell("reading the flows", 0.0)
    cells, reported, why = _load(origin)
    made = read_production(production) if production is not None else None
    material = quality.Material(cells, reported, made, event)
    result = examine(origin, material, within(tell, 0.3, 0.9))
    not_run = result.not_run
    if cells is None:
        not_run = {name: why if said == NO_CELLS else said for name, said in not_run.items()}
    coverage = quality.coverage_map(material) if "coverage" not in not_run else _NO_COVERAGE
    return replace(result, coverage=coverage, not_run=not_run)


def examine(origin: str, material: quality.Material, tell: Progress = silent) -> CheckResult:
    """Run all detectors on what was read already, without the coverage map; see `check`."""
    found, not_run = run_detectors(material, tell)
    return CheckResult(origin, quality.findings_table(found), _NO_COVERAGE, not_run)


_NO_COVERAGE = quality.COVERAGE_SCHEMA.empty_table()


def run_detectors(
    material: quality.Material, tell: Progress = silent
) -> tuple[tuple[quality.Finding, ...], dict[str, str]]:
    """Return all findings, and why detectors could not judge; one failure stops no other."""
    found: list[quality.Finding] = []
    not_run: dict[str, str] = {}
    for name in counted(quality.DETECTORS, "looking for doubts", tell):
        try:
            found.extend(quality.DETECTORS[name]()(material))
        except InsufficientData as error:
            not_run[name] = str(error)
    return tuple(found), not_run


def cells_at(origin: str) -> BilateralFlows:
    """Return the agreed cells of the snapshot or of a path, all reporters as they are."""
    if origin == SNAPSHOT:
        return agreed(snapshot.panel())
    return agreed(paired(_there(origin), flows.ValuationRules())[0])


def agreed(cells: BilateralFlows) -> BilateralFlows:
    """Return cells with a value each, all reporters as they are."""
    return flows.agree(cells, flows.MirrorRules(constant_reporters=False)).compute()


def told_by_the_snapshot() -> BilateralFlows:
    """Return the snapshot's cells that have a value: agreed already, all reporters as they are."""
    cells = snapshot.panel()
    return cells.with_table(cells.table.filter(cells.table.value_usd.notnull())).compute()


def set_aside(
    cells: BilateralFlows, findings: pa.Table, rules: quality.QualityRules
) -> BilateralFlows:
    """Mark the cells of findings ``quarantined``, so that a study can run with and without them.

    Parameters
    ----------
    cells : BilateralFlows
        Paired or agreed.
    findings : pyarrow.Table
        Of the detectors that may quarantine by `rules`; others are passed over.
    rules : QualityRules
        Which detectors count.
    """
    doubts = quality.read_findings(findings)
    return quality.quarantine(cells, [f for f in doubts if f.detector in rules.detectors])


def _there(origin: str) -> Path:
    path = Path(origin)
    if not path.exists() and (hint := nearest(origin, [SNAPSHOT])):
        msg = f"{origin}: no such file{hint}; check the path"
        raise SourceError(msg)
    return path


def _load(origin: str) -> tuple[BilateralFlows | None, ReportedFlows | None, str]:
    """Return cells and statements; why there are no cells where two sources contradict."""
    if origin == SNAPSHOT:
        return told_by_the_snapshot(), None, ""
    reported = statements(_there(origin))
    try:
        return agreed(paired_from(reported, flows.ValuationRules())[0]), reported, ""
    except SchemaError as error:
        return None, reported, str(error)


def write(result: CheckResult, target: Path) -> None:
    """Write ``findings`` and ``coverage`` as Parquet and CSV, and ``check.json``, into a folder.

    Raises
    ------
    SourceError
        If the folder holds other things or cannot be written.
    """
    tables = {"findings": result.findings, "coverage": result.coverage}
    write_tables(tables, {"check.json": result.to_json()}, target, made_by="check.json")

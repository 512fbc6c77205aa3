"""The embedded snapshot: figures of the project's own pipeline, so that no network is needed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa

from tradenet.domain import (
    BilateralFlows,
    Ledger,
    LedgerLine,
    Provenance,
    SourceError,
    SourceFile,
)
from tradenet.sources.engine import duckdb, handed_over
from tradenet.sources.reference import data_folder

PANEL_SCHEMA = pa.schema(
    [
        ("period", pa.int16()),
        ("exporter", pa.string()),
        ("importer", pa.string()),
        ("value_usd", pa.float64()),
        ("observed", pa.string()),
        ("basis", pa.string()),
        ("log_gap", pa.float32()),
        ("source", pa.string()),
        ("vintage", pa.string()),
        ("status", pa.string()),
    ]
)
TABLES = ("panel", "bridge", "focus", "distances", "gdp", "ideal_points", "prices")
PANEL_SOURCES = ("imf_dots", "baci_2022", "baci_2023", "imts_2025")


def folder() -> Path:
    """Return where the snapshot lies: in the wheel, else in the checkout."""
    return data_folder() / "snapshot"


def manifest(home: Path | None = None) -> dict[str, Any]:
    """Return the snapshot's manifest: sources, vintages, terms, hashes, what is not there.

    Raises
    ------
    SourceError
        If there is no snapshot.
    """
    path = (home or folder()) / "manifest.json"
    if not path.is_file():
        msg = f"no snapshot in {path.parent}; make one with tradenet snapshot build --from DIR"
        raise SourceError(msg)
    known: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return known


def table(name: str, home: Path | None = None) -> pa.Table:
    """Return one of the `TABLES`."""
    import pyarrow.parquet as pq

    manifest(home)
    return pq.read_table((home or folder()) / f"{name}.parquet")


def broken(home: Path | None = None) -> list[str]:
    """Return the tables whose bytes differ from the manifest's SHA-256; empty if all is well."""
    known = manifest(home)["files"]
    return [
        name
        for name in TABLES
        if hashlib.sha256(((home or folder()) / f"{name}.parquet").read_bytes()).hexdigest()
        != known[f"{name}.parquet"]["sha256"]
    ]


def ledgers(home: Path | None = None) -> tuple[Ledger, ...]:
    """Return the ledger of each file that the panel was made from, all its years."""
    entries = {entry["name"]: entry for entry in manifest(home)["sources"]}
    return tuple(
        Ledger(
            tuple(
                LedgerLine(f"read {name}", line["status"], line["rows"], Decimal(line["value_usd"]))
                for line in entries[name]["ledger"]
            )
        )
        for name in PANEL_SOURCES
    )


def panel(periods: Iterable[int] | None = None, home: Path | None = None) -> BilateralFlows:
    """Return the panel with both reports recovered, every cell with its state.

    The importer's report is the value where the basis is the importer; the exporter's is value ×
    exp(log_gap). They are FOB at the manifest's ``cif_fob_ratio``.

    Parameters
    ----------
    periods : iterable of int, optional
        Years to read; all where not given.
    home : Path, optional
        Another snapshot folder.
    """
    import ibis

    origin = _provenance(home)
    cells = handed_over(duckdb().read_parquet((home or folder()) / "panel.parquet"))
    if periods is not None:
        cells = cells.filter(cells.period.isin(sorted(set(periods)) or [0]))
    gap = cells.log_gap.cast("float64").exp()
    silent = (cells.observed == "both") & cells.log_gap.isnull()
    by_importer = cells.basis == "importer"
    other = silent.ifelse(0.0, cells.value_usd * gap)
    recovered = cells.mutate(
        period=cells.period.cast("int32"),
        product=ibis.literal("TOTAL"),
        log_gap=cells.log_gap.cast("float64"),
        importer_report_usd=by_importer.ifelse(cells.value_usd, None),
        exporter_report_usd=ibis.cases(
            (by_importer, other), (cells.basis == "exporter", cells.value_usd), else_=None
        ),
    )
    return BilateralFlows(recovered, origin)


def _provenance(home: Path | None) -> Provenance:
    known = manifest(home)
    files = tuple(SourceFile(n, e["sha256"], e["bytes"]) for n, e in sorted(known["files"].items()))
    return Provenance(
        source="snapshot",
        title="; ".join(entry["title"] for entry in known["sources"]),
        terms=" ".join(dict.fromkeys(entry["terms"] for entry in known["sources"])),
        files=files,
    )

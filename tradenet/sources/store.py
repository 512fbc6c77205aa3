"""Parquet at the two ends: a store of harmonised flows, and single tables, written atomically."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa

from tradenet.domain import Provenance, ReportedFlows, SourceError
from tradenet.domain.flows import REPORTED_SCHEMA
from tradenet.domain.period import FIRST_MONTH_CODE
from tradenet.sources.engine import read_partitions

_META = "_tradenet.json"
STORE_SCHEMA = pa.schema(
    [
        *REPORTED_SCHEMA,
        ("reporter_code", pa.string()),
        ("partner_code", pa.string()),
        ("classification", pa.string()),
        ("months", pa.int32()),
    ]
)
_OPTIONAL = {"classification": "string", "months": "int32"}  # unknown where a table lacks them
_ORDER = ["period", "source", "reporter", "partner", "flow", "product", "row"]


@contextmanager
def replacing(target: Path, made_by: str) -> Iterator[Path]:
    """Yield a new folder beside the target that takes its place only when all went well.

    Parameters
    ----------
    target : Path
        The folder to make or replace.
    made_by : str
        A file that an existing target must hold, as proof that it is ours to replace.

    Raises
    ------
    SourceError
        If the target holds other things, or its parent cannot be written.
    """
    if target.exists() and not (target / made_by).is_file() and _holds_something(target):
        msg = f"{target}: exists and has no {made_by}, so it is not ours to replace; choose another"
        raise SourceError(msg)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    except OSError as error:
        msg = f"{target}: cannot write there ({error.strerror}); choose another folder"
        raise SourceError(msg) from error
    try:
        folder.chmod(0o755)
        yield folder
        old = folder.with_name(f"{folder.name}.old")
        if target.exists():
            os.replace(target, old)  # noqa: PTH105 - atomic; Path.replace is the same call
        os.replace(folder, target)  # noqa: PTH105 - atomic
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _holds_something(target: Path) -> bool:
    return not target.is_dir() or any(target.iterdir())


def write_parquet(table: pa.Table, path: Path, *, level: int = 3) -> None:
    """Write a table as zstd Parquet of a level, in row groups that a reader can skip."""
    import pyarrow.parquet as pq

    pq.write_table(table, path, compression="zstd", compression_level=level, row_group_size=250_000)


def write_store(parts: Sequence[ReportedFlows], target: Path) -> None:
    """Write harmonised flows as a Parquet data set partitioned by period.

    Any Parquet tool can read it: plain strings, the schema of `ReportedFlows` and the provider's
    own codes, the ``classification`` of products and the ``months`` a summed year holds, one folder
    ``period=<code>`` each, provenance in ``_tradenet.json``.

    Raises
    ------
    SourceError
        If annual and monthly flows are mixed, or the folder exists and is no store (`replacing`).
    """
    refuse_mixed(parts)
    with replacing(target, _META) as folder:
        periods = sorted({code for part in parts for code in _periods(part)})
        for code in periods:
            rows = [_rows(part, code) for part in parts]
            table = pa.concat_tables([table for table in rows if table.num_rows])
            home = folder / f"period={code}"
            home.mkdir()
            write_parquet(
                table.sort_by([(name, "ascending") for name in _ORDER[1:]]), home / "flows.parquet"
            )
        (folder / _META).write_text(_provenances(parts), encoding="utf-8")


def read_store(folder: Path) -> ReportedFlows:
    """Read what `write_store` wrote: harmonised, classified reported flows.

    Raises
    ------
    SourceError
        If the folder is no store.
    """
    if not (folder / _META).is_file():
        msg = f"{folder}: no tradenet store (it lacks {_META}); make one with tradenet ingest"
        raise SourceError(msg)
    table = read_partitions(folder)
    table = table.mutate(period=table.period.cast("int32"))
    known = json.loads((folder / _META).read_text(encoding="utf-8"))
    origins = [
        Provenance.from_metadata({b"tradenet": json.dumps(entry).encode()}) for entry in known
    ]
    return ReportedFlows(_filled(table), joined(origins))


def together(parts: Sequence[ReportedFlows]) -> ReportedFlows:
    """Return several harmonised tables as one."""
    first, *others = parts
    table = _filled(first.table)
    for part in others:
        table = table.union(_filled(part.table))
    return first.with_table(table, joined([part.provenance for part in parts]))


def _filled(table: Any) -> Any:  # noqa: ANN401 - Ibis has no stubs
    """Return the columns of a store, those that an older store or a test lacks as unknown."""
    import ibis

    lacking = {name: kind for name, kind in _OPTIONAL.items() if name not in table.columns}
    full = table.mutate(**{name: ibis.null(kind) for name, kind in lacking.items()})
    return full.select(*STORE_SCHEMA.names)


def joined(origins: Sequence[Provenance]) -> Provenance:
    """Return one provenance for several: names joined, files listed together."""
    unique = list(dict.fromkeys(origins))
    return Provenance(
        source="+".join(dict.fromkeys(origin.source for origin in unique)),
        title="; ".join(dict.fromkeys(origin.title for origin in unique)),
        terms=" ".join(dict.fromkeys(origin.terms for origin in unique)),
        files=tuple(dict.fromkeys(file for origin in unique for file in origin.files)),
    )


def refuse_mixed(parts: Sequence[ReportedFlows]) -> None:
    """Refuse tables of which some hold months and some years.

    Raises
    ------
    SourceError
        The message names the tables that hold months.
    """
    monthly = [any(code > FIRST_MONTH_CODE for code in _periods(part)) for part in parts]
    if len(set(monthly)) > 1:
        months = [
            p.provenance.where for p, is_monthly in zip(parts, monthly, strict=True) if is_monthly
        ]
        msg = (
            f"mixed frequencies: {', '.join(months)} hold months, the other "
            f"{len(parts) - len(months)} of {len(parts)} tables years; make a store for each"
        )
        raise SourceError(msg)


def _periods(part: ReportedFlows) -> list[int]:
    found: list[int] = part.table.select("period").distinct().to_pyarrow()["period"].to_pylist()
    return found


def _rows(part: ReportedFlows, code: int) -> pa.Table:
    names = [name for name in STORE_SCHEMA.names if name != "period"]
    rows: Any = _filled(part.table.filter(part.table.period == code)).select(*names).to_pyarrow()
    return rows.cast(pa.schema([STORE_SCHEMA.field(name) for name in names]))


def _provenances(parts: Sequence[ReportedFlows]) -> str:
    stored = [json.loads(part.provenance.to_metadata()[b"tradenet"]) for part in parts]
    return json.dumps(stored, indent=1, sort_keys=True) + "\n"

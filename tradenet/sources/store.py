"""Parquet at the two ends: a store of harmonised flows, and single tables, written atomically."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import reduce
from pathlib import Path
from typing import Any

import pyarrow as pa

from tradenet.domain import Provenance, ReportedFlows, SourceError
from tradenet.domain.flows import REPORTED_SCHEMA
from tradenet.domain.period import FIRST_MONTH_CODE
from tradenet.sources import engine

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
_NEEDED = {*STORE_SCHEMA.names} - {*_OPTIONAL, "period"}
_FLOWS = "flows.parquet"
_PERIOD = re.compile(r"period=[0-9]{4}([0-9]{2})?")
_ANEW = "make the store again with tradenet ingest"


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
    made = [parent for parent in target.parents if not parent.exists()]
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
        for parent in made:  # of a folder that was not filled, nothing is left
            with contextlib.suppress(OSError):
                parent.rmdir()


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
    ``period=<code>`` each, provenance in ``_tradenet.json``. Rows stand in the order of their
    files, files in the order of their sources and names: same rows, same bytes.

    Raises
    ------
    SourceError
        If annual and monthly flows are mixed, or the folder exists and is no store (`replacing`).
    """
    parts = sorted(parts, key=_place)
    periods = [_periods(part) for part in parts]
    _refuse_months_among_years(parts, periods)
    with replacing(target, _META) as folder:
        parts = [_once(part, len(held)) for part, held in zip(parts, periods, strict=True)]
        for code in sorted({code for held in periods for code in held}):
            home = folder / f"period={code}"
            home.mkdir()
            rows = [
                _rows(part, code) for part, held in zip(parts, periods, strict=True) if code in held
            ]
            _write(reduce(lambda one, other: one.union(other), rows), home / _FLOWS)
        (folder / _META).write_text(_provenances(parts), encoding="utf-8")


def read_store(folder: Path) -> ReportedFlows:
    """Read what `write_store` wrote: harmonised, classified reported flows.

    Raises
    ------
    SourceError
        If the folder is no store, or one that was changed by hand.
    """
    if not (folder / _META).is_file():
        msg = f"{folder}: no tradenet store (it lacks {_META}); make one with tradenet ingest"
        raise SourceError(msg)
    _refuse_changed(folder)
    return ReportedFlows(_filled(engine.read_partitions(folder)), joined(_origins(folder)))


def _origins(folder: Path) -> list[Provenance]:
    try:
        known = json.loads((folder / _META).read_text(encoding="utf-8"))
        return [
            Provenance.from_metadata({b"tradenet": json.dumps(entry).encode()}) for entry in known
        ]
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        msg = f"{folder / _META}: does not tell where the flows came from ({error}); {_ANEW}"
        raise SourceError(msg) from error


def _refuse_changed(folder: Path) -> None:
    """Refuse files that were cut, and folders that name no period; only footers are read."""
    import pyarrow.parquet as pq

    files = sorted(folder.glob("*=*/*.parquet"))
    if not files:
        msg = f"{folder}: the store holds no period; {_ANEW}"
        raise SourceError(msg)
    for path in files:
        try:
            lacking = sorted(_NEEDED - {*pq.read_schema(path).names})
        except (pa.ArrowInvalid, OSError) as error:
            msg = f"{path}: cannot be read ({str(error).splitlines()[0]}); {_ANEW}"
            raise SourceError(msg) from error
        if lacking or not _PERIOD.fullmatch(path.parent.name):
            wrong = f"lacks {', '.join(lacking)}" if lacking else "its folder is no period=<code>"
            msg = f"{path}: {wrong}; {_ANEW}"
            raise SourceError(msg)


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


def _once(part: ReportedFlows, periods: int) -> ReportedFlows:
    """Evaluate a table of many periods once, and not once for each."""
    return part if periods == 1 else part.with_table(engine.evaluated(part.table))


def _place(part: ReportedFlows) -> tuple[str, ...]:
    """Where a table stands in a store: by source and file, in whatever order they were given."""
    return part.provenance.source, *(file.name for file in part.provenance.files)


def refuse_mixed(parts: Sequence[ReportedFlows]) -> None:
    """Refuse tables of which some hold months and some years.

    Raises
    ------
    SourceError
        The message names the tables that hold months.
    """
    _refuse_months_among_years(parts, [_periods(part) for part in parts])


def _refuse_months_among_years(
    parts: Sequence[ReportedFlows], periods: Sequence[list[int]]
) -> None:
    monthly = [any(code > FIRST_MONTH_CODE for code in held) for held in periods]
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


def _rows(part: ReportedFlows, code: int) -> Any:  # noqa: ANN401 - an Ibis table
    names = [name for name in STORE_SCHEMA.names if name != "period"]
    return _filled(part.table.filter(part.table.period == code)).select(*names)


def _write(rows: Any, path: Path) -> None:  # noqa: ANN401 - an Ibis table
    if engine.on_duckdb():
        engine.write(rows, path, "zstd")
        return
    # Another engine keeps no order, and types of its own.
    schema = pa.schema([STORE_SCHEMA.field(name) for name in rows.columns])
    order = dict.fromkeys(["source", "row", *rows.columns])
    found = rows.to_pyarrow().cast(schema)
    write_parquet(found.sort_by([(name, "ascending") for name in order]), path)


def _provenances(parts: Sequence[ReportedFlows]) -> str:
    stored = [json.loads(part.provenance.to_metadata()[b"tradenet"]) for part in parts]
    return json.dumps(stored, indent=1, sort_keys=True) + "\n"

"""Write tables and what belongs to them into one folder that appears whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa

from tradenet.domain.text import harmless
from tradenet.sources.store import replacing, write_parquet


def write_tables(
    tables: Mapping[str, pa.Table], notes: Mapping[str, object], target: Path, *, made_by: str
) -> None:
    """Write each table as Parquet and harmless CSV, each note as JSON, or as it is if it is text.

    Parameters
    ----------
    tables : mapping of str to pyarrow.Table
        File names without an ending.
    notes : mapping of str to object
        File names and plain values.
    target : Path
        The folder; replaced if it holds `made_by`.
    made_by : str
        One of the files, by which the folder is known as ours (`replacing`).

    Raises
    ------
    SourceError
        If the folder holds other things or cannot be written.
    """
    from pyarrow import csv

    with replacing(target, made_by) as folder:
        for name, table in tables.items():
            write_parquet(table, folder / f"{name}.parquet")
            csv.write_csv(harmless(table), folder / f"{name}.csv")
        for name, note in notes.items():
            plain = isinstance(note, str)
            text = note if plain else json.dumps(note, indent=1, sort_keys=True, allow_nan=False)
            (folder / name).write_text(f"{text}\n", encoding="utf-8")

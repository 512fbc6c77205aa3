"""A store: the rows of its files, in the order of the files, the same bytes each time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from tradenet.domain import SchemaError, SourceError
from tradenet.sources import store
from tradenet.study import prepare

Write = Callable[[str, str], Path]
HEADER = "year,exporter,importer,value_usd\n"


def rows(folder: Path, period: int) -> list[dict[str, Any]]:
    """Return the rows of a period as they stand in the file."""
    found: list[dict[str, Any]] = pq.read_table(
        folder / f"period={period}" / "flows.parquet", partitioning=None
    ).to_pylist()
    return found


def test_rows_stand_in_the_order_of_the_file_by_period(write: Write, tmp_path: Path) -> None:
    path = write("pairs.csv", f"{HEADER}2019,RUS,CHN,1\n2020,CHN,RUS,2\n2019,CHN,RUS,3\n")
    prepare.ingest([path], tmp_path / "store")
    found = rows(tmp_path / "store", 2019)
    assert [(row["reporter"], row["row"], row["value_usd"]) for row in found] == [
        ("RUS", 1, 1.0), ("CHN", 3, 3.0),
    ]  # fmt: skip
    assert [row["row"] for row in rows(tmp_path / "store", 2020)] == [2]


def test_every_column_has_the_type_of_the_schema(write: Write, tmp_path: Path) -> None:
    prepare.ingest([write("pairs.csv", f"{HEADER}2019,RUS,CHN,1\n")], tmp_path / "store")
    schema = pq.read_schema(tmp_path / "store" / "period=2019" / "flows.parquet")
    assert {field.name: field.type for field in schema} == {
        field.name: field.type for field in store.STORE_SCHEMA if field.name != "period"
    }


def test_what_was_stored_is_what_is_read(write: Write, tmp_path: Path) -> None:
    path = write("pairs.csv", f"{HEADER}2019,RUS,CHN,1.25\n2020,CHN,WLD,\n2020,CHN,RUS,2\n")
    prepare.ingest([path], tmp_path / "store")
    stored, told = store.read_store(tmp_path / "store"), prepare.statements(path)
    assert stored.to_arrow().to_pylist() == told.to_arrow().to_pylist()
    assert [(x.status, x.rows) for x in stored.ledger("x").lines] == [
        (x.status, x.rows) for x in told.ledger("x").lines
    ]


def test_two_stores_of_the_same_files_are_equal_whatever_their_order(
    write: Write, tmp_path: Path
) -> None:
    one, other = (
        write(f"pairs_{year}.csv", f"{HEADER}{year},CHN,RUS,{year}\n{year},RUS,CHN,1\n")
        for year in (2019, 2020)
    )
    prepare.ingest([one, other], tmp_path / "first")
    prepare.ingest([other, one], tmp_path / "second")
    first, second = (
        {p.relative_to(tmp_path / name): p.read_bytes() for p in (tmp_path / name).rglob("*.*")}
        for name in ("first", "second")
    )
    assert first == second
    assert len(first) == 3


def test_a_row_that_two_files_hold_counts_once(write: Write, tmp_path: Path) -> None:
    one = write("pairs_a.csv", f"{HEADER}2019,CHN,RUS,5\n2019,CHN,IND,1\n")
    other = write("pairs_b.csv", f"{HEADER}2019,CHN,RUS,5\n")
    prepare.ingest([one, other], tmp_path / "store")
    told = prepare.statements(tmp_path / "store").to_arrow().to_pylist()
    assert sorted((row["partner"], row["status"]) for row in told) == [
        ("IND", "kept"), ("RUS", "duplicate"), ("RUS", "kept"),
    ]  # fmt: skip
    assert len(prepare.statements(tmp_path / "store").provenance.files) == 2


def test_two_files_that_contradict_each_other_make_no_store(write: Write, tmp_path: Path) -> None:
    one = write("pairs_a.csv", f"{HEADER}2019,CHN,RUS,5\n")
    other = write("pairs_b.csv", f"{HEADER}2019,CHN,RUS,6\n")
    with pytest.raises(SchemaError, match="1 keys have two or more different values"):
        prepare.ingest([one, other], tmp_path / "store")
    assert not (tmp_path / "store").exists()


def test_a_folder_that_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no tradenet store"):
        store.read_store(tmp_path)

"""Every row of every table of data/reference says where it was read, and whether it was."""

import csv
from collections.abc import Mapping
from pathlib import Path

import pytest

from tradenet.sources.reference import data_folder
from tradenet.sources.reference.folder import rows_of

TABLES = sorted((data_folder() / "reference").glob("*.csv"))
# Of the codes and spellings themselves: which files and lists have them. Nothing is remembered.
CODES = frozenset({"economies"})
# Where a column of that name is taken: the provider whose figures are estimates.
SOURCES = {"estimated_reporters": "fact_source"}


def unsourced(table: str, row: Mapping[str, str]) -> str:
    """Say what a row lacks; empty if nothing."""
    if not row.get(SOURCES.get(table, "source"), "").strip():
        return "no source"
    if table not in CODES and row.get("checked") not in ("read", "memory"):
        return "neither read nor memory"
    return ""


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_every_row_has_a_source_and_says_whether_it_was_read(path: Path) -> None:
    rows = rows_of(path)
    assert rows
    lacking = [
        (line, lack) for line, row in enumerate(rows, 2) if (lack := unsourced(path.stem, row))
    ]
    assert lacking == []


def test_the_tables_are_found_by_themselves_and_nothing_else_lies_there() -> None:
    names = {path.name for path in (data_folder() / "reference").iterdir()}
    assert names == {path.name for path in TABLES}
    assert {"events", "dprk_workers", "rub_usd_monthly", "economies"} <= {p.stem for p in TABLES}
    assert {*CODES, *SOURCES} <= {path.stem for path in TABLES}


@pytest.mark.parametrize(
    ("table", "line", "lack"),
    [
        ("new", "x,page,read", ""),
        ("new", "x,page,memory", ""),
        ("new", "x,,read", "no source"),
        ("new", "x, ,memory", "no source"),
        ("new", "x,page,", "neither read nor memory"),
        ("new", "x,page,sure", "neither read nor memory"),
        ("economies", "x,page,", ""),
        ("economies", "x,,", "no source"),
        ("estimated_reporters", "x,page,read", "no source"),
    ],
)
def test_a_row_that_lacks_either_is_found(table: str, line: str, lack: str) -> None:
    (row,) = csv.DictReader(["name,source,checked", line])
    assert unsourced(table, row) == lack


def test_a_table_without_the_columns_is_found() -> None:
    assert unsourced("new", {"name": "x"}) == "no source"
    assert unsourced("new", {"name": "x", "source": "page"}) == "neither read nor memory"

"""Tables of ties: six rows by hand, and every mistake told in one line."""

from __future__ import annotations

import gzip
import math
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tradenet.domain import ConfigError, Economies, SchemaError, SourceError, TieTable
from tradenet.sources.ties import TIES, read_kinds, read_ties

NAMES = {code * 3: f"Economy {code}" for code in "ABCDE"}
NOBODY = Economies(pa.table({}), pa.table({}), pa.table({}), NAMES)
HEAD = "kind,period,from,to,value,source\n"
SIX = (
    "flights,2019,AAA,CCC,6,invented\n"
    "flights,2019,AAA,DDD,3,invented\n"
    "flights,2019,AAA,EEE,3,\n"
    "flights,2019,BBB,CCC,2,invented\n"
    "flights,2019,BBB,DDD,0,invented\n"
    "flights,2020,BBB,EEE,5,also invented\n"
)


def written(folder: Path, text: str, name: str = "mine.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def read(path: Path, only: str = "") -> tuple[TieTable, ...]:
    return read_ties(path, TIES, NOBODY, only)


def cell(table: TieTable, period: int, one: str, other: str) -> float:
    at = table.economies.index
    return float(table.values[table.periods.index(period), at(one * 3), at(other * 3)])


def test_six_rows(tmp_path: Path) -> None:
    """What is written stands, a written zero too; a pair without a row is not held."""
    (table,) = read(written(tmp_path, HEAD + SIX))
    assert table.kind is TIES["flights"]
    assert table.economies == ("AAA", "BBB", "CCC", "DDD", "EEE")
    assert table.periods == (2019, 2020)
    assert cell(table, 2019, "A", "C") == 6
    assert cell(table, 2019, "B", "D") == 0
    assert math.isnan(cell(table, 2019, "B", "E"))
    assert math.isnan(cell(table, 2019, "C", "A"))
    assert math.isnan(cell(table, 2019, "A", "A"))
    assert np.count_nonzero(~np.isnan(table.values)) == 6
    assert table.sources == ("also invented", "invented")
    assert table.file.name == "mine.csv"
    assert len(table.file.sha256) == 64


def test_a_star_makes_a_list_complete(tmp_path: Path) -> None:
    """The rest of A's row of that year is zero; what is written stands, wherever the star is."""
    star = "flights,2019,AAA,*,0,\n"
    for text in (HEAD + star + SIX, HEAD + SIX + star):
        (table,) = read(written(tmp_path, text))
        assert [cell(table, 2019, "A", other) for other in "BCDE"] == [0, 6, 3, 3]
        assert math.isnan(cell(table, 2019, "A", "A"))
        assert math.isnan(cell(table, 2019, "B", "A"))
        assert math.isnan(cell(table, 2020, "A", "B"))
    (whole,) = read(written(tmp_path, HEAD + SIX + "flights,2020,*,*,0,\n"))
    assert np.nansum(whole.values[1]) == 5
    assert np.count_nonzero(np.isnan(whole.values[1])) == 5  # the diagonal
    (into,) = read(written(tmp_path, HEAD + SIX + "flights,2020,*,BBB,0,\n"))
    assert [cell(into, 2020, one, "B") for one in "ACDE"] == [0, 0, 0, 0]


def test_kinds_of_one_file_are_tables_of_their_own(tmp_path: Path) -> None:
    """In the order of the registry; one can be asked for alone."""
    path = written(tmp_path, HEAD + SIX + "remittances,2019-03,AAA,BBB,7.5,\n")
    assert [table.kind.name for table in read(path)] == ["remittances", "flights"]
    (one,) = read(path, "remittances")
    assert one.periods == (201903,)
    with pytest.raises(SchemaError, match=r"no row of kind 'arms'; it holds remittances, flights"):
        read(path, "arms")


def test_the_same_from_parquet_packed_and_semicolons(tmp_path: Path) -> None:
    """Typed columns, an archive, another delimiter, columns in another order, no source."""
    (table,) = read(written(tmp_path, HEAD + SIX))
    rows = [line.split(",")[:5] for line in SIX.splitlines()]
    kind, period, one, other, value = (list(column) for column in zip(*rows, strict=True))
    typed = pa.table(
        {"value": [float(x) for x in value], "to": other, "from": one, "kind": kind,
         "period": [int(x) for x in period]}
    )  # fmt: skip
    pq.write_table(typed, tmp_path / "mine.parquet")
    (tmp_path / "mine.csv.gz").write_bytes(gzip.compress((HEAD + SIX).encode()))
    written(tmp_path, (HEAD + SIX).replace(",", ";"), "semicolons.csv")
    written(tmp_path, "\ufeff" + (HEAD + SIX).replace(",", " , "), "spaces.csv")
    for name in ("mine.parquet", "mine.csv.gz", "semicolons.csv", "spaces.csv"):
        (again,) = read(tmp_path / name)
        assert again.economies == table.economies
        np.testing.assert_array_equal(again.values, table.values)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("fligths,2019,CCC,AAA,1,", ["1 of 7 rows", "unknown kind", "data row 7", "fligths"]),
        (",2019,CCC,AAA,1,", ["unknown kind", "no kind"]),
        ("flights,19,CCC,AAA,1,", ["no period", "'1'", "2019-03"]),
        ("flights,2019-13,CCC,AAA,1,", ["no period"]),
        ("flights,2019,China,AAA,1,", ["unknown economy", "China → AAA", "economies.csv"]),
        ("flights,2019,,AAA,1,", ["unknown economy", "nobody → AAA"]),
        ("flights,2019,CCC,CCC,1,", ["with itself"]),
        ("flights,2019,CCC,AAA,,", ["no value", "not held, never zero"]),
        ("flights,2019,CCC,AAA,many,", ["no value", "'many'"]),
        ("flights,2019,CCC,AAA,-1,", ["no value", "'-1'"]),
        ("flights,2019,CCC,AAA,nan,", ["no value"]),
        ("flights,2019,CCC,AAA,inf,", ["no value"]),
        ("settlement,2019,CCC,AAA,25,", ["share above 1", "not percent"]),
        ("flights,2019,CCC,*,3,", ["star with a value above 0"]),
        ("settlement,2019,CCC,*,0,", ["star for a share"]),
        ("flights,2019,AAA,CCC,6,", ["an earlier row has", "data row 7", "AAA → CCC 2019"[:9]]),
        ("flights,2019-03,CCC,AAA,1,", ["a month where others", "years or months"]),
    ],
)
def test_a_wrong_row_is_told(tmp_path: Path, row: str, words: list[str]) -> None:
    """What, how many, the first of them, what to do."""
    path = written(tmp_path, HEAD + SIX + row + "\n")
    with pytest.raises(SchemaError) as caught:
        read(path)
    message = str(caught.value)
    assert message.startswith("mine.csv: 1 of 7 rows have ")
    assert not [word for word in words if word not in message], message


def test_wrong_rows_are_counted(tmp_path: Path) -> None:
    """Two of eight, the first at its place."""
    path = written(tmp_path, HEAD + "flights,2019,CCC,AAA,x,\n" + SIX + "flights,2019,DDD,AAA,y,\n")
    with pytest.raises(SchemaError, match=r"2 of 8 rows have no value.*data row 1,.*'x'"):
        read(path)


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("", SourceError, "empty"),
        (HEAD, SourceError, "no rows"),
        (HEAD.replace("period", "year") + SIX, SchemaError, "no column period .*kind,period,from"),
        (HEAD.replace("source", "soruce") + SIX, SchemaError, "'soruce' .did you mean 'source'"),
        (HEAD.replace("source", "value") + SIX, SourceError, "names value more than once"),
        (HEAD + SIX + "flights,2019,AAA\n", SourceError, "cannot be read as a table of ties"),
    ],
)
def test_what_is_no_table_is_refused(
    tmp_path: Path, text: str, kind: type[Exception], words: str
) -> None:
    """Nothing in it, a column missing, unknown or twice, a short line."""
    with pytest.raises(kind, match=words):
        read(written(tmp_path, text))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """The path is named."""
    with pytest.raises(SourceError, match=r"none\.csv: no such file"):
        read(tmp_path / "none.csv")


def test_a_kind_stands_in_one_file(tmp_path: Path) -> None:
    """Two files may hold different kinds; the same kind twice is a question, not a sum."""
    one = written(tmp_path, HEAD + SIX, "one.csv")
    other = written(tmp_path, HEAD + SIX + "arms,2019,AAA,BBB,1,\n", "other.csv")
    tables = read_kinds([(one, ""), (other, "arms")], TIES, NOBODY)
    assert [table.kind.name for table in tables] == ["arms", "flights"]
    with pytest.raises(ConfigError, match=r"flights stands in one\.csv and again in other\.csv"):
        read_kinds([(one, ""), (other, "")], TIES, NOBODY)


def test_what_is_neither_csv_nor_parquet(tmp_path: Path) -> None:
    """Two files in one archive; a table of Stata; a Parquet file with a column of lists."""
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as archive:
        for name in ("a.csv", "b.csv"):
            archive.writestr(name, HEAD + SIX)
    frame = pd.DataFrame({"kind": ["flights"], "value": [1.0]})
    frame.to_stata(tmp_path / "mine.dta", write_index=False)
    for name in ("two.zip", "mine.dta"):
        with pytest.raises(SourceError, match="one CSV or Parquet file"):
            read(tmp_path / name)
    lists = {name: [["x"]] for name in ("kind", "period", "from", "to", "value")}
    pq.write_table(pa.table(lists), tmp_path / "lists.parquet")
    with pytest.raises(SourceError, match=r"lists\.parquet: cannot be read as a table of ties"):
        read(tmp_path / "lists.parquet")


def test_an_archive_of_one_and_the_letters_of_a_source(tmp_path: Path) -> None:
    """A zip of one file is that file; a source in Latin-1 keeps its letters."""
    with zipfile.ZipFile(tmp_path / "one.zip", "w") as archive:
        archive.writestr("a.csv", HEAD + SIX)
    (table,) = read(tmp_path / "one.zip")
    assert table.file.name == "one.zip"
    (tmp_path / "latin.csv").write_bytes((HEAD + "arms,2019,AAA,BBB,5,Büro\n").encode("latin-1"))
    (arms,) = read(tmp_path / "latin.csv")
    assert arms.sources == ("Büro",)


def test_missing_cells_of_parquet_are_missing_values(tmp_path: Path) -> None:
    """A null in a typed column is told like an empty cell."""
    rows = {"kind": ["arms"] * 2, "period": [2019, 2019], "from": ["AAA", "BBB"],
            "to": ["BBB", "AAA"], "value": [1.0, None]}  # fmt: skip
    pq.write_table(pa.table(rows), tmp_path / "mine.parquet")
    with pytest.raises(SchemaError, match=r"1 of 2 rows have no value.*data row 2"):
        read(tmp_path / "mine.parquet")

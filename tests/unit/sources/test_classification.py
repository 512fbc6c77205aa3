"""Which classification a product code is of: what the readers say, what the store keeps."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tradenet.domain import HS_REVISIONS, revision_of
from tradenet.sources import read, store
from tradenet.sources.sections import sections

SAMPLES = Path(__file__).resolve().parents[2] / "data"
Write = Callable[[str, str], Path]


def told(path: Path, layout: str | None = None) -> set[str | None]:
    (flows,) = read(path, layout)
    return set(flows.table.select("classification").to_pyarrow()["classification"].to_pylist())


@pytest.mark.parametrize(
    ("sample", "words"),
    [
        ("comtrade_legacy.csv", {"H4", "H5"}),
        ("comtrade_plus.csv", {"H5", "EB10S"}),
        ("baci_HS92_Y2021_V202501.csv", {"H0"}),
        ("comtrade_compact.csv", {None}),
        ("pair_totals.csv", {None}),
    ],
)
def test_readers_say_the_classification_where_the_provider_does(
    sample: str, words: set[str | None]
) -> None:
    assert told(SAMPLES / sample) == words


def test_a_renamed_baci_file_is_of_an_unknown_revision(tmp_path: Path) -> None:
    path = tmp_path / "baci.csv"
    path.write_bytes((SAMPLES / "baci_HS92_Y2021_V202501.csv").read_bytes())
    assert told(path) == {None}


@pytest.mark.parametrize(
    ("facts", "columns", "expected"),
    [("", "", None), ('classification = "H4"', "", "H4"), ("", 'classification = "Version"', "H3")],
)
def test_a_mapping_can_say_it_for_all_rows_or_by_row(
    write: Write, facts: str, columns: str, expected: str | None
) -> None:
    mapping = write(
        "own.toml",
        f'[table]\nsource = "own"\ncodes = ["iso3"]\n{facts}\n[columns]\nvalue = "V"\n'
        f'reporter = "R"\npartner = "P"\nyear = "Y"\nproduct = "HS"\n{columns}\n'
        '[fixed]\nflow = "X"\n',
    )
    rows = write("own.csv", "R,P,Y,HS,V,Version\nCHN,RUS,2019,270900,5,H3\n")
    assert told(rows, str(mapping)) == {expected}


def test_the_store_keeps_the_classification_and_reads_stores_that_lack_it(tmp_path: Path) -> None:
    (flows,) = read(SAMPLES / "comtrade_legacy.csv")
    store.write_store([flows], tmp_path / "store")
    back = store.read_store(tmp_path / "store").table.to_pyarrow()
    assert set(back["classification"].to_pylist()) == {"H4", "H5"}
    assert set(back["months"].to_pylist()) == {None}
    for path in (tmp_path / "store").rglob("*.parquet"):
        old = pq.read_table(path, partitioning=None)
        store.write_parquet(old.drop_columns(["classification", "months"]), path)
    old = store.read_store(tmp_path / "store").table.to_pyarrow()
    assert set(old["classification"].to_pylist()) == {None}
    assert old.num_rows == back.num_rows


def test_every_revision_is_five_or_six_years_after_the_one_before() -> None:
    """And every spelling of its edition leads back to it."""
    years = list(HS_REVISIONS.values())
    assert [b - a for a, b in pairwise(years)] == [4, 6, 5, 5, 5, 5]
    for name, year in HS_REVISIONS.items():
        assert {revision_of(name), revision_of(str(year)), revision_of(str(year)[2:])} == {name}
    assert revision_of("1988") == revision_of("88") == "H0"
    assert revision_of("22 ") == "H6"
    assert revision_of("") is None


def test_every_chapter_has_one_section() -> None:
    """01 to 97 but for 77, in 21 sections that follow each other."""
    found = sections()
    assert sorted(found) == [f"{n:02d}" for n in range(1, 98) if n != 77]
    assert len(dict.fromkeys(found.values())) == 21
    assert list(found) == sorted(found)
    known = {"01": "I", "05": "I", "06": "II", "27": "V", "50": "XI", "83": "XV", "97": "XXI"}
    assert {chapter: found[chapter] for chapter in known} == known

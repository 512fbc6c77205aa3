"""A store that somebody changed by hand, two that differ, and a folder that is replaced."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tradenet.domain import SourceError
from tradenet.sources import kept, store
from tradenet.study import prepare

Write = Callable[[str, str], Path]
HEADER = "year,exporter,importer,value_usd\n"
META = "_tradenet.json"


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store of two periods."""
    folder = tmp_path_factory.mktemp("once")
    (folder / "pairs.csv").write_text(f"{HEADER}2019,CHN,RUS,1.25\n2020,RUS,CHN,2\n", "utf-8")
    prepare.ingest([folder / "pairs.csv"], folder / "store")
    return folder / "store"


@pytest.fixture
def made(once: Path, tmp_path: Path) -> Path:
    """Return a copy of the store, to be spoiled."""
    return Path(shutil.copytree(once, tmp_path / "store"))


def no_period(folder: Path) -> None:
    for place in folder.glob("period=*"):
        shutil.rmtree(place)


def cut(folder: Path) -> None:
    """Take the second file, which is not the one that tells the types."""
    path = folder / "period=2020" / "flows.parquet"
    path.write_bytes(path.read_bytes()[:-50])


def without_a_column(folder: Path) -> None:
    path = folder / "period=2020" / "flows.parquet"
    pq.write_table(pq.read_table(path, partitioning=None).drop(["partner_code", "row"]), path)


def renamed(name: str) -> Callable[[Path], None]:
    def rename(folder: Path) -> None:
        (folder / "period=2019").rename(folder / name)

    return rename


def told(text: str) -> Callable[[Path], None]:
    def tell(folder: Path) -> None:
        (folder / META).write_text(text, encoding="utf-8")

    return tell


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (no_period, "store: the store holds no period"),
        (cut, r"period=2020/flows.parquet: cannot be read"),
        (without_a_column, "period=2020/flows.parquet: lacks partner_code, row"),
        (renamed("period=abc"), "its folder is no period=<code>"),
        (renamed("year=2019"), "its folder is no period=<code>"),
        (renamed("period=20191"), "its folder is no period=<code>"),
        (told("[{"), "_tradenet.json: does not tell where"),
        (told("[3]"), "_tradenet.json: does not tell where"),
        (told('[{"source": "s"}]'), "_tradenet.json: does not tell where .*files"),
        (told('[{"source": "s", "codes": [], "files": [], "colour": 1}]'), "does not tell where"),
    ],
)
def test_a_store_changed_by_hand_is_refused_with_what_to_do(
    change: Callable[[Path], None], words: str, made: Path
) -> None:
    change(made)
    with pytest.raises(SourceError, match=rf"{words}.*make the store again with tradenet ingest"):
        store.read_store(made)


def test_a_store_without_the_newer_columns_is_read(made: Path) -> None:
    """Stores written before there were revisions and months; both are unknown."""
    for path in made.glob("*/*.parquet"):
        pq.write_table(pq.read_table(path, partitioning=None).drop(["classification", "months"]),
                       path)  # fmt: skip
    found = store.read_store(made).table.order_by("period").to_pyarrow()
    assert found["value_usd"].to_pylist() == [1.25, 2.0]
    assert found["classification"].null_count == found["months"].null_count == 2


def test_two_stores_together_tell_both_origins_once(made: Path, write: Write) -> None:
    other = made.with_name("other")
    prepare.ingest([write("more.csv", f"{HEADER}2021,CHN,PRK,4\n")], other)
    parts = [store.read_store(folder) for folder in (made, other, made)]
    both = store.together(parts)
    assert sorted(both.table.to_pyarrow()["value_usd"].to_pylist()) == [1.25, 1.25, 2, 2, 4]
    assert [file.name for file in both.provenance.files] == ["pairs.csv", "more.csv"]
    assert both.provenance.source == parts[0].provenance.source
    assert store.together(parts[:1]).to_arrow().equals(parts[0].to_arrow())


def test_years_beside_months_are_refused_with_who_holds_months(made: Path, write: Write) -> None:
    months = made.with_name("months")
    prepare.ingest([write("monthly.csv", f"{HEADER}202101,CHN,PRK,4\n")], months)
    parts = [store.read_store(folder) for folder in (made, months)]
    with pytest.raises(SourceError, match=r"monthly.csv hold months, the other 1 of 2 tables"):
        store.refuse_mixed(parts)
    store.refuse_mixed(parts[:1] * 2)


def rests(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_what_fails_leaves_the_old_folder_and_no_rest(tmp_path: Path) -> None:
    target = tmp_path / "x"
    with store.replacing(target, "mark") as folder:
        (folder / "mark").write_text("old", encoding="utf-8")
    with pytest.raises(ZeroDivisionError), store.replacing(target, "mark") as folder:
        (folder / "mark").write_text(str(1 // 0), encoding="utf-8")
    assert (target / "mark").read_text(encoding="utf-8") == "old"
    with store.replacing(target, "mark") as folder:
        (folder / "mark").write_text("new", encoding="utf-8")
    assert (target / "mark").read_text(encoding="utf-8") == "new"
    assert rests(tmp_path) == ["x"]


def test_what_is_not_ours_stays(tmp_path: Path) -> None:
    """A file in the way, a folder with something else; an empty folder is nobody's."""
    for name in ("file", "empty", "full"):
        place = tmp_path / name
        place.write_text("mine", encoding="utf-8") if name == "file" else place.mkdir()
    (tmp_path / "full" / "letter").touch()
    for name in ("file", "full"):
        with (
            pytest.raises(SourceError, match="has no mark, so it is not ours to replace"),
            store.replacing(tmp_path / name, "mark"),
        ):
            pass
    with pytest.raises(SourceError, match="below: cannot write there"), store.replacing(
        tmp_path / "file" / "below", "mark"
    ):  # fmt: skip
        pass
    with store.replacing(tmp_path / "empty", "mark") as folder:
        (folder / "mark").touch()
    assert rests(tmp_path / "empty") == ["mark"]
    assert rests(tmp_path) == ["empty", "file", "full"]


def test_metadata_survives_a_reader_that_knows_nothing_of_us(made: Path) -> None:
    """Any Parquet tool can read a store: pandas finds the periods and the dollars."""
    frame = pa.Table.from_batches(pq.ParquetDataset(made).read().to_batches()).to_pandas()
    assert dict(zip(frame["period"].astype(int), frame["value_usd"], strict=True)) == {
        2019: 1.25, 2020: 2.0,
    }  # fmt: skip
    (entry,) = json.loads((made / META).read_text(encoding="utf-8"))
    assert [file["name"] for file in entry["files"]] == ["pairs.csv"]


def test_a_period_that_took_another_name_is_another_data_set(made: Path) -> None:
    """The year stands in the name of the folder alone: the bytes below are the same."""
    before = kept.key({}, made)
    shutil.copytree(made, made.with_name("copy"))
    assert kept.key({}, made.with_name("copy")) == before
    (made / "period=2019").rename(made / "period=2018")
    assert kept.key({}, made) != before


@pytest.mark.parametrize(
    ("one", "other"),
    [({"a": "bc"}, {"ab": "c"}), ({"a": "b", "c": "d"}, {"a": "bcd"}), ({"a": "1"}, {"a": ""})],
)
def test_names_and_contents_do_not_run_into_each_other(
    one: dict[str, str], other: dict[str, str], tmp_path: Path
) -> None:
    digests = []
    for number, files in enumerate((one, other)):
        folder = tmp_path / str(number)
        folder.mkdir()
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
        digests.append(kept.key({}, folder))
    assert digests[0] != digests[1]


def test_the_order_of_options_does_not_move_the_key_and_their_kind_does(made: Path) -> None:
    own = kept.key({"a": 1, "b": {"c": [1, 2]}}, made)
    assert kept.key({"b": {"c": [1, 2]}, "a": 1}, made) == own
    assert kept.key({"a": 1, "b": {"c": [2, 1]}}, made) != own
    assert kept.key({"a": "1", "b": {"c": [1, 2]}}, made) != own

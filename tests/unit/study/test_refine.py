"""Products and periods of a store, from files to ledger."""

import hashlib
from decimal import Decimal
from pathlib import Path

import pytest

from tradenet.domain import ConfigError, SourceError, UnknownName
from tradenet.sources import store
from tradenet.study.prepare import ingest
from tradenet.study.refine import Refinement

pytestmark = pytest.mark.long

MAPPING = """
[table]
source = "own"
codes = ["iso3"]
classification = "H6"
[columns]
value = "usd"
reporter = "reporter"
partner = "partner"
period = "period"
product = "hs"
[fixed]
flow = "X"
"""
HEADER = "reporter,partner,period,hs,usd\n"
TABLE = "HS 2022,HS 2017,Relationship\n010121,010111,1:1\n020110,020111,1:n\n020110,020112,1:n\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Half a year in each of two files; one horse and one carcass a month."""
    (tmp_path / "own.toml").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "links.csv").write_text(TABLE, encoding="utf-8")
    for name, months in (("one", range(1, 7)), ("two", range(7, 13))):
        rows = [
            f"CHN,PRK,2019{month:02d},{code},{usd}\n"
            for month in months
            for code, usd in (("010121", 1.1), ("020110", 0.01))
        ]
        (tmp_path / f"{name}.csv").write_text(HEADER + "".join(rows), encoding="utf-8")
    return tmp_path


def rows_of(target: Path) -> list[tuple[object, ...]]:
    table = store.read_store(target).table.to_pyarrow().to_pylist()
    names = ("period", "product", "value_usd", "status", "classification", "months")
    return sorted((tuple(row[name] for name in names) for row in table), key=str)


def run(folder: Path, wanted: Refinement | None, *names: str) -> Decimal:
    paths = [folder / f"{name}.csv" for name in names or ("one", "two")]
    ledgers = ingest(paths, folder / "store", str(folder / "own.toml"), wanted)
    return sum((ledger.value_usd for _, ledger in ledgers), Decimal(0))


def test_months_of_several_files_are_one_year(folder: Path) -> None:
    assert run(folder, Refinement.of(level="HS2", annual=True)) == Decimal("13.32")
    assert rows_of(folder / "store") == [
        (2019, "01", 13.2, "kept", "H6", 12), (2019, "02", 0.12, "kept", "H6", 12),
    ]  # fmt: skip


def test_half_a_year_says_so(folder: Path) -> None:
    run(folder, Refinement.of(level="total", annual=True), "one")
    assert rows_of(folder / "store") == [(2019, "TOTAL", 6.66, "incomplete_year", "H6", 6)]


def test_another_revision_first_then_products(folder: Path) -> None:
    """The divided carcass is set aside with its dollars, or divided to the cent."""
    chosen = {"revision": "H5", "correspondence": [folder / "links.csv"]}
    for split, second in (("none", ("020110", 0.01, "not_mapped", "H6")),
                          ("equal", ("020111", 0.01, "kept", "H5"))):  # fmt: skip
        assert run(folder, Refinement.of(**chosen, split=split)) == Decimal("13.32")
        first, other, *_ = [row[1:5] for row in rows_of(folder / "store") if row[0] == 201901]
        assert first == ("010111", 1.1, "kept", "H5")
        assert other == second


def test_the_store_says_what_was_done(folder: Path) -> None:
    """With the start of the hash of the table, which nobody else keeps."""
    links = folder / "links.csv"
    run(folder, Refinement.of(level="HS2", annual=True, revision="H5", correspondence=[links]))
    start = hashlib.sha256(links.read_bytes()).hexdigest()[:12]
    assert store.read_store(folder / "store").provenance.title == (
        f"own; restated in H5 by links.csv {start}; codes with several counterparts: none; "
        "products summed to HS2; months summed to years"
    )


def test_a_file_given_twice_counts_once(folder: Path) -> None:
    """Sums are made after repetitions are marked."""
    run(folder, Refinement.of(level="total", annual=True), "one", "two", "one")
    kept = [row for row in rows_of(folder / "store") if row[3] == "kept"]
    assert kept == [(2019, "TOTAL", 13.32, "kept", "H6", 12)]


def test_months_and_years_are_not_summed_together(folder: Path) -> None:
    (folder / "year.csv").write_text(HEADER + "CHN,PRK,2019,010121,13.2\n", encoding="utf-8")
    with pytest.raises(SourceError, match="mixed frequencies"):
        run(folder, Refinement.of(annual=True), "one", "two", "year")
    assert not (folder / "store").exists()


def test_without_options_each_file_has_its_ledger(folder: Path) -> None:
    assert Refinement.of() is None
    paths = [folder / "one.csv", folder / "two.csv"]
    ledgers = ingest(paths, folder / "store", str(folder / "own.toml"))
    assert [name for name, _ in ledgers] == ["one.csv", "two.csv"]


def test_options_that_lack_each_other_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="belong together"):
        Refinement.of(revision="H5")
    with pytest.raises(ConfigError, match="belong together"):
        Refinement.of(correspondence=[tmp_path / "links.csv"])
    with pytest.raises(ConfigError, match="split = equal divides codes between revisions"):
        Refinement.of(split="equal")
    with pytest.raises(UnknownName, match=r"'HS5' \(did you mean 'HS6'\?\)|'HS5'"):
        Refinement.of(level="HS5")
    with pytest.raises(UnknownName, match="no revision"):
        Refinement.of(revision="HS2017", correspondence=[tmp_path / "links.csv"])

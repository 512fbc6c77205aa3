"""The front door: reading files, expectations by name, and studies that were fixed beforehand."""

from pathlib import Path

import numpy as np
import pytest

import tradenet as tn
from tradenet import study
from tradenet.domain import SourceError

HEADER = "year,flow,reporter,partner,reporter_iso3,partner_iso3,is_aggregate,value_musd"
QUICK = [
    "window.pre=[2018]", "window.post=[2019]", "shown.first=2018", "shown.last=2019",
    'event.date="2019-01-01"', "structure.worlds=0", "structure.searches=1", 'run.tests=["T0"]',
]  # fmt: skip


def write(path: Path, *rows: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join((HEADER, *rows)) + "\n", encoding="utf-8")
    return path


def stated(year: int, reporter: str, partner: str, value: int) -> str:
    return f"{year},X,{reporter},{partner},{reporter},{partner},false,{value}"


@pytest.fixture
def flows(tmp_path: Path) -> Path:
    pairs = [("CHN", "RUS"), ("RUS", "CHN"), ("CHN", "PRK"), ("CHN", "IRN"), ("RUS", "IRN")]
    rows = [stated(year, *pair, 100) for year in (2018, 2019) for pair in pairs]
    return write(tmp_path / "flows.csv", *rows)


def test_ingest_returns_the_account_of_each_file(tmp_path: Path, flows: Path) -> None:
    later = write(tmp_path / "later.csv", stated(2020, "CHN", "RUS", 7))
    told = tn.ingest([flows, later], tmp_path / "store")
    assert {name: ledger.rows for name, ledger in told.items()} == {"flows.csv": 10, "later.csv": 1}
    assert set(tn.read(tmp_path / "store").to_pandas().period) == {2018, 2019, 2020}


def test_ingest_takes_one_path_as_well(tmp_path: Path, flows: Path) -> None:
    (ledger,) = tn.ingest(str(flows), tmp_path / "store").values()
    assert float(ledger.kept_usd) == 10 * 100e6


def test_files_of_one_name_keep_accounts_of_their_own(tmp_path: Path, flows: Path) -> None:
    other = write(tmp_path / "again" / "flows.csv", stated(2020, "CHN", "RUS", 7))
    told = tn.ingest([flows, other], tmp_path / "store")
    assert [ledger.rows for ledger in told.values()] == [10, 1]


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="nowhere"):
        tn.ingest(tmp_path / "nowhere.csv", tmp_path / "store")
    assert not (tmp_path / "store").exists()


@pytest.fixture(scope="module")
def graph() -> tn.TradeGraph:
    return tn.build(tn.snapshot([2019]), 2019)


def test_gravity_knows_distance_and_keeps_what_margins_keep(graph: tn.TradeGraph) -> None:
    expected = {null: tn.expect(graph, null=null) for null in ("margins", "gravity")}
    assert "distance" in expected["gravity"].null
    for each in expected.values():
        seen = each.fitted
        sums = np.where(seen, each.values, 0).sum(), np.where(seen, graph.values, 0).sum()
        assert sums[0] == pytest.approx(sums[1])
    ratio = {null: tn.intensity(graph, each) for null, each in expected.items()}
    assert ratio["margins"].loc["CHN", "PRK"] > ratio["gravity"].loc["CHN", "PRK"]


def test_a_misspelt_null_is_told_the_nearest(graph: tn.TradeGraph) -> None:
    with pytest.raises(tn.TradenetError, match=r"gravty.*did you mean 'gravity'.*margins"):
        tn.expect(graph, null="gravty")


def test_a_study_of_ones_own_is_compared_with_its_registration(tmp_path: Path, flows: Path) -> None:
    path = str(study.start("mine", tmp_path, "brown-2022"))
    study.freeze(path)
    standing = tn.run(path, flows=flows, settings=QUICK).facts["registration"]
    assert standing["frozen_hash"] not in (None, standing["hash"])
    assert {"window.pre", "window.post", "event.date"} <= set(standing["changed"])

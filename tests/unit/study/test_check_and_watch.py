"""The check of a file, the folder it writes, and the watch over two vintages."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from tradenet.cli import app
from tradenet.domain import InsufficientData, SourceError, UnknownName
from tradenet.flows.quality import DETECTORS, FINDINGS_SCHEMA, WatchRules
from tradenet.sources.production import PRODUCTION_SCHEMA, read_production
from tradenet.study import check as checking
from tradenet.study import watch as watching

pytestmark = pytest.mark.long


def flow_file(path: Path, scale: float = 1.0) -> str:
    """Write a file in the layout of IMF DOTS: three economies, 2018 and 2019."""
    header = "year,flow,reporter,partner,reporter_iso3,partner_iso3,is_aggregate,value_musd"
    names = {"CHN": "China", "DEU": "Germany", "KAZ": "Kazakhstan"}
    lines = [
        f"{year},{flow},{names[one]},{names[other]},{one},{other},False,{value}"
        for year in (2018, 2019)
        for one in names
        for other in names
        for flow, value in (("X", 1000.0 * (scale if year == 2019 else 1)), ("M", 900.0))
        if one != other
    ]
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return str(path)


@pytest.fixture
def origin(tmp_path: Path) -> str:
    return flow_file(tmp_path / "old.csv")


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> checking.CheckResult:
    return checking.check(flow_file(tmp_path_factory.mktemp("flows") / "flows.csv"))


def test_every_detector_is_in_the_summary_with_a_reason_where_it_did_not_run(
    result: checking.CheckResult,
) -> None:
    lines = {row["detector"]: row for row in result.to_arrow().to_pylist()}
    assert list(lines) == list(DETECTORS)
    assert set(result.not_run) == {"impossible", "lost_in_transit", "source_switch"}
    assert "both sides of 2022" in lines["source_switch"]["not_run"]
    assert result.findings.schema == FINDINGS_SCHEMA
    assert "not run: no production table" in result.page()
    assert {row["economy"] for row in result.coverage.to_pylist()} == {"CHN", "DEU", "KAZ"}


def test_check_writes_the_same_bytes_twice(result: checking.CheckResult, tmp_path: Path) -> None:
    for name in ("found", "found", "again"):
        checking.write(result, tmp_path / name)
    first = {path.name: path.read_bytes() for path in (tmp_path / "found").iterdir()}
    assert first == {path.name: path.read_bytes() for path in (tmp_path / "again").iterdir()}
    assert set(first) == {
        "findings.parquet", "findings.csv", "coverage.parquet", "coverage.csv", "check.json",
    }  # fmt: skip
    assert pq.read_schema(tmp_path / "found" / "findings.parquet").names == FINDINGS_SCHEMA.names
    assert json.loads(first["check.json"])["origin"] == result.origin


def test_check_does_not_replace_a_folder_of_others(
    result: checking.CheckResult, tmp_path: Path
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("keep", encoding="utf-8")
    with pytest.raises(SourceError, match="not ours to replace"):
        checking.write(result, tmp_path / "mine")


def test_a_production_table_is_read_as_text_and_numbers(tmp_path: Path) -> None:
    path = tmp_path / "made.csv"
    path.write_text(
        "note,economy,product,period,quantity_kg\nx,MYS,0902,2023,3e10\n", encoding="utf-8"
    )
    table = read_production(path)
    assert table.schema == PRODUCTION_SCHEMA
    assert table.to_pylist() == [
        {"economy": "MYS", "product": "0902", "period": 2023, "quantity_kg": 3e10}
    ]


@pytest.mark.parametrize(
    "text", ["economy,product\nMYS,27\n", "economy,product,period,quantity_kg\nMYS,27,2023,much\n"]
)
def test_a_wrong_production_table_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "made.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match="needs the columns economy, product, period"):
        read_production(path)
    with pytest.raises(SourceError, match="no production table"):
        read_production(tmp_path / "nowhere.csv")


def test_watch_over_two_vintages(origin: str, tmp_path: Path) -> None:
    newer = flow_file(tmp_path / "new.csv", scale=1.0)
    rules = WatchRules(least_usd=1e6)
    assert watching.watch(watching.Watched.parse(newer, origin), rules).num_rows == 0
    text = Path(newer).read_text(encoding="utf-8")
    line = "2019,M,Germany,China,DEU,CHN,False,900.0"
    assert line in text
    Path(newer).write_text(text.replace(line, line.replace("900.0", "1800.0")), encoding="utf-8")
    (row,) = watching.watch(watching.Watched.parse(newer, origin), rules).to_pylist()
    assert (row["exporter"], row["importer"], row["period"]) == ("CHN", "DEU", 2019)
    assert row["after_usd"] == pytest.approx(2 * row["before_usd"])
    assert row["intensity_after"] > row["intensity_before"]
    assert row["log_intensity_change"] > 0


def test_watch_over_the_last_two_periods_of_one_file(origin: str) -> None:
    found = watching.watch(watching.Watched.parse(origin, None), WatchRules(least_usd=1e6))
    assert found.num_rows == 0
    text = Path(origin).read_text(encoding="utf-8")
    line = "2019,M,Germany,China,DEU,CHN,False,900.0"
    Path(origin).write_text(text.replace(line, line.replace("900.0", "90")), encoding="utf-8")
    found = watching.watch(watching.Watched.parse(origin, None), WatchRules(least_usd=1e6))
    (row,) = found.to_pylist()
    assert (row["period_before"], row["period"], row["kind"]) == (2018, 2019, "changed")
    assert "CHN>DEU" in watching.page(found)


def test_watch_refuses_what_is_not_held(origin: str) -> None:
    for flows, against in ((f"{origin}@2031", None), (f"{origin}@2018", None)):
        with pytest.raises(InsufficientData, match="does not hold"):
            watching.watch(watching.Watched.parse(flows, against), WatchRules())
    with pytest.raises(UnknownName, match="no economy 'XXY'"):
        watching.rules(1.25, 1e8, "PRK,XXY")


def test_the_commands_speak_table_and_json(origin: str, tmp_path: Path) -> None:
    run = CliRunner().invoke
    shown = run(app, ["check", origin, "--out", str(tmp_path / "found"), "--quiet"])
    assert shown.exit_code == 0
    assert shown.stdout.splitlines()[1].split() == [
        "detector",
        "findings",
        "bn",
        "USD",
        "mean",
        "score",
    ]
    with (tmp_path / "found" / "findings.csv").open(encoding="utf-8", newline="") as stream:
        assert next(csv.reader(stream)) == FINDINGS_SCHEMA.names
    told = json.loads(run(app, ["check", origin, "--json", "--quiet"]).stdout)
    assert [row["detector"] for row in told["summary"]] == list(DETECTORS)
    plain = run(app, ["watch", "--flows", origin, "--focus", "kaz", "--least", "1"])
    assert plain.stdout.startswith("0 changes")
    assert json.loads(run(app, ["watch", "--flows", origin, "--json"]).stdout) == []

"""A study with and without doubtful cells: a South Korean flow booked as North Korean in 2019."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.unit.study.test_run import SETTINGS, text_of
from tradenet.domain import ConfigError
from tradenet.flows.quality import DETECTORS, FINDINGS_SCHEMA
from tradenet.study import StudyResult, load, run

pytestmark = pytest.mark.long

SWAP = "2019,DZA,PRK,629e6\n"
WORLD = "2018,DZA,KOR,600e6\n2019,DZA,KOR,629e6\n2023,DZA,KOR,650e6\n"


@pytest.fixture(scope="module")
def study_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., StudyResult]:
    """Return a function that runs the study on the small world with more rows and settings."""

    def made(extra: str, *settings: str) -> StudyResult:
        path = tmp_path_factory.mktemp("flows") / "pairs.csv"
        path.write_text(text_of(extra), encoding="utf-8")
        return run(load("brown-2022", [*SETTINGS, *settings]), path)

    return made


@pytest.fixture(scope="module")
def aside(study_of: Callable[..., StudyResult]) -> StudyResult:
    return study_of(WORLD + SWAP)


@pytest.fixture(scope="module")
def counted(study_of: Callable[..., StudyResult]) -> StudyResult:
    return study_of(WORLD + SWAP, "quality.quarantine=false")


def test_the_swap_is_set_aside_and_said(aside: StudyResult) -> None:
    """One cell, its dollars, who doubts it and how sure; the ledger has it."""
    (cell,) = aside.tables["set_aside"].to_pylist()
    assert (cell["period"], cell["exporter"], cell["importer"]) == (2019, "DZA", "PRK")
    assert (cell["value_usd"], cell["detector"], cell["score"]) == (629e6, "korea_swap", 1.0)
    (line,) = [line for line in aside.ledgers[-1].lines if line.status == "quarantined"]
    assert (line.rows, line.value_usd) == (1, 629_000_000)


def test_counting_it_is_the_other_reading(aside: StudyResult, counted: StudyResult) -> None:
    """Each study shows the other's numbers beside its own, to the bit."""
    assert list(aside.facts["with_and_without"]) == ["set_aside", "counted"]
    assert list(counted.facts["with_and_without"]) == ["counted", "set_aside"]
    assert aside.facts["with_and_without"] == counted.facts["with_and_without"]
    for result, own in ((aside, "set_aside"), (counted, "counted")):
        assert {
            name: result.facts[name] for name in result.facts["with_and_without"][own]
        } == result.facts["with_and_without"][own]
    one, other = (
        sorted(result.tables["quarantine"].to_pylist(), key=str) for result in (aside, counted)
    )
    assert one == other
    assert all(line.status != "quarantined" for line in counted.ledgers[-1].lines)
    assert counted.tables["set_aside"].equals(aside.tables["set_aside"])


def test_the_classes_by_hand(aside: StudyResult) -> None:
    """Only 2019 is told twice; the members' trade is the same, what is expected of it is not."""
    rows = aside.tables["quarantine"].to_pylist()
    assert {row["period"] for row in rows} == {2019}
    told = {(row["doubtful"], row["class"]): row for row in rows}
    one, other = told["set_aside", "hub_spoke"], told["counted", "hub_spoke"]
    assert one["trade_usd"] == other["trade_usd"] == 1330.25
    assert one["share_of_members_trade"] > 1000 * other["share_of_members_trade"]
    # North Korea's imports count again: 629 m from Algeria, of which the hub is expected to sell.
    assert one["expected_usd"] != other["expected_usd"]


def test_setting_aside_is_as_if_nobody_had_told(
    aside: StudyResult, study_of: Callable[..., StudyResult]
) -> None:
    """The same world without the row: the same graphs, since a cell set aside is not zero."""
    without = study_of(WORLD)
    assert without.tables["set_aside"].num_rows == 0
    assert without.tables["quarantine"].num_rows == 0
    for name in ("groups", "dependence", "communities", "nodes", "edges"):
        assert without.tables[name].equals(aside.tables[name]), name
    both = without.facts["with_and_without"]
    assert both["set_aside"] == both["counted"]


def test_without_detectors_nothing_is_set_aside(study_of: Callable[..., StudyResult]) -> None:
    done = study_of(WORLD + SWAP, "quality.detectors=[]")
    assert done.tables["set_aside"].num_rows == 0
    assert "korea_swap" in done.tables["findings"]["detector"].to_pylist()


def test_findings_are_of_the_shown_periods_and_judged_with_all(
    study_of: Callable[..., StudyResult],
) -> None:
    """2018 tells what is usual for 2019, though it is not shown; it has no findings of its own."""
    shown = ("shown.first=2019", "window.pre=[2019]")
    done = study_of(WORLD + SWAP + "2018,PER,PRK,5e8\n2018,PER,KOR,5e8\n", *shown)
    swaps = [r for r in done.tables["findings"].to_pylist() if r["detector"] == "korea_swap"]
    assert [(row["period"], row["economy"]) for row in swaps] == [(2019, "DZA")]


def test_findings_and_their_sums(aside: StudyResult) -> None:
    """Every detector has a line; those that lack something say what; members are told apart."""
    lines = {row["detector"]: row for row in aside.tables["doubts"].to_pylist()}
    assert list(lines) == list(DETECTORS)
    assert "no production table loaded" in lines["impossible"]["not_run"]
    assert "no cell with separate reports" in lines["lost_in_transit"]["not_run"]
    swap = lines["korea_swap"]
    assert (swap["findings"], swap["about_members"], swap["members_value_usd"]) == (1, 1, 629e6)
    assert "with and without" in swap["default"]
    names = aside.tables["findings"].schema.names
    assert names == [*FINDINGS_SCHEMA.names, "about_members"]


def test_a_detector_that_judges_no_cells_cannot_quarantine() -> None:
    with pytest.raises(ConfigError, match="quality: no detector that judges single cells 'hubs'"):
        load("brown-2022", ['quality.detectors=["hubs"]'])


def test_a_scheme_is_given_reports_with_their_freight(tmp_path: Path) -> None:
    """CIF 106 and FOB 100: the simple rule has 100; the mean of both as they were made is 103."""
    head = "year,flow,reporter,partner,reporter_iso3,partner_iso3,is_aggregate,value_musd\n"
    rows = [
        f"{year},{flow},{one},{other},{one},{other},false,{value}"
        for year in (2018, 2019, 2023)
        for flow, one, other, value in (("X", "CHN", "RUS", 100), ("M", "RUS", "CHN", 106))
    ]
    path = tmp_path / "dots.csv"
    path.write_text(head + "\n".join(rows) + "\n", encoding="utf-8")
    values = {}
    for scheme in ("prefer", "mean", "growth_lab"):
        done = run(load("brown-2022", [*SETTINGS, f"mirror.scheme={scheme}"]), path)
        (cell,) = [
            row for row in done.tables["dyads"].to_pylist()
            if (row["period"], row["exporter"], row["importer"]) == (2023, "CHN", "RUS")
        ]  # fmt: skip
        values[scheme] = cell["value_usd"] / 1e6
    assert values["prefer"] == pytest.approx(100.0)
    assert values["mean"] == pytest.approx(103.0)
    assert 106 / 1.08 <= values["growth_lab"] <= 100


def test_what_the_snapshot_says_of_itself_is_in_the_result(aside: StudyResult) -> None:
    """A user's own flows have nothing of it."""
    assert aside.facts["published"] == {}

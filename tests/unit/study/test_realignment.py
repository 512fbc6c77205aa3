"""The design "realignment" from reports to a verdict, on files whose answer is known."""

from pathlib import Path

import numpy as np
import pytest

from tests.unit.study import realignment_file
from tests.unit.study.realignment_file import YEARS
from tradenet.bloc.realignment import TABLE
from tradenet.domain import ConfigError, UnknownName
from tradenet.report.page import page_of
from tradenet.study import StudyResult, load
from tradenet.study.realignment.gather import dated_facts, ended
from tradenet.study.realignment.tabulate import SCHEMAS, codes_at, side_rows, tables

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def turned(tmp_path_factory: pytest.TempPathFactory) -> StudyResult:
    """North Korea's trade with China grows twentyfold after 2021; everybody tells."""
    return realignment_file.run(tmp_path_factory.mktemp("turned"), 3.0)


@pytest.fixture(scope="module")
def silent(tmp_path_factory: pytest.TempPathFactory) -> StudyResult:
    """The same, but Russia tells nothing after 2020, nor does North Korea."""
    return realignment_file.run(tmp_path_factory.mktemp("silent"), 3.0, silent=True)


def rows(result: StudyResult, name: str, economy: str = "PRK") -> list[dict[str, object]]:
    return [row for row in result.tables[name].to_pylist() if row["economy"] == economy]


def test_a_turn_goes_from_the_reports_to_the_verdict(turned: StudyResult) -> None:
    assert turned.verdict == "REALIGNED-TO-FIRST"
    (row,) = rows(turned, "division_verdicts")
    assert row["change"] == pytest.approx(3.0, abs=0.4)
    assert row["low"] < row["change"] < row["high"]
    assert "changed by a factor of" in turned.sentence
    assert "China’s trade with North Korea was" in turned.sentence
    assert turned.facts["verdict_row"] == 3


def test_the_economy_beside_did_not_turn(turned: StudyResult) -> None:
    (row,) = rows(turned, "division_verdicts", "KAZ")
    assert row["verdict"] in {"NO-BREAK", "BREAK-ELSEWHERE", "INSUFFICIENT-DATA"}
    assert abs(row["change"]) < 0.6


def test_silence_hides_the_same_turn_and_says_so(silent: StudyResult) -> None:
    assert silent.verdict == "INSUFFICIENT-DATA"
    assert silent.facts["verdict_row"] == 1
    assert "Russia tells its trade with North Korea here from 2004 to 2020 only" in (
        silent.cannot_show
    )
    assert "What nobody tells is not zero" in silent.cannot_show
    last = [r for r in rows(silent, "patrons") if r["patron"] == "RUS" and r["period"] == 2023]
    assert [(r["value_usd"], r["share"], r["state"]) for r in last] == [
        (None, None, "unobservable")
    ]


def test_the_patrons_own_part_is_still_told(silent: StudyResult) -> None:
    sides = {(r["patron"], r["phase"]): r for r in rows(silent, "division_sides")}
    assert sides[("CHN", "post")]["told"] == 1
    assert sides[("CHN", "post")]["value_usd"] > 5 * sides[("CHN", "pre")]["value_usd"]
    assert sides[("RUS", "post")]["told"] == 0
    assert sides[("RUS", "post")]["value_usd"] is None


def test_a_year_is_told_by_the_partner_where_the_partner_filed(turned: StudyResult) -> None:
    """Half of PRK's flows by each patron's own report, FOB: imports are divided by 1.06."""
    told = rows(turned, "patrons")
    assert {row["state"] for row in told} == {"partner"}
    dyads = {
        (r["period"], r["exporter"], r["importer"]): r for r in turned.tables["dyads"].to_pylist()
    }
    for row in told:
        sold = dyads[(row["period"], row["patron"], "PRK")]["exporter_report_usd"]
        bought = dyads[(row["period"], "PRK", row["patron"])]["importer_report_usd"]
        assert row["value_usd"] == pytest.approx(sold + bought)


def test_the_division_is_the_log_of_two_values(turned: StudyResult) -> None:
    value = {(r["period"], r["patron"]): r["value_usd"] for r in rows(turned, "patrons")}
    for row in rows(turned, "division"):
        year = row["period"]
        ratio = np.log(value[(year, "CHN")] / value[(year, "RUS")])
        assert row["log_ratio"] == pytest.approx(ratio)
        assert row["tested"]
        assert 0 < row["concentration"] <= 1


def test_intensities_are_observed_over_expected(turned: StudyResult) -> None:
    dyads = [r for r in turned.tables["dyads"].to_pylist() if r["period"] == 2019]
    pair = [r for r in dyads if {r["exporter"], r["importer"]} == {"PRK", "CHN"}]
    ratio = sum(r["value_usd"] for r in pair) / sum(r["expected_usd"] for r in pair)
    (row,) = [r for r in rows(turned, "patrons") if (r["period"], r["patron"]) == (2019, "CHN")]
    assert row["intensity"] == pytest.approx(ratio)


def test_members_are_nobodys_placebo_and_each_has_two_partners(turned: StudyResult) -> None:
    found = rows(turned, "division_placebos")
    assert len(found) >= 19
    for row in found:
        three = (row["placebo"], row["first"], row["second"])
        assert len(set(three)) == 3
        assert row["placebo"] not in {"PRK", "CHN", "RUS", "KAZ", "DEU", "SUN"}
        assert row["at_event"] is not None


def test_every_path_has_its_own_mean_taken_off(turned: StudyResult) -> None:
    paths: dict[str, list[float]] = {}
    for row in rows(turned, "division_paths"):
        paths.setdefault(row["placebo"], []).append(row["deviation"])
    assert len(paths) == 1 + len(rows(turned, "division_placebos"))
    assert all(np.mean(path) == pytest.approx(0.0, abs=1e-9) for path in paths.values())
    assert {len(path) for path in paths.values()} == {len(YEARS)}


def test_the_page_of_a_turn_is_whole(turned: StudyResult) -> None:
    page = page_of(turned)
    assert page.verdict_meaning == "The trade turned to the first patron."
    assert page.reading == (
        f"The rule gives this answer: row 3 of {len(TABLE)} of the decision table (M = 1).",
    )
    anchors = [section.anchor for section in page.sections]
    assert {"rule", "see", "battery"} <= set(anchors)
    assert len(set(anchors)) == len(anchors)
    assert any("at the event" in number.unit for number in page.numbers)


def test_the_page_of_a_silence_draws_no_zero(silent: StudyResult) -> None:
    (see,) = [section for section in page_of(silent).sections if section.anchor == "see"]
    (panel,) = see.figures[0].panels
    assert "Russia tells 2004–2020" in panel.description
    assert "Russia 0 %" not in panel.description


@pytest.mark.parametrize(
    ("setting", "error", "said"),
    [
        ('design.dates=["2001-01-01"]', ConfigError, "no dated fact of data/reference bears 2001"),
        ('design.patrons=["CHN","DEU"]', ConfigError, "DEU must be in"),
        ('design.chains=[["RUS","DEU"]]', ConfigError, "DEU has no last year"),
        ('design.patrons=["CHN","RUSS"]', UnknownName, "no economy 'RUSS'"),
        ('design.economy="IRN"', ConfigError, "IRN must be in"),
    ],
)
def test_mistakes_are_told_before_anything_is_judged(
    setting: str, error: type[Exception], said: str, tmp_path: Path
) -> None:
    with pytest.raises(error, match=said):
        realignment_file.run(tmp_path, 0.0, setting)


def test_an_option_that_is_missing_is_named() -> None:
    with pytest.raises(ConfigError, match="patrons"):
        load("realignment", ["design.patrons=[]"])
    with pytest.raises(ConfigError, match="did you mean 'patrons'"):
        load("realignment", ['design.patron=["CHN","RUS"]'])


def test_a_fact_is_looked_up_with_its_source() -> None:
    test, end = dated_facts(["2006-10-09", "1991"])[::-1]
    assert (test.fact, test.checked, test.actors) == ("first nuclear test", "read", ("PRK",))
    assert end.fact == "ex-USSR begins"
    assert end.first_year == 1992
    assert "RUS" in end.actors
    assert ended("SUN") == 1991


def test_several_facts_of_one_day_stand_together() -> None:
    (fact,) = dated_facts(["2006-10-14"])
    assert "UN on PRK" in fact.fact
    assert "JPN on PRK" in fact.fact
    assert fact.checked == "memory"  # one of the rows was not read


def test_codes_are_those_of_the_time() -> None:
    chains = {"RUS": ("SUN", 1991)}
    assert codes_at(("RUS", "CHN", "DEU"), 1991, chains) == ("SUN", "CHN", "DEU")
    assert codes_at(("RUS", "CHN", "DEU"), 1992, chains) == ("RUS", "CHN", "DEU")


def test_what_is_not_told_is_missing_in_every_table() -> None:
    made = tables({"division": [{"economy": "A", "period": 2001, "log_ratio": float("nan")}]})
    assert set(made) == set(SCHEMAS)
    assert made["division"]["log_ratio"].to_pylist() == [None]
    assert made["patrons"].num_rows == 0


def test_means_are_over_the_years_told() -> None:
    told = {"economy": "A", "patron": "P", "share": 0.5, "intensity": None}
    lines = [
        {**told, "period": 2018, "state": "partner", "value_usd": 2.0},
        {**told, "period": 2019, "state": "partner", "value_usd": 4.0},
        {**told, "period": 2017, "state": "part", "value_usd": 1e9},
    ]
    (before,) = side_rows(lines, {"pre": (2017, 2018, 2019)})
    assert (before["years"], before["told"], before["value_usd"]) == (3, 2, 3.0)
    assert before["intensity"] is None


def test_months_are_refused(tmp_path: Path) -> None:
    settings = ("window.pre=[202101]", "window.post=[202301]")
    with pytest.raises(ConfigError, match="compares years"):
        realignment_file.run(tmp_path, 0.0, *settings)

"""Published levels beside ours: measures by hand, what is not covered, the command."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tradenet.cli import app
from tradenet.domain import SourceError
from tradenet.sources import reference
from tradenet.sources.press_totals import read_press_totals
from tradenet.study import levels as comparing
from tradenet.study.levels import MEASURES, Level, LevelReplication, Target
from tradenet.study.tellings import Telling, tellings

pytestmark = pytest.mark.long

TARGET = Target("R0", "total", "CHN", "RUS", 2023, 0, 100.0, 100.0, "bn USD", 0.05, "by hand")
GROUP = replace(TARGET, id="R1", measure="growth", other="PRK|RUS", base_period=2021, unit="share")
CELLS = {
    (2021, "CHN", "RUS"): 40.0, (2021, "RUS", "CHN"): 50.0, (2021, "CHN", "PRK"): 8.0,
    (2021, "PRK", "CHN"): 2.0, (2021, "RUS", "PRK"): 700.0, (2021, "CHN", "USA"): 900.0,
    (2023, "CHN", "RUS"): 60.0, (2023, "RUS", "CHN"): 70.0, (2023, "CHN", "PRK"): 15.0,
    (2023, "PRK", "CHN"): 5.0, (2023, "CHN", "USA"): 1.0,
    (2023, "WLD", "RUS"): 120.0, (2023, "RUS", "WLD"): 280.0,
}  # fmt: skip
TOLD = Telling("hand", CELLS)
HEAD = "month,partner,exports_usd,imports_usd,total_usd,n_months,note\n"


def test_a_total_is_both_directions_or_what_the_source_gives() -> None:
    assert MEASURES["total"](TARGET, TOLD) == 130.0
    half = Telling("half", {(2023, "CHN", "RUS"): 60.0})
    assert MEASURES["total"](TARGET, half) is None
    whole = Telling("press", {}, {(2023, frozenset(("RUS", "CHN"))): 240.0})
    assert MEASURES["total"](TARGET, whole) == 240.0


def test_growth_is_that_of_the_dyads_told_in_both_periods() -> None:
    """100 to 150: Russia to North Korea, told in 2021 alone, is no fall."""
    assert MEASURES["growth"](GROUP, TOLD) == pytest.approx(0.5)
    cells = {key: usd for key, usd in CELLS.items() if key != (2023, "PRK", "CHN")}
    assert MEASURES["growth"](GROUP, Telling("gap", cells)) is None


def test_shares_are_those_of_the_others_sums() -> None:
    assert MEASURES["share_of_imports"](TARGET, TOLD) == 0.5
    assert MEASURES["share_of_exports"](TARGET, TOLD) == 0.25
    assert MEASURES["share_of_exports"](replace(TARGET, period=2021), TOLD) is None


@pytest.mark.parametrize(
    ("ours", "met"), [(95.0, True), (94.9, False), (105.0, True), (105.1, False)]
)
def test_the_tolerance_of_dollars_is_relative(ours: float, *, met: bool) -> None:
    assert TARGET.met_by(ours) is met


@pytest.mark.parametrize(("ours", "met"), [(0.33, True), (0.47, False), (0.41, True)])
def test_the_tolerance_of_shares_is_absolute_around_a_range(ours: float, *, met: bool) -> None:
    share = replace(TARGET, low=0.35, high=0.40, unit="share", tolerance=0.03)
    assert share.met_by(ours) is met


def test_lines_say_pass_miss_and_not_covered() -> None:
    made = LevelReplication(
        (
            Level(TARGET, "hand", 101.0, True, "FOB"),
            Level(TARGET, "other", 80.0, False, ""),
            Level(replace(TARGET, period=2030), "", None, None, "not covered: nobody"),
        )
    )
    text = made.lines()
    assert "pass    hand: FOB" in text[1]
    assert text[2].rstrip().endswith("miss    other")
    assert "not covered: nobody" in text[3]
    assert text[-1] == made.summary()
    assert made.summary().startswith("1 of 2 targets are met by at least one source; 1 are not")
    assert made.to_json()[2]["ours"] is None


def test_every_fact_has_a_measure_a_unit_and_a_source() -> None:
    targets = [Target.of(row) for row in reference.facts("published_levels")]
    assert {t.id for t in targets} == {"R5", "R6", "R8", "R11", "R12"}
    assert {t.measure for t in targets} <= set(MEASURES)
    assert all(t.source and t.unit in ("bn USD", "share") for t in targets)
    assert all(0 < t.low <= t.high and 0 < t.tolerance < 0.1 for t in targets)
    known = reference.economies()
    for target in targets:
        for code in (target.one, *target.other.split("|")):
            known.check(code)


def press(path: Path, *rows: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_only_whole_years_are_read_from_the_press(tmp_path: Path) -> None:
    path = press(
        tmp_path / "press.csv",
        "2022-05,RUS,1,2,3,5,part",
        "2022-12,RUS,10,20,30,12,whole",
        "2022-12,RUS,1,1,2,1,month",
        "2023-12,PRK,4,5,,12,parts",
        "2021-12,PRK,,,7,12,total",
    )
    assert read_press_totals(path) == {(2022, "RUS"): 30.0, (2023, "PRK"): 9.0, (2021, "PRK"): 7.0}


def test_a_press_table_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="is not there"):
        read_press_totals(tmp_path / "none.csv")
    path = press(tmp_path / "press.csv", "2022-12,RUS,ten,20,,12,")
    with pytest.raises(SourceError, match="is no number"):
        read_press_totals(path)
    path.write_text("month,partner\n", encoding="utf-8")
    with pytest.raises(SourceError, match="lacks the columns exports_usd"):
        read_press_totals(path)


def test_a_folder_without_the_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="holds neither"):
        list(tellings(tmp_path))


def test_the_press_of_a_folder_is_one_more_source(tmp_path: Path) -> None:
    press(tmp_path / "reference" / "china_dprk_monthly.csv", "2021-12,RUS,,,147000000000,12,")
    alone, more = comparing.levels(), comparing.levels(tmp_path)
    (new,) = [line for line in more.levels if line not in alone.levels]
    assert (new.target.id, new.target.period, new.passed) == ("R5", 2021, True)
    assert new.source == "Chinese customs, as printed by the press"


def test_the_command_prints_a_table_and_json() -> None:
    run = CliRunner().invoke
    shown = run(app, ["replicate", "levels", "--quiet"])
    assert shown.exit_code == 0
    assert shown.stdout.splitlines()[0].split()[:3] == ["target", "published", "tolerance"]
    told = json.loads(run(app, ["replicate", "levels", "--json", "--quiet"]).stdout)
    assert {"target", "source", "ours", "passed", "why"} == set(told[0])
    assert len(told) == len(shown.stdout.splitlines()) - 2

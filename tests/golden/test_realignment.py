"""The numbers of the shipped study "realignment", and its page: one run for both.

``pytest tests/golden/test_realignment.py --rewrite-golden`` writes the numbers anew; the CHANGELOG
then says what moved and why.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable

import pytest

import tradenet as tn
from tests.golden import realignment_recheck as recheck
from tradenet.report.blocks import Grid, Page
from tradenet.report.page import page_of
from tradenet.report.render import html, markdown
from tradenet.study import StudyResult

pytestmark = pytest.mark.long

Rows = list[dict[str, object]]


@pytest.fixture(scope="module")
def result() -> StudyResult:
    """The study as shipped, on the embedded snapshot."""
    return tn.run("realignment")


@pytest.fixture(scope="module")
def page(result: StudyResult) -> Page:
    return page_of(result)


def rows(result: StudyResult, name: str, economy: str = "") -> Rows:
    listed = result.tables[name].to_pylist()
    return [row for row in listed if not economy or row["economy"] == economy]


def test_the_verdict_and_what_each_economy_shows(
    result: StudyResult, golden: Callable[..., None]
) -> None:
    numbers: dict[str, float | int | str] = {"verdict": result.verdict}
    for row in rows(result, "division_verdicts"):
        name = f"{row['economy']} {row['first']}/{row['second']}"
        numbers[f"{name} reading"] = f"{row['row']} {row['verdict']}"
        numbers[f"{name} compared"] = row["placebos"]
        numbers[f"{name} years"] = f"{row['first_year']}-{row['last_year']} ({row['years']})"
        numbers[f"{name} memory"] = row["memory"]
        for key in ("change", "low", "high", "p_event", "detectable"):
            if row[key] is not None:
                numbers[f"{name} {key}"] = row[key]
    golden("realignment_verdicts", numbers, rel=1e-7)


def test_breaks_and_dates(result: StudyResult, golden: Callable[..., None]) -> None:
    numbers: dict[str, float | int | str] = {}
    for row in rows(result, "division_breaks"):
        name = f"{row['economy']} {row['first']}-{row['last']}"
        numbers[f"{name} date and set"] = f"{row['year']}: {row['set']}"
        numbers[f"{name} statistic"] = row["statistic"]
        numbers[f"{name} p"] = row["p_value"]
    for row in rows(result, "division_dates"):
        if row["change"] is not None:
            numbers[f"{row['economy']} {row['date']} change"] = row["change"]
            numbers[f"{row['economy']} {row['date']} p"] = row["p_value"]
    golden("realignment_breaks", numbers, rel=1e-7)


def test_the_division_by_year(result: StudyResult, golden: Callable[..., None]) -> None:
    golden(
        "realignment_division",
        {
            f"{row['economy']} {row['period']}": row["log_ratio"]
            for row in rows(result, "division")
            if row["log_ratio"] is not None
        },
    )


def test_russia_last_tells_its_trade_with_north_korea_in_2020(result: StudyResult) -> None:
    told = {
        patron: [r["period"] for r in rows(result, "patrons", "PRK")
                 if r["patron"] == patron and r["state"] == "partner"]
        for patron in ("CHN", "RUS")
    }  # fmt: skip
    assert told["RUS"] == list(range(1992, 2021))
    assert (min(told["CHN"]), max(told["CHN"])) == (1978, 2023)
    assert result.verdict == "INSUFFICIENT-DATA"
    assert result.facts["verdict_row"] == 1


def test_the_ussr_never_tells_and_is_never_zero(result: StudyResult) -> None:
    early = [r for r in rows(result, "patrons", "PRK") if r["patron_code"] == "SUN"]
    assert {row["period"] for row in early} == set(range(1960, 1992))
    assert {row["state"] for row in early} == {"unobservable"}
    assert {row["value_usd"] for row in early} == {None}
    ratios = [r for r in rows(result, "division", "PRK") if r["period"] < 1992]
    assert {row["log_ratio"] for row in ratios} == {None}


def test_two_values_of_1995_by_hand(result: StudyResult) -> None:
    """China: 486.2 sold and 60.0 bought; Russia: 70.1 and 14.5 (IMF DOTS, M USD, FOB)."""
    value = {
        r["patron"]: r["value_usd"] / 1e6
        for r in rows(result, "patrons", "PRK")
        if r["period"] == 1995
    }
    assert value["CHN"] == pytest.approx(486.2 + 60.0, abs=0.2)
    assert value["RUS"] == pytest.approx(70.1 + 14.5, abs=0.2)


def test_chinas_part_of_2023_is_the_published_one(result: StudyResult) -> None:
    """METHODS, R6: 2.3 bn USD."""
    (row,) = [
        r
        for r in rows(result, "division_sides", "PRK")
        if (r["patron"], r["phase"]) == ("CHN", "post")
    ]
    assert row["value_usd"] / 1e9 == pytest.approx(2.3, abs=0.02)


def test_the_join_is_not_tested_across(result: StudyResult) -> None:
    """Germany told its trade with the USSR; Russia's division is tested from 1993 on."""
    told = [row for row in rows(result, "division", "RUS") if row["log_ratio"] is not None]
    assert any(row["period"] < 1992 for row in told)
    assert {row["tested"] for row in told if row["period"] < 1992} == {False}
    assert {row["tested"] for row in told if row["period"] > 1992} == {True}


def told_paths(result: StudyResult, economy: str) -> dict[str, dict[int, float]]:
    """Return the deviations of an economy (named "") and of those compared, by year."""
    paths: dict[str, dict[int, float]] = {}
    for row in rows(result, "division_paths", economy):
        paths.setdefault(row["placebo"], {})[row["period"]] = row["deviation"]
    return paths


@pytest.mark.parametrize("year", [1995, 2014, 2023])
def test_what_partners_tell_is_in_the_panel(result: StudyResult, year: int) -> None:
    """By SQL on the panel: the trade of the three economies with their patrons."""
    told = recheck.partners(year)
    for row in rows(result, "patrons"):
        if row["period"] == year and row["state"] == "partner":
            found = told[row["economy_code"]][row["patron_code"]]
            assert row["value_usd"] == pytest.approx(found, rel=1e-6)


def test_placebos_stand_between_their_two_largest_partners_by_sql(result: StudyResult) -> None:
    """The mean share over the years told, of partners that tell in all of them: a few at random."""
    years = {row["period"] for row in rows(result, "division_paths", "PRK")}
    every = {year: recheck.partners(year) for year in sorted(years)}
    for row in rows(result, "division_placebos", "PRK")[::9]:
        told = [every[year][row["placebo"]] for year in sorted(years)]
        always = set.intersection(*(set(each) for each in told))
        share = {
            partner: recheck.mean([each[partner] / sum(each.values()) for each in told])
            for partner in sorted(always)
        }
        largest = sorted(share, key=share.__getitem__, reverse=True)[:2]
        assert largest == [row["first"], row["second"]]


@pytest.mark.parametrize("economy", ["PRK", "IRN", "RUS"])
def test_breaks_are_the_same_by_plain_loops(result: StudyResult, economy: str) -> None:
    paths = told_paths(result, economy)
    (line,) = rows(result, "division_breaks", economy)
    own = paths.pop("")
    statistic = recheck.strongest(list(own.values()))
    assert line["statistic"] == pytest.approx(statistic, rel=1e-9)
    assert line["year"] == recheck.date(list(own.values()), list(own))
    others = [recheck.strongest(list(path.values())) for path in paths.values()]
    larger = sum(other >= statistic for other in others)
    assert line["p_value"] == pytest.approx((1 + larger) / (1 + len(others)))


def test_russias_turn_is_the_same_by_plain_loops(result: StudyResult) -> None:
    paths = told_paths(result, "RUS")
    (row,) = rows(result, "division_verdicts", "RUS")
    window = (range(2015 - 2022, 2020 - 2022), (1,))
    change, statistic = recheck.scaled(paths.pop(""), 2022, *window)
    others = [recheck.scaled(path, 2022, *window)[1] for path in paths.values()]
    larger = sum(abs(other) >= abs(statistic) for other in others)
    assert row["change"] == pytest.approx(change)
    assert row["p_event"] == pytest.approx((1 + larger) / (1 + len(others)))
    tail = sorted(map(abs, others), reverse=True)[int(0.05 * (1 + len(others))) - 1]
    half = (row["high"] - row["low"]) / 2
    assert half == pytest.approx(tail * change / statistic)


def test_every_date_has_its_source(result: StudyResult) -> None:
    for row in rows(result, "division_dates"):
        assert row["source"]
        assert row["checked"] in {"read", "memory"}


def test_anchors_resolve_and_are_one_each(page: Page) -> None:
    text = html(page)
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert {link for link in re.findall(r'href="#([^"]+)"', text) if link not in ids} == set()
    assert {"rule", "see", "battery"} <= {section.anchor for section in page.sections}


def test_no_number_is_shown_that_is_none(page: Page) -> None:
    for text in (html(page), markdown(page)):
        words = re.sub(r"<(svg|script|style)\b.*?</\1>|<[^>]+>", " ", text, flags=re.DOTALL)
        assert not re.search(r"\b(None|nan|NaN|inf)\b", words)


def test_every_figure_is_a_drawing_with_words(page: Page) -> None:
    assert {"patrons-shares", "division", "patrons-beside", "division-beside"} <= {
        figure.name for section in page.sections for figure in section.figures
    }
    for panel in page.panels:
        drawing = ET.fromstring(panel.svg)
        assert drawing[0].text == panel.title
        assert len(panel.description) > 20


def test_grids_are_whole(page: Page) -> None:
    for section in page.sections:
        for block in section.blocks:
            if isinstance(block, Grid):
                assert {len(row) for row in block.rows} <= {len(block.columns)}, block.name


def test_the_first_screen_says_what_is_told(page: Page) -> None:
    assert page.verdict == "INSUFFICIENT-DATA"
    assert page.verdict_meaning == "Not a no: the data cannot tell."
    assert [number.value for number in page.numbers][1:] == ["2020", "2008"]
    assert "Russia tells its trade with North Korea here from 1992 to 2020 only" in page.cannot_show
    assert page.reading == (
        "The rule gives this answer: row 1 of 7 of the decision table (not O).",
    )


def test_the_page_is_the_same_twice(result: StudyResult, page: Page) -> None:
    assert html(page_of(result)) == html(page)

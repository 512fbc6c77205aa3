"""The two sentences of a realignment, word for word, and the rows that tables are made of."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tests.unit.bloc.realignment.cases import WINDOW, YEARS
from tradenet.bloc import BlocTestResult
from tradenet.bloc.realignment import TESTS, Case, PartnerTrade, Patronage
from tradenet.domain import Partition
from tradenet.study import load
from tradenet.study.realignment import tabulate, words

TRIPLE = ("PRK", "CHN", "RUS")
CODES = ("CHN", "PRK", "RUS")
SIDES: list[dict[str, Any]] = [
    {"patron": "CHN", "phase": "pre", "told": 5, "value_usd": 4.2e9},
    {"patron": "CHN", "phase": "post", "told": 1, "value_usd": 2.3e9},
    {"patron": "RUS", "phase": "pre", "told": 5, "value_usd": 6e7},
    {"patron": "RUS", "phase": "post", "told": 0, "value_usd": None},
]


def given(shift: float = 0.0, year: int = 2022, last: int = 2023) -> Patronage:
    """Return a case of forty economies, the first moved from a year on, told until a year."""
    rng = np.random.default_rng(5)
    paths = 0.1 * rng.normal(size=(40, len(YEARS)))
    paths[0] += shift * (np.array(YEARS) >= year)
    held = np.array(YEARS) <= last
    values = np.full((len(YEARS), 3, 3), np.nan)
    values[:, 0, 1] = 3e9
    values[held, 2, 1] = 1e9
    placebos = tuple((f"P{k}", "CHN", "RUS") for k in range(39))
    case = Case(TRIPLE, tuple(np.array(YEARS)[held].tolist()), paths[:, held], placebos)
    return Patronage(case, PartnerTrade(CODES, YEARS, values), WINDOW, 2022)


def outcome(what: Patronage) -> dict[str, BlocTestResult]:
    return {name: test(what) for name, test in TESTS.items()}


def test_a_turn_has_its_factor_and_interval() -> None:
    what = given(2.0)
    said = words.found(what.case, outcome(what), "It moved.", SIDES)
    assert said.startswith("It moved. Trade of North Korea with China over that with Russia ")
    assert "changed by a factor of" in said
    assert "95 % interval" in said


def test_only_a_part_told_on_both_sides_is_told() -> None:
    what = given(last=2020)
    said = words.found(what.case, outcome(what), "-", SIDES)
    assert "China’s trade with North Korea was 4.20 bn USD a year before and 2.30 after." in said
    assert "Russia’s trade with North Korea was" not in said


def test_a_silence_says_what_would_have_been_found() -> None:
    what = given(last=2020)
    assert "Had both told, a change by a factor of" in words.found(
        what.case, outcome(what), "-", SIDES
    )


def test_a_shift_like_the_others_is_no_break_of_its_own() -> None:
    what = given()
    tests = outcome(what)
    line = {**dict(tests["R3"].details)["stretches"][0], "breaks": False, "p_value": 0.2,
            "year": 2008, "shift": -0.7}  # fmt: skip
    tests["R3"] = replace(tests["R3"], details=(("stretches", [line]),))
    said = words.found(what.case, tests, "-", [])
    assert "from 2008 on the division stands further towards Russia, by a factor of 2.0" in said
    assert "but 7 of the 39 economies compared shift as strongly" in said


def test_breaks_found_are_listed() -> None:
    what = given(3.0, 2010)
    said = words.found(what.case, outcome(what), "-", [])
    assert "In 2000–2023 its trade with both is told, and the division broke in 2010" in said


def test_without_a_search_nothing_is_said_of_history() -> None:
    what = given()
    tests = {**outcome(what), "R3": BlocTestResult("R3", "?")}
    assert "is told" not in words.found(what.case, tests, "-", [])


@pytest.mark.parametrize(
    ("last", "said"),
    [
        (2023, "Russia tells its trade with North Korea here from 2000 to 2023."),
        (2020, "Russia tells its trade with North Korea here from 2000 to 2020 only; what came "
               "after February 2022 is told by nobody, whether it rose or fell by 2023."),
        (1999, "Russia tells nothing here of its trade with North Korea."),
    ],
)  # fmt: skip
def test_what_cannot_be_shown_says_who_is_silent_since_when(last: int, said: str) -> None:
    what = given(last=last)
    told = words.cannot(load("realignment"), what.case, outcome(what), YEARS)
    assert said in told
    assert "China tells its trade with North Korea here from 2000 to 2023." in told
    assert told.endswith("cannot be seen at all.")


def test_rows_of_the_division_follow_the_trade() -> None:
    what = given(last=2020)
    intensities = [
        {"period": year, "patron": patron, "intensity": level}
        for year in YEARS
        for patron, level in (("CHN", 6.0), ("RUS", 2.0 if year <= 2020 else None))
    ]
    made = {row["period"]: row for row in
            tabulate.division_rows(what.case, what.trade, intensities)}  # fmt: skip
    assert made[2019]["log_ratio"] == pytest.approx(np.log(3.0))
    assert made[2019]["log_ratio_of_intensities"] == pytest.approx(np.log(3.0))
    assert made[2019]["concentration"] == pytest.approx(0.75**2 + 0.25**2)
    assert (made[2019]["tested"], made[2019]["partners"], made[2019]["told_usd"]) == (True, 2, 4e9)
    assert np.isnan(made[2023]["log_ratio"])
    assert np.isnan(made[2023]["log_ratio_of_intensities"])
    assert (made[2023]["tested"], made[2023]["partners"], made[2023]["told_usd"]) == (False, 1, 3e9)
    assert made[2023]["concentration"] == 1.0


def test_an_economy_that_is_nowhere_has_no_division() -> None:
    what = given()
    nobody = replace(what.case, triple=("ZZZ", "CHN", "RUS"))
    assert list(tabulate.division_rows(nobody, what.trade, [])) == []


def test_rows_of_what_was_found() -> None:
    what = given(3.0, 2010)
    made = tabulate.found_rows(what.case, outcome(what))
    assert [row["test"] for row in made["division_tests"]] == ["R1", "R2", "R3", "R4"]
    assert made["division_breaks"][0]["set"].split()[0] == "2010"
    assert len(made["division_placebos"]) == 39
    assert len(made["division_paths"]) == 40 * len(YEARS)
    assert made["division_dates"] == []
    assert {row["economy"] for lines in made.values() for row in lines} == {"PRK"}


def test_a_case_without_years_gives_empty_rows() -> None:
    what = given()
    bare = replace(what, case=Case(TRIPLE, (), np.zeros((1, 0)), ()))
    made = tabulate.found_rows(bare.case, outcome(bare))
    assert made["division_paths"] == made["division_placebos"] == made["division_breaks"] == []


def test_company_is_known_only_where_both_are_in_the_graph() -> None:
    one = Partition(CODES, np.array([0, 0, 1]), 0.0, "by hand")
    lacking = Partition(("CHN", "RUS"), np.array([0, 1]), 0.0, "by hand")
    pairs = (("PRK", "CHN"), ("PRK", "RUS"))
    assert [tabulate._together(one, *pair) for pair in pairs] == [True, False]  # noqa: SLF001
    assert [tabulate._together(lacking, *pair) for pair in pairs] == [None, None]  # noqa: SLF001
    assert tabulate._together(None, "PRK", "CHN") is None  # noqa: SLF001

"""R1 to R4 on cases whose answer is known, and what the table makes of them."""

import json
from dataclasses import replace

import numpy as np
import pytest

from tests.unit.bloc.realignment.cases import YEARS, patronage
from tradenet.bloc import BlocTestResult
from tradenet.bloc.realignment import (
    QUESTIONS,
    TABLE,
    TESTS,
    DatedFact,
    Patronage,
    Search,
    findings,
)
from tradenet.bloc.realignment.dates import AtDates
from tradenet.bloc.realignment.search import Breaks
from tradenet.bloc.row import first
from tradenet.domain import Window

R1, R2, R3, R4 = TESTS.values()


def outcome(given: Patronage) -> dict[str, BlocTestResult]:
    return {name: test(given) for name, test in TESTS.items()}


def verdict(given: Patronage) -> str:
    return first(TABLE, findings(outcome(given), given.event)).verdict


def test_every_test_has_its_question_and_can_be_written() -> None:
    for name, result in outcome(
        patronage(1.0, dates=(DatedFact("2010", "x", "y", "read"),))
    ).items():
        assert result.name == name
        assert result.question == QUESTIONS[name]
        assert result.rule
        assert name in result.summary()
        json.dumps(result.to_dict())


@pytest.mark.parametrize(
    ("shift", "said"), [(2.0, "REALIGNED-TO-FIRST"), (-2.0, "REALIGNED-TO-SECOND")]
)
def test_a_turn_has_its_direction(shift: float, said: str) -> None:
    assert verdict(patronage(shift)) == said


def test_a_quiet_division_is_no_break() -> None:
    given = patronage(0.0)
    details = dict(R2(given).details)
    assert details["bounded"]
    assert verdict(given) == "NO-BREAK"


def test_a_break_elsewhere_is_said() -> None:
    given = patronage(0.0, noise=0.02)
    paths = given.case.paths.copy()
    paths[0] += 0.3 * (np.array(given.case.years) >= 2008)
    moved = replace(given, case=replace(given.case, paths=paths))
    lines = dict(R3(moved).details)["stretches"]
    assert [line["year"] for line in lines if line["breaks"]] == [2008]
    assert verdict(moved) == "BREAK-ELSEWHERE"


def test_a_silent_patron_is_never_a_no() -> None:
    """The same quiet division, but one patron last tells in 2020."""
    given = patronage(0.0, last=2020)
    result = R1(given)
    assert result.passed is False
    assert "Q tells 5 of 5 years before and 0 of 1 after" in result.effect
    assert R2(given).p_value is None
    assert verdict(given) == "INSUFFICIENT-DATA"
    assert R3(given).p_value is not None  # the years before are searched all the same


def test_a_silence_says_what_it_hides() -> None:
    """Measured where both last told: in 2019 the window of one year after is 2020."""
    details = dict(R2(patronage(0.0, last=2020)).details)
    assert details["measured_at"] == 2019
    assert 0 < details["detectable_if_told"] < np.log(3)
    assert "detectable_if_told" not in dict(R2(patronage(0.0, others=18, last=2020)).details)
    assert "detectable_if_told" not in dict(R2(patronage(0.0, last=2005)).details)


def test_too_few_likes_rank_nothing() -> None:
    given = patronage(2.0, others=18)
    assert "18 comparison economies, 19 are needed" in R2(given).effect
    assert "18 comparison economies" in R3(given).effect
    assert first(TABLE, findings(outcome(given), 2022)).number == 2


def test_what_is_not_ruled_out_is_open() -> None:
    given = patronage(0.0, noise=2.0)
    assert not dict(R2(given).details)["bounded"]
    assert first(TABLE, findings(outcome(given), 2022)).number == 7


def test_a_few_years_are_not_searched() -> None:
    given = patronage(0.0)
    few = replace(given.case, years=given.case.years[:9], paths=given.case.paths[:, :9])
    assert "told in 9 years, 10 are needed" in R3(replace(given, case=few)).effect


def test_breaks_are_found_one_after_the_other() -> None:
    """Two steps in sixty years: the larger first, then the other in what is left.

    The second is a sixth of the first: a larger one would hide the first from the statistic.
    """
    years = tuple(range(1960, 2020))
    rng = np.random.default_rng(12)
    paths = 0.1 * rng.normal(size=(60, len(years)))
    paths[0] += 3.0 * (np.array(years) >= 1980) - 0.5 * (np.array(years) >= 2005)
    lines = list(Breaks().searched(paths, years))
    found = [line["year"] for line in lines if line["breaks"]]
    assert found[:2] == [1980, 2005]
    assert len(found) <= 3  # each later search may be wrong in 5 %
    assert (lines[0]["first"], lines[0]["last"]) == (1960, 2019)
    assert all(line["year"] in line["set"] for line in lines)
    assert sum(line["breaks"] for line in Breaks(most=1).searched(paths, years)) == 1


def test_a_break_at_the_event_alone_leaves_the_search_open() -> None:
    given = patronage(0.0)
    tests = outcome(given)
    line = {**dict(tests["R3"].details)["stretches"][0], "breaks": True, "year": 2022}
    tests["R3"] = replace(tests["R3"], details=(("stretches", [line]),))
    assert findings(tests, 2022).search is Search.OPEN
    assert first(TABLE, findings(tests, 2022)).number == 7


def test_dates_are_ranked_and_corrected() -> None:
    facts = tuple(DatedFact(f"{year}-02-01", "x", "y", "read", ("A",)) for year in (2006, 2012))
    given = patronage(0.0, dates=facts)
    paths = given.case.paths.copy()
    paths[0] += 2.0 * (np.array(YEARS) >= 2012)
    moved = replace(given, case=replace(given.case, paths=paths))
    lines = dict(R4(moved).details)["dates"]
    assert [line["special"] for line in lines] == [False, True]
    assert lines[1]["p_holm"] == pytest.approx(2 * lines[1]["p_value"])
    assert lines[1]["change"] == pytest.approx(2.0, abs=0.3)


def test_the_year_of_a_late_date_is_on_neither_side() -> None:
    """A step in the year of a date of October: neither before nor after holds that year."""
    late = DatedFact("2010-10-09", "x", "y", "read", ("A",))
    given = patronage(0.0, dates=(late,))
    paths = np.zeros_like(given.case.paths)
    paths[:, YEARS.index(2010)] = 100.0
    paths += 1e-3 * given.case.paths
    lonely = replace(given, case=replace(given.case, paths=paths))
    (line,) = dict(R4(lonely).details)["dates"]
    assert line["first_year"] == 2011
    assert abs(line["change"]) < 0.1


def test_a_date_with_too_few_years_has_no_number() -> None:
    given = patronage(0.0, dates=(DatedFact("2001-02-01", "x", "y", "read"),))
    (line,) = dict(R4(given).details)["dates"]
    assert line["change"] is line["p_value"] is line["special"] is None
    assert "0 of 1 dates are told" in R4(given).effect
    assert "names no dates" in AtDates()(patronage()).effect


def test_the_window_is_counted_from_the_event() -> None:
    given = replace(patronage(), window=Window((2019, 2020), (2023, 2024)))
    around = given.around_event
    assert (around.before, around.after) == ((-3, -2), (1, 2))

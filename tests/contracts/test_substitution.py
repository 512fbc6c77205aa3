"""What holds for the tests of the design substitution: one result each, nothing pretended."""

from __future__ import annotations

import json
from collections.abc import Callable

import numpy as np
import pytest

from tests.unit.bloc.substitution.panels import changed, panel
from tests.unit.bloc.substitution.test_months import CALENDAR, months, without
from tradenet.bloc import BATTERIES, BlocTestResult
from tradenet.bloc.substitution import COLLAPSE, MONTH_BY_MONTH, Range, Remittances, Terms
from tradenet.bloc.substitution.account import line

FOCUS, NEEDED = ("L00", "S00"), Range(0.02, 0.08)
OWED = Terms(Range(4e4, 5e4), Range(500, 600))
YEAR = tuple(line(201500 + k, (60.0, 30.0), OWED, Range(1e4, 2e4)) for k in range(1, 13))

MADE: dict[str, tuple[str, Callable[[], BlocTestResult]]] = {
    "account": ("S1", lambda: Remittances()(YEAR, 2015)),
    "risen": ("S2", lambda: COLLAPSE(panel(response=1.5), FOCUS, NEEDED)),
    "quiet": ("S2", lambda: COLLAPSE(panel(), FOCUS, NEEDED)),
    "fallen": ("S2", lambda: COLLAPSE(panel(response=-1.5), FOCUS, NEEDED)),
    "following": ("S3", lambda: MONTH_BY_MONTH(months(2.0))),
    "unrelated": ("S3", lambda: MONTH_BY_MONTH(months(0.0, seed=2))),
}
REFUSED: dict[str, tuple[str, Callable[[], BlocTestResult]]] = {
    "no year": ("S1", lambda: Remittances()(YEAR[:5], 2015)),
    "no dyad": ("S2", lambda: COLLAPSE(panel(), ("L00", "S09"), NEEDED)),
    "too few": ("S2", lambda: COLLAPSE(panel(12), FOCUS, None)),
    "gaps": ("S3", lambda: MONTH_BY_MONTH(without(months(2.0), CALENDAR < 201906))),
    "nothing": ("S3", lambda: MONTH_BY_MONTH(without(months(2.0), CALENDAR > 0))),
}
ALL = {**MADE, **REFUSED}


@pytest.mark.parametrize("name", ALL)
def test_it_answers_the_batterys_question_under_its_own_name(name: str) -> None:
    test, make = ALL[name]
    result = make()
    assert result.name == test
    assert result.question == BATTERIES["substitution"].questions[test]
    assert result.rule
    assert result.effect


@pytest.mark.parametrize("name", ALL)
def test_it_is_deterministic_and_becomes_json(name: str) -> None:
    one, other = (json.dumps(ALL[name][1]().to_dict()) for _ in range(2))
    assert one == other
    assert "NaN" not in one
    assert "Infinity" not in one


@pytest.mark.parametrize("name", MADE)
def test_its_numbers_are_numbers(name: str) -> None:
    result = MADE[name][1]()
    if result.statistic is None:
        assert result.passed is None
        assert result.p_value is None
        return
    assert np.isfinite(result.statistic)
    assert result.null
    assert result.alternative
    assert result.p_value is not None
    assert result.interval is not None
    assert 0 < result.p_value <= 1
    assert result.interval[0] <= result.statistic <= result.interval[1]


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_made_is_no_no(name: str) -> None:
    """Neither passed nor failed; the reason is told."""
    result = REFUSED[name][1]()
    assert result.passed is None
    assert result.statistic is None
    assert dict(result.details)["not_applicable"] in result.effect


def test_a_result_passes_where_its_p_value_does() -> None:
    assert {name: MADE[name][1]().passed for name in MADE if name != "account"} == {
        "risen": True,
        "quiet": False,
        "fallen": False,
        "following": True,
        "unrelated": False,
    }


def test_half_the_level_is_asked_where_two_tests_share_it() -> None:
    given = panel(60)
    place = COLLAPSE.respond(given, *FOCUS)
    z = place.fit.change[place.places] / place.spread
    third = np.sort(z[1:])[-2] + 1e-6  # two of sixty are as large: p = 3 / 60 at least
    trade = given.trade_usd.copy()
    trade[0, -1] *= np.exp((third - z[0]) * place.spread[0])
    moved = changed(given, trade_usd=trade)
    whole, half = (COLLAPSE(moved, FOCUS, NEEDED, level) for level in (0.05, 0.025))
    assert whole.p_value == half.p_value
    assert whole.p_value is not None
    assert 0.025 < whole.p_value <= 0.05
    assert (whole.passed, half.passed) == (True, False)


def test_it_leaves_what_it_was_given_as_it_was() -> None:
    given, series = panel(), months()
    before = [x.tobytes() for x in (given.trade_usd, given.rest_usd, series.trade_usd)]
    COLLAPSE(given, FOCUS, NEEDED)
    MONTH_BY_MONTH(series)
    assert [x.tobytes() for x in (given.trade_usd, given.rest_usd, series.trade_usd)] == before

"""The rule of substitution: every state one row, every row reachable; readings at their edges."""

from __future__ import annotations

import pytest

from tradenet.bloc.result import BlocTestResult
from tradenet.bloc.substitution import (
    TABLE,
    Findings,
    Range,
    Ranked,
    judge,
    needed_rise,
    read,
    states,
)
from tradenet.bloc.substitution.collapse import QUESTION
from tradenet.bloc.substitution.months import read_months


def by_hand(found: Findings) -> int:
    """The table written a second time, as branches."""
    both = {found.years, found.months}
    if found.years == "UNSEEN" and found.months == "NOT-TESTABLE":
        return 1
    if both == {"RISE", "FALL"}:
        return 2
    if found.years in ("RISE", "FALL") and not found.stable and found.months != found.years:
        return 3
    if "RISE" in both:
        return 4
    if "FALL" in both:
        return 5
    return {"LOW": 6, "SMALL": 7}.get(found.years, 8)


@pytest.mark.parametrize("found", states())
def test_each_state_has_the_row_of_the_table(found: Findings) -> None:
    assert judge(found).number == by_hand(found)


def test_every_row_is_reachable_and_the_last_holds_always() -> None:
    assert len(states()) == len(set(states())) == 6 * 4 * 2
    assert {judge(found).number for found in states()} == {row.number for row in TABLE}
    assert all(TABLE[-1].holds(found) for found in states())
    assert [row.number for row in TABLE] == list(range(1, len(TABLE) + 1))


NEEDED = Range(0.02, 0.08)


@pytest.mark.parametrize(
    ("found", "needed", "level", "word"),
    [
        (None, NEEDED, 0.05, "UNSEEN"),
        (Ranked(0.5, 0.05, 0.96, 0.1, 0.9, 0.4), NEEDED, 0.05, "RISE"),
        (Ranked(0.5, 0.05, 0.96, 0.1, 0.9, 0.4), NEEDED, 0.025, "SMALL"),
        (Ranked(-0.5, 0.96, 0.05, -0.9, -0.1, 0.4), NEEDED, 0.05, "FALL"),
        (Ranked(0.0, 0.5, 0.5, -0.3, 0.019, 0.4), NEEDED, 0.05, "LOW"),
        (Ranked(0.0, 0.5, 0.5, -0.3, 0.02, 0.4), NEEDED, 0.05, "SMALL"),
        (Ranked(0.0, 0.5, 0.5, -0.3, 0.3, 0.08), NEEDED, 0.05, "OPEN"),
        (Ranked(0.0, 0.5, 0.5, -0.3, -0.2, 0.4), None, 0.05, "OPEN"),
    ],
)
def test_readings(found: Ranked | None, needed: Range | None, level: float, word: str) -> None:
    assert read(found, needed, level) == word


def monthly(p_rise: float, p_fall: float) -> BlocTestResult:
    return BlocTestResult(
        "S3", QUESTION, statistic=0.1, p_value=p_rise, details=(("p_fall", p_fall),)
    )


def test_readings_of_months() -> None:
    assert read_months(monthly(0.025, 0.99)) == "RISE"
    assert read_months(monthly(0.99, 0.025)) == "FALL"
    assert read_months(monthly(0.03, 0.98)) == "NEITHER"
    assert read_months(BlocTestResult("S3", QUESTION)) == "NOT-TESTABLE"


def test_what_is_needed_is_a_share_of_the_flow() -> None:
    made = needed_rise(Range(10.0, 100.0), 1000.0)
    assert made is not None
    assert (made.low, made.high) == pytest.approx((0.00995033, 0.0953102), rel=1e-5)
    assert needed_rise(None, 1000.0) is None
    assert needed_rise(Range(1.0, 2.0), float("nan")) is None
    assert needed_rise(Range(-2000.0, 2.0), 1000.0) is None

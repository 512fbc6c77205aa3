"""Months: the gate, the regression against least squares, shifts by brute force."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from tradenet.bloc.significance import p_value
from tradenet.bloc.substitution import MONTH_BY_MONTH, MonthByMonth, Months, elasticity
from tradenet.domain import InsufficientData

CLOSURES = ((202002, 202112), (202205, 202209))
CALENDAR = np.array([year * 100 + month for year in range(2018, 2025) for month in range(1, 13)])


def months(slope: float = 0.0, seed: int = 0, **parts: object) -> Months:
    """Return seven years of trade that follows a drifting rate by `slope`, less when closed."""
    rng = np.random.default_rng(seed)
    rate = 60 * np.exp(np.cumsum(rng.normal(size=CALENDAR.size)) * 0.06)
    made = Months(CALENDAR, np.ones(CALENDAR.size), rate, CLOSURES)
    noise = rng.normal(size=CALENDAR.size) * 0.2
    log = 16 + slope * np.log(rate) - 2.5 * ~made.open + noise
    return dataclasses.replace(made, trade_usd=np.exp(log), **parts)  # type: ignore[arg-type]


def without(series: Months, gone: np.ndarray) -> Months:
    return dataclasses.replace(series, trade_usd=np.where(gone, np.nan, series.trade_usd))


def test_open_and_observed_months_are_told_apart() -> None:
    series = months()
    shut = CALENDAR[~series.open]
    assert (shut[0], shut[-1], shut.size) == (202002, 202209, 23 + 5)
    assert series.observed.all()
    zero = dataclasses.replace(series, trade_usd=np.zeros(CALENDAR.size))
    assert not zero.observed.any()
    gap = dataclasses.replace(series, rub_per_usd=np.where(CALENDAR == 201801, np.nan, 60.0))
    assert gap.observed.sum() == CALENDAR.size - 1


def test_the_gate_counts_months_and_says_what_is_lacking() -> None:
    full = MONTH_BY_MONTH.gate(months())
    assert (full.before, full.after, full.episode, full.share) == (25, 27, 6, 1.0)
    assert full.lacking == ()
    few = MONTH_BY_MONTH.gate(without(months(), (CALENDAR < 201909) | (CALENDAR % 2 == 0)))
    assert few.before == 3
    assert few.lacking[0] == "3 of 12 months with freight before the closure"
    assert few.share == pytest.approx(0.5, abs=0.02)
    assert "of the months in between" in few.lacking[-1]
    none = MONTH_BY_MONTH.gate(without(months(), CALENDAR > 0))
    assert (none.before, none.after, none.episode, none.share) == (0, 0, 0, 0.0)
    assert len(none.lacking) == 4


def test_an_empty_calendar_has_no_months() -> None:
    nothing = Months(np.array([], dtype=np.int64), np.array([]), np.array([]), CLOSURES)
    assert len(MONTH_BY_MONTH.gate(nothing).lacking) == 4


@pytest.mark.parametrize(
    ("gone", "word"),
    [
        (CALENDAR < 201902, "12 of 13|before the closure"),
        (CALENDAR > 202309, "after it"),
        ((CALENDAR == 202203) | (CALENDAR == 202204), "4 of 5 months of the rouble"),
    ],
)
def test_each_part_of_the_gate_closes_it(gone: np.ndarray, word: str) -> None:
    strict = MonthByMonth(least_before=13, least_after=13)
    told = strict(without(months(), gone))
    assert told.statistic is None
    assert told.passed is None
    assert word.split("|")[-1] in told.effect
    with pytest.raises(InsufficientData):
        strict.respond(without(months(), gone))


def by_hand(series: Months, rate: np.ndarray) -> tuple[float, float]:
    """Least squares with all columns written out; slope and its standard error."""
    seen = series.observed
    spell = np.cumsum(np.r_[0, np.diff(series.open.astype(int)) != 0])
    columns = np.column_stack([
        np.log(rate), np.ones(CALENDAR.size), np.arange(CALENDAR.size),
        *[(m == CALENDAR % 100) for m in range(2, 13)], *[(spell == s) for s in range(1, 5)],
    ]).astype(float)[seen]  # fmt: skip
    y = np.log(series.trade_usd[seen])
    found, *_ = np.linalg.lstsq(columns, y, rcond=None)
    left = y - columns @ found
    variance = (left**2).sum() / (y.size - columns.shape[1])
    return float(found[0]), float(np.sqrt(variance * np.linalg.inv(columns.T @ columns)[0, 0]))


def test_the_elasticity_is_least_squares_ranked_among_all_shifts() -> None:
    series = without(months(0.8, seed=4), np.isin(CALENDAR, (201905, 202011, 202307)))
    found = elasticity(series)
    slope, error = by_hand(series, series.rub_per_usd)
    assert found.change == pytest.approx(slope)
    shifts = [by_hand(series, np.roll(series.rub_per_usd, -k)) for k in range(1, CALENDAR.size)]
    t = [a / b for a, b in shifts]
    assert found.p_rise == p_value(slope / error, t)
    assert found.p_fall == p_value(-slope / error, [-each for each in t])


def test_what_follows_the_rate_is_found_and_what_goes_against_it_too() -> None:
    assert MONTH_BY_MONTH(months(2.0)).passed
    against = MONTH_BY_MONTH(months(-2.0))
    assert not against.passed
    assert dict(against.details)["p_fall"] <= 0.025
    assert "testable with ≥ 12 months" in against.rule


def test_a_closure_alone_is_no_response() -> None:
    """Trade that falls with the border is taken out by its level, exactly."""
    deeper = months(0.7, seed=2)
    shut = dataclasses.replace(
        deeper, trade_usd=np.where(deeper.open, 1.0, 1e-3) * deeper.trade_usd
    )
    assert elasticity(shut).change == pytest.approx(elasticity(deeper).change, abs=1e-9)
    growth = 1.01 ** np.arange(CALENDAR.size)
    grown = dataclasses.replace(deeper, trade_usd=deeper.trade_usd * growth)
    assert elasticity(grown).change == pytest.approx(elasticity(deeper).change, abs=1e-9)


def test_a_missing_rate_inside_is_refused() -> None:
    series = months()
    hole = dataclasses.replace(series, rub_per_usd=np.where(CALENDAR == 202001, np.nan, 60.0))
    with pytest.raises(InsufficientData, match="a rate is missing"):
        elasticity(hole)

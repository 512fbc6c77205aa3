"""What must not matter to the design substitution, and what must go one way."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.bloc.substitution.panels import changed, panel
from tests.unit.bloc.substitution.test_months import CALENDAR, months
from tradenet.bloc.substitution import COLLAPSE, Range, elasticity, hull, ranked, read
from tradenet.bloc.substitution.account import Terms, line
from tradenet.bloc.substitution.collapse import needed_rise

FOCUS = ("L00", "S00")
FACTORS = st.floats(0.01, 100)
SEEDS = st.integers(0, 50)


@given(SEEDS, FACTORS)
@settings(max_examples=15)
def test_units_of_trade_do_not_matter(seed: int, factor: float) -> None:
    world = panel(30, seed=seed)
    scaled = changed(world, trade_usd=world.trade_usd * factor, rest_usd=world.rest_usd * factor)
    one, other = (COLLAPSE.respond(each, *FOCUS).found for each in (world, scaled))
    assert one.change == pytest.approx(other.change, abs=1e-9)
    assert (one.p_rise, one.p_fall) == (other.p_rise, other.p_fall)


@given(SEEDS, FACTORS)
@settings(max_examples=15)
def test_units_of_the_price_do_not_matter(seed: int, factor: float) -> None:
    world = panel(30, seed=seed)
    one, other = (
        COLLAPSE.respond(each, *FOCUS).found
        for each in (world, changed(world, price=world.price * factor))
    )
    assert one.change == pytest.approx(other.change, abs=1e-9)
    assert one.p_rise == other.p_rise


@given(SEEDS, st.floats(0.1, 2.0))
@settings(max_examples=15)
def test_what_is_planted_is_added_and_lowers_the_p_value(seed: int, response: float) -> None:
    still, moved = (
        COLLAPSE.respond(panel(30, seed=seed, response=each), *FOCUS).found
        for each in (0.0, response)
    )
    assert moved.change - still.change == pytest.approx(response)
    assert moved.upper - still.upper == pytest.approx(response)
    assert moved.lower - still.lower == pytest.approx(response)
    assert moved.p_rise <= still.p_rise
    assert moved.p_fall >= still.p_fall
    assert moved.detectable == pytest.approx(still.detectable)


@given(st.integers(20, 200), SEEDS)
def test_ranks_of_all_are_uniform(count: int, seed: int) -> None:
    """Each of the dyads in turn as the one in question: every rank once, so the test is exact."""
    z = np.random.default_rng(seed).normal(size=count)
    turns = np.array([[z[k], *np.delete(z, k)] for k in range(count)])
    found = ranked(turns, np.ones_like(turns))
    assert sorted(np.rint(found.p_rise * count).astype(int).tolist()) == list(range(1, count + 1))
    assert (found.p_rise <= 0.05).mean() <= 0.05
    assert (found.p_fall <= 0.05).mean() <= 0.05


@given(st.integers(20, 80), SEEDS)
def test_bounds_hold_the_change_and_agree_with_the_p_values(count: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    found = ranked(rng.normal(size=count), rng.uniform(0.5, 2, count))
    assert (found.lower > 0) == (found.p_rise <= 0.05)
    assert (found.upper < 0) == (found.p_fall <= 0.05)
    assert found.lower <= found.upper
    assert not (found.p_rise <= 0.05 and found.p_fall <= 0.05)


@given(st.floats(20, 120), st.floats(20, 120), st.floats(20, 120))
def test_a_weaker_rouble_costs_more(one: float, other: float, base: float) -> None:
    owed = Terms(Range(4e4, 6e4), Range(500, 600))
    low, high = (line(201501, (rate, base), owed, Range(1, 2)) for rate in sorted((one, other)))
    assert low.cost_rub.low <= high.cost_rub.low
    assert low.share_of_wage.high <= high.share_of_wage.high
    short = [each.shortfall_per_thousand_usd for each in (low, high)]
    assert short[0].low <= short[1].low + 1e-6
    assert short[0].high <= short[1].high + 1e-6
    assert short[1].high <= 600 * 1000, "nobody can bring less than nothing"


@given(st.floats(500, 900), st.floats(0, 300), st.floats(20, 120))
def test_wider_figures_give_wider_answers(low: float, more: float, rate: float) -> None:
    narrow, wide = Range(low, low), Range(low, low + more)
    answers = [
        line(201501, (rate, 30.0), Terms(Range(4e4, 4e4), quota), Range(10, 20))
        for quota in (narrow, wide)
    ]
    for name in ("cost_rub", "share_of_wage", "shortfall_per_thousand_usd", "shortfall_usd"):
        one, other = (getattr(each, name) for each in answers)
        assert hull([one, other]) == other


@given(st.floats(1e6, 1e9), st.floats(0, 1e9), st.floats(1e8, 1e11))
def test_what_is_needed_falls_with_the_flow(low: float, more: float, base: float) -> None:
    short = Range(low, low + more)
    one, other = (needed_rise(short, flow) for flow in (base, 2 * base))
    assert one is not None
    assert other is not None
    assert other.low <= one.low
    assert other.high <= one.high
    assert np.expm1(one.low) * base == pytest.approx(low, rel=1e-6)


@given(SEEDS, st.floats(0.001, 0.1), st.floats(0, 3))
def test_a_reading_is_one_of_six_and_seldom_hangs_on_what_is_needed(
    seed: int, low: float, more: float
) -> None:
    rng = np.random.default_rng(seed)
    found = ranked(rng.normal(size=40), np.ones(40))
    word = read(found, Range(low, low + more))
    if found.p_rise <= 0.05 or found.p_fall <= 0.05:
        assert word == read(found, None)
    else:
        assert word in {"LOW", "SMALL", "OPEN"}


@given(SEEDS, FACTORS)
@settings(max_examples=10)
def test_units_of_months_and_of_the_rate_do_not_matter(seed: int, factor: float) -> None:
    series = months(0.5, seed=seed)
    dearer = dataclasses.replace(
        series, trade_usd=series.trade_usd * factor, rub_per_usd=series.rub_per_usd / factor
    )
    one, other = elasticity(series), elasticity(dearer)
    assert one.change == pytest.approx(other.change, abs=1e-8)
    assert one.p_rise == other.p_rise


@given(SEEDS, st.floats(-2, 2))
@settings(max_examples=10)
def test_the_elasticity_moves_with_what_is_planted(seed: int, slope: float) -> None:
    series = months(0.0, seed=seed)
    planted = dataclasses.replace(series, trade_usd=series.trade_usd * series.rub_per_usd**slope)
    assert elasticity(planted).change - elasticity(series).change == pytest.approx(slope, abs=1e-8)


@given(st.lists(st.sampled_from(CALENDAR.tolist()), max_size=20, unique=True))
@settings(max_examples=10)
def test_gaps_are_left_out_and_nothing_is_put_in_their_place(gone: list[int]) -> None:
    """What stands in a gap cannot matter: NaN, or a zero, which no month with trade has."""
    series = months(0.5)
    at = np.isin(CALENDAR, gone)
    one, other = (
        elasticity(dataclasses.replace(series, trade_usd=np.where(at, hole, series.trade_usd)))
        for hole in (np.nan, 0.0)
    )
    assert (one.change, one.p_rise) == (other.change, other.p_rise)

"""Shares and bands against hand calculations and another package."""

import math

import pytest

from tradenet.bloc.calibration.rates import Rate, binomial_band


def test_share_and_error_by_hand() -> None:
    found = Rate(20, 400)
    assert found.share == 0.05
    assert found.error == pytest.approx(math.sqrt(0.05 * 0.95 / 400))


def test_no_draws_say_nothing() -> None:
    assert math.isnan(Rate(0, 0).share)
    assert math.isnan(Rate(0, 0).error)
    assert Rate(0, 0).interval() == (0.0, 1.0)


@pytest.mark.parametrize(("hits", "draws"), [(0, 40), (1, 40), (17, 40), (40, 40)])
def test_the_interval_equals_statsmodels(hits: int, draws: int) -> None:
    proportion = pytest.importorskip("statsmodels.stats.proportion")
    other = proportion.proportion_confint(hits, draws, method="beta")
    assert Rate(hits, draws).interval() == pytest.approx(other)


def test_never_is_at_most_three_by_the_draws() -> None:
    """The one-sided rule of three: with no hit the upper end is about 3/n at 95 %."""
    assert Rate(0, 300).interval(0.90)[1] == pytest.approx(3 / 300, rel=0.01)


def test_the_band_holds_what_a_right_test_shows() -> None:
    low, high = binomial_band(0.05, 100, level=0.999)
    chance = [math.comb(100, k) * 0.05**k * 0.95 ** (100 - k) for k in range(101)]
    inside = sum(chance[round(low * 100) : round(high * 100) + 1])
    assert inside >= 0.999
    assert inside - chance[round(high * 100)] < 0.9995

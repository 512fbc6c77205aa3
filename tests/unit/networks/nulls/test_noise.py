"""Poisson and gamma noise: mean and variance as they say, limits, impossible parameters."""

from collections.abc import Callable

import numpy as np
import pytest

from tradenet.domain import ConfigError, Expected, TradeGraph, stream
from tradenet.networks.nulls import Gamma, NullModel, Poisson

GraphOf = Callable[..., TradeGraph]
ExpectedOf = Callable[..., Expected]
N = 150


def draws(null: NullModel, graph_of: GraphOf, expected_of: ExpectedOf, mean: float) -> np.ndarray:
    graph = graph_of(np.ones((N, N)))
    world = null(graph, expected_of(graph, np.full((N, N), mean)), rng=stream(1, "noise"))
    return world.values[graph.observed]


@pytest.mark.parametrize(("unit", "mean"), [(1.0, 3.0), (1e6, 2e6), (10.0, 5e3)])
def test_poisson_trade_comes_in_units_with_variance_unit_times_mean(
    unit: float, mean: float, graph_of: GraphOf, expected_of: ExpectedOf
) -> None:
    """22,350 cells; the variance of a variance is about 2 / N of its square, more for few units."""
    found = draws(Poisson(unit), graph_of, expected_of, mean)
    assert np.allclose(found / unit, np.round(found / unit))
    assert found.mean() == pytest.approx(mean, rel=4 * np.sqrt(unit / mean / len(found)))
    assert found.var() == pytest.approx(unit * mean, rel=0.06)


@pytest.mark.parametrize("spread", [0.1, 1.0, 1.7])
def test_gamma_trade_has_the_spread_that_is_asked_for(
    spread: float, graph_of: GraphOf, expected_of: ExpectedOf
) -> None:
    found = draws(Gamma(spread), graph_of, expected_of, 7.0)
    assert found.mean() == pytest.approx(7.0, rel=4 * spread / np.sqrt(len(found)))
    assert found.std() == pytest.approx(7.0 * spread, rel=0.06)


def test_a_spread_of_one_is_exponential(graph_of: GraphOf, expected_of: ExpectedOf) -> None:
    """Its median is the mean times log 2; half a per cent of 22,350 draws either way."""
    found = draws(Gamma(), graph_of, expected_of, 1.0)
    assert np.mean(found < np.log(2)) == pytest.approx(0.5, abs=0.013)


def test_without_spread_trade_is_as_expected(graph_of: GraphOf, expected_of: ExpectedOf) -> None:
    assert set(draws(Gamma(0.0), graph_of, expected_of, 3.0)) == {3.0}


@pytest.mark.parametrize("unit", [0.0, -1.0, float("nan"), float("inf")])
def test_an_impossible_unit_is_refused(unit: float) -> None:
    with pytest.raises(ConfigError, match="unit_usd"):
        Poisson(unit)


@pytest.mark.parametrize("spread", [-0.1, float("nan"), float("inf")])
def test_an_impossible_spread_is_refused(spread: float) -> None:
    with pytest.raises(ConfigError, match="spread"):
        Gamma(spread)

"""Transplanted worlds: donors by hand, what is kept, what is not, the two rooms that share it."""

from collections.abc import Callable

import numpy as np
import pytest

from tradenet.domain import ConfigError, Expected, InsufficientData, TradeGraph, stream
from tradenet.domain.donors import like_pairs, near, ratios
from tradenet.gravity import Margins
from tradenet.networks.nulls import Transplant
from tradenet.networks.nulls.transplant import restored

GraphOf = Callable[..., TradeGraph]
ExpectedOf = Callable[..., Expected]


def lumpy(graph_of: GraphOf, n: int = 30) -> TradeGraph:
    """Trade by size with heavy noise, common to both directions of a pair, and some zeros."""
    rng = stream(4, "lumpy")
    size = rng.lognormal(8, 1.5, n)
    noise = rng.lognormal(0, 1, (n, n))
    values = np.outer(size, size) * np.sqrt(noise * noise.T) * rng.lognormal(0, 0.2, (n, n))
    values[rng.random((n, n)) < 0.05] = 0.0
    values[rng.random((n, n)) < 0.05] = np.nan
    return graph_of(values)


def test_a_pair_takes_the_ratios_of_a_neighbour_larger_direction_first(
    graph_of: GraphOf, expected_of: ExpectedOf
) -> None:
    """Three pairs of one reach: every world cell is own expectation times a ratio by hand."""
    graph = graph_of([[0, 50, 4], [22, 0, 6.5], [1, 5, 0]])
    expected = expected_of(graph, [[0, 40, 3], [20, 0, 6], [1, 5, 0]])

    def before(i: int, j: int) -> float:
        hoped = np.nan_to_num(expected.values)
        free = (1 - hoped[i, j] / hoped[i].sum()) * (1 - hoped[i, j] / hoped[:, j].sum())
        return 1 + (graph.values[i, j] / hoped[i, j] - 1) / max(free, 0.1)

    paths = [
        (before(0, 1), before(1, 0)),
        (before(0, 2), before(2, 0)),
        (before(1, 2), before(2, 1)),
    ]
    seen = set()
    for seed in range(60):
        world = Transplant()(graph, expected, rng=stream(seed, "w")).values
        for large, small in (((0, 1), (1, 0)), ((0, 2), (2, 0)), ((1, 2), (2, 1))):
            taken = [float(world[at] / expected.values[at]) for at in (large, small)]
            (donor,) = [k for k, path in enumerate(paths) if path == pytest.approx(taken)]
            seen.add((large, donor))
    assert len(seen) == 9


def test_the_fit_takes_what_leverage_says_and_it_is_restored(graph_of: GraphOf) -> None:
    """One cell of a smooth world times 1.5: with its leverage above a third the fit hides a third.

    Restored from the fit's residual, it is within a tenth of what was done; unrestored it is not.
    """
    size = np.array([9.0, 8.0, 1, 1, 1, 1, 1, 1])
    smooth = np.outer(size, size)
    done = smooth.copy()
    done[0, 1] *= 1.5
    graph = graph_of(1e6 * done)
    hoped = np.nan_to_num(Margins()(graph).values)
    ratio = np.where(hoped > 0, np.nan_to_num(graph.values) / np.where(hoped > 0, hoped, 1), 1.0)
    after = restored(ratio.ravel(), hoped).reshape(8, 8)
    assert ratio[0, 1] < 1.3
    assert abs(after[0, 1] - 1.5) < abs(ratio[0, 1] - 1.5) / 2


def test_with_no_reach_and_little_leverage_the_world_is_the_real_one(graph_of: GraphOf) -> None:
    """Two hundred economies of like size: each cell is a two-hundredth of its margins."""
    rng = stream(3, "like")
    graph = graph_of(1e7 * rng.uniform(0.5, 1.5, (200, 200)))
    world = Transplant(reach=0)(graph, Margins()(graph), rng=stream(1, "w"))
    np.testing.assert_allclose(world.values, graph.values, rtol=0.03)


def test_spread_and_reciprocity_of_the_residuals_survive(graph_of: GraphOf) -> None:
    """Standard deviation of log ratios and correlation of the two directions: within a tenth."""
    graph = lumpy(graph_of, 90)
    expected = Margins()(graph)

    def shape(values: np.ndarray) -> tuple[float, float]:
        with np.errstate(divide="ignore", invalid="ignore"):
            log = np.log(values / expected.values)
        both = np.isfinite(log) & np.isfinite(log.T)
        return float(log[both].std()), float(np.corrcoef(log[both], log.T[both])[0, 1])

    real = shape(graph.values)
    drawn = np.mean(
        [shape(Transplant()(graph, expected, rng=stream(k, "w")).values) for k in range(40)], axis=0
    )
    np.testing.assert_allclose(drawn, real, rtol=0.1)
    assert real[1] > 0.5


def test_small_pairs_are_capped_and_large_ones_are_not() -> None:
    """A ratio of 100 where 0.4 and 0.7 M USD are expected of the two directions."""
    expected = np.array([[0, 4e5, 7e5], [3e5, 0, 0], [7e5, 0, 0]])
    found = ratios(100 * expected, expected, expected).reshape(3, 3)
    assert found[0, 1] == found[1, 0] == 5.0
    assert found[0, 2] == found[2, 0] == 100.0
    assert found[1, 2] == 1.0  # nothing is expected
    counts = ratios(100 * expected / 1e5, expected / 1e5, expected / 1e5, 8.0).reshape(3, 3)
    assert counts[0, 1] == 5.0  # 4 and 3 are expected, less than 8
    assert counts[0, 2] == 100.0


def test_donors_are_within_reach_and_all_of_them_give() -> None:
    size = np.arange(400.0).reshape(20, 20)
    (pool,) = like_pairs(~np.eye(20, dtype=bool), size, np.zeros((20, 20), dtype=np.intp))
    rng = stream(1, "near")
    off = np.array([near(pool, 3, rng=rng) - np.arange(190) for _ in range(200)])
    assert set(off[:, 50].tolist()) == {-3, -2, -1, 0, 1, 2, 3}
    assert off[:, 0].min() == 0
    assert off[:, -1].max() == 0


def test_kinds_that_hand_nothing_on_need_another_donor() -> None:
    kind = np.full((3, 3), -1)
    with pytest.raises(InsufficientData, match="none that can hand on"):
        like_pairs(~np.eye(3, dtype=bool), np.ones((3, 3)), kind)


def test_a_negative_reach_is_refused() -> None:
    with pytest.raises(ConfigError, match="reach -1"):
        Transplant(reach=-1)

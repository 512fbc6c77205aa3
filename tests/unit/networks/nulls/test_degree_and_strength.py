"""The enhanced configuration model: margins to the digit, all graphs of four, hard cases."""

import itertools
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest
from scipy.optimize import root

from tradenet.domain import ConfigError, ConvergenceError, Expected, TradeGraph, stream
from tradenet.networks.nulls import DegreeAndStrength
from tradenet.networks.nulls.degree_and_strength import link_chances, mean_weights

Matrix = npt.NDArray[np.float64]
TOLERANCE, STEPS = 1e-10, 200


def world(seed: int, n: int = 40, spread: float = 2.5) -> tuple[Matrix, npt.NDArray[np.bool_]]:
    """Trade over ten orders of magnitude, a third of it zero; a fifth of the cells hidden."""
    rng = np.random.default_rng(seed)
    values = np.outer(rng.lognormal(8, spread, n), rng.lognormal(8, spread, n))
    values *= rng.gamma(0.7, 1.4, (n, n)) * (rng.random((n, n)) > 1 / 3)
    cells = (rng.random((n, n)) > 0.2) & ~np.eye(n, dtype=bool)
    return np.where(cells, values, 0.0), cells


def margins(cells: npt.ArrayLike) -> Matrix:
    matrix = np.asarray(cells, dtype=float)
    return np.concatenate([matrix.sum(axis=1), matrix.sum(axis=0)])


@pytest.mark.parametrize("seed", range(5))
def test_degrees_and_strengths_are_met_to_the_tolerance(seed: int) -> None:
    values, cells = world(seed)
    chance = link_chances(values > 0, cells, TOLERANCE, STEPS)
    mean = mean_weights(values, chance, TOLERANCE, STEPS)
    assert ((chance >= 0) & (chance <= 1)).all()
    assert not chance[~cells].any()
    np.testing.assert_allclose(margins(chance), margins(values > 0), rtol=2 * TOLERANCE)
    np.testing.assert_allclose(margins(chance * mean), margins(values), rtol=2 * TOLERANCE)


def test_links_have_odds_of_exporter_times_importer_and_weights_rates_of_their_sum() -> None:
    """The form that largest entropy has: no interaction in log odds, none in inverse means."""
    values, cells = world(1, n=12, spread=1.0)
    cells[:] = ~np.eye(12, dtype=bool)
    chance = link_chances(values > 0, cells, TOLERANCE, STEPS)
    mean = mean_weights(values, chance, TOLERANCE, STEPS)
    odds, rates = np.log(chance[cells] / (1 - chance[cells])), 1 / mean[cells]
    one, other = np.nonzero(cells)
    design = np.concatenate([np.eye(12)[one], np.eye(12)[other]], axis=1)
    for outcome in (odds, rates):
        fit = design @ np.linalg.lstsq(design, outcome, rcond=None)[0]
        assert np.abs(fit - outcome).max() < 1e-8 * np.abs(outcome).max()


def test_all_graphs_of_four_with_the_same_degrees_are_equally_likely() -> None:
    """Brute force over 4,096 graphs: chances sum to one, degrees are met in their mean."""
    cells = ~np.eye(4, dtype=bool)
    links = np.zeros((4, 4), dtype=bool)
    for i, j in ((0, 1), (0, 2), (1, 0), (1, 3), (2, 3), (3, 1), (3, 0)):
        links[i, j] = True
    chance = link_chances(links, cells, TOLERANCE, STEPS)[cells]
    likely: dict[tuple[int, ...], list[float]] = {}
    total, mean = 0.0, np.zeros(8)
    for drawn in itertools.product((0, 1), repeat=12):
        graph = np.zeros((4, 4), dtype=int)
        graph[cells] = drawn
        each = float(np.prod(np.where(graph[cells] == 1, chance, 1 - chance)))
        degrees = np.concatenate([graph.sum(axis=1), graph.sum(axis=0)])
        likely.setdefault(tuple(degrees.tolist()), []).append(each)
        total, mean = total + each, mean + each * degrees
    assert total == pytest.approx(1)
    assert mean == pytest.approx(margins(links), rel=1e-9)
    assert max(len(each) for each in likely.values()) > 5
    for each in likely.values():
        assert max(each) == pytest.approx(min(each), rel=1e-8)


def test_a_general_solver_finds_the_same_chances_and_means() -> None:
    """SciPy's hybrid Powell method on the same equations, one importer's effect held at zero."""
    values, _ = world(5, n=6, spread=0.5)
    cells = ~np.eye(6, dtype=bool)
    links = values > 0
    chance = link_chances(links, cells, TOLERANCE, STEPS)

    def off(free: Matrix) -> Matrix:
        effects = np.append(free, 0.0)
        theta = effects[:6, None] + effects[None, 6:]
        return (margins(np.where(cells, 1 / (1 + np.exp(-theta)), 0)) - margins(links))[:-1]

    found = np.append(root(off, np.zeros(11), tol=1e-13).x, 0.0)
    theirs = np.where(cells, 1 / (1 + np.exp(-(found[:6, None] + found[None, 6:]))), 0.0)
    assert chance == pytest.approx(theirs, abs=1e-8)


def test_who_trades_with_all_or_none_is_certain() -> None:
    """A full row and an empty column; what is left then leaves one more row full."""
    links = np.array(
        [[0, 1, 1, 0, 1], [1, 0, 0, 0, 1], [1, 0, 0, 0, 0], [0, 1, 1, 0, 0], [0, 0, 1, 0, 0]],
        dtype=bool,
    )  # nobody exports to the fourth, so that the first exports to all that are left
    cells = ~np.eye(5, dtype=bool)
    chance = link_chances(links, cells, TOLERANCE, STEPS)
    assert chance[0].tolist() == [0, 1, 1, 0, 1]
    assert not chance[:, 3].any()
    assert margins(chance) == pytest.approx(margins(links), rel=1e-9)


def test_degrees_that_only_one_graph_has_are_met_in_the_limit() -> None:
    """A nested graph: the larger a trader, the more partners. Chances go to 0 and 1."""
    links = np.triu(np.ones((6, 6), dtype=bool))[::-1][:, ::-1].T & ~np.eye(6, dtype=bool)
    chance = link_chances(links, ~np.eye(6, dtype=bool), TOLERANCE, STEPS)
    assert chance == pytest.approx(links.astype(float), abs=1e-8)


def test_too_few_steps_are_an_error() -> None:
    """It says how far off it is; no unsolved fit is drawn from."""
    values, cells = world(2)
    with pytest.raises(ConvergenceError, match=r"off by .* after 2 steps"):
        link_chances(values > 0, cells, TOLERANCE, 2)
    chance = link_chances(values > 0, cells, TOLERANCE, STEPS)
    with pytest.raises(ConvergenceError, match="null model"):
        mean_weights(values, chance, TOLERANCE, 2)


@pytest.mark.parametrize(("tolerance", "steps"), [(0.0, 10), (-1.0, 10), (1e-9, 0)])
def test_impossible_parameters_are_refused(tolerance: float, steps: int) -> None:
    with pytest.raises(ConfigError, match="degree_and_strength: tolerance"):
        DegreeAndStrength(tolerance, steps)


def test_another_graph_is_another_fit(
    graph_of: Callable[..., TradeGraph], expected_of: Callable[..., Expected]
) -> None:
    """What is kept between draws belongs to its graph."""
    values, _ = world(3, n=8, spread=0.5)
    one, other = graph_of(values), graph_of(100 * values)
    hoped = expected_of(one, np.ones((8, 8)))
    null = DegreeAndStrength()
    first = null(one, hoped, rng=stream(1, "t")).values
    assert null(other, hoped, rng=stream(1, "t")).values == pytest.approx(100 * first, nan_ok=True)
    assert null(one, hoped, rng=stream(1, "t")).values.tobytes() == first.tobytes()

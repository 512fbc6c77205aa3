"""Margins: closed forms, a slow second solver, a third by likelihood; masks, blocks, zeros."""

import networkx as nx
import numpy as np
import numpy.typing as npt
import pytest

from tradenet.domain import ConvergenceError, InsufficientData, Period, TradeGraph
from tradenet.gravity import Margins
from tradenet.gravity.margins import fit_margins, tied_cells

Matrix = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
NAN = float("nan")


def graph_of(values: npt.ArrayLike) -> TradeGraph:
    """Return a graph of made-up economies; the diagonal becomes NaN."""
    matrix = np.array(values, dtype=float)
    np.fill_diagonal(matrix, NAN)
    names = tuple(f"E{k:03d}" for k in range(len(matrix)))
    return TradeGraph(names, matrix, Period(2019))


def world(seed: int, n: int, masked: float = 0.0) -> TradeGraph:
    """Return noisy positive trade of six orders of magnitude with some cells unobserved."""
    rng = np.random.default_rng(seed)
    values = rng.lognormal(5, 3, size=(n, n))
    values[rng.random((n, n)) < masked] = NAN
    return graph_of(values)


def slow_fit(values: Matrix, observed: Mask, rounds: int = 4000) -> Matrix:
    """Scale rows and columns of a table of ones in plain loops: Deming and Stephan as printed."""
    n = len(values)
    fitted = [[1.0 if observed[i, j] else 0.0 for j in range(n)] for i in range(n)]
    for _ in range(rounds):
        for i in range(n):
            now = sum(fitted[i])
            want = sum(values[i, j] for j in range(n) if observed[i, j])
            fitted[i] = [cell * want / now if now else 0.0 for cell in fitted[i]]
        for j in range(n):
            now = sum(fitted[i][j] for i in range(n))
            want = sum(values[i, j] for i in range(n) if observed[i, j])
            for i in range(n):
                fitted[i][j] *= want / now if now else 0.0
    return np.array(fitted)


@pytest.mark.parametrize(
    ("seed", "n", "masked"), [(1, 3, 0.0), (2, 6, 0.0), (3, 6, 0.2), (4, 9, 0.3)]
)
def test_equals_a_slow_fit_in_plain_loops(seed: int, n: int, masked: float) -> None:
    """Another program, written from the paper, on tables small enough for it."""
    graph = world(seed, n, masked)
    expected = Margins()(graph)
    slow = slow_fit(np.nan_to_num(graph.values), graph.observed)
    seen = graph.observed
    assert expected.values[seen] == pytest.approx(slow[seen], rel=1e-8)


@pytest.mark.parametrize("masked", [0.0, 0.2])
def test_is_the_poisson_estimate_with_fixed_effects(masked: float) -> None:
    """A general optimiser of the Poisson likelihood, which knows nothing of scaling, agrees."""
    from scipy.optimize import minimize

    n = 5
    rng = np.random.default_rng(8)
    values = rng.gamma(1.0, 3.0, size=(n, n)) + 0.1
    values[rng.random((n, n)) < masked] = NAN
    graph = graph_of(values)
    seen, x = graph.observed, np.nan_to_num(graph.values)

    def loss(theta: Matrix) -> tuple[float, Matrix]:
        log_mu = theta[:n, None] + theta[None, n:]
        mu = np.where(seen, np.exp(log_mu), 0.0)
        slope = np.concatenate([(mu - x).sum(axis=1), (mu - x).sum(axis=0)])
        return float(mu.sum() - (x * log_mu)[seen].sum()), slope

    best = minimize(loss, np.zeros(2 * n), jac=True, method="BFGS", options={"gtol": 1e-9})
    mu = np.exp(best.x[:n, None] + best.x[None, n:])
    assert Margins()(graph).values[seen] == pytest.approx(mu[seen], rel=1e-6)


def test_with_every_cell_observed_the_closed_form_is_row_times_column() -> None:
    """Were self-trade allowed, mu = row total x column total / total; the solver finds it."""
    rng = np.random.default_rng(5)
    values = rng.random((7, 7))
    exporters, importers = fit_margins(values, np.ones((7, 7), dtype=bool), 1e-13, 1000)
    closed = np.outer(values.sum(axis=1), values.sum(axis=0)) / values.sum()
    assert np.outer(exporters, importers) == pytest.approx(closed, rel=1e-12)
    assert exporters.sum() == pytest.approx(importers.sum(), rel=1e-12)


def test_four_equal_economies_by_hand() -> None:
    """Everyone exports 6 and imports 6 in any pattern: two to each of three partners."""
    values = [[0, 6, 0, 0], [6, 0, 0, 0], [0, 0, 0, 6], [0, 0, 6, 0]]
    expected = Margins()(graph_of(values)).values
    off = ~np.eye(4, dtype=bool)
    assert expected[off] == pytest.approx(np.full(12, 2.0), rel=1e-11)
    assert np.isnan(np.diagonal(expected)).all()


@pytest.mark.parametrize("n", [3, 10, 120])
def test_a_world_made_by_size_alone_is_expected_exactly(n: int) -> None:
    """Trade a_i b_j comes back, cell by cell."""
    rng = np.random.default_rng(n)
    values = np.outer(rng.lognormal(10, 3, n), rng.lognormal(0, 3, n))
    graph = graph_of(values)
    seen = graph.observed
    assert Margins()(graph).values[seen] == pytest.approx(values[seen], rel=1e-9)


def test_hidden_cells_of_a_world_made_by_size_are_extrapolated_and_say_so() -> None:
    """A third of the cells is hidden; the others determine them."""
    rng = np.random.default_rng(11)
    values = np.outer(rng.lognormal(5, 1, 15), rng.lognormal(5, 1, 15))
    hidden = rng.random((15, 15)) < 0.33
    graph = graph_of(np.where(hidden, NAN, values))
    expected = Margins()(graph)
    off = ~np.eye(15, dtype=bool)
    assert expected.values[off] == pytest.approx(values[off], rel=1e-9)
    assert not expected.fitted[hidden].any()
    assert np.array_equal(expected.fitted, graph.observed)


@pytest.mark.parametrize("masked", [0.0, 0.1, 0.4])
def test_the_observed_margins_are_met(masked: float) -> None:
    """Rows and columns over observed cells, to 1e-9 of each, with six orders of magnitude."""
    graph = world(21, 40, masked)
    fitted = np.where(graph.observed, Margins()(graph).values, 0.0)
    for axis in (0, 1):
        wanted = np.nansum(graph.values, axis=axis)
        assert fitted.sum(axis=axis) == pytest.approx(wanted, rel=1e-9)


def test_a_masked_cell_does_not_touch_the_fit() -> None:
    """The solver is handed nonsense under the mask: its margins are zero there or it is used."""
    graph = world(3, 8, 0.3)
    x, seen = np.nan_to_num(graph.values), graph.observed
    a, b = fit_margins(x, seen, 1e-13, 10_000)
    hidden = graph_of(np.where(seen, graph.values, NAN))
    again = Margins(tolerance=1e-13)(hidden).values
    assert np.outer(a, b)[seen] == pytest.approx(again[seen], rel=1e-10)


def test_hiding_a_cell_is_not_calling_it_zero() -> None:
    """Trade made by size: a hidden cell leaves the rest exact, a false zero bends it."""
    values = np.outer([1.0, 2.0, 3.0, 4.0], [4.0, 3.0, 2.0, 1.0])
    hidden, false = values.copy(), values.copy()
    hidden[0, 1], false[0, 1] = NAN, 0.0
    assert Margins()(graph_of(hidden)).values[2, 3] == pytest.approx(3.0, rel=1e-9)
    assert abs(Margins()(graph_of(false)).values[2, 3] - 3.0) > 0.1


def test_blocks_that_no_observed_cell_connects_say_nothing_of_each_other() -> None:
    """Two groups of three: inside a number, across NaN, also for a lone unobserved economy."""
    values = np.full((7, 7), NAN)
    values[:3, :3] = 5.0
    values[3:6, 3:6] = 700.0
    expected = Margins()(graph_of(values)).values
    off = ~np.eye(7, dtype=bool)
    inside = np.zeros((7, 7), dtype=bool)
    inside[:3, :3] = inside[3:6, 3:6] = True
    assert not np.isnan(expected[inside & off]).any()
    assert np.isnan(expected[~inside]).all()


def test_a_cell_that_only_zeros_connect_has_no_expectation() -> None:
    """A sells to B, C to D; E sells to neither. Nothing ties the scale of A–B to that of C–D.

    Any factor between the two pairs meets all margins, so a number for A to D would be made up.
    """
    values = np.full((5, 5), NAN)
    values[0, 1], values[2, 3] = 5.0, 7.0
    values[4, 1] = values[4, 3] = 0.0
    expected = Margins()(graph_of(values)).values
    assert expected[0, 1] == pytest.approx(5.0)
    assert expected[2, 3] == pytest.approx(7.0)
    assert expected[4, 1] == expected[4, 3] == 0.0
    assert np.isnan(expected[0, 3])
    assert np.isnan(expected[2, 1])


def test_an_economy_that_sells_nothing_is_expected_to_sell_nothing() -> None:
    """A row of observed zeros: expectation zero, not NaN, also in its one hidden cell."""
    values = np.array([[0, 2, 3, 4], [5, 0, 1, 2], [3, 2, 0, 9], [0, 0, NAN, 0]], dtype=float)
    expected = Margins()(graph_of(values)).values
    assert expected[3, :3].tolist() == [0.0, 0.0, 0.0]
    assert not np.isnan(expected[:3, 3]).any()


def test_trade_that_meets_its_own_margins_always_has_an_expectation() -> None:
    """A sells 1 to B and nothing to C, D sells 2 to C; D to B and the rest are not observed.

    The margins leave A–C nothing but zero, so the estimate lies on the boundary (separation): the
    limit is the trade itself.
    """
    values = np.full((4, 4), NAN)
    values[0, 1], values[0, 2], values[3, 2] = 1.0, 0.0, 2.0
    expected = Margins()(graph_of(values)).values
    assert [expected[0, 1], expected[0, 2], expected[3, 2]] == pytest.approx([1.0, 0.0, 2.0])


@pytest.mark.parametrize("giant", [1.0, 1e3, 1e9, 1e12])
def test_sums_without_oneself_are_those_of_a_matrix(giant: float) -> None:
    """Where all cells take part no matrix is needed; next to a giant it is all the same.

    Told as numbers and not as yes and no, the same cells take the way of every other mask.
    """
    rng = np.random.default_rng(8)
    values = rng.lognormal(0, 1, (12, 12))
    values[:, 3] *= giant
    np.fill_diagonal(values, 0.0)
    cells = ~np.eye(12, dtype=bool)
    short = fit_margins(values, cells, 1e-12, 10_000)
    whole = fit_margins(values, cells.astype(float), 1e-12, 10_000)
    for one, other in zip(short, whole, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-9)
    expected = np.where(cells, np.outer(*short), 0.0)
    np.testing.assert_allclose(expected.sum(axis=1), values.sum(axis=1), rtol=1e-11)
    np.testing.assert_allclose(expected.sum(axis=0), values.sum(axis=0), rtol=1e-11)


def test_giving_up_is_an_error_with_numbers() -> None:
    """One round is not enough for a table of forty."""
    with pytest.raises(
        ConvergenceError, match=r"margins: off by .* after 1 rounds \(wanted 1e-12\)"
    ):
        Margins(most_rounds=1)(world(1, 40, 0.3))


@pytest.mark.parametrize("fill", [0.0, NAN])
def test_no_trade_no_expectation(fill: float) -> None:
    """All zero, or nothing observed: nothing to scale."""
    with pytest.raises(InsufficientData, match="2019: no observed trade"):
        Margins()(graph_of(np.full((3, 3), fill)))


@pytest.mark.parametrize("factor", [1e-6, 1e9])
def test_expectation_has_the_unit_of_trade(factor: float) -> None:
    """In millionths or in billions: the same expectation in that unit."""
    graph = world(9, 12, 0.2)
    scaled = graph_of(graph.values * factor)
    seen = graph.observed
    assert Margins()(scaled).values[seen] == pytest.approx(
        Margins()(graph).values[seen] * factor, rel=1e-9
    )


def test_tied_cells_of_a_chain_by_hand() -> None:
    """A–B, C–B, C–D observed: rows A and C, columns B and D share one scale."""
    observed = np.zeros((4, 4), dtype=bool)
    observed[0, 1] = observed[2, 1] = observed[2, 3] = True
    reached = tied_cells(observed.astype(float), observed)
    cells = {(int(i), int(j)) for i, j in zip(*np.nonzero(reached), strict=True)}
    assert cells == {(0, 1), (0, 3), (2, 1), (2, 3)}


@pytest.mark.parametrize("density", [0.02, 0.08, 0.15, 0.3, 0.9])
def test_tied_cells_are_those_of_the_components_that_networkx_finds(density: float) -> None:
    """Thin graphs fall into many components, dense ones into one; the largest seller in any."""
    rng = np.random.default_rng(int(100 * density))
    for _ in range(20):
        observed = rng.random((14, 14)) < np.sqrt(density)
        values = np.where(rng.random((14, 14)) < np.sqrt(density), rng.random((14, 14)), 0.0)
        values = np.where(observed, values, 0.0)
        links = nx.DiGraph()
        links.add_nodes_from(range(28))
        links.add_edges_from((int(i), 14 + int(j)) for i, j in np.argwhere(observed))
        links.add_edges_from((14 + int(j), int(i)) for i, j in np.argwhere(values > 0))
        found = np.zeros((14, 14), dtype=bool)
        for component in nx.strongly_connected_components(links):
            inside = np.isin(np.arange(28), list(component))
            found |= np.logical_and.outer(inside[:14], inside[14:])
        assert np.array_equal(tied_cells(values, observed), found)


def test_size_alone_leaves_no_cell_more_intense_than_another() -> None:
    """Every odds ratio of the expectation is one: there is nothing in it but two effects."""
    expected = Margins()(world(31, 10, 0.2)).values
    odds = expected[0, 2] * expected[1, 3] / (expected[0, 3] * expected[1, 2])
    assert odds == pytest.approx(1.0, rel=1e-12)
    assert Margins()(world(31, 10, 0.2)).null.startswith("only size matters")

"""Measures of a whole graph against networkx, scipy, brute force and by hand."""

from collections.abc import Callable
from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from scipy import optimize

from tradenet.domain import ConfigError, ConvergenceError, InsufficientData, TradeGraph
from tradenet.networks import (
    STRUCTURES,
    Assortativity,
    CorePeriphery,
    Reciprocity,
    RichClub,
    Structure,
    compare,
)

NAN = float("nan")
GraphOf = Callable[..., TradeGraph]


def random_graph(graph_of: GraphOf, seed: int, n: int = 25, hidden: float = 0.0) -> TradeGraph:
    """A third of the cells zero, sizes unequal."""
    rng = np.random.default_rng(seed)
    size = rng.lognormal(0, 1, n)
    values = np.outer(size, size) * rng.lognormal(0, 1, (n, n))
    values[rng.random((n, n)) < 0.35] = 0.0
    values[rng.random((n, n)) < hidden] = np.nan
    return graph_of(values)


def test_binary_reciprocity_is_that_of_networkx(graph_of: GraphOf) -> None:
    """Links that are answered ÷ links; ρ takes the density out, as Garlaschelli and Loffredo do."""
    graph = random_graph(graph_of, 1)
    found = Reciprocity()(graph).numbers
    peer = graph.to_networkx()
    assert found["binary"] == pytest.approx(nx.overall_reciprocity(peer))
    density = nx.density(peer)
    assert found["rho"] == pytest.approx((nx.overall_reciprocity(peer) - density) / (1 - density))


def test_weighted_reciprocity_by_brute_force_over_what_was_seen_twice(graph_of: GraphOf) -> None:
    """Pair by pair, a pair of which one direction is hidden left out."""
    graph = random_graph(graph_of, 2, hidden=0.3)
    both = total = 0.0
    for i, j in combinations(range(25), 2):
        x, y = graph.values[i, j], graph.values[j, i]
        if np.isnan(x) or np.isnan(y):
            continue
        both, total = both + 2 * min(x, y), total + x + y
    found = Reciprocity()(graph)
    assert found.numbers["weighted"] == pytest.approx(both / total)
    assert both / total != pytest.approx(np.nan_to_num(graph.values).sum() / total)
    assert found.to_arrow().num_rows == 25


@pytest.mark.parametrize(("back", "share"), [(4.0, 1.0), (1.0, 0.4), (0.0, 0.0)])
def test_weighted_reciprocity_of_one_pair(graph_of: GraphOf, back: float, share: float) -> None:
    """Two times the smaller flow over both."""
    found = Reciprocity()(graph_of([[0, 4.0], [back, 0]])).numbers["weighted"]
    assert found == pytest.approx(share)


def test_assortativity_is_that_of_networkx(graph_of: GraphOf) -> None:
    """Eight correlations; strengths are degrees weighted by dollars."""
    graph = random_graph(graph_of, 3, hidden=0.2)
    found, peer = Assortativity()(graph).numbers, graph.to_networkx()
    for one in ("out", "in"):
        for other in ("out", "in"):
            for name, weight in (("degree", None), ("strength", "value_usd")):
                wanted = nx.degree_pearson_correlation_coefficient(peer, one, other, weight)
                assert found[f"{name}_{one}_{other}"] == pytest.approx(wanted, abs=1e-12)


def test_assortativity_of_equals_is_undefined(graph_of: GraphOf) -> None:
    """All economies alike: nothing to correlate."""
    assert set(Assortativity()(graph_of(np.ones((4, 4)))).numbers.values()) == {None}
    assert set(Assortativity()(graph_of(np.zeros((4, 4)))).numbers.values()) == {None}


@pytest.mark.parametrize("hidden", [0.0, 0.15])
def test_coreness_is_the_global_least_squares_of_scipy(graph_of: GraphOf, hidden: float) -> None:
    """Six economies, differential evolution over all of the positive orthant."""
    graph = random_graph(graph_of, 4, n=6, hidden=hidden)
    symmetric = (graph.values + graph.values.T) / 2
    seen = ~np.isnan(symmetric)

    def squares(core: np.ndarray) -> float:
        return float(((symmetric - np.outer(core, core))[seen] ** 2).sum())

    top = float(np.sqrt(np.nanmax(symmetric))) * 3
    best = optimize.differential_evolution(
        squares, [(0, top)] * 6, rng=np.random.default_rng(1), tol=1e-12, maxiter=3000
    )
    wanted = best.x / np.linalg.norm(best.x)
    found = CorePeriphery()(graph)
    core = np.array(found.table["coreness"].to_pylist(), dtype=float)
    np.testing.assert_allclose(core, wanted, atol=1e-4)
    i, j = np.triu_indices(6, k=1)
    counts = seen[i, j]
    fit = np.corrcoef(symmetric[i, j][counts], (core[i] * core[j])[counts])[0, 1]
    assert found.numbers["fit"] == pytest.approx(fit)


def test_planted_cores_are_found_exactly_with_half_of_the_cells_hidden(graph_of: GraphOf) -> None:
    """Trade that is a product of sizes: fit 1, coreness the sizes, whatever is hidden."""
    rng = np.random.default_rng(6)
    size = rng.lognormal(0, 1, 20)
    values = np.outer(size, size)
    values[rng.random((20, 20)) < 0.3] = np.nan
    found = CorePeriphery()(graph_of(values))
    assert found.numbers["fit"] == pytest.approx(1.0)
    core = np.array(found.table["coreness"].to_pylist())
    np.testing.assert_allclose(core, size / np.linalg.norm(size), rtol=1e-6)


def test_an_economy_never_seen_has_no_coreness(graph_of: GraphOf) -> None:
    """Null, not zero."""
    values = np.outer([3.0, 2, 1, 1], [3.0, 2, 1, 1])
    values[3] = values[:, 3] = np.nan
    assert CorePeriphery()(graph_of(values)).table["coreness"].to_pylist()[3] is None


def test_a_descent_that_does_not_end_is_an_error(graph_of: GraphOf) -> None:
    """With what to do about it."""
    with pytest.raises(ConvergenceError, match="after 1 rounds; raise the tolerance"):
        CorePeriphery(most_rounds=1)(random_graph(graph_of, 7))


def test_rich_club_by_brute_force(graph_of: GraphOf) -> None:
    """Club by club: trade inside over the largest flows that as many links could carry."""
    graph = random_graph(graph_of, 8, n=12, hidden=0.1)
    values = np.nan_to_num(graph.values)
    rich = sorted(range(12), key=lambda i: (-(values[i].sum() + values[:, i].sum()), i))
    flows = sorted(values[values > 0], reverse=True)
    curve = RichClub()(graph).table["phi"].to_pylist()
    assert curve[0] is None
    for k in range(2, 13):
        inside = [values[i, j] for i in rich[:k] for j in rich[:k] if values[i, j] > 0]
        wanted = sum(inside) / sum(flows[: len(inside)]) if inside else None
        assert curve[k - 1] == (None if wanted is None else pytest.approx(wanted))
    assert curve[-1] == pytest.approx(1.0)


def test_rich_club_larger_than_the_graph_is_undefined(graph_of: GraphOf) -> None:
    """Not the whole graph's."""
    assert RichClub((2, 50))(random_graph(graph_of, 9)).numbers["phi_50"] is None
    with pytest.raises(ConfigError, match="2 or more"):
        RichClub((1,))


def test_rich_club_of_shuffled_weights_is_told_from_a_planted_one(graph_of: GraphOf) -> None:
    """ρ is near 1 for a sample of the null itself and above for a club planted among the rich."""
    rng = np.random.default_rng(10)

    def shuffled(values: np.ndarray) -> TradeGraph:
        off = ~np.eye(len(values), dtype=bool)
        mixed = np.zeros_like(values)
        mixed[off] = rng.permutation(values[off])
        return graph_of(mixed)

    values = rng.lognormal(0, 1, (30, 30))
    np.fill_diagonal(values, 0)
    samples = [shuffled(values) for _ in range(99)]
    even = compare(RichClub((6,)), shuffled(values), samples).to_pylist()[0]
    planted = values.copy()
    planted[:6, :6] *= 8
    np.fill_diagonal(planted, 0)
    club = compare(RichClub((6,)), graph_of(planted), [shuffled(planted) for _ in range(99)])
    assert even["ratio"] == pytest.approx(1.0, abs=0.25)
    assert club["ratio"][0].as_py() > 1.5
    assert club["share_at_least"][0].as_py() == 0.01


def test_comparison_counts_by_hand(graph_of: GraphOf) -> None:
    """Reciprocities 1, 2/3, 0 and one undefined: mean, deviation, rank, samples."""
    pair = {back: graph_of([[0, 4.0], [back, 0]]) for back in (4.0, 2.0, 0.0)}
    silent = graph_of(np.zeros((2, 2)))
    table = compare(Reciprocity(), pair[2.0], [*pair.values(), silent])
    line = table.to_pylist()[-1]
    assert line["number"] == "weighted"
    assert line["samples"] == 3
    assert line["null_mean"] == pytest.approx(5 / 9)
    assert line["null_sd"] == pytest.approx(np.std([1, 2 / 3, 0], ddof=1))
    assert line["ratio"] == pytest.approx(2 / 3 / (5 / 9))
    assert line["share_at_least"] == 3 / 4


def test_no_samples_are_no_null(graph_of: GraphOf) -> None:
    """An error, not a p-value of 1."""
    with pytest.raises(InsufficientData, match="no samples"):
        compare(Reciprocity(), graph_of(np.ones((3, 3))), [])


@pytest.mark.parametrize("name", sorted(STRUCTURES))
def test_every_structure_is_the_same_in_any_unit_and_order(name: str, graph_of: GraphOf) -> None:
    """Dollars or thousands; economies renamed."""
    graph = random_graph(graph_of, 12, hidden=0.1)
    found = STRUCTURES[name](graph)
    assert isinstance(found, Structure)
    turned = np.random.default_rng(0).permutation(25)
    for values in (graph.values * 1e3, graph.values[np.ix_(turned, turned)]):
        again = STRUCTURES[name](graph_of(values)).numbers
        for key, number in found.numbers.items():
            assert again[key] == (None if number is None else pytest.approx(number, abs=1e-6))


@pytest.mark.parametrize("name", sorted(STRUCTURES))
def test_without_trade_every_number_is_undefined(name: str, graph_of: GraphOf) -> None:
    """Observed zeros: None, which is told as such."""
    found = STRUCTURES[name](graph_of(np.zeros((3, 3))))
    assert set(found.numbers.values()) == {None}
    assert "undefined" in found.summary()
    assert found.name in found._repr_html_()

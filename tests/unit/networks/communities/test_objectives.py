"""Each method's own objective: all partitions of small graphs, other packages, definitions."""

from collections.abc import Callable, Iterator

import networkx as nx
import numpy as np
import numpy.typing as npt
import pytest
from sklearn.cluster import AgglomerativeClustering
from sklearn.metrics import adjusted_rand_score

from tradenet.domain import Expected, TradeGraph, stream
from tradenet.gravity import Margins
from tradenet.networks.communities import (
    Agglomerative,
    Infomap,
    LabelPropagation,
    Leiden,
    LeidenCPM,
    Louvain,
    Spinglass,
    Walktrap,
)
from tradenet.networks.communities.louvain import settled
from tradenet.networks.communities.pairs import symmetric_intensity
from tradenet.networks.communities.surplus import best_cut, inside, surplus_matrix
from tradenet.networks.communities.weights import edge_weights

Matrix = npt.NDArray[np.float64]
GraphOf = Callable[..., TradeGraph]
ExpectedOf = Callable[..., Expected]


def labellings(n: int, used: int = 0) -> Iterator[list[int]]:
    """Yield every partition of n nodes as labels in the order of their first use."""
    if n == 0:
        yield []
        return
    for first in range(used + 1):
        for rest in labellings(n - 1, max(used, first + 1)):
            yield [first, *rest]


def world(seed: int, n: int = 7, hidden: float = 0.15) -> Matrix:
    rng = np.random.default_rng(seed)
    values = rng.lognormal(0, 1.5, size=(n, n))
    values[rng.random((n, n)) < hidden] = np.nan
    return values


def planted(seed: int, sizes: tuple[int, ...] = (9, 6, 5), strength: float = 5.0) -> Matrix:
    rng = np.random.default_rng(seed)
    block = np.repeat(np.arange(len(sizes)), sizes)
    values = np.outer(rng.lognormal(3, 0.5, len(block)), rng.lognormal(3, 0.5, len(block)))
    return values * np.where(block[:, None] == block, strength, 1.0)


def best(surplus: Matrix) -> float:
    return max(inside(surplus, np.array(labels)) for labels in labellings(len(surplus)))


def test_there_are_877_partitions_of_seven() -> None:
    """Bell's number."""
    assert len({tuple(labels) for labels in labellings(7)}) == 877


@pytest.mark.parametrize("method", [Louvain, Leiden, Spinglass])
@pytest.mark.parametrize("resolution", [0.5, 1.0, 2.0])
@pytest.mark.parametrize("seed", range(4))
def test_no_partition_of_seven_has_more_surplus_inside(
    method: type[Louvain], resolution: float, seed: int, graph_of: GraphOf
) -> None:
    graph = graph_of(world(seed))
    expected = Margins()(graph)
    found = method(resolution=resolution, restarts=10)(graph, expected, rng=stream(seed, "t"))
    wanted = best(surplus_matrix(graph, expected, resolution)) / graph.total_usd
    assert found.quality == pytest.approx(wanted, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("resolution", [0.5, 1.0, 3.0])
@pytest.mark.parametrize("seed", range(4))
def test_no_partition_of_seven_has_more_intense_pairs_inside(
    resolution: float, seed: int, graph_of: GraphOf
) -> None:
    """The constant Potts model written out over pairs, both directions of a pair as one."""
    graph = graph_of(world(seed, hidden=0.4))
    expected = Margins()(graph)
    beyond = np.zeros((7, 7))
    for i in range(7):
        for j in range(i + 1, 7):
            cells = [c for c in ((i, j), (j, i)) if graph.observed[c] and expected.values[c] > 0]
            if cells:
                ratio = sum(graph.values[c] for c in cells) / sum(expected.values[c] for c in cells)
                beyond[i, j] = (ratio - 1) / (ratio + 1) - (resolution - 1) / (resolution + 1)
    found = LeidenCPM(resolution)(graph, expected, rng=stream(seed, "t"))
    wanted = best(beyond) / np.count_nonzero(beyond)
    assert found.quality == pytest.approx(wanted, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_louvain_against_networkx(seed: int, graph_of: GraphOf, expected_of: ExpectedOf) -> None:
    """Undirected, weights ≥ 0, configuration null: its modularity, and no less of it.

    networkx expects k_i^2 / 2m of a node with itself, ours leaves that out, for every partition.
    """
    rng = np.random.default_rng(seed)
    values = np.triu(rng.lognormal(0, 2, (40, 40)) * (rng.random((40, 40)) < 0.3), k=1)
    values += values.T
    strength = values.sum(axis=1)
    graph = graph_of(values)
    expected = expected_of(graph, np.outer(strength, strength) / strength.sum())
    found = Louvain()(graph, expected, rng=stream(seed, "t"))
    theirs = nx.from_numpy_array(values)
    groups = [set(np.flatnonzero(found.membership == k).tolist()) for k in range(len(found.sizes))]
    own = float(((strength / strength.sum()) ** 2).sum())
    modularity = nx.community.modularity(theirs, groups)
    assert found.quality == pytest.approx(modularity + own, rel=1e-12)
    other = nx.community.louvain_communities(theirs, seed=seed)
    assert modularity >= nx.community.modularity(theirs, other) - 1e-12


def test_louvain_leaves_nothing_to_gain_by_joining_two(graph_of: GraphOf) -> None:
    """A single run on 60 economies: between any two of its communities there is no surplus."""
    graph = graph_of(world(3, n=60))
    expected = Margins()(graph)
    labels = Louvain(restarts=1)(graph, expected, rng=stream(3, "t")).membership
    surplus = surplus_matrix(graph, expected, 1.0)
    groups = [np.flatnonzero(labels == k) for k in range(labels.max() + 1)]
    assert len(groups) > 2
    for one, members in enumerate(groups):
        for others in groups[:one]:
            assert surplus[np.ix_(members, others)].sum() <= 1e-9 * np.abs(surplus).sum()


def test_settling_moves_one_economy_after_the_other_until_none_gains() -> None:
    """From random labels on a random signed matrix: a local optimum, not below the start."""
    rng = np.random.default_rng(4)
    surplus = rng.normal(size=(30, 30))
    surplus += surplus.T
    start = rng.integers(5, size=30)
    labels = settled(surplus, start, rng)
    assert inside(surplus, labels) > inside(surplus, start)
    np.fill_diagonal(surplus, 0)
    for node in range(30):
        gains = np.bincount(labels, weights=surplus[node], minlength=31)
        assert gains.max() <= gains[labels[node]] + 1e-9


def test_the_length_of_infomaps_description_is_that_of_the_map_equation(
    graph_of: GraphOf, expected_of: ExpectedOf
) -> None:
    """Undirected weights, so that a walker's time is strength: written out for two triangles.

    igraph lets the walker of a directed graph teleport and does not record it; on a symmetric graph
    that leaves strength as his time.
    """
    pairs = np.kron(np.eye(2), np.ones((3, 3)) - np.eye(3))
    pairs[2, 3] = pairs[3, 2] = 0.5
    graph = graph_of(pairs)
    found = Infomap(weight="trade")(graph, expected_of(graph, pairs), rng=stream(1, "t"))
    assert found.membership.tolist() == [0, 0, 0, 1, 1, 1]
    time = pairs.sum(axis=1) / pairs.sum()
    leaving = 0.5 / pairs.sum()

    def entropy(shares: list[float]) -> float:
        whole = sum(shares)
        return -sum(s / whole * np.log2(s / whole) for s in shares)

    length = 2 * leaving * entropy([leaving, leaving])
    for members in ([0, 1, 2], [3, 4, 5]):
        shares = [leaving, *time[members]]
        length += sum(shares) * entropy(shares)
    assert found.quality == pytest.approx(length, rel=0.01)


@pytest.mark.parametrize("seed", range(5))
def test_after_label_propagation_everybody_sits_with_most_of_his_trade(
    seed: int, graph_of: GraphOf
) -> None:
    """The fixed point that the method stops at."""
    graph = graph_of(planted(seed))
    expected = Margins()(graph)
    labels = LabelPropagation()(graph, expected, rng=stream(seed, "t")).membership
    weights = edge_weights(graph, expected, "surplus", directed=False)
    for node in range(20):
        sums = np.bincount(labels, weights=weights[node])
        assert sums[labels[node]] == pytest.approx(sums.max(), rel=1e-12)


@pytest.mark.parametrize("threshold", [0.6, 1.0, 1.5])
def test_average_linkage_against_scikit_learn(threshold: float, graph_of: GraphOf) -> None:
    """The same dissimilarities cut at the same height."""
    graph = graph_of(world(8, n=25))
    expected = Margins()(graph)
    found = Agglomerative(threshold=threshold)(graph, expected, rng=stream(1, "t"))
    pairs = symmetric_intensity(graph, expected)
    gaps = np.where(np.isnan(pairs), 0.5, (1 - pairs) / 2)
    np.fill_diagonal(gaps, 0)
    other = AgglomerativeClustering(
        n_clusters=None, metric="precomputed", linkage="average",
        distance_threshold=1 / (1 + threshold),
    ).fit(gaps)  # fmt: skip
    assert 1 < len(found.sizes) < 25
    assert adjusted_rand_score(other.labels_, found.membership) == 1.0


@pytest.mark.parametrize("method", [Walktrap(), Agglomerative()])
def test_a_dendrogram_is_cut_where_surplus_is_largest(
    method: Walktrap | Agglomerative, graph_of: GraphOf
) -> None:
    """Three planted blocks; a larger resolution never leaves larger communities."""
    graph = graph_of(planted(1))
    expected = Margins()(graph)
    found = method(graph, expected, rng=stream(1, "t"))
    assert found.membership.tolist() == [0] * 9 + [1] * 6 + [2] * 5
    assert found.quality == pytest.approx(
        inside(surplus_matrix(graph, expected, 1.0), found.membership) / graph.total_usd
    )


@pytest.mark.parametrize("seed", range(5))
def test_the_best_cut_is_the_best_of_all_steps(seed: int) -> None:
    """Merging by hand, step for step."""
    rng = np.random.default_rng(seed)
    n = 9
    surplus = rng.normal(size=(n, n))
    surplus += surplus.T
    alive, merges = list(range(n)), []
    while len(alive) > 1:
        one, other = (alive.pop(int(rng.integers(len(alive)))) for _ in range(2))
        alive.append(n + len(merges))
        merges.append((one, other))
    groups: dict[int, set[int]] = {k: {k} for k in range(n)}
    values = [sum(surplus[i, i] for i in range(n))]
    for step, (one, other) in enumerate(merges):
        groups[n + step] = groups.pop(one) | groups.pop(other)
        values.append(sum(surplus[i, j] for g in groups.values() for i in g for j in g))
    assert inside(surplus, best_cut(merges, surplus)) == pytest.approx(max(values))


def test_spinglass_anneals_unconnected_parts_apart(graph_of: GraphOf) -> None:
    """Two worlds that nobody saw trade with each other, and one economy nobody saw at all."""
    values = np.full((13, 13), np.nan)
    values[:6, :6], values[6:12, 6:12] = planted(1, (3, 3)), planted(2, (4, 2))
    graph = graph_of(values)
    found = Spinglass()(graph, Margins()(graph), rng=stream(1, "t"))
    assert found.sizes == (4, 3, 3, 2, 1)
    assert found.membership.tolist() == [1, 1, 1, 2, 2, 2, 0, 0, 0, 0, 3, 3, 4]


@pytest.mark.parametrize("weight", ["surplus", "intensity", "trade"])
def test_the_weights_of_a_pair_by_hand(
    weight: str, graph_of: GraphOf, expected_of: ExpectedOf
) -> None:
    """One pair above expectation one way and below the other; one seen one way only."""
    nan = np.nan
    graph = graph_of([[nan, 6.0, 2.0], [1.0, nan, 0.0], [nan, 4.0, nan]])
    expected = expected_of(graph, [[nan, 2.0, 4.0], [3.0, nan, 1.0], [5.0, 1.0, nan]])
    directed = {
        "surplus": [[0, 4, 0], [0, 0, 0], [0, 3, 0]],
        "intensity": [[0, 3, 0.5], [1 / 3, 0, 0], [0, 4, 0]],
        "trade": [[0, 6, 2], [1, 0, 0], [0, 4, 0]],
    }
    both = {
        "surplus": [[0, 2, 0], [2, 0, 2], [0, 2, 0]],
        "intensity": [[0, 7 / 5, 0.5], [7 / 5, 0, 2], [0.5, 2, 0]],
        "trade": [[0, 7, 2], [7, 0, 4], [2, 4, 0]],
    }
    for directions, wanted in ((True, directed), (False, both)):
        found = edge_weights(graph, expected, weight, directed=directions)  # type: ignore[arg-type]
        assert found == pytest.approx(np.array(wanted[weight], dtype=float))

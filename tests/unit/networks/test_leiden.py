"""Leiden: its objective against networkx and all partitions; order, seeds, isolates, noise."""

from collections.abc import Callable, Iterator

import networkx as nx
import numpy as np
import numpy.typing as npt
import pytest

from tradenet.domain import ConfigError, Expected, TradeGraph, stream
from tradenet.gravity import Margins
from tradenet.networks import Leiden

Matrix = npt.NDArray[np.float64]
GraphOf = Callable[..., TradeGraph]
ExpectedOf = Callable[..., Expected]


def partitions_of(items: list[int]) -> Iterator[list[list[int]]]:
    """Yield every partition of a list."""
    if not items:
        yield []
        return
    first, *rest = items
    for smaller in partitions_of(rest):
        yield [[first], *smaller]
        for k, block in enumerate(smaller):
            yield [*smaller[:k], [first, *block], *smaller[k + 1 :]]


def karate() -> Matrix:
    """Return Zachary's club, weighted, as a symmetric matrix."""
    return nx.to_numpy_array(nx.karate_club_graph(), weight="weight")


def configuration(values: Matrix) -> Matrix:
    """Return k_i k_j / 2m of a symmetric matrix, where 2m is the sum of all its entries."""
    strength = np.nan_to_num(values).sum(axis=1)
    matrix: Matrix = np.outer(strength, strength) / strength.sum()
    return matrix


def test_quality_is_networkx_modularity_but_for_the_diagonal(
    graph_of: GraphOf, expected_of: ExpectedOf
) -> None:
    """On an undirected graph with the configuration null, Q differs by sum_i (k_i / 2m)^2 only.

    networkx expects k_i^2 / 2m of a node with itself; trade with oneself is not observed, so our
    sum leaves that out, the same for every partition.
    """
    values = karate()
    graph = graph_of(values)
    expected = expected_of(graph, configuration(values))
    found = Leiden()(graph, expected, rng=stream(1, "t"))
    blocks = [
        {int(k) for k in np.nonzero(found.membership == label)[0]}
        for label in range(len(found.sizes))
    ]
    club = nx.karate_club_graph()
    strength = values.sum(axis=1)
    diagonal = float(((strength / strength.sum()) ** 2).sum())
    modularity = nx.community.modularity(club, blocks, weight="weight")
    assert found.quality == pytest.approx(modularity + diagonal, rel=1e-12)


def test_zacharys_club_reaches_the_published_optimum(
    graph_of: GraphOf, expected_of: ExpectedOf
) -> None:
    """Unweighted, four communities with Q = 0.4198 (Brandes et al. 2008, exact)."""
    values = (karate() > 0).astype(float)
    graph = graph_of(values)
    found = Leiden()(graph, expected_of(graph, configuration(values)), rng=stream(1, "t"))
    share = values.sum(axis=1) / values.sum()
    assert found.quality - float((share**2).sum()) == pytest.approx(0.4198, abs=5e-5)
    assert len(found.sizes) == 4


def test_four_economies_by_hand(graph_of: GraphOf, expected_of: ExpectedOf) -> None:
    """Two pairs trade 4 each way inside and 1 each way across; 2 are expected everywhere.

    m = 4 x 4 + 8 x 1 = 24. Inside pairs: 4 cells of 4 - 2, so Q = 8 / 24.
    """
    inside = np.kron(np.eye(2), np.ones((2, 2)))
    graph = graph_of(np.where(inside > 0, 4.0, 1.0))
    found = Leiden()(graph, expected_of(graph, np.full((4, 4), 2.0)), rng=stream(1, "t"))
    assert found.membership.tolist() == [0, 0, 1, 1]
    assert found.quality == pytest.approx(8 / 24, rel=1e-15)
    assert "resolution 1" in found.method


@pytest.mark.parametrize("resolution", [0.0, 0.5, 1.0, 2.0])
@pytest.mark.parametrize("seed", range(5))
def test_no_partition_of_seven_economies_is_better(
    seed: int, resolution: float, graph_of: GraphOf
) -> None:
    """Brute force over all 877 partitions of a directed graph with hidden cells."""
    rng = np.random.default_rng(seed)
    values = rng.lognormal(0, 1.5, size=(7, 7))
    values[rng.random((7, 7)) < 0.15] = np.nan
    graph = graph_of(values)
    expected = Margins()(graph)
    counts = graph.observed & ~np.isnan(expected.values)
    surplus = np.where(counts, graph.values - resolution * expected.values, 0.0)
    best = max(
        sum(surplus[np.ix_(block, block)].sum() for block in blocks)
        for blocks in partitions_of(list(range(7)))
    )
    found = Leiden(resolution)(graph, expected, rng=stream(seed, "t"))
    assert found.quality == pytest.approx(best / graph.total_usd, rel=1e-9, abs=1e-12)


def test_quality_is_recomputed_from_its_definition(graph_of: GraphOf) -> None:
    """The directed double sum over observed cells of one community."""
    rng = np.random.default_rng(5)
    graph = graph_of(rng.lognormal(0, 2, size=(20, 20)))
    expected = Margins()(graph)
    found = Leiden()(graph, expected, rng=stream(5, "t"))
    total = sum(
        graph.values[i, j] - expected.values[i, j]
        for i in range(20)
        for j in range(20)
        if i != j and found.membership[i] == found.membership[j]
    )
    assert found.quality == pytest.approx(total / graph.total_usd, rel=1e-9)


def blocks_world(seed: int, sizes: tuple[int, ...], strength: float = 5.0) -> tuple[Matrix, Matrix]:
    """Return trade by size with stronger trade inside blocks, and the block of each economy."""
    rng = np.random.default_rng(seed)
    block = np.repeat(np.arange(len(sizes)), sizes)
    n = len(block)
    values = np.outer(rng.lognormal(3, 0.5, n), rng.lognormal(3, 0.5, n))
    values = values * np.where(block[:, None] == block[None, :], strength, 1.0)
    return values, block.astype(float)


def test_planted_blocks_are_found_and_numbered_by_size(graph_of: GraphOf) -> None:
    """Blocks of 4, 9 and 6 become communities 2, 0 and 1."""
    values, block = blocks_world(2, (4, 9, 6))
    graph = graph_of(values)
    found = Leiden()(graph, Margins()(graph), rng=stream(2, "t"))
    assert found.sizes == (9, 6, 4)
    assert found.membership.tolist() == [[2, 0, 1][int(k)] for k in block]


@pytest.mark.parametrize("seed", [0, 1, 2022])
def test_the_same_seed_gives_the_same_partition(seed: int, graph_of: GraphOf) -> None:
    """Also when igraph was used in between, and Python's own random numbers were drawn."""
    import random

    import igraph

    graph = graph_of(np.random.default_rng(seed).lognormal(0, 2, size=(40, 40)))
    expected = Margins()(graph)
    first = Leiden()(graph, expected, rng=stream(seed, "t"))
    random.seed(99)
    igraph.Graph.Erdos_Renyi(n=10, m=20).community_leiden()
    again = Leiden()(graph, expected, rng=stream(seed, "t"))
    assert np.array_equal(first.membership, again.membership)
    assert first.quality == again.quality


def test_the_state_of_other_random_numbers_is_left_alone(graph_of: GraphOf) -> None:
    """Running Leiden shifts neither Python's nor NumPy's global stream."""
    import random

    graph = graph_of(np.random.default_rng(1).lognormal(0, 2, size=(10, 10)))
    expected = Margins()(graph)
    random.seed(5)
    wanted = random.random()
    random.seed(5)
    Leiden()(graph, expected, rng=stream(1, "t"))
    assert random.random() == wanted


def test_the_order_of_the_economies_does_not_matter(graph_of: GraphOf) -> None:
    """Relabelled, the planted partition is the same one."""
    values, _ = blocks_world(3, (5, 5, 5))
    graph = graph_of(values)
    base = Leiden()(graph, Margins()(graph), rng=stream(3, "t"))
    order = np.random.default_rng(3).permutation(15)
    moved = graph_of(values[np.ix_(order, order)])
    found = Leiden()(moved, Margins()(moved), rng=stream(3, "t"))
    together = base.membership[:, None] == base.membership[None, :]
    together_moved = found.membership[:, None] == found.membership[None, :]
    assert np.array_equal(together[np.ix_(order, order)], together_moved)
    assert found.quality == pytest.approx(base.quality, rel=1e-9)


@pytest.mark.parametrize("fill", [0.0, np.nan])
def test_an_economy_without_trade_is_alone(fill: float, graph_of: GraphOf) -> None:
    """Observed zeros or nothing observed: nobody's companion."""
    values, _ = blocks_world(4, (4, 4))
    values[3, :] = values[:, 3] = fill
    graph = graph_of(values)
    found = Leiden()(graph, Margins()(graph), rng=stream(4, "t"))
    assert found.members(found.community_of("E003")) == ("E003",)
    assert found.sizes == (4, 3, 1)


def test_trade_exactly_as_expected_has_no_communities(graph_of: GraphOf) -> None:
    """Without surplus there is nothing to divide: rounding at 1e-16 must not make communities."""
    for n in (3, 5, 8, 20):
        rng = np.random.default_rng(n)
        graph = graph_of(np.outer(rng.random(n), rng.random(n)))
        found = Leiden()(graph, Margins()(graph), rng=stream(n, "t"))
        assert found.sizes == (1,) * n


def test_small_economies_are_divided_as_well_as_large_ones(graph_of: GraphOf) -> None:
    """Two blocks beside two giants who trade a billion times as much: still two blocks.

    Nobody sees trade between the giants and the others, so their fits are apart. What counts as
    rounding is relative to the cell, not to the largest flow of the world.
    """
    values, _ = blocks_world(7, (4, 4))
    world = np.full((10, 10), np.nan)
    world[:8, :8] = values
    world[8, 9] = world[9, 8] = 1e11 * values.max()
    graph = graph_of(world)
    found = Leiden()(graph, Margins()(graph), rng=stream(7, "t"))
    assert found.members(found.community_of("E000")) == ("E000", "E001", "E002", "E003")
    assert found.members(found.community_of("E004")) == ("E004", "E005", "E006", "E007")


def test_resolution_moves_the_number_of_communities(graph_of: GraphOf) -> None:
    """At 0 all is one; at a very large resolution everyone is alone."""
    values, _ = blocks_world(6, (5, 5, 5))
    graph = graph_of(values)
    expected = Margins()(graph)
    assert Leiden(0.0)(graph, expected, rng=stream(1, "t")).sizes == (15,)
    assert Leiden(50.0)(graph, expected, rng=stream(1, "t")).sizes == (1,) * 15


@pytest.mark.parametrize(("resolution", "restarts"), [(-0.1, 10), (1.0, 0), (1.0, -3)])
def test_impossible_parameters_are_refused(resolution: float, restarts: int) -> None:
    """Both are named with their limits."""
    with pytest.raises(ConfigError, match="must be ≥ 0, restarts"):
        Leiden(resolution, restarts)


def test_more_restarts_are_never_worse(graph_of: GraphOf) -> None:
    """The best of ten includes the first."""
    for seed in range(5):
        graph = graph_of(np.random.default_rng(seed).lognormal(0, 2, size=(30, 30)))
        expected = Margins()(graph)
        one = Leiden(restarts=1)(graph, expected, rng=stream(seed, "t")).quality
        ten = Leiden(restarts=10)(graph, expected, rng=stream(seed, "t")).quality
        assert ten >= one

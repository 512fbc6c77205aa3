"""The walker's chance to stay, and what partitions agree on: against two other packages."""

import networkx as nx
import numpy as np
import pytest
from sklearn.metrics.cluster import pair_confusion_matrix

from tradenet.domain import Partition, SchemaError
from tradenet.networks import consensus
from tradenet.networks.persistence import persistence

NAMES = tuple(f"E{k:02d}" for k in range(9))


def trade(seed: int, n: int = 9) -> np.ndarray:
    """Return directed trade with zeros, some cells not observed."""
    rng = np.random.default_rng(seed)
    values = rng.lognormal(0, 2, (n, n)) * (rng.random((n, n)) < 0.7)
    values[rng.random((n, n)) < 0.2] = np.nan
    np.fill_diagonal(values, np.nan)
    return values


def partition(labels: list[int] | np.ndarray, names: tuple[str, ...] = ()) -> Partition:
    return Partition(names or NAMES[: len(labels)], np.asarray(labels), 0.0, "by hand")


@pytest.mark.parametrize("seed", range(3))
def test_where_trade_is_balanced_it_is_the_chance_of_a_stationary_walker(seed: int) -> None:
    """networkx's walk without teleporting, in its own stationary distribution."""
    values = np.nan_to_num(trade(seed)) + 0.1
    values = (values + values.T) * (1 - np.eye(9))
    graph = nx.from_numpy_array(values, create_using=nx.DiGraph)
    moves = np.asarray(nx.google_matrix(graph, alpha=1.0))
    ranks = nx.pagerank(graph, alpha=1.0, tol=1e-13, max_iter=10_000)
    weight = np.array([ranks[node] for node in range(9)])
    inside = np.array([0, 3, 4, 8])
    staying = weight[inside] @ moves[np.ix_(inside, inside)].sum(axis=1)
    expected = staying / weight[inside].sum()
    assert persistence(values, inside) == pytest.approx(expected, rel=1e-8)


@pytest.mark.parametrize("seed", range(3))
def test_it_counts_dollars_one_by_one(seed: int) -> None:
    values, inside = trade(seed), [1, 2, 5]
    staying = leaving = 0.0
    for i in inside:
        for j in range(9):
            if not np.isnan(values[i, j]):
                leaving += values[i, j]
                staying += values[i, j] if j in inside else 0.0
    assert persistence(values, np.array(inside)) == pytest.approx(staying / leaving)


@pytest.mark.parametrize("unit", [1e-6, 10.0, 1e12])
def test_neither_unit_nor_names_nor_the_order_of_members_matter(unit: float) -> None:
    values, order = trade(5), np.random.default_rng(6).permutation(9)
    places = np.argsort(order)  # where each economy stands after the move
    own = persistence(values, np.array([0, 2, 7]))
    moved = persistence(unit * values[np.ix_(order, order)], places[[7, 0, 2]])
    assert moved == pytest.approx(own, rel=1e-12)


def test_the_world_keeps_every_walker_and_one_economy_none() -> None:
    values = trade(7)
    assert persistence(values, np.arange(9)) == 1.0
    assert [persistence(values, np.array([k])) for k in range(9)] == [0.0] * 9


@pytest.mark.parametrize("nothing", [0.0, np.nan])
def test_who_sells_nothing_to_anybody_keeps_nobody_and_changes_nothing(nothing: float) -> None:
    """An isolate alone has no walkers; added to a set it brings none and holds none."""
    values = trade(8)
    own = persistence(np.delete(np.delete(values, 4, 0), 4, 1), np.array([0, 1, 2]))
    values[4], values[:, 4] = nothing, nothing
    assert persistence(values, np.array([4])) is None
    assert persistence(values, np.array([0, 1, 2, 4])) == pytest.approx(own)


def test_nobody_keeps_nobody() -> None:
    assert persistence(trade(9), np.array([], dtype=np.intp)) is None


def test_what_a_member_buys_from_outside_does_not_count() -> None:
    """Imports are the walkers of others."""
    values = np.array([[0.0, 2.0, 6.0], [1.0, 0.0, 1.0], [5.0, 5.0, 0.0]])
    assert persistence(values, np.array([0, 1])) == pytest.approx(3 / 10)
    values[2] *= 1000
    assert persistence(values, np.array([0, 1])) == pytest.approx(3 / 10)


@pytest.mark.parametrize("seed", range(3))
def test_two_partitions_agree_where_scikit_learn_says_so(seed: int) -> None:
    """Ordered pairs that both join, that neither joins, that one joins."""
    one, other = np.random.default_rng(seed).integers(0, 3, (2, 9))
    _, together = consensus([partition(one), partition(other)])
    off = together[~np.eye(9, dtype=bool)]
    counted = pair_confusion_matrix(one, other)
    assert [(off == share).sum() for share in (0.0, 1.0)] == [counted[0, 0], counted[1, 1]]
    assert (off == 0.5).sum() == counted[0, 1] + counted[1, 0]


def test_consensus_is_a_mean_and_knows_no_order() -> None:
    """Each entry by hand over seven partitions; labels and their order say nothing."""
    rng = np.random.default_rng(3)
    labels = rng.integers(0, 4, (7, 9))
    names, together = consensus([partition(row) for row in labels])
    by_hand = [[sum(row[i] == row[j] for row in labels) / 7 for j in range(9)] for i in range(9)]
    np.testing.assert_allclose(together, by_hand)
    assert names == NAMES
    renamed = [partition(50 - 7 * row) for row in rng.permutation(labels)]
    np.testing.assert_allclose(consensus(renamed)[1], together)


def test_one_partition_agrees_with_itself() -> None:
    _, together = consensus([partition([0, 0, 1, 2, 1])])
    assert set(together.ravel()) == {0.0, 1.0}
    np.testing.assert_array_equal(together @ together > 0, together == 1)  # friends of friends


@pytest.mark.parametrize(
    "partitions",
    [
        [],
        [partition([0, 0, 1]), partition([0, 0, 1], ("E01", "E00", "E02"))],
        [partition([0, 0, 1]), partition([0, 0, 1, 1])],
    ],
)
def test_partitions_of_other_graphs_are_refused(partitions: list[Partition]) -> None:
    """The same economies in another order too: row one would be two economies."""
    with pytest.raises(SchemaError, match=r"partitions of \d lists of economies"):
        consensus(partitions)

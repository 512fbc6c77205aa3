"""Modularity and measures of a set: against networkx, by hand, and where they are not defined."""

from collections.abc import Callable

import networkx as nx
import numpy as np
import pytest

from tradenet.domain import Expected, Partition, SchemaError, TradeGraph
from tradenet.networks import MEASURES, modularity

GraphOf = Callable[..., TradeGraph]
ExpectedOf = Callable[..., Expected]


def drawn(seed: int, n: int = 12) -> np.ndarray:
    rng = np.random.default_rng(seed)
    values = rng.lognormal(0, 1, (n, n)) * (rng.random((n, n)) < 0.7)
    np.fill_diagonal(values, 0.0)
    return values


def split(graph: TradeGraph, labels: np.ndarray) -> tuple[Partition, list[set[int]]]:
    blocks = [set(np.flatnonzero(labels == k).tolist()) for k in np.unique(labels)]
    return Partition(graph.economies, labels, 0.0, "drawn"), blocks


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("resolution", [0.5, 1.0, 1.7])
def test_directed_modularity_is_that_of_networkx_but_for_the_diagonal(
    graph_of: GraphOf, expected_of: ExpectedOf, seed: int, resolution: float
) -> None:
    """Leicht and Newman: outgoing times incoming strength over all; ours leaves i = j out."""
    values = drawn(seed)
    whole = values.sum()
    hoped = np.outer(values.sum(axis=1), values.sum(axis=0)) / whole
    graph = graph_of(values)
    partition, blocks = split(graph, np.random.default_rng(seed).integers(0, 4, len(values)))
    ours = modularity(partition, graph, expected_of(graph, hoped), resolution)
    theirs = nx.community.modularity(nx.from_numpy_array(values, create_using=nx.DiGraph), blocks,
                                     resolution=resolution)  # fmt: skip
    assert ours == pytest.approx(theirs + resolution * np.trace(hoped) / whole, abs=1e-12)


@pytest.mark.parametrize("seed", range(4))
def test_undirected_modularity_is_that_of_networkx_but_for_the_diagonal(
    graph_of: GraphOf, expected_of: ExpectedOf, seed: int
) -> None:
    values = drawn(seed)
    values += values.T
    strength = values.sum(axis=1)
    hoped = np.outer(strength, strength) / strength.sum()
    graph = graph_of(values)
    partition, blocks = split(graph, np.random.default_rng(seed).integers(0, 4, len(values)))
    theirs = nx.community.modularity(nx.from_numpy_array(values), blocks)
    ours = modularity(partition, graph, expected_of(graph, hoped))
    assert ours == pytest.approx(theirs + np.trace(hoped) / strength.sum(), abs=1e-12)


def test_only_cells_that_are_observed_and_expected_count(
    graph_of: GraphOf, expected_of: ExpectedOf
) -> None:
    """Of the six cells one is not observed, one without expectation; m is all observed trade."""
    nan = np.nan
    graph = graph_of([[0, 4, 2], [nan, 0, 1], [3, 5, 0]])
    expected = expected_of(graph, [[0, 1, 1], [1, 0, 1], [nan, 2, 0]])
    one = Partition(graph.economies, [0, 0, 0], 0.0, "all")
    assert modularity(one, graph, expected) == pytest.approx((3 + 1 + 0 + 3) / 15)


def test_economies_must_be_the_same(graph_of: GraphOf, expected_of: ExpectedOf) -> None:
    graph = graph_of(drawn(1, 3))
    other = Partition(("A", "B", "C"), [0, 0, 1], 0.0, "by hand")
    with pytest.raises(SchemaError, match="different economies"):
        modularity(other, graph, expected_of(graph, np.ones((3, 3))))


@pytest.mark.parametrize("seed", range(4))
def test_conductance_is_that_of_networkx(
    graph_of: GraphOf, expected_of: ExpectedOf, seed: int
) -> None:
    values = drawn(seed)
    graph = graph_of(values)
    expected = expected_of(graph, values + 1)
    who = np.random.default_rng(seed).permutation(12)[:5]
    theirs = nx.conductance(
        nx.from_numpy_array(values + values.T), set(who.tolist()), weight="weight"
    )
    ours = MEASURES["conductance"](graph, expected, [graph.economies[k] for k in who])
    assert ours == pytest.approx(theirs, rel=1e-12)


def test_each_measure_by_hand(graph_of: GraphOf, expected_of: ExpectedOf) -> None:
    """A and B send each other 6 + 2; they trade 1 + 3 + 4 with C and 5 with D; C and D 10."""
    graph = graph_of([[0, 6, 1, 0], [2, 0, 0, 5], [3, 4, 0, 7], [0, 0, 3, 0]], ("A", "B", "C", "D"))
    expected = expected_of(graph, np.full((4, 4), 2.0))
    by_hand = {
        "persistence": 8 / 14,
        "conductance": 13 / 29,  # A and B: 21 + 8 = 29 both ways; C and D: 13 + 20 = 33
        "ei_index": 5 / 21,
        "trade_intensity_within": 8 / 4,
        "trade_intensity_between": 13 / 16,
        "excess": 4 / 31,
    }
    found = {name: measure(graph, expected, ("A", "B")) for name, measure in MEASURES.items()}
    assert found == pytest.approx(by_hand)


def test_what_is_not_observed_counts_on_neither_side(
    graph_of: GraphOf, expected_of: ExpectedOf
) -> None:
    nan = np.nan
    graph = graph_of([[0, 6, nan], [nan, 0, 1], [2, nan, 0]])
    expected = expected_of(graph, [[0, 3, 9], [9, 0, 4], [nan, 9, 0]])
    who = graph.economies[:2]
    assert MEASURES["trade_intensity_within"](graph, expected, who) == 2.0
    assert MEASURES["trade_intensity_between"](graph, expected, who) == 0.25
    assert MEASURES["excess"](graph, expected, who) == pytest.approx(3 / 9)


@pytest.mark.parametrize("name", sorted(MEASURES))
def test_a_set_without_trade_has_no_number(
    graph_of: GraphOf, expected_of: ExpectedOf, name: str
) -> None:
    graph = graph_of(np.zeros((3, 3)))
    expected = expected_of(graph, np.zeros((3, 3)))
    assert MEASURES[name](graph, expected, graph.economies[:2]) is None


def test_economies_that_are_not_there_are_left_out(
    graph_of: GraphOf, expected_of: ExpectedOf
) -> None:
    graph = graph_of(drawn(3))
    expected = expected_of(graph, drawn(4) + 1)
    who = graph.economies[:4]
    for measure in MEASURES.values():
        assert measure(graph, expected, (*who, "XXX", who[0])) == measure(graph, expected, who)


def test_the_excess_of_all_communities_is_the_modularity(
    graph_of: GraphOf, expected_of: ExpectedOf
) -> None:
    graph = graph_of(drawn(5))
    expected = expected_of(graph, drawn(6) + 0.5)
    partition, _ = split(graph, np.arange(12) % 3)
    parts = [MEASURES["excess"](graph, expected, partition.members(k)) or 0.0 for k in range(3)]
    assert sum(parts) == pytest.approx(modularity(partition, graph, expected))

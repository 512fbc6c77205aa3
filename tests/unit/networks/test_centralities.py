"""Centralities against networkx and igraph, by hand, and on what is missing."""

from collections.abc import Callable

import networkx as nx
import numpy as np
import pyarrow as pa
import pytest

from tradenet.domain import ConfigError, Expected, SchemaError, TradeGraph
from tradenet.networks import (
    CENTRALITIES,
    Betweenness,
    HubsAuthorities,
    PageRank,
    Partners,
    Strength,
    dependence,
    intensity,
)

NAN = float("nan")
GraphOf = Callable[..., TradeGraph]
ExpectedOf = Callable[..., Expected]


@pytest.fixture
def world(graph_of: GraphOf) -> TradeGraph:
    """Thirty economies, a fifth of the cells zero and a fifth hidden; the last only buys."""
    rng = np.random.default_rng(11)
    values = rng.lognormal(3, 2, (30, 30))
    values[rng.random((30, 30)) < 0.2] = 0.0
    values[rng.random((30, 30)) < 0.2] = np.nan
    values[29] = 0.0
    return graph_of(values)


@pytest.fixture
def expected(world: TradeGraph, expected_of: ExpectedOf) -> Expected:
    """Any numbers above zero; one cell has none."""
    values = np.random.default_rng(3).lognormal(3, 1, (30, 30))
    values[0, 1] = np.nan
    return expected_of(world, values)


def column(table: pa.Table, name: str) -> np.ndarray:
    return np.array(table[name].to_pylist(), dtype=float)


def test_pagerank_is_that_of_networkx_and_igraph(world: TradeGraph) -> None:
    """As a buyer on the graph, as a seller on the graph turned round; a sink among them."""
    found = PageRank()(world)
    graph = world.to_networkx()
    for name, turned in (("pagerank_buyer", graph), ("pagerank_seller", graph.reverse())):
        peer = nx.pagerank(turned, alpha=0.85, weight="value_usd", tol=1e-13, max_iter=1000)
        np.testing.assert_allclose(
            column(found, name), [peer[code] for code in world.economies], atol=1e-10
        )
    other = world.to_igraph().pagerank(weights="value_usd", implementation="arpack")
    np.testing.assert_allclose(column(found, "pagerank_buyer"), other, atol=1e-10)


def test_pagerank_leaves_out_who_was_never_seen(graph_of: GraphOf) -> None:
    """Null, and the others' ranks are those of the graph without it."""
    values = [[0, 2, 1, NAN], [3, 0, 1, NAN], [1, 1, 0, NAN], [NAN, NAN, NAN, 0]]
    with_it, without = graph_of(values), graph_of(np.array(values)[:3, :3])
    found = PageRank()(with_it)["pagerank_buyer"].to_pylist()
    assert found[3] is None
    assert found[:3] == PageRank()(without)["pagerank_buyer"].to_pylist()


def test_betweenness_is_that_of_networkx(world: TradeGraph, expected: Expected) -> None:
    """Distances are 1 ÷ intensity; the cell without an expectation is no way."""
    graph = nx.DiGraph()
    graph.add_nodes_from(world.economies)
    ratio = np.nan_to_num(intensity(world, expected))
    for i, j in zip(*np.nonzero(ratio), strict=True):
        graph.add_edge(world.economies[i], world.economies[j], length=1 / ratio[i, j])
    assert not graph.has_edge("E000", "E001")
    peer = nx.betweenness_centrality(graph, weight="length", normalized=True)
    found = column(Betweenness()(world, expected), "betweenness")
    np.testing.assert_allclose(found, [peer[code] for code in world.economies], atol=1e-12)
    assert found.max() > 0.05


def test_betweenness_counts_two_equal_ways_as_halves(
    graph_of: GraphOf, expected_of: ExpectedOf
) -> None:
    """From A to D by B or by C: each carries half of one of the six ordered pairs of the others."""
    graph = graph_of([[0, 1, 1, 0], [0, 0, 0, 1], [0, 0, 0, 1], [0, 0, 0, 0]])
    found = Betweenness()(graph, expected_of(graph, np.ones((4, 4))))
    np.testing.assert_allclose(column(found, "betweenness"), [0, 1 / 12, 1 / 12, 0], atol=1e-15)


def test_betweenness_of_two_is_undefined_and_of_others_refused(
    graph_of: GraphOf, expected_of: ExpectedOf
) -> None:
    """Nobody stands between two; expected trade of other economies is a mistake."""
    two = graph_of([[0, 1.0], [1.0, 0]])
    found = Betweenness()(two, expected_of(two, np.ones((2, 2))))
    assert found["betweenness"].null_count == 2
    with pytest.raises(SchemaError, match="different economies"):
        Betweenness()(graph_of(np.ones((3, 3))), expected_of(two, np.ones((2, 2))))


def test_hubs_and_authorities_are_those_of_networkx(world: TradeGraph) -> None:
    """Both scaled to sum 1."""
    weighted = nx.relabel_nodes(world.to_networkx(), {})
    for _, _, attributes in weighted.edges(data=True):
        attributes["weight"] = attributes["value_usd"]
    hubs, authorities = nx.hits(weighted, tol=1e-13)
    found = HubsAuthorities()(world)
    for name, peer in (("hub", hubs), ("authority", authorities)):
        np.testing.assert_allclose(
            column(found, name), [peer[code] for code in world.economies], atol=1e-10
        )


def test_two_equal_markets_have_no_hub(graph_of: GraphOf) -> None:
    """Any mixture of the two singular vectors would do: null rather than the library's choice."""
    twice = np.zeros((4, 4))
    twice[0, 1] = twice[2, 3] = 5.0
    found = HubsAuthorities()(graph_of(twice))
    assert found["hub"].null_count == found["authority"].null_count == 4
    assert HubsAuthorities()(graph_of(np.zeros((3, 3))))["hub"].null_count == 3


def test_strength_and_degree_are_those_of_networkx(world: TradeGraph) -> None:
    """Dollars and partners; the share of cells seen by counting."""
    graph, found = world.to_networkx(), Strength()(world)
    for name, peer in (
        ("exports_usd", graph.out_degree(weight="value_usd")),
        ("imports_usd", graph.in_degree(weight="value_usd")),
        ("export_partners", graph.out_degree()),
        ("import_partners", graph.in_degree()),
    ):
        np.testing.assert_allclose(column(found, name), [peer[c] for c in world.economies])
    seen = (world.observed.sum(0) + world.observed.sum(1)) / 58
    np.testing.assert_allclose(column(found, "cells_seen"), seen)


def test_silence_is_null_and_a_seen_zero_is_zero(graph_of: GraphOf) -> None:
    """B was seen to sell nothing; nobody saw what C sells."""
    graph = graph_of([[0, 1, 1], [0, 0, 0], [NAN, NAN, 0]])
    found = Strength()(graph)
    assert found["exports_usd"].to_pylist() == [2.0, 0.0, None]
    assert found["export_partners"].to_pylist() == [2, 0, None]
    assert Partners()(graph)["export_hhi"].to_pylist() == [0.5, None, None]
    assert HubsAuthorities()(graph)["hub"].null_count == 1


def test_concentration_by_brute_force(world: TradeGraph) -> None:
    """Largest share, its partner and the sum of squares, row by row and column by column."""
    found = Partners()(world).to_pylist()
    for i, line in enumerate(found):
        for side, values in (("export", world.values[i]), ("import", world.values[:, i])):
            known = {c: v for c, v in zip(world.economies, values, strict=True) if v > 0}
            total = sum(known.values())
            if not total:
                assert line[f"{side}_partner"] is line[f"{side}_share"] is None
                continue
            assert line[f"{side}_partner"] == max(known, key=lambda code: known[code])
            assert line[f"{side}_share"] == pytest.approx(max(known.values()) / total)
            assert line[f"{side}_hhi"] == pytest.approx(
                sum(v * v for v in known.values()) / total**2
            )


def test_dependence_sums_to_one_and_is_asymmetric(world: TradeGraph) -> None:
    """Over partners whose trade was seen; NaN where neither direction was."""
    found = dependence(world)
    np.testing.assert_allclose(np.nansum(found, axis=1), 1.0)
    assert (np.isnan(found) == ~(world.observed | world.observed.T)).all()
    assert not np.allclose(np.nan_to_num(found), np.nan_to_num(found.T))


@pytest.mark.parametrize("name", sorted(CENTRALITIES))
def test_every_centrality_is_a_table_keyed_by_economy(
    name: str, world: TradeGraph, expected: Expected
) -> None:
    """In the graph's order, null and never NaN, not moved by the unit of trade."""
    found = CENTRALITIES[name](world, expected)
    assert found["economy"].to_pylist() == list(world.economies)
    again = TradeGraph(world.economies, world.values * 1000, world.period)
    hoped = Expected(expected.economies, expected.values * 1000, expected.fitted, "scaled")
    scaled = CENTRALITIES[name](again, hoped)
    for field in found.schema:
        if field.type == pa.float64():
            assert not np.isnan(found[field.name].drop_null().to_numpy()).any()
            if not field.name.endswith("_usd"):
                np.testing.assert_allclose(
                    column(scaled, field.name), column(found, field.name), atol=1e-9
                )


def test_a_damping_of_one_is_refused() -> None:
    """The walk would not need to come to rest."""
    with pytest.raises(ConfigError, match=r"damping 1\.0"):
        PageRank(1.0)

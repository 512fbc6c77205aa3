"""Layers: graphs by product, their communities, their parts in a surplus."""

from collections.abc import Callable
from itertools import combinations, product
from typing import Any

import numpy as np
import pytest

from tradenet.domain import (
    BilateralFlows,
    Expected,
    InsufficientData,
    Partition,
    SchemaError,
    TradeGraph,
    UnknownName,
    stream,
)
from tradenet.networks import (
    Leiden,
    build,
    build_layers,
    contribution,
    detect_layers,
    median_partition,
    multiplex,
)

FlowsOf = Callable[..., BilateralFlows]
GraphOf = Callable[..., TradeGraph]
ExpectedOf = Callable[..., Expected]


def row(
    exporter: str, importer: str, goods: str, value: float | None, **more: str
) -> dict[str, Any]:
    cell = {"exporter": exporter, "importer": importer, "product": goods, "value_usd": value}
    return {**cell, **more}


@pytest.fixture
def flows(flows_of: FlowsOf) -> BilateralFlows:
    """Two products; an observed absence, one that is zero or missing, one nobody could see."""
    return flows_of(
        row("A", "B", "27", 5.0), row("A", "B", "93", 1.0), row("B", "A", "27", 2.0),
        row("C", "A", "93", 4.0), row("C", "A", "93", 0.5),
        row("B", "C", "TOTAL", None, status="zero_or_missing", observed="structural_zero"),
        row("C", "B", "TOTAL", None, status="absent", observed="unobservable"),
    )  # fmt: skip


def test_a_layer_has_zeros_where_the_dyad_was_seen_without_it(flows: BilateralFlows) -> None:
    """Rows of one cell and product add up; hidden stays hidden."""
    fuels, arms = build_layers(flows, 2019)
    assert (fuels.product, arms.product) == ("27", "93")
    assert fuels.economies == arms.economies == ("A", "B", "C")
    nan = float("nan")
    np.testing.assert_array_equal(fuels.values, [[nan, 5, nan], [2, nan, 0], [0, nan, nan]])
    np.testing.assert_array_equal(arms.values, [[nan, 1, nan], [0, nan, 0], [4.5, nan, nan]])


def test_layers_add_up_to_the_total_and_share_its_cells(flows: BilateralFlows) -> None:
    """Under both readings of what is absent."""
    for absent in ("zero", "missing"):
        total = build(flows, 2019, absent=absent)  # type: ignore[arg-type]
        layers = build_layers(flows, 2019, absent=absent)  # type: ignore[arg-type]
        np.testing.assert_array_equal(sum(layer.values for layer in layers), total.values)
        assert all((layer.observed == total.observed).all() for layer in layers)
    assert np.isnan(layers[0].value("B", "C"))


def test_totals_alone_and_totals_beside_products_are_refused(flows_of: FlowsOf) -> None:
    """With what to do about it."""
    with pytest.raises(InsufficientData, match="totals alone; read a file or store by product"):
        build_layers(flows_of(row("A", "B", "TOTAL", 5.0)), 2019)
    both = flows_of(row("A", "B", "TOTAL", 5.0), row("A", "B", "27", 5.0))
    with pytest.raises(SchemaError, match="1 totals beside 1 products; aggregate"):
        build_layers(both, 2019)
    with pytest.raises(InsufficientData, match="no flows in 2018"):
        build_layers(both, 2018)


def blocks(labels: list[int], rng: np.random.Generator, strength: float = 4.0) -> np.ndarray:
    same = np.equal.outer(labels, labels)
    return np.where(same, strength, 1.0) * rng.uniform(0.8, 1.2, same.shape)


def even(graph: TradeGraph) -> Expected:
    """Spread a graph's trade evenly over its cells."""
    hoped = np.where(graph.observed, graph.total_usd / graph.observed.sum(), np.nan)
    return Expected(graph.economies, hoped, graph.observed, "even")


@pytest.fixture
def layered(graph_of: GraphOf) -> tuple[TradeGraph, ...]:
    """Twelve economies; a huge layer of halves, two small ones of thirds, one without trade."""
    rng = np.random.default_rng(7)
    halves, thirds = [k // 6 for k in range(12)], [k % 3 for k in range(12)]
    made = [
        ("27", blocks(halves, rng) * 1e6), ("84", blocks(thirds, rng)), ("93", blocks(thirds, rng)),
        ("97", np.zeros((12, 12))),
    ]  # fmt: skip
    return tuple(
        TradeGraph(g.economies, g.values, g.period, name)
        for name, g in ((name, graph_of(values)) for name, values in made)
    )


def test_each_layer_has_its_own_communities_and_dollars_do_not_outvote(
    layered: tuple[TradeGraph, ...],
) -> None:
    """The total follows the huge layer, the multiplex and the median the two that agree."""
    found = detect_layers(layered, even, Leiden(), lambda name: stream(1, name))
    assert found.names == ("27", "84", "93")
    halves, thirds = (6, 6), (4, 4, 4)
    sizes = {name: found.partition(name).sizes for name in (*found.names, "total", "median")}
    assert sizes == {"27": halves, "84": thirds, "93": thirds, "total": halves, "median": thirds}
    assert found.multiplex.sizes == thirds
    table = found.agreement(found.partition("84")).to_pylist()
    assert [round(line["ami"], 6) == 1.0 for line in table] == [
        False,
        True,
        True,
        False,
        True,
        True,
    ]
    assert "3 layers with 2 to 3 communities" in found.summary()
    assert found.to_arrow().num_rows == 6 * 12
    with pytest.raises(UnknownName, match=r"no layer '48'.*84"):
        found.partition("48")


def test_a_layer_more_moves_no_number_of_another(layered: tuple[TradeGraph, ...]) -> None:
    """Each has a stream of its own name."""
    few, more = (
        detect_layers(chosen, even, Leiden(restarts=1), lambda name: stream(3, name))
        for chosen in (layered[1:2], layered)
    )
    one, other = few.partition("84"), more.partition("84")
    assert (one.membership == other.membership).all()
    assert one.quality == other.quality


def test_the_multiplex_maximises_the_mean_modularity(layered: tuple[TradeGraph, ...]) -> None:
    """Leiden's quality on the aggregate is the mean over layers of (W - E) / m, by hand."""
    used = layered[:3]
    both, hoped = multiplex(used, [even(graph) for graph in used])
    found = Leiden()(both, hoped, rng=np.random.default_rng(1))
    same = np.equal.outer(found.membership, found.membership)
    by_hand = np.mean(
        [np.nansum((g.values - even(g).values)[same]) / np.nansum(g.values) for g in used]
    )
    assert found.quality == pytest.approx(by_hand)
    assert both.total_usd == pytest.approx(sum(graph.total_usd for graph in used))


def test_layers_that_do_not_fit_are_refused(
    layered: tuple[TradeGraph, ...], graph_of: GraphOf
) -> None:
    """Numbers, economies, trade."""
    with pytest.raises(SchemaError, match="3 layers and 1 expectations"):
        multiplex(layered[:3], [even(layered[0])])
    other = graph_of(np.ones((3, 3)))
    with pytest.raises(SchemaError, match="of 2 lists of economies"):
        multiplex([layered[0], other], [even(layered[0]), even(other)])
    with pytest.raises(InsufficientData, match="none of 1 layers has trade"):
        multiplex(layered[3:], [even(layered[3])])


def test_the_median_is_the_best_of_all_partitions_of_five() -> None:
    """Seven random votes, all 52 partitions by brute force."""
    rng = np.random.default_rng(12)
    names = ("A", "B", "C", "D", "E")
    votes = [Partition(names, rng.integers(3, size=5), 0.0, "vote") for _ in range(7)]

    def apart(labels: np.ndarray) -> int:
        return sum(
            (labels[i] == labels[j]) != (vote.membership[i] == vote.membership[j])
            for vote in votes
            for i, j in combinations(range(5), 2)
        )

    best = min(apart(np.array(labels)) for labels in product(range(5), repeat=5))
    found = median_partition(votes, Leiden(), rng=np.random.default_rng(0))
    assert apart(found.membership) == best
    together = np.mean([np.equal.outer(v.membership, v.membership) for v in votes], axis=0)
    same = np.equal.outer(found.membership, found.membership) & ~np.eye(5, dtype=bool)
    assert found.quality == pytest.approx((together - 0.5)[same].sum() / 20)


def test_contributions_by_hand(graph_of: GraphOf, expected_of: ExpectedOf) -> None:
    """Two layers, two dyads, one of them hidden in one direction: W, E, shares, leave-one-out."""
    nan = float("nan")
    fuel = graph_of([[0, 9, 1], [3, 0, 5], [nan, 5, 0]])
    arms = graph_of([[0, 2, 1], [1, 0, 5], [nan, 5, 0]])
    named = [
        TradeGraph(g.economies, g.values, g.period, n) for g, n in ((fuel, "27"), (arms, "93"))
    ]
    hoped = [expected_of(g, np.full((3, 3), e)) for g, e in ((fuel, 2.0), (arms, 1.5))]
    found = contribution(named, hoped, [("E000", "E001"), ("E000", "E002")])
    assert found["cells"].to_pylist() == [3, 3]
    assert found["trade_usd"].to_pylist() == [13.0, 4.0]
    assert found["expected_usd"].to_pylist() == [6.0, 4.5]
    assert found["surplus_usd"].to_pylist() == [7.0, -0.5]
    assert found["share_of_surplus"].to_pylist() == pytest.approx([7 / 6.5, -0.5 / 6.5])
    assert found["surplus_without_usd"].to_pylist() == [-0.5, 7.0]
    assert found["intensity_without"].to_pylist() == pytest.approx([4 / 4.5, 13 / 6])
    assert found["share_of_trade"].to_pylist() == pytest.approx([13 / 17, 4 / 17])


def test_a_share_of_no_surplus_is_null(graph_of: GraphOf, expected_of: ExpectedOf) -> None:
    """Trade below expectation has no parts; an unknown economy has no cells."""
    graph = graph_of([[0, 1.0], [1.0, 0]])
    hoped = expected_of(graph, np.full((2, 2), 5.0))
    found = contribution([graph], [hoped], [("E000", "E001")])
    assert found["share_of_surplus"].to_pylist() == [None]
    assert found["intensity_without"].to_pylist() == [None]
    nobody = contribution([graph], [hoped], [("E000", "PRK")])
    assert nobody["cells"].to_pylist() == [0]
    assert nobody["intensity"].to_pylist() == [None]

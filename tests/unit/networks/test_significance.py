"""Significance of sets and partitions: by hand, in both directions, whatever names and units."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pytest

from tradenet.domain import ConfigError, Expected, Partition, TradeGraph, UnknownName, stream
from tradenet.gravity import Margins
from tradenet.networks import (
    Leiden,
    Search,
    Worlds,
    modularity,
    partition_significance,
    set_significance,
)
from tradenet.networks.nulls import Keeps, Transplant

GraphOf = Callable[..., TradeGraph]
MARGINS = Margins(tolerance=1e-9)


@dataclass(frozen=True)
class Shaken:
    """A null by hand: expected trade times noise that does not look at the graph."""

    keeps: ClassVar[Keeps] = Keeps(on_average=("expected",))
    sigma: float = 0.3

    def __call__(
        self, graph: TradeGraph, expected: Expected, *, rng: np.random.Generator
    ) -> TradeGraph:
        noise = rng.lognormal(0, self.sigma, graph.values.shape)
        return TradeGraph(graph.economies, expected.values * noise, graph.period)


def sized(graph_of: GraphOf, n: int = 16, noise: float = 0.3, **blocks: float) -> TradeGraph:
    """Trade by size with noise; the first five trade `first` times as much, the next `second`."""
    rng = stream(7, "sized")
    size = rng.lognormal(3, 0.5, n)
    values = 1e6 * np.outer(size, size) * rng.lognormal(0, noise, (n, n))
    values[:5, :5] *= blocks.get("first", 1.0)
    values[5:10, 5:10] *= blocks.get("second", 1.0)
    return graph_of(values)


def search(seed_restarts: int = 3) -> Search:
    return Search(Leiden(restarts=seed_restarts), MARGINS)


def test_a_planted_set_is_significant_and_another_is_not(graph_of: GraphOf) -> None:
    graph = sized(graph_of, first=3.0)
    worlds = Worlds(MARGINS(graph), Shaken())
    crossing = graph.economies[3], graph.economies[8]  # what is more within is less across
    for who, significant in ((graph.economies[:5], True), (crossing, False)):
        found = set_significance(graph, who, MARGINS, worlds, rng=stream(1, "set"))
        for line in found.measures:
            assert line.p_value is not None
            assert (line.p_value <= 0.05) is significant, (line.measure, line.p_value)


def test_p_values_of_a_set_count_worlds(graph_of: GraphOf) -> None:
    """One plus the worlds in which it is at least as tight, over one plus all worlds."""
    graph = sized(graph_of)
    worlds = Worlds(MARGINS(graph), Shaken(), 19)
    found = set_significance(
        graph, graph.economies[:4], MARGINS, worlds, rng=stream(1, "s"),
        measures=("trade_intensity_within", "conductance"),
    )  # fmt: skip
    within, cut = found.measures
    assert within.p_value == (1 + (within.null >= within.value).sum()) / 20
    assert cut.p_value == (1 + (cut.null <= cut.value).sum()) / 20
    assert found.to_arrow().num_rows == 2
    assert "p = " in found.summary()


def test_a_set_that_is_not_there_has_no_p_value(graph_of: GraphOf) -> None:
    graph = sized(graph_of)
    found = set_significance(
        graph, ("XXX", "YYY"), MARGINS, Worlds(MARGINS(graph), Shaken(), 19), rng=stream(1, "s")
    )
    assert [(at.value, at.p_value) for at in found.measures] == [(None, None)] * 2
    assert "not defined" in found.summary()


def test_an_unknown_measure_is_refused_with_the_nearest(graph_of: GraphOf) -> None:
    graph = sized(graph_of)
    worlds = Worlds(MARGINS(graph), Shaken(), 19)
    with pytest.raises(UnknownName, match="persistence"):
        set_significance(
            graph, ("E000",), MARGINS, worlds, rng=stream(1, "s"), measures=("persistance",)
        )
    with pytest.raises(UnknownName, match="excess"):
        partition_significance(graph, search(), worlds, rng=stream(1, "s"), measure="exces")


def test_eighteen_worlds_are_refused(graph_of: GraphOf) -> None:
    graph = sized(graph_of)
    with pytest.raises(ConfigError, match="19 or more"):
        Worlds(MARGINS(graph), Shaken(), 18)


def test_planted_blocks_are_the_significant_communities(graph_of: GraphOf) -> None:
    """Two blocks of sixteen: both are named; the six others are not."""
    graph = sized(graph_of, first=3.0, second=3.0)
    found = partition_significance(
        graph, search(), Worlds(MARGINS(graph), Shaken()), rng=stream(1, "p")
    )
    names = {at.members for at in found.significant()}
    assert names == {graph.economies[:5], graph.economies[5:10]}
    assert found.p_value == 0.01
    assert found.summary().startswith("2 of")


def test_a_complete_graph_with_random_weights_has_no_significant_community(
    graph_of: GraphOf,
) -> None:
    """Louvain finds five communities in such a graph; with our defaults none is significant."""
    for seed in range(3):
        values = stream(seed, "complete").random((30, 30))
        graph = graph_of(1e9 * values)
        found = partition_significance(
            graph, search(), Worlds(MARGINS(graph), Transplant()), rng=stream(seed, "p")
        )
        assert len(found.communities) > 1  # something is found all the same
        assert found.significant() == ()
        assert found.p_value > 0.05
        assert found.summary().startswith("none of")


def test_every_p_value_by_hand(graph_of: GraphOf) -> None:
    """The same worlds and searches, one after the other, with the formulas written out."""
    graph = sized(graph_of, first=1.5)
    worlds = Worlds(MARGINS(graph), Shaken(), 19)
    found = partition_significance(graph, search(1), worlds, rng=stream(4, "p"))
    rng = stream(4, "p")
    real = Leiden(restarts=1)(graph, MARGINS(graph), rng=rng)
    assert found.partition.membership.tolist() == real.membership.tolist()
    qualities, best = [], []
    for own in rng.spawn(19):
        world = Shaken()(graph, worlds.expected, rng=own)
        hoped = MARGINS(world)
        partition = Leiden(restarts=1)(world, hoped, rng=own)
        qualities.append(modularity(partition, world, hoped))
        surplus = np.nan_to_num(world.values - hoped.values) / world.total_usd
        labels = partition.membership
        best.append(
            max(
                surplus[np.ix_(labels == k, labels == k)].sum()
                for k, size in enumerate(partition.sizes)
                if size > 1
            )
        )
    np.testing.assert_allclose(found.null_qualities, qualities, rtol=1e-12)
    np.testing.assert_allclose(found.null_best, best, rtol=1e-12)
    assert found.p_value == (1 + sum(q >= found.quality for q in qualities)) / 20
    for line in found.communities:
        assert line.p_value == (1 + sum(value >= line.value for value in best)) / 20


def test_a_method_that_finds_nobody_together_finds_nothing_significant(graph_of: GraphOf) -> None:
    def alone(graph: TradeGraph, expected: Expected, *, rng: np.random.Generator) -> Partition:
        assert expected.economies == graph.economies
        rng.random()
        return Partition(graph.economies, np.arange(len(graph.economies)), 0.0, "alone")

    graph = sized(graph_of)
    found = partition_significance(
        graph, Search(alone, MARGINS), Worlds(MARGINS(graph), Shaken(), 19), rng=stream(1, "p")
    )
    assert found.communities == ()
    assert found.p_value == 1.0
    assert np.all(found.null_best == -np.inf)
    assert found.to_arrow().num_rows == 0


@pytest.mark.parametrize("unit", [2.0**10, 1e3])
def test_the_unit_of_trade_does_not_matter(graph_of: GraphOf, unit: float) -> None:
    """No pair is so small that its residuals are capped."""
    graph = sized(graph_of, first=2.0)
    scaled = graph_of(unit * graph.values)
    results = [
        partition_significance(
            each, search(1), Worlds(MARGINS(each), Transplant(), 39), rng=stream(1, "p")
        )
        for each in (graph, scaled)
    ]
    assert results[0].p_value == results[1].p_value
    assert results[0].communities[0].members == results[1].communities[0].members
    assert [at.p_value for at in results[0].communities] == [
        at.p_value for at in results[1].communities
    ]


def test_names_do_not_matter(graph_of: GraphOf) -> None:
    """A null that treats all alike: other names, the same planted group, p at its smallest."""
    graph = sized(graph_of, first=3.0)
    order = np.random.default_rng(1).permutation(16)
    moved = graph_of(graph.values[np.ix_(order, order)])
    found = partition_significance(
        moved, search(), Worlds(MARGINS(moved), Transplant(), 39), rng=stream(1, "p")
    )
    there = {moved.economies[k] for k in range(16) if order[k] < 5}
    assert there in [set(at.members) for at in found.communities]


def test_results_show_themselves(graph_of: GraphOf) -> None:
    graph = sized(graph_of)
    worlds = Worlds(MARGINS(graph), Shaken(), 19)
    partition = partition_significance(graph, search(1), worlds, rng=stream(1, "p"))
    given = set_significance(graph, graph.economies[:3], MARGINS, worlds, rng=stream(1, "p"))
    for each in (partition, given):
        assert each._repr_html_().startswith("<table")
    assert partition.to_arrow()["p_value"].to_pylist() == [
        at.p_value for at in partition.communities
    ]

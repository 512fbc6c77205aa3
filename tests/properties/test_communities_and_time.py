"""Order, names of communities and units of trade say nothing, in one period and over many."""

import numpy as np
import numpy.typing as npt
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tradenet.domain import Expected, Partition, Period, TradeGraph
from tradenet.networks import (
    MEASURES,
    adjusted_rand,
    cores,
    iterated_consensus,
    match,
    modularity,
    moves,
)

NAMES = tuple("ABCDEFGH")
LABELS = arrays(np.int64, (4, 8), elements=st.integers(0, 3))
TRADE = arrays(np.float64, (8, 8), elements=st.integers(0, 1000).map(float))
ORDER = st.permutations(range(8))


def timeline_of(
    rows: npt.NDArray[np.int64], names: tuple[str, ...] = NAMES
) -> dict[int, Partition]:
    return {2000 + k: Partition(names, row, 0.0, "drawn") for k, row in enumerate(rows)}


def graphs(values: npt.NDArray[np.float64], unit: float = 1.0) -> tuple[TradeGraph, Expected]:
    trade = values.copy() * unit
    np.fill_diagonal(trade, np.nan)
    graph = TradeGraph(NAMES, trade, Period(2019))
    hoped = np.where(graph.observed, unit * 100.0, np.nan)
    return graph, Expected(NAMES, hoped, graph.observed, "a hundred each")


@given(rows=LABELS, shift=st.integers(1, 50))
def test_a_timeline_does_not_see_how_communities_are_numbered(
    rows: npt.NDArray[np.int64], shift: int
) -> None:
    one, other = match(timeline_of(rows)), match(timeline_of(shift - rows))
    assert one.labels.tolist() == other.labels.tolist()
    assert one.events.equals(other.events)


@given(rows=LABELS)
def test_every_label_begins_once_and_ends_at_most_once(rows: npt.NDArray[np.int64]) -> None:
    """Births and splits begin, deaths and merges end; between them a label is always there."""
    found = match(timeline_of(rows))
    events = found.events.to_pylist()
    begun = [at["label"] for at in events if at["event"] in {"birth", "split"}]
    ended = [at["label"] for at in events if at["event"] in {"death", "merge"}]
    assert len(begun) == len(set(begun))
    assert len(ended) == len(set(ended))
    assert set(begun) == set(found.labels[found.labels >= 0].tolist())
    for label in begun:
        held = [k for k, row in enumerate(found.labels) if label in row]
        assert held == list(range(held[0], held[-1] + 1))


@given(rows=LABELS)
def test_moves_are_changes_of_labels_and_no_others(rows: npt.NDArray[np.int64]) -> None:
    found = match(timeline_of(rows))
    before, after = found.labels[:-1], found.labels[1:]
    assert moves(found).num_rows == ((before != after) & (before >= 0) & (after >= 0)).sum()


@given(rows=LABELS)
def test_agreement_is_symmetric_and_at_most_one(rows: npt.NDArray[np.int64]) -> None:
    one, other = rows[:2]
    assert adjusted_rand(one, other) == adjusted_rand(other, one)
    assert adjusted_rand(one, other) <= 1.0 + 1e-12
    assert adjusted_rand(one, 7 - one) == 1.0


@given(values=TRADE, labels=LABELS, power=st.integers(-20, 30))
def test_units_of_trade_say_nothing(
    values: npt.NDArray[np.float64], labels: npt.NDArray[np.int64], power: int
) -> None:
    """Powers of two, so that equality is to the bit."""
    plain, scaled = graphs(values), graphs(values, 2.0**power)
    partition = Partition(NAMES, labels[0], 0.0, "drawn")
    assert modularity(partition, *plain) == modularity(partition, *scaled)
    for measure in MEASURES.values():
        assert measure(*plain, NAMES[:3]) == measure(*scaled, NAMES[:3])
    one, other = cores(partition, plain[0]), cores(partition, scaled[0])
    assert one.drop_columns("within_usd").equals(other.drop_columns("within_usd"))


@given(values=TRADE, labels=LABELS, order=ORDER)
def test_names_of_economies_say_nothing(
    values: npt.NDArray[np.float64], labels: npt.NDArray[np.int64], order: list[int]
) -> None:
    graph, expected = graphs(values)
    moved, same = graphs(values[np.ix_(order, order)])
    one = modularity(Partition(NAMES, labels[0], 0.0, "drawn"), graph, expected)
    other = modularity(Partition(NAMES, labels[0][order], 0.0, "drawn"), moved, same)
    np.testing.assert_allclose(one, other, rtol=1e-9, atol=1e-12)


@settings(max_examples=25)
@given(rows=LABELS)
def test_a_consensus_does_not_see_the_order_of_partitions(rows: npt.NDArray[np.int64]) -> None:
    """Co-assignments and entropies; the same stream."""
    said = list(timeline_of(rows).values())
    one, other = (iterated_consensus(each, rng=np.random.default_rng(1), runs=5)
                  for each in (said, said[::-1]))  # fmt: skip
    np.testing.assert_allclose(one.together, other.together)
    np.testing.assert_allclose(one.entropy, other.entropy, atol=1e-12)
    assert 0.0 <= one.mean_entropy <= 1.0

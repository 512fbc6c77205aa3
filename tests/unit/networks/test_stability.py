"""Consensus, its entropy, the plateau and shaken copies: against scikit-learn and by hand."""

from collections.abc import Callable

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from tradenet.domain import ConfigError, Partition, SchemaError, TradeGraph, stream
from tradenet.gravity import Margins
from tradenet.networks import Leiden
from tradenet.networks.stability import (
    Shaken,
    adjusted_rand,
    iterated_consensus,
    many_runs,
    plateau,
    shaken_runs,
)
from tradenet.networks.stability.iterated import by_chance, entropy_of

GraphOf = Callable[..., TradeGraph]
MARGINS = Margins(tolerance=1e-9)


def partition(labels: list[int] | np.ndarray) -> Partition:
    return Partition(tuple(f"E{k:02d}" for k in range(len(labels))), labels, 0.0, "by hand")


def blocks(graph_of: GraphOf, strength: float = 4.0) -> TradeGraph:
    """Three blocks of six."""
    rng = stream(2, "blocks")
    size = rng.lognormal(3, 0.5, 18)
    block = np.repeat(np.arange(3), 6)
    same = block[:, None] == block[None, :]
    values = np.outer(size, size) * np.where(same, strength, 1.0) * rng.lognormal(0, 0.2, (18, 18))
    return graph_of(values)


@pytest.mark.parametrize("seed", range(8))
def test_adjusted_rand_is_that_of_scikit_learn(seed: int) -> None:
    rng = np.random.default_rng(seed)
    one, other = rng.integers(0, 1 + seed, (2, 30))
    assert adjusted_rand(one, other) == pytest.approx(adjusted_rand_score(one, other), abs=1e-12)
    assert adjusted_rand(one, one) == 1.0


@pytest.mark.parametrize("labels", [[0, 0, 0], [0, 1, 2], [0]])
def test_trivial_divisions_agree_with_themselves(labels: list[int]) -> None:
    assert adjusted_rand(labels, labels) == 1.0


def test_chance_is_the_mean_over_all_orders() -> None:
    """Brute force: shuffle who is where, keep the sizes."""
    labels = np.array([[0, 0, 0, 1, 1, 2], [0, 0, 0, 0, 0, 1]])
    rng = np.random.default_rng(1)
    shuffled = np.array([[rng.permutation(row) for row in labels] for _ in range(4000)])
    off = ~np.eye(6, dtype=bool)
    share = (shuffled[:, :, :, None] == shuffled[:, :, None, :])[:, :, off].mean()
    assert by_chance(labels) == pytest.approx(share, abs=0.01)


def test_entropy_is_zero_where_all_agree_and_one_at_half() -> None:
    np.testing.assert_allclose(
        entropy_of(np.array([0.0, 1.0, 0.5, 0.25])), [0, 0, 1, 0.25 * 2 + 0.75 * np.log2(4 / 3)]
    )


def test_equal_partitions_are_their_consensus() -> None:
    found = iterated_consensus([partition([0, 0, 1, 1, 2])] * 4, rng=stream(1, "c"))
    assert found.partition.membership.tolist() == [0, 0, 1, 1, 2]
    assert found.rounds == 0
    assert found.mean_entropy == 0.0


def test_a_planted_division_is_recovered_from_partitions_that_err() -> None:
    """Four groups of ten; in each of fifty partitions every fifth economy stands at random."""
    rng = stream(3, "err")
    truth = np.repeat(np.arange(4), 10)
    said = []
    for _ in range(50):
        labels = truth.copy()
        wrong = rng.random(40) < 0.2
        labels[wrong] = rng.integers(0, 4, wrong.sum())
        said.append(partition(labels))
    found = iterated_consensus(said, rng=stream(1, "c"))
    assert adjusted_rand(found.partition.membership, truth) == 1.0
    assert min(adjusted_rand(each.membership, truth) for each in said) < 0.7
    assert 0 < found.mean_entropy < 1
    assert found.to_arrow().num_rows == 40 * 39 // 2


def test_partitions_that_share_nothing_leave_everybody_alone() -> None:
    """Latin squares: each pair is together as often as chance has it, so nobody is together."""
    rng = stream(4, "random")
    said = [partition(rng.permutation(np.repeat(np.arange(5), 4))) for _ in range(400)]
    found = iterated_consensus(said, rng=stream(1, "c"))
    assert found.mean_entropy > 0.5
    assert abs(found.together[~np.eye(20, dtype=bool)].mean() - by_chance(
        np.array([each.membership for each in said]))) < 1e-12  # fmt: skip


def test_no_run_and_no_partition_are_refused() -> None:
    with pytest.raises(ConfigError, match="at least 1"):
        iterated_consensus([partition([0, 0])], rng=stream(1, "c"), runs=0)
    with pytest.raises(SchemaError, match="lists of economies"):
        iterated_consensus([], rng=stream(1, "c"))


def test_many_runs_find_what_leiden_finds(graph_of: GraphOf) -> None:
    """On planted blocks every run; and the best of many is no worse than Leiden's best of ten."""
    graph = blocks(graph_of)
    expected = MARGINS(graph)
    runs = many_runs(graph, expected, 10, rng=stream(1, "r"))
    assert len(runs) == 10
    best = Leiden()(graph, expected, rng=stream(1, "l"))
    assert max(run.quality for run in runs) == pytest.approx(best.quality)
    assert runs[0].membership.tolist() == best.membership.tolist()


def test_many_runs_repeat_themselves_and_need_a_number(graph_of: GraphOf) -> None:
    graph = blocks(graph_of, 1.0)
    expected = MARGINS(graph)
    one, other = (
        [run.membership.tobytes() for run in many_runs(graph, expected, 5, rng=stream(1, "r"))]
        for _ in range(2)
    )
    assert one == other
    with pytest.raises(ConfigError, match="at least one"):
        many_runs(graph, expected, 0, rng=stream(1, "r"))


def test_shaken_copies_have_the_right_spread_and_mean(graph_of: GraphOf) -> None:
    values = np.full((60, 60), 5.0)
    values[0, 1], values[0, 2] = 0.0, np.nan
    copy = Shaken(0.4)(graph_of(values), rng=stream(1, "s")).values
    assert copy[0, 1] == 0.0
    assert np.isnan(copy[0, 2])
    logs = np.log(copy[np.nan_to_num(copy) > 0] / 5.0)
    assert logs.std() == pytest.approx(0.4, rel=0.05)
    assert np.exp(logs).mean() == pytest.approx(1.0, abs=0.03)


def test_shaken_runs_agree_on_strong_blocks_and_not_on_noise(graph_of: GraphOf) -> None:
    def doubt(strength: float) -> float:
        runs = shaken_runs(blocks(graph_of, strength), MARGINS, 12, rng=stream(1, "b"))
        return iterated_consensus(runs, rng=stream(2, "b")).mean_entropy

    assert doubt(4.0) == 0.0
    assert doubt(1.0) > 0.3


def test_a_negative_spread_is_refused() -> None:
    with pytest.raises(ConfigError, match="0 or more"):
        Shaken(-0.1)


def test_the_plateau_is_the_longest_range() -> None:
    """Whatever the order in which partitions are given."""
    said = {
        0.2: [0, 0, 0, 0], 0.4: [0, 0, 0, 0], 0.8: [0, 0, 1, 1], 1.0: [0, 0, 1, 1],
        1.5: [1, 1, 0, 0], 1.6: [0, 0, 1, 2], 2.0: [0, 1, 2, 3],
    }  # fmt: skip
    given = [(at, partition(labels)) for at, labels in said.items()]
    for order in (given, given[::-1]):
        found = plateau(order)
        assert (found.low, found.high) == (0.8, 1.5)
        assert found.partition.membership.tolist() == [0, 0, 1, 1]
    assert found.to_arrow()["on_plateau"].to_pylist() == [False] * 2 + [True] * 3 + [False] * 2
    assert found.communities == (1, 1, 2, 2, 2, 1, 0)
    assert "0.8 to 1.5" in found.summary()


def test_nearly_the_same_may_count_as_the_same() -> None:
    rng = np.random.default_rng(1)
    base = np.repeat(np.arange(4), 10)
    near = base.copy()
    near[0] = 1
    other = rng.permutation(base)
    given = [(1.0, partition(base)), (2.0, partition(near)), (3.0, partition(other))]
    assert plateau(given).high == 1.0
    assert plateau(given, same=0.9).high == 2.0


def test_a_resolution_that_stands_twice_is_refused() -> None:
    with pytest.raises(SchemaError, match="each resolution once"):
        plateau([(1.0, partition([0, 0])), (1.0, partition([0, 1]))])

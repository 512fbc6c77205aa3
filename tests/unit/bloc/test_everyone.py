"""All sets of four, against a count by hand of Python's own."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from tests.unit.bloc.worlds import network
from tradenet.bloc import infer
from tradenet.bloc.everyone import Pairs, everyone, pairs_of, seen_pairs
from tradenet.bloc.placebo import HUB, set_statistics
from tradenet.bloc.visit import BINS, CHANGE, STUDENTIZED, TOP
from tradenet.domain import ConfigError, stream

N = 12
NAMES = tuple(f"E{k:02d}" for k in range(N))
FOCUS = ("E09", "E02", "E05", "E04")
SIX = tuple(combinations(range(4), 2))
By = dict[tuple[str, ...], tuple[float, float]]


def symmetric(values: np.ndarray) -> np.ndarray:
    return np.triu(values, 1) + np.triu(values, 1).T


@pytest.fixture(scope="module")
def pairs() -> Pairs:
    """Twelve economies; one pair in ten is not seen."""
    rng = stream(3, "tests/everyone")
    seen = symmetric(rng.random((N, N))) > 0.1
    seen[[9, 2], [2, 9]] = seen[[5, 4], [4, 5]] = True
    for one, other in combinations((2, 4, 5, 9), 2):
        seen[one, other] = seen[other, one] = True
    return Pairs(
        NAMES,
        3 * symmetric(rng.normal(size=(N, N))),
        symmetric(rng.gamma(2, 1, (N, N))),
        symmetric(rng.gamma(2, 1, (N, N))),
        seen & ~np.eye(N, dtype=bool),
    )


def brute(pairs: Pairs, least: int = 6) -> By:
    """Return both statistics, over seen pairs, of each set with enough of them."""
    found = {}
    for four in combinations(range(len(pairs.economies)), 4):
        seen = [pair for pair in combinations(four, 2) if pairs.seen[pair]]
        if len(seen) >= least:
            left = sum(pairs.residual[pair] for pair in seen)
            variance = sum(pairs.variance[pair] for pair in seen)
            told = sum(pairs.information[pair] for pair in seen)
            names = tuple(pairs.economies[k] for k in four)
            found[names] = (left / np.sqrt(variance), left / told)
    return found


def test_every_set_is_visited_once(pairs: Pairs) -> None:
    found, by_hand = everyone(pairs), brute(pairs)
    assert found.sets == 495
    assert 100 < len(by_hand) < 495
    assert found.counted == len(by_hand)
    assert found.studentized.counts.sum() == found.change.counts.sum() == len(by_hand)


@pytest.mark.parametrize("least", [1, 3, 6])
@pytest.mark.parametrize(("which", "edge"), [(0, STUDENTIZED), (1, CHANGE)])
def test_histogram_and_largest(
    pairs: Pairs, which: int, edge: tuple[float, float], least: int
) -> None:
    found, by_hand = everyone(pairs, least=least), brute(pairs, least)
    assert (found.least, found.counted) == (least, len(by_hand))
    one = (found.studentized, found.change)[which]
    assert len(one.edges) == BINS + 1
    assert np.isinf(one.edges[[0, -1]]).all()
    assert one.edges[1] == pytest.approx(edge[0] + 1 / edge[1])
    values = np.array([both[which] for both in by_hand.values()])
    assert one.counts.tolist() == np.histogram(values, one.edges)[0].tolist()
    largest = sorted(by_hand, key=lambda names: -by_hand[names][which])[:TOP]
    assert [names for names, _ in one.top] == largest
    assert [value for _, value in one.top] == pytest.approx([by_hand[n][which] for n in largest])


def test_where_a_set_stands(pairs: Pairs) -> None:
    found, by_hand = everyone(pairs, FOCUS), brute(pairs)
    own = by_hand[tuple(sorted(FOCUS))]
    for one, which in ((found.studentized, 0), (found.change, 1)):
        assert one.focus is not None
        assert one.focus.statistic == pytest.approx(own[which])
        others = [v[which] for names, v in by_hand.items() if names != tuple(sorted(FOCUS))]
        assert one.focus.above == sum(value >= own[which] for value in others)


def test_a_set_with_an_unseen_pair_stands_nowhere_or_among_those_like_it(pairs: Pairs) -> None:
    seen = pairs.seen.copy()
    seen[2, 9] = seen[9, 2] = False
    blind = replace(pairs, seen=seen)
    assert seen_pairs(pairs, FOCUS) == 6
    assert seen_pairs(blind, FOCUS) == 5
    found = everyone(blind, FOCUS)
    assert found.studentized.focus is None
    assert found.change.focus is None
    assert found.counted < everyone(pairs).counted
    among, by_hand = everyone(blind, FOCUS, least=5), brute(blind, 5)
    own = by_hand[tuple(sorted(FOCUS))][0]
    assert among.studentized.focus is not None
    assert among.studentized.focus.statistic == pytest.approx(own)
    assert among.studentized.focus.above == sum(z[0] >= own for z in by_hand.values()) - 1


def test_a_member_outside_the_network_is_seen_with_nobody(pairs: Pairs) -> None:
    outside = ("E09", "E02", "E05", "XXX")
    assert seen_pairs(pairs, outside) == 3
    assert everyone(pairs, outside, least=1).change.focus is None


def test_threads_do_not_matter(pairs: Pairs) -> None:
    one, four = everyone(pairs, FOCUS, threads=1), everyone(pairs, FOCUS, threads=4)
    assert one.studentized.top == four.studentized.top
    assert one.change.counts.tolist() == four.change.counts.tolist()
    assert one.change.focus == four.change.focus


def test_equal_sets_stand_in_the_order_of_their_names() -> None:
    ones = np.ones((9, 9))
    found = everyone(Pairs(NAMES[:9], ones, ones, ones, ones > 0))
    first = list(combinations(NAMES[:9], 4))[:TOP]
    assert [names for names, _ in found.change.top] == first


def test_what_is_far_out_is_in_the_last_bins() -> None:
    ones = np.ones((5, 5))
    up = everyone(Pairs(NAMES[:5], 1e6 * ones, ones, ones, ones > 0))
    down = everyone(Pairs(NAMES[:5], -1e6 * ones, ones, ones, ones > 0))
    assert up.change.counts[-1] == up.studentized.counts[-1] == 5
    assert down.change.counts[0] == down.studentized.counts[0] == 5


def test_fewer_than_four_economies_make_no_set() -> None:
    ones = np.ones((3, 3))
    found = everyone(Pairs(NAMES[:3], ones, ones, ones, ones > 0))
    assert (found.sets, found.counted, found.change.top) == (0, 0, ())


@pytest.mark.parametrize("focus", [("E01", "E02", "E03"), ("E01", "E01", "E02", "E03")])
def test_a_focus_is_four_different_economies(pairs: Pairs, focus: tuple[str, ...]) -> None:
    with pytest.raises(ConfigError, match="four different economies"):
        everyone(pairs, focus)


@pytest.mark.parametrize("least", [0, 7])
def test_a_set_has_one_to_six_pairs(pairs: Pairs, least: int) -> None:
    with pytest.raises(ConfigError, match=f"least = {least}: a set of four has one to six"):
        everyone(pairs, least=least)


def test_the_same_statistics_as_the_randomization_inference() -> None:
    """A set's place is by the very numbers that its p-value is made of."""
    made = infer(network())
    cells = tuple(cell for one, other in SIX for cell in ((one, other), (other, one)))
    sets = np.array([[3, 20, 31, 44]])
    theirs = set_statistics(made.found, sets, HUB, cells)
    found = everyone(pairs_of(made), [made.network.contrast.economies[k] for k in sets[0]])
    assert found.studentized.focus is not None
    assert found.change.focus is not None
    assert found.studentized.focus.statistic == pytest.approx(theirs.studentized[0], rel=1e-12)
    assert found.change.focus.statistic == pytest.approx(theirs.change[0], rel=1e-12)
    assert found.counted == found.sets == 487_635

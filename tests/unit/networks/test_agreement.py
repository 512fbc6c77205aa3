"""Agreement of groupings against scikit-learn, and by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import adjusted_mutual_info_score, normalized_mutual_info_score

from tradenet.domain import Partition
from tradenet.networks import agreement, linked_together
from tradenet.networks.agreement import information

LABELS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=40)


def dense(labels: list[int]) -> np.ndarray:
    return np.unique(labels, return_inverse=True)[1]


@given(LABELS)
def test_both_numbers_are_those_of_scikit_learn(pairs: list[tuple[int, int]]) -> None:
    """Where they are defined; theirs calls the undefined 0 or 1."""
    one, other = (dense([pair[k] for pair in pairs]) for k in (0, 1))
    nmi, ami = information(one, other)
    if nmi is not None:
        assert nmi == pytest.approx(normalized_mutual_info_score(one, other), abs=1e-9)
    if ami is not None:
        assert ami == pytest.approx(adjusted_mutual_info_score(one, other), abs=1e-7)
    if len(set(one)) > 1 and len(set(other)) > 1 and len(set(one)) < len(one):
        assert nmi is not None


def test_a_large_case_is_that_of_scikit_learn() -> None:
    """Two hundred economies, eight communities, twenty regions."""
    rng = np.random.default_rng(4)
    one = rng.integers(8, size=200)
    other = np.where(rng.random(200) < 0.5, one, rng.integers(20, size=200))
    nmi, ami = information(dense(one.tolist()), dense(other.tolist()))
    assert nmi == pytest.approx(normalized_mutual_info_score(one, other))
    assert ami == pytest.approx(adjusted_mutual_info_score(one, other))


def test_equal_groupings_agree_under_other_names() -> None:
    """Also where there is a single group, or everybody is alone."""
    for labels in ([0, 0, 0], [0, 1, 2], [0, 1, 1]):
        assert information(np.array(labels), np.array(labels)) == (1.0, 1.0)


def test_one_group_against_many_tells_nothing() -> None:
    """No information in one group: nothing normalises it; no chance correction either."""
    nmi, ami = information(np.array([0, 0, 0, 0]), np.array([0, 1, 2, 3]))
    assert nmi == 0.0
    assert ami is None or ami == pytest.approx(0.0)


def test_only_economies_that_both_know_and_that_are_asked_for_count() -> None:
    """E has no region, D does not trade."""
    found = Partition(("A", "B", "C", "D", "E"), np.array([0, 0, 1, 1, 0]), 0.0, "by hand")
    regions = {"A": "x", "B": "x", "C": "y", "D": "x", "Z": "y"}
    assert agreement(found, regions).economies == 4
    among = np.array([True, True, True, False, True])
    result = agreement(found, regions, among)
    assert (result.economies, result.ami) == (3, 1.0)
    assert agreement(found, {}).ami is None


def test_a_partition_is_a_grouping_too() -> None:
    """Same economies in another graph."""
    one = Partition(("A", "B", "C"), np.array([0, 0, 1]), 0.0, "by hand")
    other = Partition(("B", "C", "D"), np.array([0, 1, 1]), 0.0, "by hand")
    assert agreement(one, other).economies == 2


def test_linked_pairs_by_counting() -> None:
    """Four of six pairs linked, two of them together; phi by its 2×2 table."""
    found = Partition(("A", "B", "C", "D"), np.array([0, 0, 1, 1]), 0.0, "by hand")
    linked = np.zeros((4, 4), bool)
    for i, j in ((0, 1), (2, 3), (0, 2), (1, 3)):
        linked[i, j] = linked[j, i] = True
    result = linked_together(found, linked)
    assert (result["linked"], result["others"], result["pairs"]) == (0.5, 0.0, 4)
    assert result["phi"] == pytest.approx((2 * 2 - 2 * 0) / np.sqrt(4 * 2 * 2 * 4))


def test_without_links_there_is_nothing_to_correlate() -> None:
    """None, not zero."""
    found = Partition(("A", "B"), np.array([0, 0]), 0.0, "by hand")
    result = linked_together(found, np.zeros((2, 2), bool))
    assert (result["linked"], result["phi"], result["others"]) == (None, None, 1.0)

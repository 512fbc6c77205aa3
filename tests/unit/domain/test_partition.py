"""Partitions: canonical numbers, membership, words."""

from itertools import permutations

import numpy as np
import pytest

from tradenet.domain import Partition, SchemaError
from tradenet.domain.partition import canonical


@pytest.mark.parametrize(
    ("labels", "wanted"),
    [
        ([5, 5, 5], [0, 0, 0]),
        ([0, 1, 1], [1, 0, 0]),
        ([9, 2, 9, 2], [0, 1, 0, 1]),
        ([3, 1, 2], [0, 1, 2]),
        ([-1, -7, -7, 4, 4, 4], [2, 1, 1, 0, 0, 0]),
        ([], []),
    ],
)
def test_labels_are_numbered_by_size_then_first_member(
    labels: list[int], wanted: list[int]
) -> None:
    """Largest first; ties go to the community met first."""
    assert canonical(labels).tolist() == wanted


def test_every_renaming_of_labels_gives_the_same_array() -> None:
    """Equal partitions are equal arrays: all 24 renamings of four communities."""
    base = np.array([0, 0, 1, 2, 2, 3, 1, 0, 3])
    forms = {tuple(canonical(np.array(names)[base])) for names in permutations([4, 11, 2, 8])}
    assert len(forms) == 1


def test_a_partition_answers_who_is_with_whom() -> None:
    """Six economies in communities of three, two and one."""
    partition = Partition(tuple("ABCDEF"), np.array([7, 1, 1, 1, 7, 3]), 0.5, "by hand")
    assert partition.membership.tolist() == [1, 0, 0, 0, 1, 2]
    assert partition.sizes == (3, 2, 1)
    assert partition.members(0) == ("B", "C", "D")
    assert partition.together("A", "E")
    assert not partition.together("A", "F")
    assert not partition.together("A", "ZZZ")
    assert not partition.together("ZZZ", "ZZZ")
    assert partition.community_of("ZZZ") == -1
    assert partition.summary().startswith("2 communities of two or more among 6")
    assert partition.to_arrow()["community"].to_pylist() == [1, 0, 0, 0, 1, 2]
    assert partition.to_pandas().shape == (6, 2)


def test_membership_is_read_only_and_complete() -> None:
    """One label per economy, and nobody changes it afterwards."""
    partition = Partition(("A", "B"), np.array([1, 0]), 0.0, "by hand")
    with pytest.raises(ValueError, match="read-only"):
        partition.membership[0] = 5
    with pytest.raises(SchemaError, match="1 labels for 2 economies"):
        Partition(("A", "B"), np.array([0]), 0.0, "by hand")


def test_the_card_lists_communities_of_two_or_more() -> None:
    """Singletons would drown the table."""
    card = Partition(("A", "B", "C"), np.array([1, 1, 0]), 0.0, "by hand")._repr_html_()
    assert "A, B" in card
    assert "community 1" not in card

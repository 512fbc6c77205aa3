"""Several economies as one, summed by hand."""

import numpy as np
import pytest

from tradenet.bloc import Contrast
from tradenet.bloc.merge import Merger, merged
from tradenet.domain import InsufficientData

NAN = np.nan


def world() -> Contrast:
    """C ends and is followed by A and D; B lives on and files."""
    before = np.array(
        [
            [NAN, NAN, NAN, NAN],
            [NAN, NAN, 5.0, NAN],
            [NAN, 7.0, NAN, NAN],
            [NAN, NAN, NAN, NAN],
        ]
    )
    after = np.array(
        [
            [NAN, 1.0, NAN, 9.0],
            [2.0, NAN, NAN, 3.0],
            [NAN, NAN, NAN, NAN],
            [9.0, 4.0, NAN, NAN],
        ]
    )
    return Contrast(("A", "B", "C", "D"), before, after, np.array([True, True, False, True]))


def test_successors_after_stand_beside_their_predecessor_before() -> None:
    found = merged(world(), Merger("C", ("C",), ("A", "D")))
    assert found.economies == ("B", "C")
    assert found.before[0, 1] == 5
    assert found.before[1, 0] == 7
    assert found.after[0, 1] == 2 + 3
    assert found.after[1, 0] == 1 + 4
    assert found.observed.sum() == 2
    assert found.filers.tolist() == [True, False]


def test_trade_among_the_parts_is_nobodys() -> None:
    found = merged(world(), Merger("X", ("A", "D"), ("A", "D")))
    assert found.economies == ("B", "C", "X")
    assert np.isnan(found.after[2, 2])
    assert np.nansum(found.after) == 1 + 4 + 2 + 3
    assert found.filers.tolist() == [True, False, True]


def test_a_part_that_is_not_seen_hides_the_cell() -> None:
    made = world()
    made.after[0, 1] = NAN
    found = merged(made, Merger("C", ("C",), ("A", "D")))
    assert found.observed.tolist() == [[False, True], [False, False]]


def test_names_stay_sorted() -> None:
    assert merged(world(), Merger("AA", ("C", "D"), ("C", "D"))).economies == ("A", "AA", "B")


def test_a_part_that_is_not_there_is_named() -> None:
    with pytest.raises(InsufficientData, match=r"1 parts are not in the network \(first: Z\)"):
        merged(world(), Merger("C", ("C",), ("A", "Z")))

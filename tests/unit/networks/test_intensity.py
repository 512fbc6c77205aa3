"""Observed over expected trade, by cell and by set."""

from collections.abc import Callable

import numpy as np
import pytest

from tradenet.domain import Expected, SchemaError, TradeGraph
from tradenet.networks import intensity, set_totals
from tradenet.networks.communities.surplus import surplus_matrix

NAN = float("nan")
GraphOf = Callable[..., TradeGraph]
ExpectedOf = Callable[..., Expected]


def test_cells_by_hand(graph_of: GraphOf, expected_of: ExpectedOf) -> None:
    """Twice, half, none of what was expected; NaN where not observed or nothing is expected."""
    graph = graph_of([[NAN, 6.0, 0.0], [1.0, NAN, NAN], [3.0, 0.0, NAN]])
    expected = expected_of(graph, [[NAN, 3.0, 2.0], [2.0, NAN, 5.0], [NAN, 0.0, NAN]])
    wanted = [[NAN, 2.0, 0.0], [0.5, NAN, NAN], [NAN, NAN, NAN]]
    assert np.array_equal(intensity(graph, expected), wanted, equal_nan=True)


def test_a_set_counts_cells_that_are_seen_and_expected_on_both_sides(
    graph_of: GraphOf, expected_of: ExpectedOf
) -> None:
    """Of the four cells of two dyads one is hidden and one has no expectation."""
    graph = graph_of([[NAN, 6.0, 4.0], [1.0, NAN, 8.0], [NAN, 9.0, NAN]], ("A", "B", "C"))
    expected = expected_of(graph, [[NAN, 3.0, NAN], [2.0, NAN, 1.0], [7.0, 1.0, NAN]])
    assert set_totals(graph, expected, [("A", "B"), ("A", "C")]) == (7.0, 5.0, 2)
    assert set_totals(graph, expected, [("B", "C")]) == (17.0, 2.0, 2)
    assert set_totals(graph, expected, [("A", "ZZZ")]) == (0.0, 0.0, 0)
    assert set_totals(graph, expected, []) == (0.0, 0.0, 0)


def test_an_observed_zero_is_seen(graph_of: GraphOf, expected_of: ExpectedOf) -> None:
    """It lowers the intensity of a set; a hidden cell does not."""
    graph = graph_of([[NAN, 0.0], [4.0, NAN]], ("A", "B"))
    expected = expected_of(graph, [[NAN, 2.0], [2.0, NAN]])
    assert set_totals(graph, expected, [("A", "B")]) == (4.0, 4.0, 2)


def test_the_direction_in_which_a_dyad_is_named_does_not_matter(
    graph_of: GraphOf, expected_of: ExpectedOf
) -> None:
    """Dyads are undirected."""
    graph = graph_of([[NAN, 1.0], [4.0, NAN]], ("A", "B"))
    expected = expected_of(graph, [[NAN, 2.0], [2.0, NAN]])
    assert set_totals(graph, expected, [("A", "B")]) == set_totals(graph, expected, [("B", "A")])


@pytest.mark.parametrize("compute", [intensity, lambda g, e: surplus_matrix(g, e, 1.0)])
def test_other_economies_are_refused(
    compute: Callable[[TradeGraph, Expected], object], graph_of: GraphOf, expected_of: ExpectedOf
) -> None:
    """An array of the right shape that speaks of others."""
    graph = graph_of([[NAN, 1.0], [4.0, NAN]], ("A", "B"))
    other = graph_of([[NAN, 1.0], [4.0, NAN]], ("A", "C"))
    with pytest.raises(SchemaError, match="different economies"):
        compute(graph, expected_of(other, other.values))

import numpy as np
import pytest

from tradenet.report.figures.labels import Box, Disc, beside, place
from tradenet.report.figures.layout import attraction, spread, spring


def test_what_is_tied_stands_nearer() -> None:
    names = ("A", "B", "C", "D")
    ties = attraction(names, {("A", "B"): 3.0, ("C", "D"): 3.0, ("B", "C"): 0.1})
    at = spring(ties, range(4))
    near = np.linalg.norm(at[0] - at[1])
    assert near < np.linalg.norm(at[0] - at[2])
    assert near < np.linalg.norm(at[1] - at[3])


def test_places_fill_the_unit_square_and_stay() -> None:
    ties = attraction(tuple("ABCDE"), {("A", "B"): 1.0, ("B", "C"): 2.0, ("D", "E"): 1.0})
    at = spring(ties, range(5))
    assert at.min() == 0
    assert at.max() == 1
    assert np.array_equal(at, spring(ties, range(5)))


def test_no_node_and_one_node_have_a_place() -> None:
    assert spring(np.zeros((0, 0)), []).shape == (0, 2)
    assert np.isfinite(spring(np.zeros((1, 1)), [0])).all()


def test_unknown_ends_are_left_out() -> None:
    assert attraction(("A", "B"), {("A", "Z"): 5.0}).sum() == 0


def test_discs_are_moved_apart_and_stay_on_the_page() -> None:
    radii = np.full(12, 10.0)
    at = spread(np.full((12, 2), 0.5) + np.arange(24).reshape(12, 2) / 1e3, radii, (300, 200))
    gaps = np.linalg.norm(at[:, None] - at[None, :], axis=2) + np.eye(12) * 99
    assert gaps.min() > 19.9
    assert (at >= 10).all()
    assert (at <= np.array([290, 190])).all()


def test_a_word_goes_where_it_hits_nothing() -> None:
    disc = Disc(50, 50, 5)
    blocked = np.array([(50.0, 50.0, 5.0), (70.0, 50.0, 8.0)])
    box, hits = place(beside(disc, "ABC", 9), blocked, [], (100, 100))
    assert hits == 0
    assert box is not None
    assert box.x < 50


def test_a_word_leaves_no_page() -> None:
    disc = Disc(97, 3, 3)
    box, _ = place(beside(disc, "WORD", 10), np.zeros((0, 3)), [], (100, 100))
    assert box is not None
    assert box.inside((100, 100))


def test_there_may_be_no_place_at_all() -> None:
    box, hits = place(beside(Disc(5, 5, 5), "FAR TOO LONG", 10), np.zeros((0, 3)), [], (10, 10))
    assert box is None
    assert hits == 1


@pytest.mark.parametrize(
    ("other", "hit"), [(Box(10, 0, 6, 6), False), (Box(7, 0, 6, 6), True), (Box(7, 7, 6, 6), False)]
)
def test_boxes_overlap_or_not(other: Box, hit: bool) -> None:  # noqa: FBT001 - the expectation
    assert Box(0, 0, 9, 6).hits_box(other) is hit
    assert other.hits_box(Box(0, 0, 9, 6)) is hit


def test_discs_that_reach_into_a_box_are_counted() -> None:
    discs = np.array([(0.0, 0.0, 1.0), (8.0, 0.0, 3.1), (8.0, 0.0, 2.9), (6.0, 3.0, 1.0)])
    assert Box(0, 0, 10, 4).hits_discs(discs) == 2

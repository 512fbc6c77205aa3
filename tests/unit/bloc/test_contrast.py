"""Two periods of the world by hand: means, silence, what is taken out and what is put in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.bloc.evidences import evidence
from tradenet.bloc import Contrast, contrast
from tradenet.bloc.timing import between, shifted
from tradenet.domain import InsufficientData, Period, TradeGraph, Window

NAN = np.nan
SEEN: Mapping[int, tuple[str, Sequence[Sequence[float]]]] = {
    2018: ("AB", [[NAN, 4.0], [6.0, NAN]]),
    2019: ("ABC", [[NAN, 8.0, 1.0], [NAN, NAN, 2.0], [3.0, 0.0, NAN]]),
    2023: ("AC", [[NAN, 5.0], [7.0, NAN]]),
}


def graphs(*years: int) -> dict[int, TradeGraph]:
    return {
        year: TradeGraph(tuple(SEEN[year][0]), np.array(SEEN[year][1]), Period(year))
        for year in years
    }


def same(one: npt.ArrayLike, other: npt.ArrayLike) -> None:
    np.testing.assert_array_equal(np.asarray(one), np.asarray(other))


@pytest.fixture
def made() -> Contrast:
    return contrast(graphs(2018, 2019, 2023), (2018, 2019), (2023,), {"A", "C", "Z"})


def test_a_cell_is_the_mean_of_its_phase_if_every_period_shows_it(made: Contrast) -> None:
    """A to B: (4 + 8) / 2. B to A is dark in 2019, C is not there in 2018, B not in 2023."""
    assert made.economies == ("A", "B", "C")
    same(made.before, [[NAN, 6.0, NAN], [NAN, NAN, NAN], [NAN, NAN, NAN]])
    same(made.after, [[NAN, NAN, 5.0], [NAN, NAN, NAN], [7.0, NAN, NAN]])
    assert made.filers.tolist() == [True, False, True]
    assert not made.observed.any()


def test_a_zero_that_was_seen_is_a_zero_and_a_year_not_held_is_passed_over() -> None:
    made = contrast(graphs(2019, 2023), (2017, 2018, 2019), (2023, 2024), ())
    same(made.before, SEEN[2019][1])
    assert made.observed.sum() == 2
    assert made.before[2, 1] == 0


@pytest.mark.parametrize(
    ("held", "word"), [((2023,), "before"), ((2018,), "after"), ((), "before")]
)
def test_a_phase_that_is_not_held_is_named(held: tuple[int, ...], word: str) -> None:
    with pytest.raises(InsufficientData, match=f"no period {word} the event is held"):
        contrast(graphs(*held), (2018, 2019), (2023,), ())


CELLS = np.array([[NAN, 1.0, NAN], [2.0, NAN, 3.0], [4.0, 0.0, NAN]])
WORLD = Contrast(("A", "B", "C"), CELLS, 10 * CELLS, np.array([True, False, True]))


def test_positions_and_cells_pass_over_who_is_not_there() -> None:
    assert WORLD.at(["C", "Z", "A"]).tolist() == [2, -1, 0]
    same(WORLD.cells([("A", "B"), ("C", "Z")]), [[0, 1, 0], [1, 0, 0], [0, 0, 0]])
    assert not WORLD.cells([]).any()


def test_who_is_left_out_takes_rows_columns_and_its_files_along() -> None:
    rest = WORLD.without({"B", "Z"})
    assert (rest.economies, rest.filers.tolist()) == (("A", "C"), [True, True])
    same(rest.after, [[NAN, NAN], [40.0, NAN]])


def test_hidden_cells_are_hidden_in_both_phases_and_nowhere_else() -> None:
    dark = WORLD.hidden(WORLD.cells([("A", "C")]))
    assert dark.observed.sum() == WORLD.observed.sum() - 1
    assert np.isnan([dark.before[2, 0], dark.after[2, 0]]).all()
    assert (WORLD.before[2, 0], WORLD.after[2, 0]) == (4.0, 40.0)


@pytest.mark.parametrize(
    ("cell", "money", "wanted"),
    [
        (("A", "B"), (5.0, 6.0), (6.0, 16.0)),
        (("A", "B"), (-0.5, -4.0), (0.5, 6.0)),
        (("A", "B"), (-9.0, -99.0), (0.0, 0.0)),
        (("C", "B"), (0.0, 1.0), (0.0, 1.0)),
    ],
)
def test_dollars_are_added_or_taken_down_to_nothing(
    cell: tuple[str, str], money: tuple[float, float], wanted: tuple[float, float]
) -> None:
    more = WORLD.added(*cell, *money)
    i, j = WORLD.at(cell)
    assert (more.before[i, j], more.after[i, j]) == wanted
    more.before[i, j], more.after[i, j] = WORLD.before[i, j], WORLD.after[i, j]
    same(more.before, WORLD.before)
    same(more.after, WORLD.after)


@pytest.mark.parametrize("cell", [("A", "C"), ("A", "Z"), ("Z", "A"), ("A", "A")])
def test_nothing_is_added_to_what_nobody_sees(cell: tuple[str, str]) -> None:
    assert WORLD.added(*cell, 1.0, 1.0) is WORLD


def test_reading_silence_as_zero_leaves_only_the_diagonal_dark() -> None:
    filled = WORLD.missing_as_zero()
    same(filled.observed, ~np.eye(3, dtype=bool))
    assert np.nansum(filled.before) == np.nansum(WORLD.before)
    assert filled.before[0, 2] == filled.after[0, 2] == 0


def test_other_periods_keep_the_economies_of_the_network() -> None:
    """Who was left out of the neutral network does not come back in another year."""
    given = evidence()
    left_out = given.world.contrast.economies[1:4]
    neutral = replace(given.world, contrast=given.world.contrast.without(left_out))
    again = between(given, neutral, (2015, 2016), (2018,)).contrast
    assert set(again.economies) == set(given.world.contrast.economies) - set(left_out)
    assert again.filers.all()
    kept = np.ix_(*[[code not in left_out for code in given.graphs[2018].economies]] * 2)
    same(again.after, given.graphs[2018].values[kept])


@given(st.integers(-30, 30), st.lists(st.integers(1990, 2010), min_size=1, unique=True))
def test_moving_a_window_there_and_back_is_no_move(years: int, pre: list[int]) -> None:
    window = Window(tuple(sorted(pre)), (2015, 2016))
    moved = shifted(window, years)
    assert shifted(moved, -years) == window
    assert {new - old for new, old in zip(moved.periods, window.periods, strict=True)} == {years}

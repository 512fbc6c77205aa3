"""A change at a date: by hand, among other economies, among other dates, with its interval."""

import numpy as np
import pytest

from tests.unit.bloc.realignment.cases import YEARS, patronage
from tradenet.bloc.realignment.moment import (
    Around,
    contrasts,
    critical,
    detectable,
    is_beyond,
    shift_at,
)
from tradenet.bloc.significance import p_value
from tradenet.domain import stream

AROUND = Around((-2, -1), (0, 1), fewest=1.0)


def test_contrasts_by_hand() -> None:
    paths = np.array([[1.0, 3.0, 5.0, 9.0, 9.0], [0.0, 0.0, 0.0, 0.0, 4.0]])
    made = contrasts(paths, (2001, 2002, 2003, 2004, 2005), AROUND)
    assert {year: change.tolist() for year, change in made.items()} == {
        2003: [5.0, 0.0],
        2004: [5.0, 2.0],
    }


def test_years_that_are_not_told_are_left_out_not_read_as_zero() -> None:
    paths = np.array([[1.0, 3.0, 9.0, 9.0]])
    some = Around((-2, -1), (0, 1), fewest=0.5)
    made = contrasts(paths, (2001, 2002, 2004, 2005), some)
    assert made[2003].tolist() == [7.0]  # 2003 itself is not told: after is 2004 alone
    assert 2003 not in contrasts(paths, (2001, 2002, 2004, 2005), AROUND)


def test_nothing_told_has_no_contrast() -> None:
    assert contrasts(np.zeros((3, 0)), (), AROUND) == {}


def test_a_change_is_measured_in_the_economys_usual_changes() -> None:
    """Twice as restless, the same step: half the statistic."""
    rng = stream(6, "tests/moment")
    calm = 0.1 * rng.normal(size=len(YEARS))
    others = rng.normal(size=(39, len(YEARS)))
    at = YEARS.index(2012)
    step = 3.0 * (np.arange(len(YEARS)) >= at)
    made = [shift_at(np.vstack([scale * calm + step, others]), YEARS, 2012, AROUND)
            for scale in (1.0, 2.0)]  # fmt: skip
    assert made[0] is not None
    assert made[1] is not None
    assert made[0].statistic > made[1].statistic > 0
    assert made[0].change == pytest.approx(3.0, abs=0.3)


def test_the_interval_holds_what_the_rank_does_not_reject() -> None:
    """Take the bound of the interval off the path: the p-value passes 5 % there and not beyond."""
    given = patronage(1.0)
    paths, years = given.case.paths, given.case.years
    here = shift_at(paths, years, 2022, given.around_event)
    assert here is not None
    sizes = np.abs(here.reference)
    for end in (here.low, here.high):
        for inside, holds in ((0.99, True), (1.01, False)):
            tried = here.change + inside * (end - here.change)
            p = p_value(abs(here.change - tried) / here.usual, sizes)
            assert (p > 0.05) is holds


@pytest.mark.parametrize(("count", "bound"), [(18, np.inf), (19, 18.0), (38, 37.0), (39, 37.0)])
def test_nineteen_likes_are_needed_for_five_per_cent(count: int, bound: float) -> None:
    assert critical(np.arange(float(count))) == bound


def test_a_reference_without_a_number_counts_against() -> None:
    known = np.arange(39.0)
    holed = np.where(known == 0, np.nan, known)
    assert critical(holed) >= critical(known)
    assert detectable(np.full(10, 0.5), 1.0) == np.inf


def test_what_is_detectable_is_found_in_four_of_five() -> None:
    reference = stream(8, "tests/detectable").normal(size=399)
    least = detectable(reference, 2.0)
    found = np.mean(least / 2.0 + reference > critical(np.abs(reference)) - 1e-9)
    assert found == pytest.approx(0.8, abs=0.01)


def test_a_rank_among_its_own_dates() -> None:
    given = patronage(2.0)
    here = shift_at(given.case.paths, given.case.years, 2022, given.around_event)
    assert here is not None
    assert here.p_dates == pytest.approx(1 / (1 + here.dates))
    assert here.dates == len(contrasts(given.case.paths, given.case.years, given.around_event)) - 1


def test_a_small_change_does_not_matter_however_rare() -> None:
    given = patronage(0.1, noise=0.001)
    here = shift_at(given.case.paths, given.case.years, 2022, given.around_event)
    assert here is not None
    assert here.p_value <= 0.05
    assert not is_beyond(here, np.log(1.25))
    assert is_beyond(here, 0.05)


def test_a_path_that_never_moves_has_no_usual_change() -> None:
    flat = np.zeros((40, len(YEARS)))
    assert shift_at(flat, YEARS, 2012, AROUND) is None


def test_a_date_outside_what_is_told_has_no_shift() -> None:
    given = patronage()
    assert shift_at(given.case.paths, given.case.years, 1990, AROUND) is None
    assert shift_at(given.case.paths[:, :4], YEARS[:4], 2002, AROUND) is None  # no other date

"""The panel of neighbours: places, who is told of throughout, means of the window."""

from __future__ import annotations

import numpy as np
import pytest

from tests.unit.bloc.substitution.panels import WINDOW, YEARS, changed, panel
from tradenet.bloc.substitution import Neighbours
from tradenet.bloc.substitution.neighbours import fitted, paths


def holed(year: int, value: float, what: str = "trade_usd") -> Neighbours:
    """Return the panel in which one year of the third dyad has another value."""
    given = panel(6)
    values = getattr(given, what).copy()
    values[2, YEARS.tolist().index(year)] = value
    return changed(given, **{what: values})


def test_a_dyad_has_one_place_and_direction() -> None:
    given = panel(6)
    assert [given.place(f"L0{k}", f"S0{k}") for k in range(6)] == list(range(6))
    assert given.place("S00", "L00") == -1
    assert given.place("L00", "S01") == -1


@pytest.mark.parametrize("year", [2000, 2007, 2013, 2015])
@pytest.mark.parametrize("value", [np.nan, 0.0])
@pytest.mark.parametrize("what", ["trade_usd", "rest_usd"])
def test_one_year_that_is_not_told_leaves_a_dyad_out(year: int, value: float, what: str) -> None:
    told = holed(year, value, what).told()
    assert told.tolist() == [True, True, False, True, True, True]


def test_a_year_outside_of_what_is_used_may_be_missing() -> None:
    """2014, were it given, is the year of the event."""
    given = panel(6)
    trade = np.insert(given.trade_usd, 14, np.nan, axis=1)
    rest = np.insert(given.rest_usd, 14, np.nan, axis=1)
    wide = changed(
        given,
        years=np.insert(YEARS, 14, 2014),
        trade_usd=trade,
        rest_usd=rest,
        price=np.insert(given.price, 14, 1.0),
    )
    assert wide.told().all()
    assert wide.before.sum() == given.before.sum() == 14
    assert wide.mean_before() == pytest.approx(given.mean_before())


def test_the_mean_is_that_of_the_window_before_the_event() -> None:
    given = panel(6)
    inside = np.isin(YEARS, WINDOW.pre)
    assert inside.sum() == 4
    assert given.mean_before() == pytest.approx(given.trade_usd[:, inside].mean(axis=1))
    assert given.in_phase(WINDOW.post).tolist() == [False] * 14 + [True]


def test_a_dyad_that_is_not_told_of_disturbs_no_other() -> None:
    whole, gap = (
        fitted(paths(each, share=True), price=True, trend=True)
        for each in (panel(6), holed(2007, np.nan))
    )
    others = [0, 1, 3, 4, 5]
    assert np.isnan(gap.change[2])
    assert gap.change[others] == pytest.approx(whole.change[others])
    assert gap.own_spread[others] == pytest.approx(whole.own_spread[others])
    assert gap.loading[others] == pytest.approx(whole.loading[others])

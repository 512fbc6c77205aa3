"""Divisions between two patrons: no name, unit, order or sign matters where it should not."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from tradenet.bloc.realignment import PartnerTrade, case_of, concentration
from tradenet.bloc.realignment.breaks import date_set, self_normalised, split_of, splits, squares
from tradenet.bloc.realignment.moment import Around, contrasts, critical, shift_at
from tradenet.bloc.significance import p_value
from tradenet.domain import stream

Matrix = npt.NDArray[np.float64]
N, T = 24, 20
YEARS = tuple(range(2001, 2001 + T))
AROUND = Around((-3, -2, -1), (0, 1, 2))

seeds = st.integers(0, 10_000)
numbers = st.floats(-5, 5, allow_nan=False).map(lambda x: round(x, 3))
matrices = hnp.arrays(np.float64, (2, 12), elements=numbers)


def wild(seed: int) -> Matrix:
    """Return paths that move in every year."""
    return stream(seed, "properties/realignment").normal(size=(N, T)).cumsum(axis=1)


def trade(seed: int) -> PartnerTrade:
    count = 8
    values = stream(seed, "properties/trade").lognormal(0, 1, (T, count, count))
    values[:, np.arange(count), np.arange(count)] = np.nan
    holes = stream(seed, "properties/holes").random(values.shape) < 0.02
    return PartnerTrade(tuple("ABCDEFGH"), YEARS, np.where(holes, np.nan, values))


@settings(max_examples=30)
@given(seeds, st.floats(0.01, 100), st.floats(-50, 50))
def test_level_and_unit_leave_the_statistic_and_the_date(
    seed: int, unit: float, level: float
) -> None:
    paths = wild(seed)
    moved = level + unit * paths
    assert np.allclose(self_normalised(moved, 0.15), self_normalised(paths, 0.15), rtol=1e-6)
    assert split_of(moved, 0.15).tolist() == split_of(paths, 0.15).tolist()


@settings(max_examples=30)
@given(seeds)
def test_the_other_patron_first_is_the_same_break(seed: int) -> None:
    paths = wild(seed)
    assert np.allclose(self_normalised(-paths, 0.15), self_normalised(paths, 0.15))
    assert date_set(-paths[0], -paths[1:], 0.15, 0.05) == date_set(paths[0], paths[1:], 0.15, 0.05)


@settings(max_examples=30)
@given(seeds)
def test_time_backwards_is_the_same_statistic(seed: int) -> None:
    paths = wild(seed)
    forth, back = self_normalised(paths, 0.15), self_normalised(paths[:, ::-1], 0.15)
    assert np.allclose(forth, back[:, ::-1], rtol=1e-6)


@settings(max_examples=30)
@given(matrices)
def test_two_means_never_leave_more_than_one(paths: Matrix) -> None:
    whole = ((paths - paths.mean(axis=1, keepdims=True)) ** 2).sum(axis=1)
    around = squares(paths, 0.15)
    assert (around <= whole[:, None] + 1e-6).all()
    assert (around >= 0).all()


@settings(max_examples=30)
@given(seeds, st.floats(0.01, 0.5))
def test_the_least_squares_date_is_in_every_set(seed: int, level: float) -> None:
    paths = wild(seed)
    held = date_set(paths[0], paths[1:], 0.15, level)
    assert int(split_of(paths[:1], 0.15)[0]) in held
    first, last = splits(T, 0.15)
    assert held == sorted(held)
    assert first <= held[0] <= held[-1] <= last


@settings(max_examples=30)
@given(seeds)
def test_the_order_of_those_compared_does_not_matter(seed: int) -> None:
    paths = wild(seed)
    other = np.vstack([paths[:1], paths[1:][::-1]])
    one, two = (shift_at(each, YEARS, 2010, AROUND) for each in (paths, other))
    assert one is not None
    assert two is not None
    for name in ("change", "usual", "p_value", "low", "high", "detectable", "p_dates"):
        assert np.isclose(getattr(one, name), getattr(two, name))


@settings(max_examples=30)
@given(seeds)
def test_the_other_patron_first_mirrors_the_interval(seed: int) -> None:
    paths = wild(seed)
    one, two = (shift_at(each, YEARS, 2010, AROUND) for each in (paths, -paths))
    assert one is not None
    assert two is not None
    assert np.isclose(one.change, -two.change)
    assert np.isclose(one.p_value, two.p_value)
    assert np.allclose((one.low, one.high), (-two.high, -two.low))


@settings(max_examples=50)
@given(st.lists(st.floats(0, 100), min_size=19, max_size=60, unique=True))
def test_what_exceeds_the_critical_size_is_rejected_and_nothing_else(sizes: list[float]) -> None:
    reference = np.array(sizes)
    bound = critical(reference)
    assert p_value(bound * (1 + 1e-6) + 1e-6, reference) <= 0.05
    assert p_value(bound, reference) > 0.05


@settings(max_examples=30)
@given(seeds)
def test_a_contrast_is_linear(seed: int) -> None:
    paths, more = wild(seed), wild(seed + 1)
    one, two = contrasts(paths, YEARS, AROUND), contrasts(more, YEARS, AROUND)
    both = contrasts(paths + 2 * more, YEARS, AROUND)
    assert list(one) == list(two) == list(both)
    for year in both:
        assert np.allclose(both[year], one[year] + 2 * two[year])


@settings(max_examples=30)
@given(seeds)
def test_shares_add_up_and_their_concentration_has_bounds(seed: int) -> None:
    shares = trade(seed).shares()
    assert np.allclose(np.nansum(shares, axis=1), 1.0)
    for economy in range(shares.shape[2]):
        held = concentration(shares[:, :, economy])
        told = np.isfinite(shares[:, :, economy]).sum(axis=1)
        assert (held >= 1 / told - 1e-9).all()
        assert (held <= 1 + 1e-9).all()


@settings(max_examples=30)
@given(seeds, st.permutations(range(8)))
def test_names_do_not_matter(seed: int, order: list[int]) -> None:
    """The same economies in another order: the same path, the same comparison."""
    given_ = trade(seed)
    at = np.ix_(range(T), order, order)
    codes = tuple(given_.economies[k] for k in order)
    other = replace(given_, economies=codes, values=given_.values[at])
    one, two = (case_of(each, ("A", "B", "C"), ("A", "B", "C"), 50.0) for each in (given_, other))
    assume(one.years)
    assert one.years == two.years
    assert np.allclose(one.paths[0], two.paths[0])
    assert set(one.placebos) == set(two.placebos)


@settings(max_examples=30)
@given(seeds, st.floats(1e-3, 1e9))
def test_the_unit_of_trade_does_not_matter(seed: int, unit: float) -> None:
    given_ = trade(seed)
    scaled = replace(given_, values=unit * given_.values)
    one, two = (case_of(each, ("A", "B", "C"), (), 50.0) for each in (given_, scaled))
    assert one.placebos == two.placebos
    assert np.allclose(one.paths, two.paths)


@settings(max_examples=30)
@given(seeds)
def test_members_are_never_compared(seed: int) -> None:
    case = case_of(trade(seed), ("A", "B", "C"), ("D",), 50.0)
    assert not {"A", "B", "C", "D"} & {economy for economy, *_ in case.placebos}
    assert all(len({*each}) == 3 for each in case.placebos)
    assert len(case.paths) == 1 + len(case.placebos)
    assert np.isfinite(case.paths).all()

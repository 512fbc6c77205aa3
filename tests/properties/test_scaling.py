"""Three-way expectations: no name, side or unit matters, and observed margins are met."""

import numpy as np
import numpy.typing as npt
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from tradenet.gravity import fit_three_way, leverage

Panel = npt.NDArray[np.float64]
N = 6

panels = st.integers(2, 4).flatmap(
    lambda periods: hnp.arrays(
        np.float64, (periods, N, N), elements=st.sampled_from([0.0, 0.5, 1.0, 3.0, 20.0, 500.0])
    )
)
masks = hnp.arrays(np.bool_, (4, N, N), elements=st.sampled_from([True, True, True, False]))


def fitted(values: Panel, observed: npt.NDArray[np.bool_]) -> Panel:
    """Return expectations, zeros where nothing can be compared."""
    from tradenet.domain import InsufficientData

    try:
        return fit_three_way(values, observed).expected
    except InsufficientData:
        return np.zeros_like(values)


def same(one: Panel, other: Panel) -> bool:
    return np.allclose(one, other, rtol=1e-6, atol=1e-7 * 500, equal_nan=True)


@settings(max_examples=40)
@given(panels, masks, st.floats(1e-6, 1e6))
def test_expectation_has_the_unit_of_trade(values: Panel, mask: Panel, unit: float) -> None:
    observed = mask[: len(values)].astype(bool)
    assert same(fitted(values * unit, observed) / unit, fitted(values, observed))


@settings(max_examples=40)
@given(panels, masks, st.permutations(range(N)))
def test_names_do_not_matter(values: Panel, mask: Panel, order: list[int]) -> None:
    observed = mask[: len(values)].astype(bool)
    at = np.ix_(range(len(values)), order, order)
    assert same(fitted(values[at], observed[at]), fitted(values, observed)[at])


@settings(max_examples=40)
@given(panels, masks)
def test_exporting_is_importing_seen_from_the_other_side(values: Panel, mask: Panel) -> None:
    observed = mask[: len(values)].astype(bool)
    turned = fitted(values.swapaxes(1, 2), observed.swapaxes(1, 2))
    assert same(turned, fitted(values, observed).swapaxes(1, 2))


@settings(max_examples=40)
@given(panels, masks)
def test_the_margins_of_fitted_cells_are_met(values: Panel, mask: Panel) -> None:
    from tradenet.domain import InsufficientData

    try:
        fit = fit_three_way(values, mask[: len(values)].astype(bool))
    except InsufficientData:
        return
    x, mu = (np.where(fit.fitted, each, 0.0) for each in (values, fit.expected))
    for axis in range(3):
        np.testing.assert_allclose(mu.sum(axis=axis), x.sum(axis=axis), rtol=1e-8)
    assert (fit.expected[fit.fitted] > 0).all()
    if len(values) == 2:
        h = leverage(fit)
        assert np.array_equal(np.isnan(h), ~fit.fitted.all(axis=0))
        assert np.nanmin(h) >= 0
        assert np.nanmax(h) <= 1 + 1e-12

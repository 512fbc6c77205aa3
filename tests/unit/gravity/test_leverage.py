"""Leverage: by hand, bounded, and where it is about what a refit without the pair shows."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest

from tradenet.domain import SchemaError
from tradenet.gravity import fit_three_way, leverage

Panel = npt.NDArray[np.float64]
Cells = npt.NDArray[np.bool_]


def test_by_hand() -> None:
    """Before as after: w is half the trade. A sells 1 and 3, B buys 1 and 4: (1-1/4)(1-1/5)."""
    trade = np.array([[0, 1, 3], [2, 0, 2], [2, 4, 0]], dtype=float)
    fit = fit_three_way([trade, trade], np.ones((2, 3, 3), dtype=bool))
    assert leverage(fit)[0, 1] == pytest.approx(1 - (1 - 1 / 4) * (1 - 1 / 5), rel=1e-8)


def test_is_a_share_and_silent_where_not_fitted(
    make_panel: Callable[..., tuple[Panel, Cells]],
) -> None:
    values, observed = make_panel(1, 2, 20, zeros=0.2, hidden=0.2)
    fit = fit_three_way(values, observed)
    h = leverage(fit)
    used = fit.fitted.all(axis=0)
    assert np.array_equal(~np.isnan(h), used)
    assert ((h[used] >= 0) & (h[used] <= 1)).all()


def test_a_shock_to_a_pair_is_swallowed_in_that_share() -> None:
    """A small shock to a pair moves its residual by (1 - h) of it, to first order in 1/n."""
    rng = np.random.default_rng(5)
    trade = rng.lognormal(0, 0.3, (30, 30))
    observed = np.ones((2, 30, 30), dtype=bool)
    fit = fit_three_way([trade, trade], observed)
    shocked = trade.copy()
    shocked[3, 8] *= 1.001
    after = fit_three_way([trade, shocked], observed)
    share = np.log(after.expected[1, 3, 8] / after.expected[0, 3, 8]) / np.log(1.001)
    assert share == pytest.approx(leverage(fit)[3, 8], abs=0.01)


def test_wants_two_periods() -> None:
    fit = fit_three_way(np.ones((3, 4, 4)), np.ones((3, 4, 4), dtype=bool))
    with pytest.raises(SchemaError, match="two periods, not 3"):
        leverage(fit)

"""What holds for any shares and any residuals."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tradenet.bloc.calibration import Rate, binomial_band
from tradenet.domain import stream
from tradenet.gravity import fit_change, transplant


@given(st.integers(1, 3000), st.data())
def test_an_interval_holds_its_share_and_narrows_with_the_level(
    draws: int, data: st.DataObject
) -> None:
    found = Rate(data.draw(st.integers(0, draws)), draws)
    low, high = found.interval()
    wide_low, wide_high = found.interval(0.999)
    assert 0 <= wide_low <= low <= found.share <= high <= wide_high <= 1


@given(st.integers(1, 5000), st.floats(0.01, 0.99))
def test_a_band_holds_its_chance_to_a_draw(draws: int, chance: float) -> None:
    low, high = binomial_band(chance, draws)
    assert low - 1 / draws <= chance <= high + 1 / draws


@settings(max_examples=25)
@given(st.integers(0, 10_000), st.integers(6, 14), st.floats(0, 0.3), st.integers(0, 40))
def test_a_transplant_keeps_the_mask_and_makes_no_new_ratio(
    seed: int, n: int, hidden: float, reach: int
) -> None:
    rng = stream(seed, "property")
    before = rng.lognormal(20, 1, (n, n))
    after = before * rng.lognormal(0, 0.4, (n, n))
    seen = (rng.random((n, n)) >= hidden) & ~np.eye(n, dtype=bool)
    before[~seen] = after[~seen] = np.nan
    fit = fit_change(before, after, seen)
    made = transplant(before, after, fit, np.zeros((n, n), dtype=np.intp), reach)
    zero, one = made(rng=rng)
    for new, old, hoped in ((zero, before, fit.before), (one, after, fit.after)):
        np.testing.assert_array_equal(np.isnan(new), np.isnan(old))
        real = np.sort(old[fit.fitted] / hoped[fit.fitted])
        fake = new[fit.fitted] / hoped[fit.fitted]
        nearest = np.abs(real[:, None] - fake).min(axis=0)
        assert (nearest <= 1e-6 * np.maximum(fake, 1)).all()

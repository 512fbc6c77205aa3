"""Residuals of the two-period null, worked by hand, and their predicted variance."""

import numpy as np
import pytest

from tradenet.domain import InsufficientData, stream
from tradenet.gravity.residuals import PairVariance, log_gamma_fit, residuals


def world(n: int = 12, seed: int = 1) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = stream(seed, "residuals")
    before = rng.lognormal(3, 1, (n, n))
    after = before * rng.lognormal(0, 0.3, (n, n))
    seen = ~np.eye(n, dtype=bool)
    return before, after, seen


def test_information_and_leverage_by_hand() -> None:
    """Two economies beside ten others: w = 4·12/16 = 3 in one cell, computed with a pencil."""
    before, after, seen = world()
    zero, one = np.full_like(before, 4.0), np.full_like(before, 12.0)
    out = residuals(before, after, (zero, one), seen, np.zeros_like(seen))
    free = (1 - 1 / 11) ** 2
    assert out.leverage[0, 1] == pytest.approx(1 - free)
    assert out.information[0, 1] == pytest.approx(3 * free)
    assert out.residual[0, 1] == pytest.approx(after[0, 1] - 12)
    assert np.isnan(out.leverage[0, 0])
    assert out.information[0, 0] == out.residual[0, 0] == 0


def test_size_is_trade_before_the_event_on_both_sides() -> None:
    before, after, seen = world()
    out = residuals(before, after, (before, before), seen, np.zeros_like(seen))
    expected = before[0, 1:].sum() + before[1:, 0].sum()
    assert out.size[0] == pytest.approx(expected)


def test_the_focus_does_not_teach_its_own_variance() -> None:
    before, after, seen = world()
    focus = np.zeros_like(seen)
    focus[0, 1] = True
    wild = after.copy()
    wild[0, 1] *= 1e6
    calm = residuals(before, after, (before, before), seen, focus).variance.coefficients
    same = residuals(before, wild, (before, before), seen, focus).variance.coefficients
    other = residuals(before, wild, (before, before), seen, np.zeros_like(seen)).variance
    np.testing.assert_allclose(calm, same)
    assert not np.allclose(calm, other.coefficients)


def test_a_world_that_did_not_move_teaches_no_variance() -> None:
    before, _, seen = world()
    with pytest.raises(InsufficientData, match="no pair"):
        residuals(before, before, (before, before), seen, np.zeros_like(seen))


def test_too_few_pairs_are_refused() -> None:
    before, after, seen = world(5)
    with pytest.raises(InsufficientData, match="10 pairs"):
        residuals(before, after, (before, before), seen, np.zeros_like(seen))


def test_gamma_regression_equals_scikit_learn() -> None:
    """The same model fitted by another package; its penalty is switched off."""
    from sklearn.linear_model import GammaRegressor

    rng = stream(2, "gamma")
    terms = np.column_stack([np.ones(400), rng.normal(size=(400, 3))])
    values = rng.gamma(0.5, 2.0, 400) * np.exp(terms @ [0.3, 1.0, -0.5, 0.2])
    other = GammaRegressor(alpha=0, tol=1e-10, max_iter=10_000).fit(terms[:, 1:], values)
    ours = log_gamma_fit(values, terms)
    np.testing.assert_allclose(ours, [other.intercept_, *other.coef_], atol=1e-5)


def test_gamma_regression_solves_its_equations_on_ill_conditioned_terms() -> None:
    rng = stream(3, "gamma")
    log = rng.normal(18, 4, 500)
    terms = np.stack([np.ones_like(log), log, log**2, rng.normal(20, 3, 500)], axis=-1)
    values = rng.gamma(0.3, 1.0, 500) * np.exp(terms @ [2, 0.4, -0.03, -0.1])
    fitted = np.exp(terms @ log_gamma_fit(values, terms))
    score = terms.T @ (values / fitted - 1) / np.abs(terms).sum(axis=0)
    assert np.abs(score).max() < 1e-8


def test_predicted_variance_recovers_the_truth() -> None:
    """Residuals drawn with a known variance: the prediction is right on average."""
    truth = PairVariance(np.array([1.0, -0.3, 0.0, -0.1]))
    rng = stream(4, "variance")
    n = 120
    before = rng.lognormal(10, 2, (n, n))
    seen = ~np.eye(n, dtype=bool)
    flat = residuals(before, 2 * before, (before, before), seen, np.zeros_like(seen))
    told = flat.information + flat.information.T
    smaller = np.minimum.outer(flat.size, flat.size)
    noise = np.triu(rng.normal(size=(n, n)) * np.sqrt(truth(told, smaller)), 1)
    out = residuals(before, before + noise, (before, before), seen, np.zeros_like(seen))
    i, j = np.triu_indices(n, 1)
    ratio = np.log(out.variance(told, smaller)[i, j] / truth(told, smaller)[i, j])
    assert np.abs(ratio).mean() < 0.15


def test_no_information_no_variance() -> None:
    rule = PairVariance(np.array([0.0, 0.0, 0.0, 0.0]))
    np.testing.assert_array_equal(rule(np.array([0.0, 2.0]), np.array([5.0, 5.0])), [0.0, 4.0])

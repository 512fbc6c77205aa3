"""Lower bounds and exact totals make a full matrix."""

import numpy as np
import pytest

from tradenet.domain import ConvergenceError, stream
from tradenet.gravity.slack import fill_slack


def censored(seed: int, n: int = 12) -> tuple[np.ndarray, np.ndarray]:
    """A true matrix and its lower bounds: the largest half of each row, a little cut."""
    rng = stream(seed, "slack")
    truth = rng.lognormal(0, 2, (n, n)) * (1 - np.eye(n))
    large = truth >= np.median(truth, axis=1, keepdims=True)
    return truth, np.where(large, truth * rng.uniform(0.8, 1.0, (n, n)), 0.0)


@pytest.mark.parametrize("seed", range(4))
def test_totals_are_met_and_bounds_kept(seed: int) -> None:
    truth, lower = censored(seed)
    made = fill_slack(lower, truth.sum(1), truth.sum(0), truth - lower)
    np.testing.assert_allclose(made.sum(1), truth.sum(1), rtol=1e-9)
    assert np.abs(made.sum(0) - truth.sum(0)).sum() <= 1e-6 * (truth - lower).sum()
    assert (made >= lower - 1e-9).all()


def test_the_right_prior_gives_the_truth() -> None:
    truth, lower = censored(1)
    made = fill_slack(lower, truth.sum(1), truth.sum(0), 7 * (truth - lower))
    np.testing.assert_allclose(made, truth, rtol=1e-5)


def test_it_is_closer_to_the_truth_than_the_bounds() -> None:
    """The prior is the slack of another year of the same world."""
    truth, lower = censored(2)
    noise = stream(2, "slack/noise").lognormal(0, 0.3, truth.shape)
    made = fill_slack(lower, truth.sum(1), truth.sum(0), (truth - lower) * noise)
    assert np.abs(made - truth).sum() < 0.3 * np.abs(lower - truth).sum()


def test_zeros_of_the_prior_stay_zero() -> None:
    truth, lower = censored(3)
    prior = truth - lower
    prior[2, 3] = 0.0
    assert fill_slack(lower, truth.sum(1), truth.sum(0), prior)[2, 3] == lower[2, 3]


def test_totals_below_the_bounds_leave_no_slack() -> None:
    lower = np.array([[0.0, 5.0], [4.0, 0.0]])
    np.testing.assert_array_equal(
        fill_slack(lower, np.array([5.0, 4.0]), np.array([4.0, 5.0]), np.ones((2, 2))), lower
    )


def test_a_prior_that_cannot_carry_the_totals_is_refused() -> None:
    lower = np.zeros((3, 3))
    prior = np.array([[0, 1.0, 0], [1.0, 0, 0], [0, 1.0, 0]])
    with pytest.raises(ConvergenceError, match="prior has no cells"):
        fill_slack(lower, np.array([1.0, 5.0, 1.0]), np.array([1.0, 6.0, 0.0]), prior)

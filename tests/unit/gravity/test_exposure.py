"""An exposure of pairs in the two-period fit: against pyfixest, least squares and sums by hand."""

import numpy as np
import pandas as pd
import pytest

from tradenet.domain import InsufficientData
from tradenet.domain.arrays import Matrix
from tradenet.gravity import Model, dyadic_robust, fit_change, fit_ppml
from tradenet.gravity.exposure import partialled, scores, weights

N = 9
ABROAD = ~np.eye(N, dtype=bool)


@pytest.fixture
def world() -> tuple[Matrix, Matrix, Matrix]:
    """Trade before and after with zeros, and a symmetric exposure of pairs."""
    rng = np.random.default_rng(5)
    before, after = rng.lognormal(1, 1, (2, N, N))
    before[rng.random((N, N)) < 0.1] = 0
    after[rng.random((N, N)) < 0.1] = 0
    points = rng.normal(size=N)
    return before, after, np.log(np.abs(np.subtract.outer(points, points)) + 0.1)


def long(before: Matrix, after: Matrix, exposure: Matrix) -> pd.DataFrame:
    i, j = np.nonzero(ABROAD)
    return pd.DataFrame(
        {
            "exporter": np.tile(i, 2),
            "importer": np.tile(j, 2),
            "period": np.repeat([0, 1], len(i)),
            "trade": np.concatenate([before[i, j], after[i, j]]),
            "votes": np.concatenate([np.zeros(len(i)), exposure[i, j]]),
        }
    )


MODEL = Model(
    ("votes",), ("exporter^period", "importer^period", "exporter^importer"),
    clusters=("exporter^importer",),
)  # fmt: skip


def test_its_effect_is_that_of_pyfixest(world: tuple[Matrix, Matrix, Matrix]) -> None:
    """Three-way PPML with two periods, whatever the exposure's sign and level."""
    before, after, exposure = world
    ours = fit_change(before, after, ABROAD, terms=[exposure])
    theirs = fit_ppml(long(before, after, exposure), MODEL)
    assert ours.effects[0] == pytest.approx(theirs["votes"], abs=1e-7)
    lifted = fit_change(before, after, ABROAD, terms=[3 - 2 * exposure])
    assert lifted.effects[0] == pytest.approx(-ours.effects[0] / 2, abs=1e-9)


def test_a_mask_is_an_exposure_of_one(world: tuple[Matrix, Matrix, Matrix]) -> None:
    before, after, _ = world
    mask = np.zeros((N, N), dtype=bool)
    mask[1, 2] = mask[2, 3] = mask[4, 1] = True
    as_mask = fit_change(before, after, ABROAD, terms=[mask])
    as_number = fit_change(before, after, ABROAD, terms=[mask.astype(float)])
    assert as_mask.effects == pytest.approx(as_number.effects, abs=1e-12)


def test_what_is_not_observed_is_not_read(world: tuple[Matrix, Matrix, Matrix]) -> None:
    before, after, exposure = world
    seen = ABROAD.copy()
    seen[0, 3] = False
    hidden = exposure.copy()
    hidden[0, 3] = np.nan
    np.fill_diagonal(hidden, np.nan)
    one = fit_change(before, after, seen, terms=[exposure])
    other = fit_change(before, after, seen, terms=[hidden])
    assert one.effects[0] == other.effects[0]


def test_an_exposure_of_nobody_has_no_effect_to_estimate(
    world: tuple[Matrix, Matrix, Matrix],
) -> None:
    before, after, exposure = world
    with pytest.raises(InsufficientData, match="no trade before"):
        fit_change(before, after, ABROAD, terms=[np.zeros_like(exposure)])


def test_a_known_offset_of_the_estimate_leaves_no_score(
    world: tuple[Matrix, Matrix, Matrix],
) -> None:
    """At the estimate the score of the exposure is zero; without it, it is not."""
    before, after, exposure = world
    effect = fit_change(before, after, ABROAD, terms=[exposure]).effects[0]
    for offset, zero in ((effect * exposure, True), (np.zeros((N, N)), False)):
        fit = fit_change(before, after, ABROAD, offset=offset)
        residual = np.where(fit.fitted, after - fit.after, 0.0)
        left = partialled(exposure[None], weights(fit))
        assert bool(abs(scores(residual, left, weights(fit)).statistic[0]) < 1e-6) is zero


def test_partialling_out_is_weighted_least_squares(world: tuple[Matrix, Matrix, Matrix]) -> None:
    """What is left equals the residual of a regression on dummies, cell by cell."""
    before, after, exposure = world
    weight = weights(fit_change(before, after, ABROAD))
    i, j = np.nonzero(weight)
    dummies = np.concatenate([np.eye(N)[i], np.eye(N)[j]], axis=1)
    root = np.sqrt(weight[i, j])
    found = np.linalg.lstsq(dummies * root[:, None], exposure[i, j] * root, rcond=None)[0]
    left = partialled(np.stack([exposure, exposure**2]), weight)
    assert left[0][i, j] == pytest.approx(exposure[i, j] - dummies @ found, abs=1e-9)
    assert (weight[None] * left).sum(axis=2) == pytest.approx(np.zeros((2, N)), abs=1e-9)
    assert (weight[None] * left).sum(axis=1) == pytest.approx(np.zeros((2, N)), abs=1e-9)


def test_the_error_is_the_double_sum_over_cells_that_share_an_economy(
    world: tuple[Matrix, Matrix, Matrix],
) -> None:
    before, after, exposure = world
    fit = fit_change(before, after, ABROAD)
    residual = np.where(fit.fitted, after - fit.after, 0.0)
    left = partialled(exposure[None], weights(fit))
    each = (left[0] * residual)[ABROAD]
    cells = [{int(i), int(j)} for i, j in np.argwhere(ABROAD)]
    double = sum(
        each[k] * each[m]
        for k, one in enumerate(cells)
        for m, other in enumerate(cells)
        if one & other
    )
    pairs = (left[0] * residual + (left[0] * residual).T)[np.triu_indices(N, 1)]
    expected = max(double, float((pairs**2).sum()))
    found = scores(residual, left, weights(fit))
    assert found.statistic[0] == pytest.approx(each.sum() / np.sqrt(expected))
    information = float((left[0] ** 2 * weights(fit)).sum())
    assert found.one_step[0] == pytest.approx(each.sum() / information)
    assert found.error[0] == pytest.approx(np.sqrt(expected) / information)


def test_near_the_estimate_the_error_is_that_of_the_regression() -> None:
    """With the effect in the fit, the one-step error is the dyadic-robust one of PPML."""
    rng = np.random.default_rng(8)
    n = 25
    points = rng.normal(size=n)
    exposure = np.log(np.abs(np.subtract.outer(points, points)) + 0.1)
    before, after = rng.lognormal(2, 0.3, (2, n, n))
    abroad = ~np.eye(n, dtype=bool)
    effect = fit_change(before, after, abroad, terms=[exposure]).effects[0]
    fit = fit_change(before, after, abroad, offset=effect * exposure)
    residual = np.where(fit.fitted, after - fit.after, 0.0)
    found = scores(residual, partialled(exposure[None], weights(fit)), weights(fit))
    i, j = np.nonzero(abroad)
    panel = pd.DataFrame(
        {"exporter": np.tile(i, 2), "importer": np.tile(j, 2), "period": np.repeat([0, 1], len(i)),
         "trade": np.concatenate([before[i, j], after[i, j]]),
         "votes": np.concatenate([np.zeros(len(i)), exposure[i, j]])}
    )  # fmt: skip
    theirs = dyadic_robust(fit_ppml(panel, MODEL), panel["exporter"], panel["importer"])
    left = partialled(exposure[None], weights(fit))[0]
    information = float((left**2 * weights(fit)).sum())
    pairs = left * residual
    pairs = (pairs + pairs.T)[np.triu_indices(n, 1)]
    by_pair = np.sqrt((pairs**2).sum()) / information
    assert found.error[0] == pytest.approx(max(theirs.errors[0], by_pair), rel=1e-4)


def test_an_exposure_that_does_not_vary_has_no_statistic() -> None:
    flat = np.zeros((1, 3, 3))
    told = scores(np.ones((3, 3)) - np.eye(3), flat, np.ones((3, 3)) - np.eye(3))
    assert np.isnan(told.statistic[0])
    assert np.isnan(told.one_step[0])
    assert np.isnan(told.error[0])

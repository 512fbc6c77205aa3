"""Residuals, their variance and filled slack: units, names, order, and what is impossible."""

import numpy as np
import pytest
import statsmodels.api as sm

from tradenet.domain import ConvergenceError
from tradenet.gravity.change import fit_change
from tradenet.gravity.residuals import PairVariance, Residuals, log_gamma_fit, residuals
from tradenet.gravity.slack import fill_slack

Matrix = np.ndarray
N = 9
ABROAD = ~np.eye(N, dtype=bool)
NOBODY = np.zeros((N, N), dtype=bool)


def world(seed: int, unit: float = 1.0) -> tuple[Matrix, Matrix, tuple[Matrix, Matrix], Matrix]:
    """Return trade of two periods, what a fit expects, and the cells of the fit."""
    rng = np.random.default_rng(seed)
    before = unit * rng.lognormal(3, 1.5, (N, N)) * (rng.random((N, N)) > 0.1)
    after = before * rng.lognormal(0, 0.4, (N, N))
    fit = fit_change(before, after, ABROAD)
    return before, after, (fit.before, fit.after), fit.fitted


@pytest.fixture
def found() -> Residuals:
    return residuals(*world(1), NOBODY)


@pytest.mark.parametrize("unit", [1e-3, 10.0, 1e9])
def test_other_units_of_money_are_other_units_of_everything(found: Residuals, unit: float) -> None:
    """Dollars times ten: residual, information and size tenfold, variance a hundredfold."""
    other = residuals(*world(1, unit), NOBODY)
    for name in ("residual", "information", "size"):
        own, theirs = getattr(found, name), getattr(other, name)
        np.testing.assert_allclose(theirs, unit * own, rtol=1e-5, atol=1e-6 * unit)
    np.testing.assert_allclose(other.leverage, found.leverage, rtol=1e-6)
    told, smaller = np.array([3.0, 40.0]), np.array([200.0, 500.0])
    np.testing.assert_allclose(
        other.variance(unit * told, unit * smaller),
        unit**2 * found.variance(told, smaller),
        rtol=1e-4,
    )


def test_names_do_not_matter(found: Residuals) -> None:
    order = np.random.default_rng(2).permutation(N)
    move = np.ix_(order, order)
    before, after, (zero, one), fitted = world(1)
    moved = residuals(before[move], after[move], (zero[move], one[move]), fitted[move], NOBODY)
    np.testing.assert_allclose(moved.residual, found.residual[move])
    np.testing.assert_allclose(moved.leverage, found.leverage[move])
    np.testing.assert_allclose(moved.size, found.size[order])
    np.testing.assert_allclose(
        moved.variance.coefficients, found.variance.coefficients, rtol=1e-4, atol=1e-4
    )


def test_leverage_is_the_hat_matrix_where_trade_is_size_alone() -> None:
    """Four sellers, five buyers, expected trade the product of their sizes: there it is exact."""
    rng = np.random.default_rng(3)
    expected, fitted = np.zeros((N, N)), np.zeros((N, N), dtype=bool)
    expected[:4, 4:], fitted[:4, 4:] = (
        np.outer(rng.lognormal(0, 1, 4), rng.lognormal(0, 1, 5)),
        True,
    )
    after = expected * rng.lognormal(0, 0.3, (N, N))
    found = residuals(expected, after, (expected, 3 * expected), fitted, NOBODY)
    i, j = np.nonzero(fitted)
    design = np.sqrt(expected[i, j])[:, None] * np.hstack([np.eye(N)[i], np.eye(N)[j]])
    hat = np.diagonal(design @ np.linalg.pinv(design))
    np.testing.assert_allclose(found.leverage[i, j], hat, rtol=1e-9)
    np.testing.assert_allclose(found.information[i, j], 0.75 * expected[i, j] * (1 - hat))
    assert np.isnan(found.leverage[~fitted]).all()


def test_residuals_of_a_fit_leave_nothing_to_any_economy(found: Residuals) -> None:
    scale = found.size.max()
    for axis in (0, 1):
        np.testing.assert_allclose(found.residual.sum(axis) / scale, 0, atol=1e-7)


def test_a_cell_alone_in_its_row_tells_nothing_of_itself() -> None:
    """The exporter's effect takes all of it: leverage one, no information, no variance."""
    before, after, (zero, one), fitted = world(1)
    fitted = fitted.copy()
    fitted[0, 2:] = False
    found = residuals(before, after, (zero, one), fitted, NOBODY)
    assert found.leverage[0, 1] == 1.0
    assert found.information[0, 1] == 0.0
    assert found.variance(found.information, before)[0, 1] == 0.0


def test_a_direction_of_the_focus_hides_the_pair() -> None:
    """What B sells to A is hidden with what A sells to B: the variance is of pairs."""
    before, after, expected, fitted = world(1)
    focus = NOBODY.copy()
    focus[3, 1] = True
    wild = after.copy()
    wild[1, 3] *= 1e5
    calm, same = (residuals(before, x, expected, fitted, focus) for x in (after, wild))
    np.testing.assert_allclose(same.variance.coefficients, calm.variance.coefficients)


def gamma_sample(count: int = 300) -> tuple[Matrix, Matrix]:
    rng = np.random.default_rng(4)
    terms = np.column_stack([np.ones(count), rng.normal(size=(count, 2))])
    return rng.gamma(0.5, 2.0, count) * np.exp(terms @ [0.3, 1.0, -0.5]), terms


def test_gamma_regression_equals_statsmodels() -> None:
    values, terms = gamma_sample()
    family = sm.families.Gamma(link=sm.families.links.Log())
    other = sm.GLM(values, terms, family=family).fit(tol=1e-12, maxiter=200)
    np.testing.assert_allclose(log_gamma_fit(values, terms), other.params, atol=1e-6)


@pytest.mark.parametrize("unit", [1e-200, 10.0, 1e200])
def test_gamma_regression_carries_the_unit_in_its_constant(unit: float) -> None:
    values, terms = gamma_sample()
    order = np.random.default_rng(5).permutation(len(values))
    own, other = log_gamma_fit(values, terms), log_gamma_fit(unit * values[order], terms[order])
    np.testing.assert_allclose(other, own + np.array([np.log(unit), 0, 0]), atol=1e-5)


def test_gamma_regression_takes_zeros_and_a_saturated_model_is_the_means() -> None:
    values = np.array([0.0, 4.0, 1.0, 3.0, 8.0])
    groups = np.array([[1.0, 0], [1, 0], [1, 1], [1, 1], [1, 1]])
    found = log_gamma_fit(values, groups)
    np.testing.assert_allclose(np.exp([found[0], found.sum()]), [2.0, 4.0], rtol=1e-6)


def test_variance_by_hand() -> None:
    """I² · exp(1 + 2 ln I - ln² I + ½ ln m) at I = e, m = e⁴ is e² · e⁴."""
    rule = PairVariance(np.array([1.0, 2.0, -1.0, 0.5]))
    found = rule(np.array([[np.e]]), np.array([[np.e**4]]))
    np.testing.assert_allclose(found, [[np.e**6]])


def bounded(seed: int) -> tuple[Matrix, Matrix, Matrix, Matrix]:
    """Return bounds, exact totals, and the slack of another year."""
    rng = np.random.default_rng(seed)
    truth = rng.lognormal(0, 1.5, (N, N)) * ABROAD
    lower = truth * rng.uniform(0, 1, (N, N))
    prior = (truth - lower) * rng.lognormal(0, 0.3, (N, N))
    return lower, truth.sum(axis=1), truth.sum(axis=0), prior


@pytest.mark.parametrize("seed", range(3))
def test_filling_knows_no_names_no_units_and_no_scale_of_the_prior(seed: int) -> None:
    lower, exports, imports, prior = bounded(seed)
    own = fill_slack(lower, exports, imports, prior)
    order = np.random.default_rng(seed).permutation(N)
    move = np.ix_(order, order)
    moved = fill_slack(lower[move], exports[order], imports[order], prior[move])
    np.testing.assert_allclose(moved, own[move], rtol=1e-4)
    scaled = fill_slack(1e9 * lower, 1e9 * exports, 1e9 * imports, 0.01 * prior)
    np.testing.assert_allclose(scaled, 1e9 * own, rtol=1e-4)
    turned = fill_slack(lower.T, imports, exports, prior.T).T
    np.testing.assert_allclose(turned, own, rtol=1e-4)


def test_what_is_added_has_the_odds_of_the_prior() -> None:
    """a·p·b keeps every ratio of ratios, as Deming and Stephan's fitting does."""
    lower, exports, imports, prior = bounded(7)
    added = fill_slack(lower, exports, imports, prior) - lower
    for i, j, k, m in ((0, 1, 2, 3), (4, 7, 5, 8), (6, 2, 1, 0)):
        ours, theirs = (x[i, j] * x[k, m] / (x[i, m] * x[k, j]) for x in (added, prior))
        assert ours == pytest.approx(theirs, rel=1e-6)


def test_the_prior_is_not_written_over() -> None:
    lower, exports, imports, prior = bounded(8)
    copies = [each.copy() for each in (lower, exports, imports, prior)]
    fill_slack(lower, exports, imports, prior)
    for each, copy in zip((lower, exports, imports, prior), copies, strict=True):
        np.testing.assert_array_equal(each, copy)


def test_exports_that_no_importer_has_room_for_are_refused() -> None:
    """Importers' totals equal their bounds: exporters' totals cannot be met, and it is said."""
    lower, exports, _, prior = bounded(9)
    with pytest.raises(ConvergenceError, match="totals still miss"):
        fill_slack(lower, exports, lower.sum(axis=0), prior)


def test_blocks_that_the_prior_does_not_connect_must_balance_each_for_itself() -> None:
    """A and B trade with each other, C and D too: what A exports too much C cannot import."""
    prior = np.kron(np.eye(2), 1 - np.eye(2))
    even = np.array([2.0, 3.0, 5.0, 7.0])
    made = fill_slack(np.zeros((4, 4)), even, even[[1, 0, 3, 2]], prior)
    np.testing.assert_allclose(made, prior * even[:, None])
    exports, imports = np.array([3.0, 3, 5, 7]), np.array([3.0, 2, 7, 6])
    with pytest.raises(ConvergenceError, match="the prior has no cells"):
        fill_slack(np.zeros((4, 4)), exports, imports, prior)

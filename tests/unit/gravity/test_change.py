"""The two-period fit against another package, its own equations and special cases."""

import numpy as np
import pytest

from tradenet.domain import ConvergenceError, InsufficientData, stream
from tradenet.gravity.change import _solve, fit_change, informative

Matrix = np.ndarray


def world(n: int = 9, seed: int = 1, zeros: float = 0.2) -> tuple[Matrix, Matrix, Matrix]:
    """Trade before and after with zeros, a fifth of the cells unobserved."""
    rng = stream(seed, "change")
    before = rng.lognormal(2, 1.5, (n, n)) * (rng.random((n, n)) > zeros)
    after = rng.lognormal(2, 1.5, (n, n)) * (rng.random((n, n)) > zeros)
    seen = (rng.random((n, n)) > 0.2) & ~np.eye(n, dtype=bool)
    return before, after, seen


def term(n: int, *cells: tuple[int, int]) -> Matrix:
    mask = np.zeros((n, n), dtype=bool)
    mask[tuple(np.transpose(cells))] = True
    return mask


@pytest.mark.parametrize("seed", range(5))
def test_margins_of_both_periods_are_met(seed: int) -> None:
    before, after, seen = world(seed=seed)
    fit = fit_change(before, after, seen)
    kept_before, kept_after = np.where(fit.fitted, before, 0), np.where(fit.fitted, after, 0)
    for axis in (0, 1):
        np.testing.assert_allclose(
            fit.before.sum(axis), kept_before.sum(axis), rtol=1e-8, atol=1e-8
        )
        np.testing.assert_allclose(fit.after.sum(axis), kept_after.sum(axis), rtol=1e-8, atol=1e-8)
    np.testing.assert_allclose(fit.before + fit.after, kept_before + kept_after, rtol=1e-12)


def test_fitted_values_and_effects_equal_poisson_regression_with_dummies() -> None:
    """Three-way fixed effects as columns of statsmodels' GLM."""
    sm = pytest.importorskip("statsmodels.api")
    before, after, seen = world(8, seed=3, zeros=0.0)
    cells = term(8, (0, 1), (1, 0), (0, 2), (3, 0)) & seen
    fit = fit_change(before, after, seen, terms=[cells])
    i, j = np.nonzero(fit.fitted)
    trade = np.concatenate([before[i, j], after[i, j]])
    later = np.repeat([0, 1], len(i))
    exporter, importer = np.eye(8)[np.tile(i, 2)], np.eye(8)[np.tile(j, 2)]
    pair = np.eye(len(i))[np.tile(np.arange(len(i)), 2)]
    design = np.column_stack(
        [np.tile(cells[i, j], 2) * later, pair, exporter * later[:, None],
         (importer * later[:, None])[:, 1:]]
    )  # fmt: skip
    other = sm.GLM(trade, design.astype(float), family=sm.families.Poisson()).fit(tol=1e-14)
    assert fit.effects[0] == pytest.approx(other.params[0], abs=1e-7)
    expected = np.concatenate([fit.before[i, j], fit.after[i, j]])
    np.testing.assert_allclose(expected, other.fittedvalues, rtol=1e-6)


def test_what_nobody_saw_is_not_read() -> None:
    before, after, seen = world()
    fit = fit_change(before, after, seen)
    wild = np.where(seen, before, np.nan), np.where(seen, after, 1e30)
    again = fit_change(*wild, seen)
    np.testing.assert_array_equal(fit.after, again.after)


def test_scale_does_not_matter() -> None:
    before, after, seen = world()
    fit, scaled = fit_change(before, after, seen), fit_change(1e9 * before, 1e9 * after, seen)
    np.testing.assert_allclose(1e9 * fit.after, scaled.after, rtol=1e-7)


def test_an_offset_at_the_estimate_leaves_the_term_nothing() -> None:
    before, after, seen = world(12, zeros=0)
    cells = term(12, (0, 1), (0, 2), (0, 3)) & seen
    found = fit_change(before, after, seen, terms=[cells]).effects[0]
    left = fit_change(before, after, seen, terms=[cells], offset=found * cells).effects[0]
    assert left == pytest.approx(0, abs=1e-7)


def test_a_warm_start_changes_nothing() -> None:
    before, after, seen = world(12)
    cold = fit_change(before, after, seen)
    near = fit_change(before * 1.1, after, seen)
    np.testing.assert_allclose(
        cold.after, fit_change(before, after, seen, start=near.start).after, rtol=1e-7, atol=1e-9
    )


@pytest.mark.parametrize("size", [0.1, 3.0], ids=["definite", "spoiled by rounding"])
def test_the_equations_are_solved_with_and_without_cholesky(size: float) -> None:
    """Its method fails where the matrix is not positive definite; elimination does not."""
    rng = stream(3, "change/solve")
    spread, left = size * rng.random((9, 6)), rng.random(9)
    beside = 0.2 * np.vstack([rng.random((7, 2)), [[0, 1], [1, 0]]])
    whole = np.eye(9) - spread @ spread.T
    whole[:, 7:] += beside
    whole[7:, :7] += beside[:7].T
    assert (np.linalg.eigvalsh(whole).min() > 0) == (size == 0.1)
    np.testing.assert_allclose(_solve(spread, beside, left), np.linalg.solve(whole, left), 1e-9)


def test_equations_without_one_solution_are_refused() -> None:
    singular = np.vstack([np.eye(3), np.zeros((1, 3))]) * np.sqrt(1 + 1e-13)
    with pytest.raises(ConvergenceError, match="cannot be told apart"):
        _solve(singular, np.zeros((4, 0)), np.ones(4))


def test_two_terms_are_two_effects() -> None:
    before, _, _ = world(12, zeros=0)
    seen = ~np.eye(12, dtype=bool)
    one, two = term(12, (0, 1), (0, 2)), term(12, (1, 2), (2, 1))
    after = 1.3 * before * np.exp(np.log(2) * one + np.log(0.5) * two)
    fit = fit_change(before, after, seen, terms=[one, two])
    np.testing.assert_allclose(np.exp(fit.effects), [2, 0.5], rtol=1e-7)


def test_economies_that_vanish_are_separated_not_fitted() -> None:
    """An exporter without any trade afterwards tells nothing of the change of its partners."""
    before, after, _ = world(10, zeros=0)
    seen = ~np.eye(10, dtype=bool)
    after[4] = 0
    used = informative(before, after, seen)
    assert not used[4].any()
    assert used[5, :4].all()
    assert fit_change(before, after, seen).after[4].sum() == 0


def test_separation_equals_brute_force() -> None:
    """A cell is separated where a shift of effects moves it without moving any other the wrong way.

    Checked by linear programming: the largest such shift within ±1.
    """
    from scipy.optimize import linprog

    for seed in range(12):
        before, after, seen = world(4, seed=seed, zeros=0.55)
        before, after = np.where(seen, before, 0), np.where(seen, after, 0)
        used = informative(before, after, seen)
        cells = np.argwhere((before > 0) | (after > 0))
        shift = np.zeros((len(cells), 8))
        shift[np.arange(len(cells)), cells[:, 0]] = 1
        shift[np.arange(len(cells)), 4 + cells[:, 1]] = 1
        only_before = np.array([after[i, j] == 0 for i, j in cells], dtype=bool)
        only_after = np.array([before[i, j] == 0 for i, j in cells], dtype=bool)
        both = ~(only_before | only_after)
        upper = np.vstack([shift[only_before], -shift[only_after]])
        for at, (i, j) in enumerate(cells):
            sign = -1 if only_after[at] else 1
            if both[at]:
                assert used[i, j]
                continue
            best = linprog(
                sign * shift[at], A_ub=upper, b_ub=np.zeros(len(upper)),
                A_eq=shift[both] if both.any() else None,
                b_eq=np.zeros(both.sum()) if both.any() else None, bounds=(-1, 1),
            )  # fmt: skip
            assert used[i, j] == (best.fun > -1e-9), (seed, i, j)


def test_nothing_to_compare_is_refused() -> None:
    zero = np.zeros((3, 3))
    with pytest.raises(InsufficientData, match="no cell with trade"):
        fit_change(zero, zero, ~np.eye(3, dtype=bool))


def test_a_term_without_trade_before_is_refused() -> None:
    before, after, _ = world(10, zeros=0)
    before[0, 1] = 0
    with pytest.raises(InsufficientData, match="no trade before"):
        fit_change(before, after, ~np.eye(10, dtype=bool), terms=[term(10, (0, 1))])

"""The two-period fit: what must not matter, what it must refuse, closed forms."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from tradenet.domain import InsufficientData, SchemaError
from tradenet.gravity.change import Change, fit_change, informative

Matrix = np.ndarray
N = 7
ABROAD = ~np.eye(N, dtype=bool)


def world(seed: int, zeros: float = 0.1) -> tuple[Matrix, Matrix, Matrix, Matrix]:
    """Return trade before and after, what is seen, and a term of four cells."""
    rng = np.random.default_rng(seed)
    before, after = rng.lognormal(1, 1.5, (2, N, N)) * (rng.random((2, N, N)) >= zeros)
    seen = (rng.random((N, N)) > 0.15) & ABROAD
    term = np.zeros((N, N), dtype=bool)
    term[[0, 1, 2, 0], [1, 0, 0, 2]] = True
    before[term], after[term] = before[term] + 1, after[term] + 1
    seen[term] = True
    return before, after, seen, term


def close(one: Matrix, other: Matrix) -> None:
    np.testing.assert_allclose(one, other, rtol=1e-6, atol=1e-9 * float(np.abs(other).max()))


FEW = settings(max_examples=15)
worlds = st.integers(0, 500).map(world)


@FEW
@given(worlds, st.permutations(range(N)))
def test_names_do_not_matter(drawn: tuple[Matrix, ...], order: list[int]) -> None:
    before, after, seen, term = drawn
    moved = [each[np.ix_(order, order)] for each in drawn]
    own = fit_change(before, after, seen, terms=[term])
    other = fit_change(moved[0], moved[1], moved[2], terms=[moved[3]])
    close(other.after, own.after[np.ix_(order, order)])
    assert other.effects == pytest.approx(own.effects, abs=1e-6)


@FEW
@given(worlds)
def test_importing_is_exporting_from_the_other_side(drawn: tuple[Matrix, ...]) -> None:
    before, after, seen, term = drawn
    own = fit_change(before, after, seen, terms=[term])
    other = fit_change(before.T, after.T, seen.T, terms=[term.T])
    close(other.after, own.after.T)
    assert other.effects == pytest.approx(own.effects, abs=1e-6)


@FEW
@given(worlds)
def test_time_backwards_turns_the_sign(drawn: tuple[Matrix, ...]) -> None:
    """Who gained from before to after lost from after to before, by the same."""
    before, after, seen, term = drawn
    own = fit_change(before, after, seen, terms=[term])
    back = fit_change(after, before, seen, terms=[term])
    close(back.after, own.before)
    assert back.effects == pytest.approx(-own.effects, abs=1e-6)


@FEW
@given(worlds, st.floats(-3, 3))
def test_a_planted_change_is_found_whatever_economies_grow(
    drawn: tuple[Matrix, ...], planted: float
) -> None:
    """Exporters and importers grow by e to the power of anything from -2 to 2."""
    before, _, seen, term = drawn
    growth = np.linspace(-2, 2, N)
    after = before * np.exp(growth[:, None] - growth[::-1] + planted * term)
    fit = fit_change(before, after, seen, terms=[term])
    assert fit.effects == pytest.approx([planted], abs=1e-6)
    close(fit.after, np.where(fit.fitted, after, 0.0))


@FEW
@given(worlds, st.floats(-2, 2))
def test_an_offset_of_the_term_is_taken_off_its_effect(
    drawn: tuple[Matrix, ...], known: float
) -> None:
    before, after, seen, term = drawn
    own = fit_change(before, after, seen, terms=[term]).effects[0]
    left = fit_change(before, after, seen, terms=[term], offset=known * term).effects[0]
    assert left == pytest.approx(own - known, abs=1e-6)


@pytest.mark.parametrize("seed", range(3))
def test_it_is_the_maximum_of_the_binomial_likelihood(seed: int) -> None:
    """Given a pair's total, the second period is a logit: maximised by scipy from zero."""
    before, after, seen, term = world(seed, zeros=0.0)
    fit = fit_change(before, after, seen, terms=[term])
    i, j = np.nonzero(fit.fitted)
    weight = before[i, j].sum() + after[i, j].sum()

    def loss(at: Matrix) -> float:
        index = at[i] + at[N + j] + at[-1] * term[i, j]
        later, earlier = np.logaddexp(0, -index), np.logaddexp(0, index)
        return float((after[i, j] * later + before[i, j] * earlier).sum() / weight)

    found = minimize(loss, np.zeros(2 * N + 1), options={"gtol": 1e-8})
    assert fit.effects[0] == pytest.approx(found.x[-1], abs=1e-3)
    ours = np.concatenate([fit.start[0], fit.start[1], fit.effects])
    assert loss(ours) <= found.fun + 1e-9


def test_two_by_two_is_the_odds_ratio() -> None:
    """Four cells, one in the term: the double ratio of changes, as in a table of counts."""
    before, after = np.zeros((4, 4)), np.zeros((4, 4))
    before[:2, 2:], after[:2, 2:] = [[3.0, 5.0], [7.0, 2.0]], [[9.0, 4.0], [8.0, 6.0]]
    term = np.zeros((4, 4), dtype=bool)
    term[0, 2] = True
    fit = fit_change(before, after, before > 0, terms=[term])
    ratio = (9 / 3) * (6 / 2) / ((4 / 5) * (8 / 7))
    assert np.exp(fit.effects) == pytest.approx([ratio], rel=1e-6)


def block(seed: int, places: slice) -> tuple[Matrix, Matrix, Matrix]:
    before, after, _, _ = world(seed, zeros=0.0)
    inside = np.zeros((N, N), dtype=bool)
    inside[places, places] = True
    return before, after, inside & ABROAD


def test_blocks_that_no_cell_connects_are_fitted_each_for_itself() -> None:
    """Trade of one block a million times larger moves nothing in the other."""
    one, other = block(1, slice(0, 3)), block(1, slice(3, N))
    both = one[2] | other[2]
    before, after = one[0], one[1].copy()
    after[3:, 3:] *= 1e6
    fit = fit_change(before, after, both)
    close(fit.after[:3, :3], fit_change(*one).after[:3, :3])
    close(fit.after[3:, 3:], fit_change(before, after, other[2]).after[3:, 3:])


def informed(fit: Change) -> int:
    return int(fit.fitted.sum())


def test_a_pair_that_only_began_informs_nothing_where_nothing_ended() -> None:
    """All trade but one cell is in both periods: that cell stays; alone in its row it goes."""
    before, after, _ = block(2, slice(0, N))
    before[2, 5] = 0.0
    assert informed(fit_change(before, after, ABROAD)) == N * (N - 1)
    before[2] = 0.0
    assert not informative(before, after, ABROAD)[2].any()
    assert informed(fit_change(before, after, ABROAD)) == N * (N - 1) - (N - 1)


@pytest.mark.parametrize("wrong", [-5.0, np.nan, np.inf])
@pytest.mark.parametrize("when", [0, 1])
def test_what_is_no_trade_is_refused_where_observed_alone(wrong: float, when: int) -> None:
    before, after, _, _ = world(3, zeros=0.0)
    (before, after)[when][1, 2] = wrong
    with pytest.raises(SchemaError, match="1 observed cells are negative or no number"):
        fit_change(before, after, ABROAD)
    hidden = ABROAD.copy()
    hidden[1, 2] = False
    assert np.isfinite(fit_change(before, after, hidden).after).all()


def test_a_term_without_trade_after_is_refused() -> None:
    before, after, seen, term = world(4)
    after[term] = 0.0
    with pytest.raises(InsufficientData, match="no trade after"):
        fit_change(before, after, seen, terms=[term])


def test_one_economy_and_no_economy_tell_nothing() -> None:
    for n in (0, 1):
        with pytest.raises(InsufficientData, match="no cell with trade"):
            fit_change(np.ones((n, n)), np.ones((n, n)), np.ones((n, n), dtype=bool))

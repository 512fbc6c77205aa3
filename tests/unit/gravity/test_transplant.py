"""Residuals handed from pair to pair: who gives to whom, and what stays the same."""

import numpy as np
import pytest

from tradenet.domain import InsufficientData, stream
from tradenet.domain.arrays import Mask, Matrix
from tradenet.gravity import Transplant, fit_change, transplant
from tradenet.gravity.change import Change

OFF = ~np.eye(12, dtype=bool)


def trade(seed: int = 1, n: int = 12) -> tuple[Matrix, Matrix]:
    rng = stream(seed, "transplant")
    before = rng.lognormal(18, 2, (n, n))
    after = before * rng.lognormal(0.2, 0.5, (n, n))
    return before, after


def prepared(
    kind: np.ndarray | None = None, reach: int = 60, hidden: Mask | None = None
) -> tuple[Transplant, Change]:
    before, after = trade()
    observed = OFF if hidden is None else OFF & ~hidden
    fit = fit_change(before, after, observed)
    nothing = np.zeros(OFF.shape, dtype=np.intp)
    return transplant(before, after, fit, nothing if kind is None else kind, reach), fit


def test_without_reach_every_pair_gets_its_own_back() -> None:
    made, _ = prepared(reach=0)
    zero, one = made(rng=stream(1, "a"))
    before, after = trade()
    np.testing.assert_allclose(zero[OFF], before[OFF], rtol=1e-9)
    np.testing.assert_allclose(one[OFF], after[OFF], rtol=1e-9)


def test_both_periods_and_directions_come_from_one_donor() -> None:
    """The ratios of every pair are found together in some pair, larger direction on larger."""
    made, fit = prepared()
    worlds = made(rng=stream(2, "a"))
    size = fit.before + fit.after
    i, j = np.triu_indices(12, 1)
    swap = size[j, i] > size[i, j]
    one, other = np.where(swap, j, i), np.where(swap, i, j)

    def paths(before: Matrix, after: Matrix) -> set[tuple[float, ...]]:
        with np.errstate(all="ignore"):
            ratios = before / fit.before, after / fit.after
        both = [m[a, b] for m in ratios for a, b in ((one, other), (other, one))]
        return {tuple(np.round(path, 6)) for path in np.stack(both, axis=1)}

    given = paths(*trade())
    taken = paths(*worlds)
    assert taken <= given
    assert 1 < len(taken) < len(given)  # drawn with replacement


def test_donors_stand_within_reach() -> None:
    """With three ranks of reach the last pair's donor is one of the last four."""
    made, fit = prepared(reach=3)
    cells = made.pools[0].cells
    last = [tuple(made.ratios[1][pair]) for pair in cells[-4:]]
    drawn = set()
    for seed in range(60):
        _, one = made(rng=stream(seed, "reach"))
        drawn.add(tuple(np.round(one.ravel()[cells[-1]] / fit.after.ravel()[cells[-1]], 9)))
    assert drawn == {tuple(np.round(path, 9)) for path in last}


def test_a_kind_takes_from_its_own_and_the_marked_hand_nothing_on() -> None:
    kind = np.zeros(OFF.shape, dtype=np.intp)
    kind[:6, :6] = 1
    kind[0], kind[:, 0] = -1, -1  # pairs of the first economy take from kind 0, give nothing
    made, _ = prepared(kind)
    assert len(made.pools) == 2
    for pool in made.pools:
        i, j = np.unravel_index(pool.cells[pool.donors][:, 0], OFF.shape)
        assert not ((i == 0) | (j == 0)).any()
        inside = (i < 6) & (j < 6)
        assert inside.all() or not inside.any()


def test_what_is_not_observed_stays_unobserved_and_gives_nothing() -> None:
    hidden = np.zeros(OFF.shape, dtype=bool)
    hidden[3, 4] = True
    before, after = trade()
    before[3, 4] = after[3, 4] = np.nan
    fit = fit_change(before, after, OFF & ~hidden)
    made = transplant(before, after, fit, np.zeros(OFF.shape, dtype=np.intp), reach=5)
    zero, one = made(rng=stream(4, "a"))
    assert np.isnan(zero[3, 4])
    assert np.isnan(one[3, 4])
    alone = next(pool for pool in made.pools if pool.cells.shape[1] == 1)
    assert alone.cells.tolist() == [[4 * 12 + 3]]


def test_ratios_of_small_pairs_are_capped() -> None:
    before, after = trade()
    after *= 20
    after[1, 0] = before[1, 0] / 400  # all grow, it does not: before, it was far above its share
    scale = 1e3 / before.max()
    fit = fit_change(before * scale, after * scale, OFF)
    made = transplant(before * scale, after * scale, fit, np.zeros(OFF.shape, dtype=np.intp))
    assert max(ratio.max() for ratio in made.ratios) <= 5
    uncapped = transplant(
        before * scale, after * scale, fit, np.zeros(OFF.shape, dtype=np.intp), least=0.0
    )
    assert max(ratio.max() for ratio in uncapped.ratios) > 5
    large = fit_change(before, after, OFF)
    loose = transplant(before, after, large, np.zeros(OFF.shape, dtype=np.intp))
    assert loose.ratios[0].max() > 1


def test_the_same_stream_gives_the_same_world() -> None:
    made, _ = prepared()
    for one, other in zip(made(rng=stream(5, "a")), made(rng=stream(5, "a")), strict=True):
        np.testing.assert_array_equal(one, other)
    assert not np.array_equal(made(rng=stream(5, "a"))[1], made(rng=stream(6, "a"))[1])


def test_a_kind_without_donors_is_refused() -> None:
    kind = np.full(OFF.shape, -1, dtype=np.intp)
    with pytest.raises(InsufficientData, match="hand on"):
        prepared(kind)

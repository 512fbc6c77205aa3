"""Worlds without an effect: every pair keeps its size and takes another pair's fate."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tradenet.domain import InsufficientData
from tradenet.domain.arrays import Mask, Matrix
from tradenet.gravity.change import Change

Indices = npt.NDArray[np.intp]
Vector = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Pool:
    """Pairs with equally many fitted directions, larger pairs first.

    Attributes
    ----------
    cells : int array, shape (m, d)
        Flat positions of each pair's fitted cells, d = 1 or 2, the larger direction first.
    donors : int array, shape (k,)
        Ranks of those pairs whose residuals may be handed on.
    """

    cells: Indices
    donors: Indices


@dataclass(frozen=True, slots=True, eq=False)
class Transplant:
    """Residual paths of a two-period fit, ready to be handed from pair to pair.

    Attributes
    ----------
    before, after : float arrays, shape (n, n)
        The trade that was fitted, USD; NaN where not observed.
    change : Change
        The fit.
    ratios : two float arrays, shape (n · n,)
        Trade over expected trade before and after; 1 where not fitted.
    pools : tuple of Pool
        Pairs fitted in both directions, then those fitted in one.
    reach : int
        How many ranks of size a donor may be away.
    """

    before: Matrix
    after: Matrix
    change: Change
    ratios: tuple[Vector, Vector]
    pools: tuple[Pool, ...]
    reach: int

    def __call__(self, *, rng: np.random.Generator) -> tuple[Matrix, Matrix]:
        r"""Return trade before and after in a world without an effect.

        .. math:: x'_{ijt} = \mu_{ijt} \, x_{klt} / \mu_{klt}

        where (k, l) is drawn for every undirected pair (i, j) from the pairs of like size. Its
        whole path is taken: both periods and both directions, so that what belongs together stays
        together. Cells without a fit stay as they are.
        """
        zero, one = self.before.ravel().copy(), self.after.ravel().copy()
        hoped = self.change.before.ravel(), self.change.after.ravel()
        for pool in self.pools:
            giver = pool.cells[_near(pool, self.reach, rng)]
            zero[pool.cells] = hoped[0][pool.cells] * self.ratios[0][giver]
            one[pool.cells] = hoped[1][pool.cells] * self.ratios[1][giver]
        return zero.reshape(self.before.shape), one.reshape(self.after.shape)


REACH = 60
SMALL_USD = 1e6
MOST = 5.0


def transplant(
    before: Matrix, after: Matrix, change: Change, kind: Indices, reach: int = REACH
) -> Transplant:
    """Prepare a fit's residuals for transplantation.

    A pair's size is its expected trade over both periods. Ratios of pairs below a million USD are
    capped at five: there a single shipment is a multiple of what is expected.

    Parameters
    ----------
    before, after : float arrays, shape (n, n)
        Trade that was fitted, USD.
    change : Change
        The fit.
    kind : int array, shape (n, n)
        Kinds of pairs, symmetric: pairs take from their own kind. The residuals of a kind −k < 0
        are handed to nobody, because something is known to have happened there; its pairs take
        from kind k − 1.
    reach : int
        Ranks, ≥ 0; with 0 every donor gets its own residuals back.

    Raises
    ------
    InsufficientData
        If pairs of some kind find no donor.
    """
    both = change.before + change.after
    size = (both + both.T).ravel()
    ratios = tuple(
        np.where(size < SMALL_USD, np.minimum(ratio, MOST), ratio)
        for ratio in (_ratio(before, change.before), _ratio(after, change.after))
    )
    pools = _pools(change.fitted, both, kind)
    fewest = min((len(pool.donors) for pool in pools), default=0)
    if fewest == 0:
        msg = "some kind of pairs has none that can hand on its residuals; observe more pairs"
        raise InsufficientData(msg)
    return Transplant(before, after, change, (ratios[0], ratios[1]), pools, reach)


def _ratio(trade: Matrix, expected: Matrix) -> Vector:
    known = expected > 0
    return np.divide(trade, expected, out=np.ones_like(expected), where=known).ravel()


def _pools(fitted: Mask, both: Matrix, kind: Indices) -> tuple[Pool, ...]:
    i, j = np.triu_indices(len(fitted), 1)
    directions = fitted[i, j].astype(int) + fitted[j, i]
    giving = kind[i, j] >= 0
    named = np.where(giving, kind[i, j], -kind[i, j] - 1)
    made = []
    for count, name in sorted(set(zip(directions.tolist(), named.tolist(), strict=True))):
        if count == 0:
            continue
        chosen = (directions == count) & (named == name)
        cells, order = _ordered(i[chosen], j[chosen], fitted, both)
        made.append(Pool(cells[:, :count], np.flatnonzero(giving[chosen][order])))
    return tuple(made)


def _ordered(i: Indices, j: Indices, fitted: Mask, both: Matrix) -> tuple[Indices, Indices]:
    """Return the pairs' flat cells, larger direction first, larger pairs first; and their order."""
    n = len(fitted)
    size = np.where(fitted, both, -1.0)
    swap = size[j, i] > size[i, j]
    one, other = np.where(swap, j, i), np.where(swap, i, j)
    order = np.argsort(-(both[one, other] + both[other, one]), kind="stable")
    one, other = one[order], other[order]
    return np.stack([one * n + other, other * n + one], axis=1), order


def _near(pool: Pool, reach: int, rng: np.random.Generator) -> Indices:
    """Draw for every pair a donor at most `reach` ranks away; the nearest where there is none."""
    rank = np.arange(len(pool.cells))
    left = np.searchsorted(pool.donors, rank - reach, side="left")
    right = np.searchsorted(pool.donors, rank + reach, side="right")
    left = np.minimum(left, len(pool.donors) - 1)
    drawn: Indices = pool.donors[rng.integers(left, np.maximum(right, left + 1))]
    return drawn

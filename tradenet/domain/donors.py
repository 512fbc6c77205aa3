"""Pairs of like size, of which one may take the fate of another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from tradenet.domain.arrays import Mask, Matrix
from tradenet.domain.errors import InsufficientData

Indices = npt.NDArray[np.intp]

REACH: Final = 60
SMALL_USD: Final = 1e6
MOST: Final = 5.0


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


def like_pairs(fitted: Mask, size: Matrix, kind: Indices) -> tuple[Pool, ...]:
    """Return pairs by how many directions were fitted and by kind.

    Parameters
    ----------
    fitted : bool array, shape (n, n)
        Cells that have residuals.
    size : float array, shape (n, n)
        Expected trade, USD, by which pairs are ranked.
    kind : int array, shape (n, n)
        Kinds of pairs, symmetric: pairs take from their own kind. Those of a kind −k < 0 hand
        nothing on and take from kind k − 1.

    Raises
    ------
    InsufficientData
        If no pair is fitted, or pairs of some kind find no donor.

    Examples
    --------
    >>> size = np.array([[0, 9.0, 1], [2, 0, 3], [5, 4, 0]])
    >>> (pool,) = like_pairs(~np.eye(3, dtype=bool), size, np.zeros((3, 3), dtype=int))
    >>> pool.cells.tolist(), pool.donors.tolist()
    ([[1, 3], [7, 5], [6, 2]], [0, 1, 2])
    """
    i, j = np.triu_indices(len(fitted), 1)
    directions = fitted[i, j].astype(int) + fitted[j, i]
    giving = kind[i, j] >= 0
    named = np.where(giving, kind[i, j], -kind[i, j] - 1)
    made = []
    for count, name in sorted(set(zip(directions.tolist(), named.tolist(), strict=True))):
        if count == 0:
            continue
        chosen = (directions == count) & (named == name)
        cells, order = _ordered(i[chosen], j[chosen], fitted, size)
        made.append(Pool(cells[:, :count], np.flatnonzero(giving[chosen][order])))
    if not made or any(len(pool.donors) == 0 for pool in made):
        msg = "some kind of pairs has none that can hand on its residuals; observe more pairs"
        raise InsufficientData(msg)
    return tuple(made)


def near(pool: Pool, reach: int, *, rng: np.random.Generator) -> Indices:
    """Draw for every pair a donor at most `reach` ranks away; the nearest where there is none."""
    rank = np.arange(len(pool.cells))
    left = np.searchsorted(pool.donors, rank - reach, side="left")
    right = np.searchsorted(pool.donors, rank + reach, side="right")
    left = np.minimum(left, len(pool.donors) - 1)
    drawn: Indices = pool.donors[rng.integers(left, np.maximum(right, left + 1))]
    return drawn


def ratios(
    trade: Matrix, expected: Matrix, size: Matrix, least: float = SMALL_USD
) -> npt.NDArray[np.float64]:
    """Return trade over expected trade, flat; 1 where nothing is expected.

    Those of pairs whose two directions have a size below `least`, a million USD, are capped at
    five: there a single shipment is a multiple of what is expected.
    """
    known = expected > 0
    found = np.divide(trade, expected, out=np.ones_like(expected), where=known)
    small = size + size.T < least
    return np.where(small, np.minimum(found, MOST), found).ravel()


def _ordered(i: Indices, j: Indices, fitted: Mask, both: Matrix) -> tuple[Indices, Indices]:
    """Return the pairs' flat cells, larger direction first, larger pairs first; and their order."""
    n = len(fitted)
    size = np.where(fitted, both, -1.0)
    swap = size[j, i] > size[i, j]
    one, other = np.where(swap, j, i), np.where(swap, i, j)
    order = np.argsort(-(both[one, other] + both[other, one]), kind="stable")
    one, other = one[order], other[order]
    return np.stack([one * n + other, other * n + one], axis=1), order

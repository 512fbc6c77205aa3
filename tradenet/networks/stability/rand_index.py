"""How far two divisions agree, beyond chance."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


def adjusted_rand(one: npt.ArrayLike, other: npt.ArrayLike) -> float:
    r"""Return the Rand index of two divisions, adjusted for chance.

    .. math:: ARI = \frac{S - E}{(A + B) / 2 - E}, \qquad E = A B \Big/ \binom{n}{2}

    with the pairs :math:`S` that share a community in both, :math:`A` in the one, :math:`B` in the
    other: 1 for equal divisions, 0 on average for random ones of the same sizes (Hubert and Arabie
    1985, doi:10.1007/BF01908075).

    When not to use it: where communities differ much in size. Pairs of the largest then decide.

    Parameters
    ----------
    one, other : int arrays, shape (n,)
        Labels of the same n economies.

    Examples
    --------
    >>> adjusted_rand([0, 0, 1, 1], [5, 5, 2, 2])
    1.0
    >>> round(adjusted_rand([0, 0, 1, 1], [0, 1, 0, 1]), 9)
    -0.5
    """
    _, row = np.unique(np.asarray(one), return_inverse=True)
    _, column = np.unique(np.asarray(other), return_inverse=True)
    counts = np.zeros((row.max(initial=0) + 1, column.max(initial=0) + 1))
    np.add.at(counts, (row, column), 1.0)
    both, first, second = (
        _pairs(each) for each in (counts, counts.sum(axis=1), counts.sum(axis=0))
    )
    every = _pairs(np.array([float(row.size)]))
    chance = first * second / every if every else 0.0
    most = (first + second) / 2
    return (both - chance) / (most - chance) if most != chance else 1.0


def _pairs(counts: npt.NDArray[np.float64]) -> float:
    return float((counts * (counts - 1) / 2).sum())

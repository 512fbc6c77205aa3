"""How far apart two economies vote, and the same had others cast their votes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from tradenet.domain.arrays import Matrix

Vector = npt.NDArray[np.float64]
Deals = npt.NDArray[np.intp]


def log_distance(points: Vector, offset: float) -> Matrix:
    r"""Return :math:`\ln(|a_i - a_j| + c)` of ideal points a with offset c, shape (n, n).

    NaN where an ideal point is not held. The elasticity of trade to distance d is the coefficient
    times d / (d + c).

    Examples
    --------
    >>> log_distance(np.array([0.0, 0.9]), 0.1).round(6).tolist()
    [[-2.302585, 0.0], [0.0, -2.302585]]
    """
    far: Matrix = np.log(np.abs(np.subtract.outer(points, points)) + offset)
    return far


def deals(strata: Sequence[str], count: int, *, rng: np.random.Generator) -> Deals:
    """Return the real order and permutations of economies within strata.

    Rows and columns of a distance matrix permuted together keep its structure: whose distances
    they are is all that changes (the quadratic assignment procedure; Hubert 1987, Assignment
    Methods in Combinatorial Data Analysis; Krackhardt 1988, Social Networks 10: 359-381).

    Parameters
    ----------
    strata : sequence of str, length n
        Economies of one stratum swap; one alone in its stratum stays.
    count : int
        Permutations, ≥ 1.
    rng : numpy.random.Generator

    Returns
    -------
    int array, shape (1 + count, n)
        First the identity.

    Examples
    --------
    >>> made = deals(["a", "b", "a"], 3, rng=np.random.default_rng(0))
    >>> made[0].tolist(), made[:, 1].tolist()
    ([0, 1, 2], [1, 1, 1, 1])
    """
    names = np.asarray(strata)
    made = np.tile(np.arange(len(names)), (1 + count, 1))
    for name in np.unique(names):
        own = np.flatnonzero(names == name)
        for row in made[1:]:
            row[own] = rng.permutation(own)
    return made


def dealt(distance: Matrix, orders: Deals, at_once: int = 100) -> Iterator[npt.NDArray[np.float64]]:
    """Yield a distance matrix under permutations, some at once: they may not all fit in memory."""
    for start in range(0, len(orders), at_once):
        some = orders[start : start + at_once]
        yield distance[some[:, :, None], some[:, None, :]]


def plain(value: float) -> str:
    """Return an elasticity to three decimals, without the sign of a zero.

    Examples
    --------
    >>> plain(-0.0474), plain(-0.0002)
    ('-0.047', '0.000')
    """
    return f"{round(value, 3) + 0.0:.3f}"


def terciles(size: Vector) -> tuple[str, ...]:
    """Return a third of the economies, by size, for each: ``small``, ``middle`` or ``large``.

    Examples
    --------
    >>> terciles(np.array([5.0, 1.0, 3.0]))
    ('large', 'small', 'middle')
    """
    rank = np.argsort(np.argsort(size, kind="stable"), kind="stable")
    return tuple(("small", "middle", "large")[3 * k // len(size)] for k in rank.tolist())

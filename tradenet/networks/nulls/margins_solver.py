"""Effects of exporters and importers that meet given margins, by Newton's method."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tradenet.domain import ConvergenceError
from tradenet.domain.arrays import Matrix

Vector = npt.NDArray[np.float64]

_RIDGE = 1e-11  # of each diagonal entry: exporters' and importers' effects can be shifted freely
_SETTLED = 1e-6  # below this predicted gain rounding decides a comparison of potentials
_HALVINGS = 40


@dataclass(frozen=True, slots=True)
class Potential:
    r"""A convex function of effects whose minimum meets the margins.

    .. math:: F(a, b) = \sum_{ij} f(a_i + b_j) + \sigma \Bigl(\sum_i r_i a_i + \sum_j c_j b_j\Bigr)

    Attributes
    ----------
    value, mean, curvature : callables of a float array, shape (n, n)
        The sum of f; the size of its first derivative in every cell, which adds up to the margins;
        its second derivative. Both are 0 where a cell takes no part. The sum is infinite outside
        of the domain.
    sign : float
        σ: −1 where f rises, +1 where it falls.
    """

    value: Callable[[Matrix], float]
    mean: Callable[[Matrix], Matrix]
    curvature: Callable[[Matrix], Matrix]
    sign: float


def solved(
    potential: Potential, target: Vector, start: Vector, tolerance: float, most_steps: int
) -> Matrix:
    """Return a_i + b_j of every cell at the minimum of a potential.

    Parameters
    ----------
    potential : Potential
        What is minimised.
    target : float array, shape (2n,)
        Margins of exporters, then of importers, ≥ 0.
    start : float array, shape (2n,)
        Effects inside the domain.
    tolerance : float
        Largest relative error of a margin.
    most_steps : int
        Steps before giving up.

    Raises
    ------
    ConvergenceError
        If a margin is still off by more than the tolerance.
    """
    effects = start
    scale = np.where(target > 0, target, 1.0)
    for _ in range(most_steps):
        cells = _cells(effects)
        off = target - _sums(potential.mean(cells))
        worst = float(np.abs(off / scale).max())
        if worst <= tolerance:
            return cells
        step = _step(potential.curvature(cells), -potential.sign * off)
        effects = _shortened(potential, target, effects, step, off)
    msg = (
        f"null model: a margin is off by {worst:.1e} after {most_steps} steps (wanted "
        f"{tolerance:.0e}); observe more cells of the economies with few"
    )
    raise ConvergenceError(msg)


def _cells(effects: Vector) -> Matrix:
    n = len(effects) // 2
    both: Matrix = effects[:n, None] + effects[None, n:]
    return both


def _sums(cells: Matrix) -> Vector:
    return np.concatenate([cells.sum(axis=1), cells.sum(axis=0)])


def _step(curvature: Matrix, slope: Vector) -> Vector:
    """Solve Newton's equations, scaled so that giants and dwarfs weigh the same."""
    n = len(curvature)
    diagonal = _sums(curvature)
    scale = 1 / np.sqrt(np.where(diagonal > 0, diagonal, 1.0))
    matrix = np.diag(np.where(diagonal > 0, 1 + _RIDGE, 1.0))
    matrix[:n, n:] = scale[:n, None] * curvature * scale[None, n:]
    matrix[n:, :n] = matrix[:n, n:].T
    return scale * np.linalg.solve(matrix, scale * np.where(diagonal > 0, slope, 0.0))


def _shortened(
    potential: Potential, target: Vector, effects: Vector, step: Vector, off: Vector
) -> Vector:
    """Return the effects after the longest step of 1, 1/2, 1/4 … that lowers the potential."""

    def level(at: Vector) -> float:
        return potential.value(_cells(at)) + potential.sign * float(target @ at)

    gain = float(np.abs(off) @ np.abs(step))
    here, length = level(effects), 1.0
    for _ in range(_HALVINGS):
        there = level(effects + length * step)
        near = gain <= _SETTLED * max(1.0, abs(here)) and np.isfinite(there)
        if there < here or near:
            break
        length /= 2
    return effects + length * step

"""Whether trade after an event moved with an exposure of pairs, and what many exposures would say.

The null is fitted once; every exposure is then a score test, a few operations on arrays. That makes
thousands of permuted exposures and simulated worlds affordable.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tradenet.domain.arrays import Matrix
from tradenet.gravity.change import Change

Vector = npt.NDArray[np.float64]
Matrices = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """Score tests of m exposures.

    Attributes
    ----------
    statistic : float array, shape (m,)
        Score over its standard error; NaN where the exposure does not vary once
        exporters and importers have their effects.
    one_step : float array, shape (m,)
        Score over information: the estimate of the first Newton step, log points per unit.
    error : float array, shape (m,)
        Standard error of the one-step estimate: dyadic-robust, or clustered by pair where larger.
    """

    statistic: Vector
    one_step: Vector
    error: Vector


def weights(change: Change) -> Matrix:
    r"""Return what a cell tells of its own change, :math:`\mu_0 \mu_1 / (\mu_0 + \mu_1)`; ≥ 0."""
    total = change.before + change.after
    return np.divide(
        change.before * change.after, total, out=np.zeros_like(total), where=change.fitted
    )


def partialled(exposures: Matrices, weight: Matrix) -> Matrices:
    r"""Return exposures without what exporters' and importers' effects take.

    .. math:: \tilde z_{ij} = z_{ij} - a_i - b_j, \qquad
        \sum_j w_{ij} \tilde z_{ij} = \sum_i w_{ij} \tilde z_{ij} = 0

    Parameters
    ----------
    exposures : float array, shape (m, n, n)
        Not read where the weight is 0.
    weight : float array, shape (n, n)
        ≥ 0.

    Returns
    -------
    float array, shape (m, n, n)
        0 where the weight is 0.

    Examples
    --------
    An exposure that is an exporter's alone leaves nothing:

    >>> z = np.repeat(np.arange(3.0)[:, None], 3, axis=1)
    >>> bool(np.allclose(partialled(z[None], np.ones((3, 3)) - np.eye(3)), 0))
    True
    """
    rows, columns = weight.sum(axis=1), weight.sum(axis=0)
    over = np.divide(1.0, columns, out=np.zeros_like(columns), where=columns > 0)
    normal = np.diag(np.where(rows > 0, rows, 1.0)) - (weight * over) @ weight.T
    inverse = np.linalg.pinv(normal, hermitian=True)
    weighted = np.where(weight > 0, exposures, 0.0) * weight
    across, down = weighted.sum(axis=2), weighted.sum(axis=1)
    exporters = (across - (down * over) @ weight.T) @ inverse
    importers = over * (down - exporters @ weight)
    left = exposures - exporters[:, :, None] - importers[:, None, :]
    return np.where(weight > 0, left, 0.0)


def scores(residual: Matrix, exposures: Matrices, weight: Matrix) -> Scores:
    r"""Return the score test of each exposure in a fitted null.

    .. math:: U = \sum_{ij} r_{ij} \tilde z_{ij}, \qquad V = \max\Bigl(
        \sum_i U_i^2 - \sum_{i<j} U_{ij}^2, \sum_{i<j} U_{ij}^2\Bigr), \qquad T = U / \sqrt{V}

    with :math:`U_i` the sum over cells in which economy i takes part and :math:`U_{ij}` that over
    both directions of a pair (Aronow, Samii and Assenova 2015, doi:10.1093/pan/mpv018). The
    first sum alone is by chance too small where few economies carry most: in simulated worlds
    intervals made with it held the truth in 92 % instead of 95 %.

    When not to use it: as a normal deviate. The largest economies carry most of a score; hold it
    against permuted exposures.

    Parameters
    ----------
    residual : float array, shape (n, n)
        Trade after the event minus its expectation, 0 where not fitted, USD; rows and columns add
        up to zero.
    exposures : float array, shape (m, n, n)
        What `partialled` gave.
    weight : float array, shape (n, n)
        What `weights` gave.

    Examples
    --------
    >>> r = np.array([[0, 1.0, -1], [-1, 0, 1], [1, -1, 0]])
    >>> found = scores(r, r[None], np.ones((3, 3)) - np.eye(3))
    >>> found.one_step.tolist()
    [1.0]
    """
    each = exposures * residual
    total = each.sum(axis=(1, 2))
    members = each.sum(axis=1) + each.sum(axis=2)
    pairs = (np.square(each + each.transpose(0, 2, 1))).sum(axis=(1, 2)) / 2
    variance = np.maximum((members**2).sum(axis=1) - pairs, pairs)
    information = np.einsum("mij,mij,ij->m", exposures, exposures, weight)
    varies = (variance > 0) & (information > 0)
    spread = np.sqrt(np.where(varies, variance, np.nan))
    told = np.where(varies, information, np.nan)
    return Scores(total / spread, total / told, spread / told)

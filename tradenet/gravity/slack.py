"""From lower bounds of pairs and exact totals of economies to a full matrix."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from tradenet.domain import ConvergenceError
from tradenet.domain.arrays import Matrix

Vector = npt.NDArray[np.float64]
_ENOUGH = 1e-6
_MOST_ROUNDS = 2_000


def fill_slack(lower: Matrix, exports: Vector, imports: Vector, prior: Matrix) -> Matrix:
    r"""Return lower bounds plus the trade they miss, spread so that the totals are met.

    .. math:: x_{ij} = l_{ij} + a_i p_{ij} b_j, \qquad \sum_j x_{ij} = e_i, \; \sum_i x_{ij} = m_j

    with :math:`l` the bounds, :math:`p` the slack of a year in which it is known, :math:`e, m` the
    exact totals; :math:`a, b` are found by iterative proportional fitting (Deming and Stephan 1940,
    doi:10.1214/aoms/1177731829). The bounds alone must not be compared over time: what they miss
    moves with trade.

    Parameters
    ----------
    lower : float array, shape (n, n)
        Lower bounds, USD; 0 where there is none.
    exports, imports : float arrays, shape (n,)
        Exact totals, USD.
    prior : float array, shape (n, n)
        Slack of another year, ≥ 0; its zeros stay zero.

    Returns
    -------
    trade : float array, shape (n, n)
        USD; totals are met where the prior allows, those of exporters exactly, those of importers
        to one in a million of the world's slack.

    Raises
    ------
    ConvergenceError
        If totals are not met.

    Examples
    --------
    >>> lower = np.array([[0.0, 5.0], [4.0, 0.0]])
    >>> fill_slack(lower, np.array([6.0, 7.0]), np.array([7.0, 6.0]), np.ones((2, 2)) - np.eye(2))
    array([[0., 6.],
           [7., 0.]])
    """
    rows = np.maximum(exports - lower.sum(axis=1), 0.0) * (prior.sum(axis=1) > 0)
    columns = np.maximum(imports - lower.sum(axis=0), 0.0) * (prior.sum(axis=0) > 0)
    columns = columns * (rows.sum() / columns.sum()) if columns.sum() > 0 else columns
    spread = np.array(prior, dtype=np.float64)
    for _ in range(_MOST_ROUNDS):
        spread *= _ratio(columns, spread.sum(axis=0))
        spread *= _ratio(rows, spread.sum(axis=1))[:, None]
        off = max(
            float(np.abs(spread.sum(axis=side) - wanted).sum())
            for side, wanted in ((0, columns), (1, rows))
        )
        if off <= _ENOUGH * max(float(rows.sum()), 1.0):
            return lower + spread
    msg = (
        f"slack: totals still miss {off / rows.sum():.1e} of the slack after "
        f"{_MOST_ROUNDS:,} rounds; the prior has no cells where the totals want trade"
    )
    raise ConvergenceError(msg)


def _ratio(wanted: Vector, found: Vector) -> Vector:
    return np.divide(wanted, found, out=np.zeros_like(wanted), where=found > 0)

"""What a set adds to the modularity of a partition that holds it."""

from __future__ import annotations

import numpy as np

from tradenet.domain.arrays import Matrix
from tradenet.networks.quality.measure import Members, inside


def excess(trade: Matrix, expected: Matrix, members: Members) -> float | None:
    r"""Return how much more than expected a set trades within itself, as a share of all trade.

    .. math:: q_C = \frac{1}{m} \sum_{i, j \in C} (x_{ij} - \mu_{ij}), \qquad m = \sum_{ij} x_{ij}

    with observed trade :math:`x` and expected trade :math:`\mu` over cells that are observed and
    have an expectation, and all observed trade :math:`m`, in USD. Summed over the communities of a
    partition it is the modularity (Newman and Girvan 2004, doi:10.1103/PhysRevE.69.026113).

    When not to use it: to look for small groups. It counts dollars, so that what binds small
    economies is small however strong it is.

    Parameters
    ----------
    trade, expected : float arrays, shape (n, n)
        USD ≥ 0, exporters in rows; NaN where not known.
    members : int array, shape (k,)
        Positions of the set.

    Returns
    -------
    q : float or None
        Below 1; None where nothing is traded at all.

    Examples
    --------
    >>> trade = np.array([[0, 6.0, 1], [0, 0, 1], [1, 1, 0]])
    >>> excess(trade, np.where(np.eye(3) == 1, 0, 2.0), np.array([0, 1]))  # (6 - 4) / 10
    0.2
    """
    whole = float(np.nansum(trade))
    if whole <= 0:
        return None
    return inside(trade - expected, members) / whole

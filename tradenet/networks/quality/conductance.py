"""What share of a set's trade leaves it."""

from __future__ import annotations

import numpy as np

from tradenet.domain.arrays import Matrix
from tradenet.networks.quality.measure import Members, both_ways, inside


def conductance(trade: Matrix, members: Members) -> float | None:
    r"""Return the conductance of a set.

    .. math:: \phi_C = \frac{\sum_{i \in C, j \notin C} (x_{ij} + x_{ji})}
        {\min(\sum_{i \in C} s_i, \sum_{i \notin C} s_i)},
        \qquad s_i = \sum_j (x_{ij} + x_{ji})

    with trade :math:`x` in USD over observed cells: the trade that crosses the border of the set
    over the whole trade of the smaller side (Kannan, Vempala and Vetta 2004,
    doi:10.1145/990308.990313). Small means that the set keeps to itself.

    When not to use it: to compare sets of different size or distance. Three small economies have a
    conductance near 1 whatever binds them, half of the world one near 0.5 by size alone.

    Parameters
    ----------
    trade : float array, shape (n, n)
        USD ≥ 0, exporters in rows; NaN where not observed.
    members : int array, shape (k,)
        Positions of the set.

    Returns
    -------
    phi : float or None
        0 to 1; None where the set, or all others, have no observed trade.

    Examples
    --------
    >>> trade = np.array([[0, 3.0, 1], [0, 0, 4], [5, 0, 0]])
    >>> conductance(trade, np.array([0, 1]))  # 10 of the 10 that the third trades
    1.0
    """
    whole = 2 * float(np.nansum(trade))
    volume = both_ways(trade, members)
    smaller = min(volume, whole - volume)
    return (volume - 2 * inside(trade, members)) / smaller if smaller > 0 else None

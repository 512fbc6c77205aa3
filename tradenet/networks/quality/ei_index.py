"""Whether a set trades more with others than within itself."""

from __future__ import annotations

from tradenet.domain.arrays import Matrix
from tradenet.networks.quality.measure import Members, both_ways, inside


def ei_index(trade: Matrix, members: Members) -> float | None:
    r"""Return the external-internal index of a set.

    .. math:: EI_C = \frac{E - I}{E + I}, \qquad
        E = \sum_{i \in C, j \notin C} (x_{ij} + x_{ji}), \quad I = \sum_{i, j \in C} x_{ij}

    with trade :math:`x` in USD over observed cells (Krackhardt and Stern 1988,
    doi:10.2307/2786835, there of ties that are counted).

    When not to use it: to compare sets of different size. A small set trades mostly with others
    because there are more of them, and no expectation corrects for that.

    Parameters
    ----------
    trade : float array, shape (n, n)
        USD ≥ 0, exporters in rows; NaN where not observed.
    members : int array, shape (k,)
        Positions of the set.

    Returns
    -------
    index : float or None
        −1 (all within) to 1 (all with others); None where the set has no observed trade.

    Examples
    --------
    >>> import numpy as np
    >>> ei_index(np.array([[0, 3.0, 0], [0, 0, 1], [0, 0, 0]]), np.array([0, 1]))
    -0.5
    """
    within = inside(trade, members)
    crossing = both_ways(trade, members) - 2 * within
    return (crossing - within) / (crossing + within) if crossing + within > 0 else None

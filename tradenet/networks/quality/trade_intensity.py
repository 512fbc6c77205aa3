"""Observed over expected trade of a set, within it and with others."""

from __future__ import annotations

import numpy as np

from tradenet.domain.arrays import Matrix
from tradenet.networks.quality.measure import Members, both_ways, inside


def trade_intensity_within(trade: Matrix, expected: Matrix, members: Members) -> float | None:
    r"""Return observed over expected trade within a set.

    .. math:: I_C = \frac{\sum_{i, j \in C} x_{ij}}{\sum_{i, j \in C} \mu_{ij}}

    with observed trade :math:`x` and expected trade :math:`\mu` in USD, over cells that are
    observed and have an expectation. With expected trade from margins it is the trade intensity
    index of a group (Kunimoto 1977, Hitotsubashi Journal of Economics 17: 15–32). A ratio of sums,
    so that large pairs decide.

    When not to use it: to say that a group is special, without asking how large the index of other
    groups gets by chance; and as a search criterion, since the pair with the largest ratio is one
    of two tiny economies.

    Parameters
    ----------
    trade, expected : float arrays, shape (n, n)
        USD ≥ 0, exporters in rows; NaN where not known.
    members : int array, shape (k,)
        Positions of the set.

    Returns
    -------
    index : float or None
        ≥ 0, 1 is as expected; None where no trade within the set is expected.

    Examples
    --------
    >>> nan = float("nan")
    >>> trade = np.array([[nan, 6.0, 1], [nan, nan, 1], [1, 1, nan]])
    >>> trade_intensity_within(trade, np.full((3, 3), 2.0), np.array([0, 1]))
    3.0
    """
    seen, hoped = _known(trade, expected)
    return _ratio(inside(seen, members), inside(hoped, members))


def trade_intensity_between(trade: Matrix, expected: Matrix, members: Members) -> float | None:
    r"""Return observed over expected trade of a set with all others, both directions.

    .. math:: B_C = \frac{\sum_{i \in C, j \notin C} (x_{ij} + x_{ji})}
        {\sum_{i \in C, j \notin C} (\mu_{ij} + \mu_{ji})}

    with observed trade :math:`x` and expected trade :math:`\mu` in USD, over cells that are
    observed and have an expectation (Kunimoto 1977, Hitotsubashi Journal of Economics 17: 15–32).

    When not to use it: beside `trade_intensity_within` as a second witness. Expected trade meets
    each economy's total, so that what is more within is less between.

    Parameters
    ----------
    trade, expected : float arrays, shape (n, n)
        USD ≥ 0, exporters in rows; NaN where not known.
    members : int array, shape (k,)
        Positions of the set.

    Returns
    -------
    index : float or None
        ≥ 0, 1 is as expected; None where no trade with others is expected.

    Examples
    --------
    >>> trade = np.array([[0, 6.0, 1], [0, 0, 1], [1, 1, 0]])
    >>> trade_intensity_between(trade, np.full((3, 3), 2.0), np.array([0, 1]))
    0.5
    """
    crossing = [both_ways(each, members) - 2 * inside(each, members)
                for each in _known(trade, expected)]  # fmt: skip
    return _ratio(*crossing)


def _known(trade: Matrix, expected: Matrix) -> tuple[Matrix, Matrix]:
    known = ~np.isnan(trade) & ~np.isnan(expected)
    np.fill_diagonal(known, val=False)
    return np.where(known, trade, 0.0), np.where(known, expected, 0.0)


def _ratio(seen: float, hoped: float) -> float | None:
    return seen / hoped if hoped > 0 else None

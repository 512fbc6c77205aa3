"""How long a random walker stays in a set."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from tradenet.domain.arrays import Matrix


def persistence(values: Matrix, members: npt.NDArray[np.intp]) -> float | None:
    r"""Return the persistence probability of a set of nodes.

    .. math:: u_C = \frac{\sum_{i, j \in C} w_{ij}}{\sum_{i \in C} \sum_j w_{ij}}

    the chance that a walker who follows a random dollar of exports out of a member lands in the set
    (Piccardi 2011, doi:10.1371/journal.pone.0027028). Cells not observed count as nothing.

    When not to use it: to compare sets of different size, since a larger set keeps more by size
    alone; and with a large economy in the set, whose own size it then measures.

    Parameters
    ----------
    values : float array, shape (n, n)
        Trade ≥ 0, exporters in rows; NaN where not observed.
    members : int array, shape (k,)
        Positions of the set.

    Returns
    -------
    u : float or None
        0 to 1; None where the members' exports are all zero or not observed.

    Examples
    --------
    >>> persistence(np.array([[0, 3.0, 1], [0, 0, 4], [5, 0, 0]]), np.array([0, 1]))
    0.375
    """
    leaving = float(np.nansum(values[members]))
    staying = float(np.nansum(values[np.ix_(members, members)]))
    return staying / leaving if leaving > 0 else None

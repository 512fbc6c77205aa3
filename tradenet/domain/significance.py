"""From a statistic and its reference to a p-value: the only place where p-values are made."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

LEVEL: Final = 0.05
_SAME: Final = 1e-9  # of the statistic: nearer values are one number, added up in another order


def p_value(statistic: float, reference: npt.ArrayLike) -> float:
    r"""Return the one-sided p-value of a statistic among reference values.

    .. math:: p = \frac{1 + \#\{T_k \ge T_0\}}{1 + N}

    The observed set counts among its peers, so that p is never 0 and the test is exact where set
    and references are exchangeable (Phipson and Smyth 2010, doi:10.2202/1544-6115.1585). Ties count
    against us, also those that rounding would break, one way on this processor and the other way on
    the next: sets that differ in an economy none of whose cells is seen have one statistic.

    Parameters
    ----------
    statistic : float
        T₀; large values speak against the null.
    reference : float array, shape (N,)
        T of the references, the observed set not among them. NaN, here or of the set, counts
        against us.

    Examples
    --------
    >>> p_value(2.0, [0.0, 1.0, 2.0])
    0.5
    >>> p_value(0.3, [0.1 + 0.2, 0.3 - 1e-16, 0.2])
    0.75
    """
    values = np.asarray(reference, dtype=np.float64)
    return (1 + int(at_least(values, statistic).sum())) / (1 + values.size)


def at_least(values: npt.ArrayLike, statistic: npt.ArrayLike) -> npt.NDArray[np.bool_]:
    """Return which values are as large as a statistic, ties up to rounding and NaN among them.

    Parameters
    ----------
    values, statistic : float arrays
        Of shapes that broadcast.

    Examples
    --------
    >>> at_least([0.1 + 0.2, 0.3 - 1e-16, 0.2, float("nan")], 0.3).tolist()
    [True, True, False, True]
    """
    against = np.asarray(statistic, dtype=np.float64)
    slack = np.where(np.isfinite(against), _SAME * np.abs(against), 0.0)
    return np.asarray(~(np.asarray(values) < against - slack))

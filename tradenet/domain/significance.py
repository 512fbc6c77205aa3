"""From a statistic and its reference to a p-value: the only place where p-values are made."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

LEVEL: Final = 0.05


def p_value(statistic: float, reference: npt.ArrayLike) -> float:
    r"""Return the one-sided p-value of a statistic among reference values.

    .. math:: p = \frac{1 + \#\{T_k \ge T_0\}}{1 + N}

    The observed set counts among its peers, so that p is never 0 and the test is exact where set
    and references are exchangeable (Phipson and Smyth 2010, doi:10.2202/1544-6115.1585).

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
    """
    values = np.asarray(reference, dtype=np.float64)
    return (1 + int((~(values < statistic)).sum())) / (1 + values.size)

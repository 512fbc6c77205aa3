"""From a statistic and its reference to a p-value: the only place where p-values are made."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

LEVEL = 0.05
_SAME = 1e-9  # of the statistic: nearer values are one number, added up in another order


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


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """Return p-values adjusted for the family by Holm's step-down rule.

    The k-th smallest of m is multiplied by m − k + 1, made monotone and capped at 1 (Holm 1979,
    Scandinavian Journal of Statistics 6: 65–70). The chance of any false rejection stays below the
    level whatever the dependence.

    Examples
    --------
    >>> holm([0.01, 0.04, 0.03])
    (0.03, 0.06, 0.06)
    """
    count = len(p_values)
    order = sorted(range(count), key=p_values.__getitem__)
    adjusted, worst = [0.0] * count, 0.0
    for rank, place in enumerate(order):
        worst = max(worst, min(1.0, (count - rank) * p_values[place]))
        adjusted[place] = worst
    return tuple(adjusted)


def benjamini_yekutieli(p_values: Sequence[float]) -> tuple[float, ...]:
    r"""Return p-values adjusted for the false discovery rate under any dependence.

    The k-th smallest of m is multiplied by :math:`\frac{m}{k} \sum_{l=1}^m 1/l`, made monotone from
    the largest down and capped at 1 (Benjamini and Yekutieli 2001, doi:10.1214/aos/1013699998).

    Examples
    --------
    >>> [round(p, 4) for p in benjamini_yekutieli([0.01, 0.02])]
    [0.03, 0.03]
    """
    count = len(p_values)
    harmonic = sum(1 / k for k in range(1, count + 1))
    order = sorted(range(count), key=p_values.__getitem__, reverse=True)
    adjusted, best = [0.0] * count, 1.0
    for place, rank in zip(order, range(count, 0, -1), strict=True):
        best = min(best, p_values[place] * count * harmonic / rank)
        adjusted[place] = best
    return tuple(adjusted)


_WIDEST = 6.0  # e^6 is a factor of four hundred
_FINE = 1e-3


def bound(tail: Callable[[float], float], level: float, *, upper: bool) -> float:
    """Return one end of the interval of effects that a test does not reject.

    Parameters
    ----------
    tail : callable
        From an effect (log points) to the p-value against effects beyond it: for the upper end the
        chance of a statistic this small, for the lower end of one this large.
    level : float
        Chance of error of this end, 0 to 1.
    upper : bool
        Which end.

    Returns
    -------
    effect : float
        Log points, to 0.001; infinite where the data do not bound it within a factor of e⁶.

    Examples
    --------
    >>> round(bound(lambda effect: 1.0 if effect < 0.5 else 0.01, 0.05, upper=True), 3)
    0.5
    """
    sign = 1.0 if upper else -1.0
    inside, outside = -sign * _WIDEST, sign * _WIDEST
    if tail(outside) > level:
        return outside * np.inf
    if tail(inside) <= level:
        return inside
    while abs(outside - inside) > _FINE:
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if tail(middle) > level else (inside, middle)
    return (inside + outside) / 2

"""Families of p-values, and bounds of effects; a p-value itself is made in `domain`."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from tradenet.domain.significance import LEVEL, at_least, p_value

__all__ = ["LEVEL", "at_least", "benjamini_yekutieli", "bound", "holm", "p_value"]


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

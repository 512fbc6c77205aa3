"""Where one change stands among others: its rank, its bounds, what would be seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from tradenet.bloc.significance import LEVEL, at_least

Floats = npt.NDArray[np.float64]
FEWEST = 19  # 1 / (1 + 19) is 0.05
POWER = 0.8


@dataclass(frozen=True, slots=True, eq=False)
class Ranked:
    """One change among others. Shapes: those of the leading axes, one world each.

    Attributes
    ----------
    change : float or float array
        Log points.
    p_rise, p_fall : float or float array
        One-sided p-values: share of the changes, its own among them, that are as large, or as
        small.
    lower, upper : float or float array
        One-sided bounds of the change, each 95 %, log points.
    detectable : float or float array
        The rise, log points, that would be called one in four cases of five.
    """

    change: Any
    p_rise: Any
    p_fall: Any
    lower: Any
    upper: Any
    detectable: Any


def ranked(changes: Floats, spreads: Floats, level: float = LEVEL) -> Ranked:
    r"""Rank the first of several changes, each in units of its own usual movement.

    With :math:`z_j = e_j / s_j`, :math:`p = (1 + \#\{j: z_j \ge z_0\}) / (1 + N)`: exact where the
    first is as good as any other, since it is one of its own comparisons. A bound is the change
    that, taken off :math:`e_0`, just leaves a p-value above the level: with :math:`z_{(k)}` the
    k-th smallest of N and :math:`m = \lfloor (1 + N) \cdot level \rfloor`, the upper bound is
    :math:`e_0 - s_0 z_{(m)}`, the lower one :math:`e_0 - s_0 z_{(N+1-m)}`. The rise that is found
    with a chance of 0.8 is :math:`s_0 (z_{(N+1-m)} - q)`, `q` the lower fifth of the comparisons.

    Parameters
    ----------
    changes, spreads : float arrays, shape (..., 1 + N)
        Log points; the one in question first. Spreads are above zero.
    level : float
        Chance of error, 0 to 1.

    Returns
    -------
    Ranked
        Of shape (...). Bounds are infinite where N is too small for the level.

    When not to use it: where the one in question is known to move more than the others; then its
    rank says that, and nothing of an event.

    References
    ----------
    Phipson and Smyth (2010), doi:10.2202/1544-6115.1585.

    Examples
    --------
    >>> found = ranked(np.arange(20.0)[::-1], np.ones(20))
    >>> found.p_rise, found.p_fall, found.lower, found.upper
    (0.05, 1.0, 1.0, 19.0)
    """
    z = changes / spreads
    own, others = z[..., :1], np.sort(z[..., 1:], axis=-1)
    count = others.shape[-1]
    cut = int((1 + count) * level + 1e-9)  # noqa: RUF100 - rounding of 0.05 x 20
    change, spread = changes[..., 0], spreads[..., 0]
    low, high = (others[..., cut - 1], others[..., count - cut]) if cut else (-np.inf, np.inf)
    found = (
        change,
        (1 + at_least(others, own).sum(axis=-1)) / (1 + count),
        (1 + at_least(-others, -own).sum(axis=-1)) / (1 + count),
        change - spread * high,
        change - spread * low,
        spread * (high - np.quantile(others, 1 - POWER, axis=-1)),
    )
    return Ranked(*(float(x) if np.ndim(x) == 0 else x for x in found))

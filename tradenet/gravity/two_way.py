"""Two-way fixed-effects Poisson on a dense panel: margins, period by period."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from tradenet.gravity.margins import expect
from tradenet.gravity.panel import PanelFit, Scaling, checked


def fit_two_way(
    values: npt.ArrayLike, observed: npt.ArrayLike, *, rules: Scaling | None = None
) -> PanelFit:
    r"""Fit exporter-period and importer-period effects on observed cells alone.

    .. math:: \mu_{ijt} = a_{it} b_{jt}

    Periods share nothing: each is what `Margins` gives.

    Parameters
    ----------
    values : float array, shape (T, n, n)
        Trade ≥ 0, any unit, exporters in rows; not read where not observed.
    observed : bool array, shape (T, n, n)
        Cells that somebody could see; the diagonal never takes part.
    rules : Scaling, optional
        When to stop.

    Raises
    ------
    SchemaError
        If the shapes are wrong, or an observed cell is negative or not finite.
    InsufficientData
        If no trade is observed.
    ConvergenceError
        If a margin is not met.

    Examples
    --------
    >>> fit_two_way(np.ones((1, 3, 3)), np.ones((1, 3, 3), dtype=bool)).expected.round(9).tolist()
    [[[nan, 1.0, 1.0], [1.0, nan, 1.0], [1.0, 1.0, nan]]]
    """
    rules = rules or Scaling()
    x, seen = checked(values, observed)
    fits = [
        expect(value, mask, rules.tolerance, rules.most_rounds)
        for value, mask in zip(x, seen, strict=True)
    ]
    expected, exporters, importers = (np.stack(parts) for parts in zip(*fits, strict=True))
    separated = seen & (x == 0) & (expected == 0)
    return PanelFit(
        expected=expected,
        fitted=seen & ~separated,
        separated=separated,
        exporters=exporters,
        importers=importers,
        pairs=np.ones(x.shape[1:]),
        rounds=0,
        ways=2,
    )

"""How two economies stand to each other whatever their size: symmetric intensity."""

from __future__ import annotations

import numpy as np

from tradenet.domain import Expected, TradeGraph
from tradenet.domain.arrays import Matrix
from tradenet.networks.intensity import counted


def symmetric_intensity(graph: TradeGraph, expected: Expected) -> Matrix:
    r"""Return how far each pair trades from what is expected, −1 to 1.

    .. math:: s_{ij} = \frac{x_{ij} + x_{ji} - \mu_{ij} - \mu_{ji}}
        {x_{ij} + x_{ji} + \mu_{ij} + \mu_{ji}} = \tanh\Bigl(\tfrac12 \ln \iota_{ij}\Bigr)

    over cells that were observed and have an expectation, with :math:`\iota` the pair's observed
    over expected trade: −1 without trade, 0 as expected, towards 1 far above. It is the
    logarithm of intensity bent so that zero trade has a place and the tiny pairs, whose intensity
    may be thousands, do not outweigh the world (Laursen 2015, doi:10.1007/s40821-015-0017-1).

    Returns
    -------
    float array, shape (n, n)
        Symmetric; NaN where nothing of the pair was seen or expected, and on the diagonal.

    Raises
    ------
    SchemaError
        If graph and expected trade speak of different economies.

    Examples
    --------
    >>> from tradenet.domain import Period
    >>> nan = float("nan")
    >>> g = TradeGraph(("A", "B"), [[nan, 6.0], [3.0, nan]], Period(2019))
    >>> e = Expected(("A", "B"), [[nan, 2.0], [1.0, nan]], g.observed, "by hand")
    >>> symmetric_intensity(g, e).tolist()
    [[nan, 0.5], [0.5, nan]]
    """
    cells = counted(graph, expected)
    seen = np.where(cells, graph.values, 0.0)
    hoped = np.where(cells, expected.values, 0.0)
    gap, both = seen - hoped, seen + hoped
    gap, both = gap + gap.T, both + both.T
    scaled: Matrix = np.full(gap.shape, np.nan)
    np.divide(gap, both, out=scaled, where=both > 0)
    return scaled

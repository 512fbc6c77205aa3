"""Observed trade over expected trade."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from tradenet.domain import Expected, SchemaError, TradeGraph
from tradenet.domain.arrays import Mask, Matrix, positions


def counted(graph: TradeGraph, expected: Expected) -> Mask:
    """Return the cells that count: observed, with an expectation.

    Raises
    ------
    SchemaError
        If the two speak of different economies.
    """
    if graph.economies != expected.economies:
        msg = "graph and expected trade speak of different economies; make one from the other"
        raise SchemaError(msg)
    cells: Mask = graph.observed & ~np.isnan(expected.values)
    return cells


def intensity(graph: TradeGraph, expected: Expected) -> Matrix:
    """Return observed ÷ expected trade of every cell.

    Parameters
    ----------
    graph : TradeGraph
        Observed USD.
    expected : Expected
        Expected USD of the same economies.

    Returns
    -------
    float array, shape (n, n)
        1 means as expected; NaN where not observed, or where nothing is expected.

    Raises
    ------
    SchemaError
        If the two speak of different economies.

    Examples
    --------
    >>> from tradenet.domain import Period
    >>> nan = float("nan")
    >>> g = TradeGraph(("A", "B"), [[nan, 6.0], [2.0, nan]], Period(2019))
    >>> e = Expected(("A", "B"), [[nan, 3.0], [4.0, nan]], g.observed, "by hand")
    >>> intensity(g, e).tolist()
    [[nan, 2.0], [0.5, nan]]
    """
    fits = counted(graph, expected) & (expected.values > 0)
    ratio: Matrix = np.full(graph.values.shape, np.nan)
    np.divide(graph.values, expected.values, out=ratio, where=fits)
    return ratio


def set_totals(
    graph: TradeGraph, expected: Expected, dyads: Iterable[tuple[str, str]]
) -> tuple[float, float, int]:
    """Return observed and expected USD over both directions of some dyads, and cells observed.

    Only cells that are observed and have an expectation count, on both sides.

    Parameters
    ----------
    graph, expected
        Of the same economies.
    dyads : iterable of pairs
        Undirected; an economy that is not in the graph has no cells.
    """
    cells = [pair for one, other in dyads for pair in ((one, other), (other, one))]
    seen = trade = hoped = 0.0
    for pair in cells:
        i, j = positions(graph.economies, pair)
        if min(i, j) < 0 or np.isnan(graph.values[i, j]) or np.isnan(expected.values[i, j]):
            continue
        seen += 1
        trade += float(graph.values[i, j])
        hoped += float(expected.values[i, j])
    return trade, hoped, int(seen)

"""Betweenness on intensity: who stands between economies that trade little with each other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from tradenet.domain import Expected, TradeGraph
from tradenet.domain.arrays import Matrix
from tradenet.networks.intensity import intensity


@dataclass(frozen=True, slots=True)
class Betweenness:
    r"""Share of shortest paths through an economy, where intense trade makes a short way.

    .. math:: b_k = \frac{1}{(n - 1)(n - 2)}
        \sum_{i \ne k \ne j} \frac{\sigma_{ij}(k)}{\sigma_{ij}}, \qquad
        \ell_{ij} = \frac{\mu_{ij}}{x_{ij}}

    :math:`\sigma_{ij}` counts the shortest directed paths, :math:`\sigma_{ij}(k)` those through
    :math:`k` (Freeman 1977, doi:10.2307/3033543; weights as in Opsahl, Agneessens and Skvoretz
    2010, doi:10.1016/j.socnet.2010.03.006). The distance is 1 ÷ intensity, observed over expected
    trade, so that size is taken out; the negative logarithm would make trade beyond expectation a
    negative distance. Cells without trade, not observed or without an expectation are no way. 0 to
    1. The engine is igraph's (Brandes 2001).

    When not to use it: as the way of goods; nobody ships by shortest paths of intensity. Where
    little is expected, intensities are large and noisy, and so is what rests on them.

    Examples
    --------
    >>> from tradenet.domain import Period
    >>> nan = float("nan")
    >>> economies = ("A", "B", "C")
    >>> g = TradeGraph(economies, [[nan, 4, 1], [4, nan, 4], [1, 4, nan]], Period(2019))
    >>> even = np.where(g.observed, 3.0, nan)
    >>> Betweenness()(g, Expected(economies, even, g.observed, "even"))["betweenness"].to_pylist()
    [0.0, 1.0, 0.0]
    """

    def __call__(self, graph: TradeGraph, expected: Expected, /) -> pa.Table:
        """Return the share; null for an economy without a way in or out, or among fewer than three.

        Raises
        ------
        SchemaError
            If the two speak of different economies.
        """
        ways = np.nan_to_num(intensity(graph, expected))
        absent = ~((ways > 0).any(axis=0) | (ways > 0).any(axis=1))
        few = len(ways) < 3  # noqa: PLR2004 - nobody stands between two
        return pa.table(
            {
                "economy": pa.array(graph.economies, pa.string()),
                "betweenness": pa.array(between(ways), mask=absent | few),
            }
        )


def between(ways: Matrix) -> Matrix:
    """Return the share of shortest paths through each node.

    Parameters
    ----------
    ways : float array, shape (n, n)
        Intensity ≥ 0; zero where there is no way.
    """
    import igraph

    n = len(ways)
    rows, columns = np.nonzero(ways)
    graph = igraph.Graph(
        n=n, edges=list(zip(rows.tolist(), columns.tolist(), strict=True)), directed=True
    )
    paths = graph.betweenness(directed=True, weights=(1 / ways[rows, columns]).tolist())
    return np.array(paths, dtype=np.float64) / max((n - 1) * (n - 2), 1)

"""Edges for methods that want weights ≥ 0 and know no null of their own."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np

from tradenet.domain import Expected, TradeGraph
from tradenet.domain.arrays import Matrix
from tradenet.networks.communities.surplus import Positions
from tradenet.networks.intensity import counted

Weight = Literal["surplus", "intensity", "trade"]

_ROUNDING = 1e-9
_USED = {
    "surplus": "trade above expectation, which is: {}",
    "intensity": "observed over expected trade, which is: {}",
    "trade": "observed trade, without an expectation",
}


def used(weight: Weight, expected: Expected) -> str:
    """Say what the edges are and what the expectation did, for `Partition.method`."""
    return _USED[weight].format(expected.null)


def edge_weights(
    graph: TradeGraph, expected: Expected, weight: Weight, *, directed: bool
) -> Matrix:
    """Return the weight of every edge, shape (n, n), ≥ 0; zero is no edge.

    ``surplus`` is what is traded above expectation, in USD: max(x − μ, 0). ``intensity`` is x / μ.
    ``trade`` is x. Only cells that were observed count, for the first two only those with an
    expectation too; undirected, both directions of a pair are summed first.

    Raises
    ------
    SchemaError
        If graph and expected trade speak of different economies.
    """
    cells = counted(graph, expected)
    seen = np.where(graph.observed if weight == "trade" else cells, graph.values, 0.0)
    hoped = np.where(cells, expected.values, 0.0)
    if not directed:
        seen, hoped = seen + seen.T, hoped + hoped.T
    if weight == "trade":
        return seen
    if weight == "intensity":
        return np.divide(seen, hoped, out=np.zeros_like(seen), where=hoped > 0)
    return np.where(seen > hoped * (1 + _ROUNDING), seen - hoped, 0.0)


def edges_of(weights: Matrix, *, directed: bool) -> tuple[Any, list[float]]:
    """Return an igraph graph of the entries that are not zero, and their weights.

    Undirected, the upper triangle of a symmetric matrix counts.
    """
    import igraph

    rows, columns = np.nonzero(weights if directed else np.triu(weights, k=1))
    edges = list(zip(rows.tolist(), columns.tolist(), strict=True))
    return (
        igraph.Graph(n=len(weights), edges=edges, directed=directed),
        weights[rows, columns].tolist(),
    )


def linked(weights: Matrix) -> Positions:
    """Return the positions of the economies that have an edge."""
    return np.flatnonzero((weights != 0).any(axis=0) | (weights != 0).any(axis=1))

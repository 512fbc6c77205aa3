"""PageRank: where a dollar of trade ends that is passed on and on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tradenet.domain import ConfigError, Expected, TradeGraph
from tradenet.domain.arrays import Matrix


@dataclass(frozen=True, slots=True)
class PageRank:
    r"""Weighted PageRank as a buyer and, with all trade turned round, as a seller.

    .. math:: r_j = \frac{1 - d}{n} + d \sum_i r_i \, \frac{x_{ij}}{\sum_j x_{ij}}

    :math:`d` is the damping; an economy without observed exports passes its rank to all alike (Brin
    and Page 1998, doi:10.1016/S0169-7552(98)00110-X). ``pagerank_buyer`` is high for whoever
    important sellers sell to, ``pagerank_seller`` for whoever important buyers buy from. Cells not
    observed are no trade here, since a walker cannot walk them. The engine is igraph's.

    When not to use it: on a graph with many hidden cells, whose partners lose rank for silence; to
    measure importance apart from size, with which it goes hand in hand.

    Attributes
    ----------
    damping : float
        0 to below 1.

    Examples
    --------
    >>> from tradenet.domain import Period
    >>> nan = float("nan")
    >>> g = TradeGraph(("A", "B"), [[nan, 2.0], [1.0, nan]], Period(2019))
    >>> [round(rank, 9) for rank in PageRank()(g)["pagerank_buyer"].to_pylist()]
    [0.5, 0.5]
    """

    damping: float = 0.85

    def __post_init__(self) -> None:
        if not 0 <= self.damping < 1:
            msg = f"pagerank: damping {self.damping} must be at least 0 and below 1"
            raise ConfigError(msg)

    def __call__(self, graph: TradeGraph, expected: Expected | None = None, /) -> pa.Table:  # noqa: ARG002 - all centralities are called alike
        """Return both ranks; null for an economy none of whose cells was observed."""
        seen = graph.observed.any(axis=0) | graph.observed.any(axis=1)
        traded = np.nan_to_num(graph.values)[np.ix_(seen, seen)]
        columns: dict[str, pa.Array] = {"economy": pa.array(graph.economies, pa.string())}
        for name, values in (("pagerank_buyer", traded), ("pagerank_seller", traded.T)):
            found = np.zeros(len(graph.economies))
            found[seen] = ranks(values, self.damping)
            columns[name] = pa.array(found, mask=~seen)
        return pa.table(columns)


def ranks(values: Matrix, damping: float) -> npt.NDArray[np.float64]:
    """Return the PageRank of each node, which sum to 1.

    Parameters
    ----------
    values : float array, shape (n, n)
        Weights ≥ 0 from rows to columns; zero where there is no way.
    damping : float
        0 to below 1.
    """
    import igraph

    rows, columns = np.nonzero(values)
    edges = list(zip(rows.tolist(), columns.tolist(), strict=True))
    graph = igraph.Graph(n=len(values), edges=edges, directed=True)
    found = graph.pagerank(weights=values[rows, columns].tolist(), damping=damping)
    return np.array(found, dtype=np.float64)

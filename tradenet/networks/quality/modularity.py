"""Modularity of a partition under any expected trade."""

from __future__ import annotations

import numpy as np

from tradenet.domain import Expected, Partition, SchemaError, TradeGraph


def modularity(
    partition: Partition, graph: TradeGraph, expected: Expected, resolution: float = 1.0
) -> float:
    r"""Return how much more than expected economies trade within their communities.

    .. math:: Q = \frac{1}{m} \sum_{ij} \left(x_{ij} - \gamma \mu_{ij}\right) \delta(c_i, c_j),
        \qquad m = \sum_{ij} x_{ij}

    over cells that are observed and have an expectation, with observed trade :math:`x`, expected
    trade :math:`\mu` (USD), resolution :math:`\gamma` and community :math:`c`; :math:`m` is all
    observed trade. With :math:`\mu` the products of strengths it is the modularity of Newman and
    Girvan (2004, doi:10.1103/PhysRevE.69.026113), directed as in Leicht and Newman (2008,
    doi:10.1103/PhysRevLett.100.118703), without the diagonal: trade with oneself is not observed.

    When not to use it: to say that communities exist. A maximal Q is large in noise as well, the
    more so the sparser or lumpier the graph is; see `partition_significance`.

    Parameters
    ----------
    partition : Partition
        Who is with whom.
    graph, expected
        Of the same economies, in the same order, as the partition.
    resolution : float
        γ ≥ 0.

    Returns
    -------
    Q : float
        At most 1; 0 where nothing is traded.

    Raises
    ------
    SchemaError
        If the three speak of different economies.

    Examples
    --------
    >>> from tradenet.domain import Period
    >>> nan = float("nan")
    >>> g = TradeGraph(("A", "B", "C"), [[nan, 4, 1], [3, nan, 0], [1, 1, nan]], Period(2019))
    >>> e = Expected(g.economies, np.where(g.observed, 2.0, nan), g.observed, "two each")
    >>> modularity(Partition(g.economies, [0, 0, 1], 0.0, "by hand"), g, e)  # (4 + 3 - 4) / 10
    0.3
    """
    if not partition.economies == graph.economies == expected.economies:
        msg = "partition, graph and expected trade speak of different economies; give those of one"
        raise SchemaError(msg)
    together = partition.membership[:, None] == partition.membership[None, :]
    surplus = graph.values - resolution * expected.values
    whole = graph.total_usd
    return float(np.nansum(surplus[together])) / whole if whole > 0 else 0.0

"""The core of each community: who trades most within it."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from tradenet.domain import Partition, SchemaError, TradeGraph


def cores(partition: Partition, graph: TradeGraph) -> pa.Table:
    r"""Return each economy's share of the trade within its community, and which is the core.

    .. math:: s_i = \frac{\sum_{j \in C} (x_{ij} + x_{ji})}{2 \sum_{j, k \in C} x_{jk}}

    with trade :math:`x` in USD over observed cells. The core is the member with the largest share,
    as in Zhu, Cerina, Chessa, Caldarelli and Riccaboni (2014, doi:10.1371/journal.pone.0105496).

    When not to use it: to say who leads a community. A core is large, and large economies are cores
    of whatever community they are in.

    Returns
    -------
    pyarrow.Table
        Sorted by community, the largest share first: ``period`` (code), ``community``, ``economy``,
        ``within_usd`` (both directions), ``share`` (0 to 1, of a community sums to 1; null where
        nothing is traded within), ``is_core`` (one per community with trade; of equals the first).

    Raises
    ------
    SchemaError
        If the two speak of different economies.

    Examples
    --------
    >>> from tradenet.domain import Period
    >>> nan = float("nan")
    >>> g = TradeGraph(("A", "B", "C"), [[nan, 4, 0], [2, nan, 1], [1, 0, nan]], Period(2019))
    >>> found = cores(Partition(g.economies, [0, 0, 0], 0.0, "all"), g).to_pydict()
    >>> found["economy"], found["share"], found["is_core"]
    (['A', 'B', 'C'], [0.4375, 0.4375, 0.125], [True, False, False])
    """
    if partition.economies != graph.economies:
        msg = "partition and graph speak of different economies; give those of one period"
        raise SchemaError(msg)
    labels = partition.membership
    seen = np.where(labels[:, None] == labels[None, :], np.nan_to_num(graph.values), 0.0)
    within = seen.sum(axis=0) + seen.sum(axis=1)
    whole = np.bincount(labels, weights=within)[labels] if len(labels) else within
    share = np.divide(within, whole, out=np.full(len(labels), np.nan), where=whole > 0)
    order = np.lexsort((np.arange(len(labels)), -np.nan_to_num(share), labels))
    first = np.unique(labels[order], return_index=True)[1]
    is_core = np.zeros(len(labels), dtype=bool)
    is_core[first] = True
    return pa.table(
        {
            "period": pa.array([graph.period.code] * len(labels), pa.int64()),
            "community": labels[order],
            "economy": [partition.economies[k] for k in order],
            "within_usd": within[order],
            "share": pa.array(share[order], pa.float64(), from_pandas=True),
            "is_core": is_core & (whole[order] > 0),
        }
    )

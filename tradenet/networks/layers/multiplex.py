"""One partition for all layers: of their sum, or the one nearest to each layer's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from tradenet.domain import Expected, InsufficientData, Partition, Period, SchemaError, TradeGraph
from tradenet.networks.consensus import consensus

Method = Callable[..., Partition]  # (graph, expected, *, rng): an entry of `COMMUNITIES`, made


def multiplex(
    graphs: Sequence[TradeGraph], expected: Sequence[Expected]
) -> tuple[TradeGraph, Expected]:
    r"""Return one graph and its expected trade in which every layer weighs the same.

    .. math:: x_{ij} = \frac{1}{L} \sum_\ell \frac{m}{m_\ell} x_{ij\ell}, \qquad
        \mu_{ij} = \frac{1}{L} \sum_\ell \frac{m}{m_\ell} \mu_{ij\ell}, \qquad
        m_\ell = \sum_{ij} x_{ij\ell}, \quad m = \sum_\ell m_\ell

    A method that maximises modularity on the two maximises the mean of the layers' modularities,

    .. math:: Q = \frac{1}{L} \sum_\ell \frac{1}{m_\ell} \sum_{ij}
        \left(x_{ij\ell} - \gamma \mu_{ij\ell}\right) \delta(c_i, c_j)

    the multiplex modularity of Mucha et al. (2010, doi:10.1126/science.1184819) with one membership
    for all layers. Without the division by :math:`m_\ell` it would be that of total trade, in which
    machinery and fuels decide. Layers without trade are left out. A cell has an expectation where
    every layer has one.

    When not to use it: where a layer is so small that its modularity is noise; it weighs as much as
    the largest.

    Raises
    ------
    SchemaError
        If layers and expectations differ in number or economies.
    InsufficientData
        If no layer has trade.

    Examples
    --------
    >>> from tradenet.domain import Period
    >>> nan = float("nan")
    >>> graphs = [
    ...     TradeGraph(("A", "B"), [[nan, 90.0], [0.0, nan]], Period(2019), "27"),
    ...     TradeGraph(("A", "B"), [[nan, 0.0], [10.0, nan]], Period(2019), "93"),
    ... ]
    >>> even = [
    ...     Expected(g.economies, g.values * 0 + g.total_usd / 2, g.observed, "even")
    ...     for g in graphs
    ... ]
    >>> both, hoped = multiplex(graphs, even)
    >>> both.values.tolist(), hoped.values.tolist()
    ([[nan, 50.0], [50.0, nan]], [[nan, 50.0], [50.0, nan]])
    """
    _check(graphs, expected)
    used = [(g, e) for g, e in zip(graphs, expected, strict=True) if g.total_usd > 0]
    if not used:
        msg = f"none of {len(graphs)} layers has trade; nothing to put together"
        raise InsufficientData(msg)
    whole = sum(graph.total_usd for graph, _ in used)
    shares = [whole / graph.total_usd / len(used) for graph, _ in used]
    first, null = used[0]
    trade, hoped = (
        np.tensordot(shares, np.array([pair[k].values for pair in used]), axes=1) for k in (0, 1)
    )
    words = f"mean of {len(used)} layers, each weighing the same; each: {null.null}"
    return (
        TradeGraph(first.economies, trade, first.period, "multiplex", first.provenance),
        Expected(first.economies, hoped, first.observed & ~np.isnan(hoped), words),
    )


def median_partition(
    partitions: Sequence[Partition], method: Method, *, rng: np.random.Generator
) -> Partition:
    r"""Return the partition with the fewest pairs on which the layers' partitions disagree with it.

    .. math:: \max_c \sum_{ij} \left(d_{ij} - \tfrac12\right) \delta(c_i, c_j)

    where :math:`d_{ij}` is the share of layers in which i and j are together: pairs that most
    layers put together should be together. Its maximum is the median partition (Régnier 1965,
    reprinted in Mathématiques et sciences humaines 82, 1983), the one nearest to all in the number
    of pairs told otherwise. `quality` is that sum over the ordered pairs, as a share of them.

    When not to use it: where layers have many economies without trade, each alone in its own
    partition: they vote for being apart.

    Parameters
    ----------
    partitions : sequence of Partition
        One per layer, of the same economies.
    method : callable
        A made method that maximises modularity at γ = 1, such as ``Leiden()``.
    rng : numpy.random.Generator
        For the method.

    Raises
    ------
    SchemaError
        As for `consensus`.

    Examples
    --------
    >>> from tradenet.networks import Leiden
    >>> names = ("A", "B", "C", "D")
    >>> votes = [
    ...     Partition(names, labels, 0.0, "by hand")
    ...     for labels in ([0, 0, 1, 1], [0, 0, 1, 1], [0, 1, 1, 1])
    ... ]
    >>> median_partition(votes, Leiden(), rng=np.random.default_rng(0)).membership.tolist()
    [0, 0, 1, 1]
    """
    economies, together = consensus(partitions)
    votes = together.copy()
    np.fill_diagonal(votes, np.nan)
    graph = TradeGraph(economies, votes, Period(2000))  # votes have no period; methods ask for none
    half = np.where(graph.observed, 0.5, np.nan)
    found = method(graph, Expected(economies, half, graph.observed, "half"), rng=rng)
    same = found.membership[:, None] == found.membership[None, :]
    n = len(economies)
    won = float((together - 0.5)[same & graph.observed].sum()) / max(n * (n - 1), 1)
    words = f"median of {len(partitions)} partitions, found by: {found.method}"
    return Partition(economies, found.membership, won, words)


def _check(graphs: Sequence[TradeGraph], expected: Sequence[Expected]) -> None:
    named = {graph.economies for graph in graphs} | {e.economies for e in expected}
    if len(graphs) != len(expected) or len(named) > 1:
        msg = (
            f"{len(graphs)} layers and {len(expected)} expectations of {len(named)} lists of "
            "economies; give one expectation per layer, all of the same economies"
        )
        raise SchemaError(msg)

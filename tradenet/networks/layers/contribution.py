"""How much of a set's trade beyond expectation is one layer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tradenet.domain import Expected, TradeGraph
from tradenet.networks.intensity import set_totals

Vector = npt.NDArray[np.float64]

_SCHEMA = pa.schema(
    [
        ("layer", pa.string()), ("trade_usd", pa.float64()), ("expected_usd", pa.float64()),
        ("intensity", pa.float64()), ("surplus_usd", pa.float64()),
        ("share_of_trade", pa.float64()), ("share_of_surplus", pa.float64()),
        ("surplus_without_usd", pa.float64()), ("intensity_without", pa.float64()),
        ("cells", pa.int32()),
    ]
)  # fmt: skip


def contribution(
    graphs: Sequence[TradeGraph],
    expected: Sequence[Expected],
    dyads: Iterable[tuple[str, str]],
) -> pa.Table:
    r"""Return each layer's part in the trade of some dyads beyond expectation.

    .. math:: S_\ell = W_\ell - E_\ell, \qquad s_\ell = \frac{S_\ell}{\sum_k S_k}, \qquad
        S_{-\ell} = \sum_{k \ne \ell} S_k, \qquad I_{-\ell} =
        \frac{\sum_{k \ne \ell} W_k}{\sum_{k \ne \ell} E_k}

    :math:`W` is trade over both directions of the dyads, :math:`E` what the layer's own null
    expects there, over cells that are observed and have an expectation. Expectations of layers do
    not add up to that of the total: an economy that sells fuels alone is expected to sell none of
    the rest. That is what the sum here tells: trade beyond what each market's own sizes give.

    When not to use it: where the sum of the surplus is near zero or negative, a share of it means
    nothing; then it is null. With layers of both signs single shares exceed 1 or fall below 0.

    Parameters
    ----------
    graphs, expected : sequences
        A layer each, of the same economies.
    dyads : iterable of pairs
        Undirected.

    Returns
    -------
    pyarrow.Table
        A row per layer: ``layer``, ``trade_usd`` W, ``expected_usd`` E, ``intensity`` W ÷ E,
        ``surplus_usd`` S, ``share_of_trade``, ``share_of_surplus`` s, ``surplus_without_usd`` and
        ``intensity_without`` (the sum without this layer), ``cells`` counted. Null where undefined.

    Examples
    --------
    >>> from tradenet.domain import Period
    >>> nan = float("nan")
    >>> graphs = [
    ...     TradeGraph(("A", "B"), [[nan, 8.0], [0.0, nan]], Period(2019), "27"),
    ...     TradeGraph(("A", "B"), [[nan, 2.0], [3.0, nan]], Period(2019), "93"),
    ... ]
    >>> even = [Expected(g.economies, g.values * 0 + 2, g.observed, "even") for g in graphs]
    >>> found = contribution(graphs, even, [("A", "B")])
    >>> found["surplus_usd"].to_pylist(), found["share_of_surplus"].to_pylist()
    ([4.0, 1.0], [0.8, 0.2])
    >>> found["intensity_without"].to_pylist()
    [1.25, 2.0]
    """
    pairs = list(dyads)
    told = [set_totals(graph, e, pairs) for graph, e in zip(graphs, expected, strict=True)]
    trade, hoped, cells = np.array(told, dtype=np.float64).reshape(-1, 3).T
    surplus = trade - hoped
    columns = {
        "layer": [graph.product for graph in graphs],
        "trade_usd": trade,
        "expected_usd": hoped,
        "intensity": _ratio(trade, hoped),
        "surplus_usd": surplus,
        "share_of_trade": _ratio(trade, trade.sum()),
        "share_of_surplus": _ratio(surplus, surplus.sum()),
        "surplus_without_usd": surplus.sum() - surplus,
        "intensity_without": _ratio(trade.sum() - trade, hoped.sum() - hoped),
        "cells": pa.array(cells, pa.int32()),
    }
    return pa.table(columns, schema=_SCHEMA)


def _ratio(part: Vector, whole: Vector | float) -> pa.Array:
    """Return part ÷ whole, null where the whole is not above zero."""
    below = np.broadcast_to(np.asarray(whole, dtype=np.float64), part.shape)
    found = np.divide(part, below, out=np.zeros_like(part), where=below > 0)
    return pa.array(found, mask=below <= 0)

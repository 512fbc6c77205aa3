"""Which economies trade intensely, over all years and in each: what a map is made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from tradenet.domain import Expected, TradeGraph
from tradenet.domain.arrays import Matrix, positions
from tradenet.networks import intensity

LEAST_INTENSITY: Final = 2.0
LEAST_SHARE: Final = 0.02


def ties(
    graphs: Mapping[int, TradeGraph], expected: Mapping[int, Expected], economies: Sequence[str]
) -> Iterator[dict[str, Any]]:
    r"""Yield the pairs that traded at least twice what was expected over all periods together.

    Each period counts the same: trade and expected trade are shares of all observed trade of the
    period, summed over both directions and the periods in which a cell was observed,

    .. math:: I_{ij} = \frac{\sum_t (x_{ijt} + x_{jit}) / X_t}{\sum_t (\mu_{ijt} + \mu_{jit}) / X_t}

    A tie is also at least 2 % of the trade among these economies of one of the two.

    Parameters
    ----------
    graphs, expected : mappings of period code
        Observed and expected trade; periods without an expectation are left out.
    economies : sequence of str
        Between whom.
    """
    trade = np.zeros((len(economies), len(economies)))
    hoped = np.zeros_like(trade)
    for code, graph in graphs.items():
        if code in expected:
            seen, wanted = _shares(graph, expected[code], economies)
            trade += seen
            hoped += wanted
    trade, hoped = trade + trade.T, hoped + hoped.T
    least = LEAST_SHARE * np.minimum(trade.sum(axis=1)[:, None], trade.sum(axis=1)[None, :])
    tied = (hoped > 0) & (trade >= LEAST_INTENSITY * hoped) & (trade >= least) & (trade > 0)
    for i, j in zip(*np.nonzero(np.triu(tied, 1)), strict=True):
        yield {
            "one": economies[i],
            "other": economies[j],
            "intensity": float(trade[i, j] / hoped[i, j]),
        }


def ties_by_year(
    graphs: Mapping[int, TradeGraph], expected: Mapping[int, Expected], economies: Sequence[str]
) -> Iterator[dict[str, Any]]:
    """Yield the pairs with an intense flow in each period, in either direction.

    A flow is intense if it is at least twice what was expected and at least 2 % of all trade of
    the smaller of the two. A flow that nobody could see makes no tie.

    Parameters
    ----------
    graphs, expected : mappings of period code
        Observed and expected trade; periods without an expectation are left out.
    economies : sequence of str
        Between whom.
    """
    for code, graph in graphs.items():
        if code not in expected:
            continue
        at = positions(graph.economies, tuple(economies))
        here = np.ix_(at[at >= 0], at[at >= 0])
        present = [economy for economy, k in zip(economies, at.tolist(), strict=True) if k >= 0]
        tied = _intense(graph, expected[code])[here]
        for i, j in zip(*np.nonzero(np.triu(tied | tied.T, 1)), strict=True):
            yield {"period": code, "one": present[i], "other": present[j]}


def _intense(graph: TradeGraph, expected: Expected) -> npt.NDArray[np.bool_]:
    values = np.nan_to_num(graph.values)
    strength = values.sum(axis=0) + values.sum(axis=1)
    least = LEAST_SHARE * np.minimum(strength[:, None], strength[None, :])
    ratio = np.nan_to_num(intensity(graph, expected), nan=0.0)
    return np.asarray((values > 0) & (ratio >= LEAST_INTENSITY) & (values >= least))


def _shares(
    graph: TradeGraph, expected: Expected, economies: Sequence[str]
) -> tuple[Matrix, Matrix]:
    """Return trade and expected trade among some economies as shares of all; 0 where not known."""
    at = positions(graph.economies, tuple(economies))
    here = np.ix_(at, at)
    known = ((at[:, None] >= 0) & (at[None, :] >= 0)) & ~np.isnan(graph.values[here])
    known &= ~np.isnan(expected.values[here])
    whole = graph.total_usd or 1.0
    return (
        np.where(known, np.nan_to_num(graph.values[here]), 0.0) / whole,
        np.where(known, np.nan_to_num(expected.values[here]), 0.0) / whole,
    )

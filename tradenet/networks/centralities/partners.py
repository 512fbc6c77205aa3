"""Dependence on partners: the largest one's share, and how concentrated all are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from tradenet.domain import Expected, TradeGraph
from tradenet.domain.arrays import Matrix


@dataclass(frozen=True, slots=True)
class Partners:
    r"""Share of the largest partner in exports and imports, and the Herfindahl–Hirschman index.

    .. math:: p_{ij} = \frac{x_{ij}}{\sum_{j \in O_i} x_{ij}}, \qquad
        D_i = \max_j p_{ij}, \qquad H_i = \sum_j p_{ij}^2

    over observed cells :math:`O`; for imports with columns in place of rows. :math:`H` runs from
    1 ÷ number of partners (even) to 1 (a single partner); its inverse is the number of equal
    partners that would be as concentrated (Hirschman 1964, *The Paternity of an Index*, American
    Economic Review 54). Of partners with equal shares the first by code is named.

    When not to use it: where large cells are not observed. The shares are of what was seen, so that
    a hidden partner makes the others look indispensable; `Strength` says how much was seen.

    Examples
    --------
    >>> from tradenet.domain import Period
    >>> nan = float("nan")
    >>> g = TradeGraph(
    ...     ("A", "B", "C"), [[nan, 3.0, 1.0], [0.0, nan, 0.0], [2.0, nan, nan]], Period(2019)
    ... )
    >>> found = Partners()(g)
    >>> found["export_partner"].to_pylist(), found["export_share"].to_pylist()
    (['B', None, 'A'], [0.75, None, 1.0])
    >>> found["export_hhi"].to_pylist()  # 9/16 + 1/16
    [0.625, None, 1.0]
    """

    def __call__(self, graph: TradeGraph, expected: Expected | None = None, /) -> pa.Table:  # noqa: ARG002 - all centralities are called alike
        """Return partner, share and index of both sides; null where no trade was observed."""
        names = np.array(graph.economies, dtype=object)
        columns: dict[str, pa.Array] = {"economy": pa.array(graph.economies, pa.string())}
        for side, values in (("export", graph.values), ("import", graph.values.T)):
            share = shares(values)
            silent = np.isnan(share).all(axis=1)
            known = np.nan_to_num(share)
            largest = names[known.argmax(axis=1)]
            columns[f"{side}_partner"] = pa.array(largest, pa.string(), mask=silent)
            columns[f"{side}_share"] = pa.array(known.max(axis=1), mask=silent)
            columns[f"{side}_hhi"] = pa.array((known**2).sum(axis=1), mask=silent)
        return pa.table(columns)


def shares(values: Matrix) -> Matrix:
    """Return each cell's share in the observed sum of its row; NaN where not seen or the sum is 0.

    Parameters
    ----------
    values : float array, shape (n, n)
        Trade ≥ 0; NaN where not observed.

    Examples
    --------
    >>> shares(np.array([[np.nan, 3.0, 1.0], [0.0, np.nan, 0.0], [2.0, np.nan, np.nan]])).tolist()
    [[nan, 0.75, 0.25], [nan, nan, nan], [1.0, nan, nan]]
    """
    total = np.nansum(values, axis=1, keepdims=True)
    found: Matrix = np.full(values.shape, np.nan)
    np.divide(values, total, out=found, where=~np.isnan(values) & (total > 0))
    return found


def dependence(graph: TradeGraph) -> Matrix:
    r"""Return the share of each partner in each economy's observed exports plus imports.

    .. math:: d_{ij} = \frac{x_{ij} + x_{ji}}{\sum_j (x_{ij} + x_{ji})}

    over observed cells. Asymmetric: China's share in North Korea's trade is not North Korea's share
    in China's. NaN where neither direction was observed, or nothing of the economy's trade.

    When not to use it: where large cells are hidden, as for `Partners`. Where one direction alone
    was seen, the share counts that one alone.

    Examples
    --------
    >>> from tradenet.domain import Period
    >>> nan = float("nan")
    >>> dependence(
    ...     TradeGraph(("A", "B", "C"), [[nan, 3, 1], [5, nan, nan], [1, nan, nan]], Period(2019))
    ... ).tolist()
    [[nan, 0.8, 0.2], [1.0, nan, nan], [1.0, nan, nan]]
    """
    both = np.nan_to_num(graph.values) + np.nan_to_num(graph.values.T)
    return shares(np.where(graph.observed | graph.observed.T, both, np.nan))

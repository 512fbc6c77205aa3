"""Strength: how much an economy sells and buys, and to how many."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from tradenet.domain import Expected, TradeGraph


@dataclass(frozen=True, slots=True)
class Strength:
    r"""Observed exports and imports in USD, and the number of partners.

    .. math:: s_i^{out} = \sum_{j \in O_i} x_{ij}, \qquad k_i^{out} = |\{j \in O_i : x_{ij} > 0\}|

    over observed cells :math:`O`, and likewise for imports. ``cells_seen`` is the share of the
    economy's cells, both directions, that were observed.

    When not to use it: to rank economies whose cells are observed to different parts; an economy
    that does not report, and whose partners do not, trades less on paper only.

    Examples
    --------
    >>> from tradenet.domain import Period
    >>> nan = float("nan")
    >>> g = TradeGraph(
    ...     ("A", "B", "C"), [[nan, 3.0, 1.0], [0.0, nan, nan], [2.0, nan, nan]], Period(2019)
    ... )
    >>> Strength()(g).to_pydict()
    {'economy': ['A', 'B', 'C'],
     'exports_usd': [4.0, 0.0, 2.0], 'imports_usd': [2.0, 3.0, 1.0],
     'export_partners': [2, 0, 1], 'import_partners': [1, 1, 1],
     'cells_seen': [1.0, 0.5, 0.5]}
    """

    def __call__(self, graph: TradeGraph, expected: Expected | None = None, /) -> pa.Table:  # noqa: ARG002 - all centralities are called alike
        """Return exports, imports, partners; null where no cell of that side was observed."""
        seen = graph.observed
        traded = np.nan_to_num(graph.values)
        columns: dict[str, pa.Array] = {"economy": pa.array(graph.economies, pa.string())}
        for name, axis in (("exports_usd", 1), ("imports_usd", 0)):
            columns[name] = pa.array(traded.sum(axis=axis), mask=~seen.any(axis=axis))
        for name, axis in (("export_partners", 1), ("import_partners", 0)):
            count = (traded > 0).sum(axis=axis)
            columns[name] = pa.array(count, pa.int32(), mask=~seen.any(axis=axis))
        cells = max(2 * (len(graph.economies) - 1), 1)
        columns["cells_seen"] = pa.array((seen.sum(axis=0) + seen.sum(axis=1)) / cells)
        return pa.table(columns)

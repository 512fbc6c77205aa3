"""Assortativity: whether large traders trade with large ones."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from tradenet.domain import TradeGraph
from tradenet.domain.arrays import Matrix
from tradenet.networks.structures.structure import Structure

_SIDES = {"out": 1, "in": 0}


@dataclass(frozen=True, slots=True)
class Assortativity:
    r"""Correlation, over links, of the exporter's and the importer's number of partners and trade.

    .. math:: r_{\alpha\beta} = \mathrm{corr}\left(k_i^\alpha, k_j^\beta\right)
        \quad \text{over } (i, j) \text{ with } x_{ij} > 0, \qquad \alpha, \beta \in \{in, out\}

    with degrees :math:`k` and, for the numbers named strength, sums of USD in their place (Newman
    2003, doi:10.1103/PhysRevE.67.026126; directed: Foster et al. 2010,
    doi:10.1073/pnas.0912671107). Links count equally, whatever their dollars.

    When not to use it: on trade taken as a network without a null. A dense graph is disassortative
    by construction, since hubs must reach the small: use `compare`. Strengths are so skewed that a
    few giants make the correlation.

    Examples
    --------
    >>> from tradenet.domain import Period
    >>> nan = float("nan")
    >>> star = [[nan, 1, 1, 1], [1, nan, 0, 0], [1, 0, nan, 0], [1, 0, 0, nan]]
    >>> found = Assortativity()(TradeGraph(("A", "B", "C", "D"), star, Period(2019)))
    >>> round(found.numbers["degree_out_in"], 9)
    -1.0
    """

    def __call__(self, graph: TradeGraph) -> Structure:
        """Return eight correlations, -1 to 1; None where all links are alike."""
        traded = np.nan_to_num(graph.values)
        numbers = {
            f"{name}_{one}_{other}": _correlation(links, one, other)
            for name, links in (("degree", (traded > 0).astype(float)), ("strength", traded))
            for one in _SIDES
            for other in _SIDES
        }
        table = pa.table({"number": list(numbers), "correlation": pa.array(numbers.values())})
        return Structure("assortativity", numbers, table)


def _correlation(weights: Matrix, one: str, other: str) -> float | None:
    exporters, importers = np.nonzero(weights)
    if len(exporters) == 0:
        return None
    x = weights.sum(axis=_SIDES[one])[exporters]
    y = weights.sum(axis=_SIDES[other])[importers]
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        return None
    return float(np.corrcoef(x, y)[0, 1])

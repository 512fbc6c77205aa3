"""Reciprocity: how much trade is answered by trade."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from tradenet.domain import TradeGraph
from tradenet.domain.arrays import Matrix
from tradenet.networks.structures.structure import Structure


@dataclass(frozen=True, slots=True)
class Reciprocity:
    r"""Share of links, and of dollars, that go both ways.

    .. math:: r = \frac{|\{(i, j): x_{ij} > 0, x_{ji} > 0\}|}{|\{(i, j): x_{ij} > 0\}|}, \qquad
        \rho = \frac{r - \bar a}{1 - \bar a}, \qquad
        r^w = \frac{\sum_{ij} \min(x_{ij}, x_{ji})}{\sum_{ij} x_{ij}}

    over pairs of which both directions were observed; :math:`\bar a` is the share of their cells
    with trade (Garlaschelli and Loffredo 2004, doi:10.1103/PhysRevLett.93.268701), :math:`r^w` the
    weighted reciprocity of Squartini, Picciolo, Ruzzenenti and Garlaschelli (2013,
    doi:10.1038/srep02729). Their :math:`\rho` for weights needs a null: see `compare`. The table
    has each economy's own share, :math:`\sum_j \min(x_{ij}, x_{ji}) / \sum_j x_{ij}`.

    When not to use it: as a sign of friendship. :math:`r^w` falls with any imbalance of trade, and
    economies of like size reciprocate more under every null that keeps sizes.

    Examples
    --------
    >>> from tradenet.domain import Period
    >>> nan = float("nan")
    >>> g = TradeGraph(
    ...     ("A", "B", "C"), [[nan, 3.0, 1.0], [2.0, nan, 9.0], [0.0, nan, nan]], Period(2019)
    ... )
    >>> found = Reciprocity()(g)  # of B–C one direction alone was observed
    >>> {name: round(value, 3) for name, value in found.numbers.items()}
    {'binary': 0.667, 'rho': -0.333, 'weighted': 0.667}
    """

    def __call__(self, graph: TradeGraph) -> Structure:
        """Return r, ρ and r^w; None where no pair has trade, or all cells have."""
        values = mutual(graph.values)
        answered = np.fmin(values, values.T)
        links = values > 0
        cells = int((~np.isnan(values)).sum())
        binary = _ratio(float((answered > 0).sum()), float(links.sum()))
        filled = links.sum() / cells if cells else 1.0
        rho = (binary - filled) / (1 - filled) if binary is not None and filled < 1 else None
        numbers = {
            "binary": binary,
            "rho": None if rho is None else float(rho),
            "weighted": _ratio(np.nansum(answered), np.nansum(values)),
        }
        own = [_ratio(np.nansum(a), np.nansum(v)) for a, v in zip(answered, values, strict=True)]
        table = pa.table(
            {
                "economy": pa.array(graph.economies, pa.string()),
                "weighted": pa.array(own, pa.float64()),
            }
        )
        return Structure("reciprocity", numbers, table)


def mutual(values: Matrix) -> Matrix:
    """Return the values of pairs of which both directions were observed, NaN elsewhere."""
    found: Matrix = np.where(np.isnan(values) | np.isnan(values.T), np.nan, values)
    return found


def _ratio(part: float, whole: float) -> float | None:
    return float(part / whole) if whole > 0 else None

"""Core and periphery: one number per economy whose products resemble the trade among all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tradenet.domain import ConvergenceError, TradeGraph
from tradenet.domain.arrays import Mask, Matrix
from tradenet.networks.structures.structure import Structure

Vector = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class CorePeriphery:
    r"""Coreness of each economy, the continuous model of Borgatti and Everett by least squares.

    .. math:: \min_{c \ge 0} \sum_{i < j,\, (i, j) \in O} \left(a_{ij} - c_i c_j\right)^2, \qquad
        a_{ij} = \frac{x_{ij} + x_{ji}}{2}

    over pairs :math:`O` of which both directions were observed. ``fit`` is the correlation of
    :math:`a_{ij}` and :math:`c_i c_j` over them, the measure of Borgatti and Everett (2000,
    doi:10.1016/S0378-8733(99)00019-2); the least squares without the diagonal are those of Boyd et
    al. (2010, doi:10.1016/j.socnet.2009.09.003). ``coreness`` is scaled to length 1,
    ``share_of_five`` the sum of its five largest squares. Every coordinate in turn takes its best
    value until none moves. The descent starts at the leading eigenvector and at each of the
    `starts` strongest pairs; the smallest sum of squares counts.

    Chosen over the model of Rombach et al. (2014), which has two parameters of its own and an
    annealing that gives another answer with every seed; this one has no parameter, an exact answer
    where trade is a product, and leaves out what was not observed.

    When not to use it: where there may be several cores, such as regions: the strongest pair of
    economies decides. And as evidence of a core: products of sizes fit any gravity world well, see
    `compare`.

    Attributes
    ----------
    starts : int
        Pairs to start from, besides the eigenvector.
    tolerance : float
        Largest change of a coordinate, relative to the largest, at the end.
    most_rounds : int
        Rounds after which the descent is given up.

    Examples
    --------
    >>> from tradenet.domain import Period
    >>> core = np.array([3.0, 2.0, 1.0, 1.0])
    >>> values = np.outer(core, core)
    >>> np.fill_diagonal(values, np.nan)
    >>> found = CorePeriphery()(TradeGraph(("A", "B", "C", "D"), values, Period(2019)))
    >>> round(found.numbers["fit"], 9), found.table["coreness"].to_numpy().round(3).tolist()
    (1.0, [0.775, 0.516, 0.258, 0.258])
    """

    starts: int = 5
    tolerance: float = 1e-10
    most_rounds: int = 20_000

    def __call__(self, graph: TradeGraph) -> Structure:
        """Return the fit, the share of the five largest, and every economy's coreness.

        Raises
        ------
        ConvergenceError
            If a coordinate still moves after `most_rounds` rounds.
        """
        symmetric = (graph.values + graph.values.T) / 2
        seen = ~np.isnan(symmetric)
        core = self._best(np.nan_to_num(symmetric), seen)
        known = seen.any(axis=1) & (core.max(initial=0.0) > 0)
        length = float(np.linalg.norm(core)) or 1.0
        table = pa.table(
            {
                "economy": pa.array(graph.economies, pa.string()),
                "coreness": pa.array(core / length, mask=~known),
            }
        )
        squares = np.sort((core / length) ** 2)[::-1]
        numbers = {
            "fit": _fit(symmetric, core),
            "share_of_five": float(squares[:5].sum()) if known.any() else None,
        }
        return Structure("core and periphery", numbers, table)

    def _best(self, symmetric: Matrix, seen: Mask) -> Vector:
        scale = symmetric.max(initial=0.0) or 1.0
        scaled = symmetric / scale
        found = [
            descend(scaled, seen, start, self.tolerance, self.most_rounds)
            for start in _starts(scaled, self.starts)
        ]
        best: Vector = min(found, key=lambda core: _squares(scaled, seen, core))
        return best * float(np.sqrt(scale))


def descend(
    symmetric: Matrix, seen: Mask, start: Vector, tolerance: float, most_rounds: int
) -> Vector:
    """Return c ≥ 0 at which no coordinate can better the sum of squares by itself.

    Parameters
    ----------
    symmetric : float array, shape (n, n)
        Weights ≥ 0, zero where not seen.
    seen : bool array, shape (n, n)
        Pairs that count; the diagonal does not.
    start : float array, shape (n,)
        Where to begin.
    tolerance, most_rounds
        As in `CorePeriphery`.

    Raises
    ------
    ConvergenceError
        If a coordinate still moves after `most_rounds` rounds.
    """
    core, counts = start.copy(), seen.astype(np.float64)
    for _ in range(most_rounds):
        before = core.copy()
        for i in range(len(core)):
            below = float(counts[i] @ core**2)
            core[i] = float(symmetric[i] @ core) / below if below > 0 else core[i]
        if np.abs(core - before).max(initial=0.0) <= tolerance * core.max(initial=1e-300):
            return core
    msg = (
        f"core and periphery: coreness still moves after {most_rounds:,} rounds; raise the "
        "tolerance, or leave out economies with hardly any trade"
    )
    raise ConvergenceError(msg)


def _starts(symmetric: Matrix, pairs: int) -> list[Vector]:
    """Return the leading eigenvector, and two large coordinates for each of the largest cells."""
    sizes, vectors = np.linalg.eigh(symmetric)
    starts = [np.abs(vectors[:, -1]) * np.sqrt(max(sizes[-1], 0.0))]
    rows, columns = np.triu_indices(len(symmetric), k=1)
    order = np.argsort(-symmetric[rows, columns], kind="stable")[:pairs]
    for k in order[symmetric[rows, columns][order] > 0]:
        start = np.full(len(symmetric), 1e-3)
        start[[rows[k], columns[k]]] = np.sqrt(symmetric[rows[k], columns[k]])
        starts.append(start)
    return starts


def _squares(symmetric: Matrix, seen: Mask, core: Vector) -> float:
    return float(((symmetric - np.outer(core, core))[seen] ** 2).sum())


def _fit(symmetric: Matrix, core: Vector) -> float | None:
    i, j = np.triu_indices(len(core), k=1)
    counts = ~np.isnan(symmetric[i, j])
    trade, products = symmetric[i, j][counts], (core[i] * core[j])[counts]
    if len(trade) == 0 or np.ptp(trade) == 0 or np.ptp(products) == 0:
        return None
    return float(np.corrcoef(trade, products)[0, 1])

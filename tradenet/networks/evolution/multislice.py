"""Communities of all periods sought together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tradenet.domain import ConfigError, Expected, InsufficientData, Partition, TradeGraph
from tradenet.domain.arrays import Matrix, positions
from tradenet.domain.notebook import card
from tradenet.networks.communities.randomness import igraph_seeded
from tradenet.networks.communities.surplus import surplus_matrix

Labels = npt.NDArray[np.int64]
Indices = npt.NDArray[np.intp]
Vector = npt.NDArray[np.float64]
_ROUNDS = 2  # of Leiden in one run


@dataclass(frozen=True, slots=True, eq=False)
class Multislice:
    """One division of all economies in all periods.

    Attributes
    ----------
    periods : tuple of int, length t
        Codes, ascending.
    partitions : mapping of int to Partition
        What it says of each period; numbered for itself.
    labels : tuple of int arrays
        Community of each economy of each period, the same number in all periods: these last by
        themselves.
    quality : float
        The multislice modularity.
    """

    periods: tuple[int, ...]
    partitions: dict[int, Partition]
    labels: tuple[Labels, ...]
    quality: float

    def summary(self) -> str:
        """Return one quotable line."""
        found = len(set(np.concatenate(self.labels).tolist()))
        return f"{found} communities over {len(self.periods)} periods, Q = {self.quality:.3f}"

    def to_arrow(self) -> pa.Table:
        """Return one row per period and economy: period, economy, community."""
        rows = [
            (period, code, label)
            for period, labels in zip(self.periods, self.labels, strict=True)
            for code, label in zip(self.partitions[period].economies, labels.tolist(), strict=True)
        ]
        columns = list(zip(*rows, strict=True))
        return pa.table(dict(zip(("period", "economy", "community"), columns, strict=True)))

    def _repr_html_(self) -> str:
        found = len(set(np.concatenate(self.labels).tolist()))
        rows = [("communities", found), ("periods", len(self.periods)), ("Q", self.quality)]
        return card("Multislice", rows)


def multislice(
    graphs: Sequence[TradeGraph],
    expected: Sequence[Expected],
    coupling: float = 1.0,
    resolution: float = 1.0,
    restarts: int = 1,
    *,
    rng: np.random.Generator,
) -> Multislice:
    r"""Seek communities of all periods together; an economy likes to stay where it was.

    .. math:: Q = \frac{1}{2 \mu} \sum_{s} \Bigl[ \frac{n_s}{m_s} \sum_{ij}
        \bigl(x_{ijs} - \gamma \mu_{ijs}\bigr) \delta(c_{is}, c_{js}) \Bigr]
        + \frac{\omega}{\mu} \sum_{s} \sum_i \delta(c_{is}, c_{i,s+1})

    The multislice modularity of Mucha, Richardson, Macon, Porter and Onnela (2010,
    doi:10.1126/science.1184819) with successive periods s coupled, under any expected trade.
    Trade :math:`x` and expectation are symmetrised and scaled by :math:`n_s / m_s`, economies over
    trade of the period, so that the mean strength is 1 in every period and coupling :math:`\omega`
    means the same in 1960 and 2020: at 1 staying is worth as much as all trade of an average
    economy. :math:`2 \mu = \sum_s n_s + 2 \omega \cdot` number of couplings. The engine is
    Leiden on the supra-graph of economies in periods, constant Potts objective at resolution 0.

    When not to use it: to date a change. The coupling spreads it over neighbouring periods; use
    `break_test` on partitions sought apart.

    Parameters
    ----------
    graphs : sequence of TradeGraph
        One per period, at least one.
    expected : sequence of Expected
        Of each graph.
    coupling : float
        ω ≥ 0; at 0 the periods have nothing to do with each other.
    resolution : float
        γ ≥ 0.
    restarts : int
        Runs, of which the best counts.
    rng : numpy.random.Generator
        For the runs.

    Raises
    ------
    InsufficientData
        If there is no graph.
    ConfigError
        If a parameter is out of range, or a period stands twice.
    SchemaError
        If a graph and its expected trade speak of different economies.
    """
    _validate(graphs, coupling, resolution, restarts)
    order = np.argsort([graph.period.code for graph in graphs], kind="stable")
    ordered = [graphs[k] for k in order]
    starts = np.cumsum([0, *(len(graph.economies) for graph in ordered)])
    slices = [
        surplus_matrix(graphs[k], expected[k], resolution)
        * (len(graphs[k].economies) / (graphs[k].total_usd or 1.0))
        for k in order
    ]
    within = [_within(each, start) for each, start in zip(slices, starts, strict=False)]
    between = [
        _between(one, other, start, coupling)
        for (one, other), start in zip(pairwise(ordered), starts, strict=False)
    ]
    rows, columns, weights = (np.concatenate(each) for each in zip(*within, *between, strict=True))
    labels, gain = _best(rows, columns, weights, (int(starts[-1]), restarts), rng)
    couplings = sum(len(each[0]) for each in between)
    quality = 2 * gain / (float(starts[-1]) + 2 * coupling * couplings)
    method = f"multislice, coupling {coupling:g}, resolution {resolution:g}"
    own = tuple(labels[a:b] for a, b in pairwise(starts.tolist()))
    partitions = {
        graph.period.code: Partition(graph.economies, each, quality, method)
        for graph, each in zip(ordered, own, strict=True)
    }
    return Multislice(tuple(partitions), partitions, own, quality)


_Ties = tuple[Indices, Indices, Vector]


def _within(surplus: Matrix, start: int) -> _Ties:
    """Return the ties of a slice, numbered from `start`."""
    rows, columns = np.nonzero(np.triu(surplus, k=1))
    return rows + start, columns + start, surplus[rows, columns]


def _between(one: TradeGraph, other: TradeGraph, start: int, coupling: float) -> _Ties:
    """Return the ties of economies with themselves in the next slice; none without coupling."""
    at = positions(other.economies, one.economies)
    here = np.flatnonzero(at >= 0) if coupling > 0 else np.array([], dtype=np.intp)
    there = at[here] + start + len(one.economies)
    return here + start, there, np.full(len(here), coupling)


def _best(
    rows: Indices,
    columns: Indices,
    weights: Vector,
    size: tuple[int, int],
    rng: np.random.Generator,
) -> tuple[Labels, float]:
    """Return the labels of the best of several runs, numbered by first appearance, and its gain."""
    import igraph

    nodes, restarts = size
    ties = igraph.Graph(n=nodes, edges=list(zip(rows.tolist(), columns.tolist(), strict=True)))
    ties.es["weight"] = weights.tolist()
    best, most = np.arange(nodes), -np.inf
    for _ in range(restarts):
        with igraph_seeded(rng):
            found = np.array(
                ties.community_leiden("CPM", "weight", 0.0, n_iterations=_ROUNDS).membership
            )
        gain = float(weights[found[rows] == found[columns]].sum())
        if gain > most:
            best, most = found, gain
    _, first, inverse = np.unique(best, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first))[inverse], most


def _validate(
    graphs: Sequence[TradeGraph], coupling: float, resolution: float, restarts: int
) -> None:
    if not graphs:
        msg = "no graph to seek communities in; give at least one period"
        raise InsufficientData(msg)
    if not min(coupling, resolution) >= 0 or restarts < 1:
        msg = f"coupling {coupling}, resolution {resolution}: want ≥ 0; restarts {restarts}: ≥ 1"
        raise ConfigError(msg)
    codes = [graph.period.code for graph in graphs]
    if len(set(codes)) < len(codes):
        msg = f"{len(codes)} graphs of {len(set(codes))} periods; give one of each period"
        raise ConfigError(msg)

"""Trade beyond expectation as a matrix, and what a division of it is worth."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from tradenet.domain import Expected, TradeGraph
from tradenet.domain.arrays import Matrix
from tradenet.networks.intensity import counted

Labels = npt.NDArray[np.int64]
Positions = npt.NDArray[np.intp]

_ROUNDING = 1e-9  # of a cell: what the fit of an expectation leaves is no surplus


def surplus_matrix(graph: TradeGraph, expected: Expected, resolution: float) -> Matrix:
    """Return (B + Bᵀ) / 2 with B = observed − γ·expected over cells that count; zero elsewhere.

    Raises
    ------
    SchemaError
        If the two speak of different economies.
    """
    cells = counted(graph, expected)
    seen = np.where(cells, graph.values, 0.0)
    hoped = np.where(cells, resolution * expected.values, 0.0)
    surplus: Matrix = seen - hoped
    surplus[np.abs(surplus) <= _ROUNDING * np.maximum(seen, hoped)] = 0.0
    both: Matrix = (surplus + surplus.T) / 2
    return both


def inside(surplus: Matrix, labels: Labels) -> float:
    """Return the sum of a matrix over pairs of one community, both directions."""
    return float(surplus[labels[:, None] == labels[None, :]].sum())


def surplus_share(graph: TradeGraph, expected: Expected, labels: Labels) -> float:
    """Return trade beyond expectation inside communities, as a share of all observed trade.

    It is the modularity of a partition under any expected trade, at resolution 1, and is what
    methods report that have no objective of their own.
    """
    surplus = surplus_matrix(graph, expected, 1.0)
    return inside(surplus, labels) / (graph.total_usd or 1.0)


def others_alone(n: int, at: Positions, found: Labels | Sequence[int]) -> Labels:
    """Return labels of n economies: those found for some positions; each of the others is alone.

    Examples
    --------
    >>> others_alone(4, np.array([1, 3]), [0, 0]).tolist()
    [0, 4, 2, 4]
    """
    labels = np.arange(n, dtype=np.int64)
    labels[at] = n + np.asarray(found, dtype=np.int64)
    return labels


def best_of(runs: int, run: Callable[[], Labels], surplus: Matrix) -> Labels:
    """Return the labels of the run with the most surplus inside, the first of equals."""
    best = run()
    for _ in range(runs - 1):
        labels = run()
        if inside(surplus, labels) > inside(surplus, best):
            best = labels
    return best


def best_cut(merges: Sequence[tuple[int, int]], surplus: Matrix) -> Labels:
    """Return the labels at the step of a dendrogram with the most surplus inside.

    Parameters
    ----------
    merges : sequence of pairs of int
        Step k joins two clusters into cluster n + k; fewer than n − 1 steps leave several.
    surplus : float array, shape (n, n)
        Symmetric and signed.

    Examples
    --------
    >>> gain = np.array([[0, 3.0, -2], [3, 0, -2], [-2, -2, 0]])
    >>> best_cut([(0, 1), (2, 3)], gain).tolist()
    [0, 0, 2]
    """
    n = len(surplus)
    clusters = {k: np.array([k]) for k in range(n)}
    gain, most, steps = 0.0, 0.0, 0
    for step, (one, other) in enumerate(merges):
        a, b = clusters.pop(int(one)), clusters.pop(int(other))
        clusters[n + step] = np.concatenate([a, b])
        gain += 2.0 * float(surplus[np.ix_(a, b)].sum())
        if gain > most + _ROUNDING * abs(most):
            most, steps = gain, step + 1
    return cut(merges, n, steps)


def cut(merges: Sequence[tuple[int, int]], n: int, steps: int) -> Labels:
    """Return the labels after some steps of a dendrogram: the first member of each cluster."""
    clusters = {k: np.array([k]) for k in range(n)}
    for step, (one, other) in enumerate(merges[:steps]):
        clusters[n + step] = np.concatenate([clusters.pop(int(one)), clusters.pop(int(other))])
    labels = np.empty(n, dtype=np.int64)
    for members in clusters.values():
        labels[members] = members.min()
    return labels

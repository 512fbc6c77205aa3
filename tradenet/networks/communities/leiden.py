"""Leiden on trade beyond expectation."""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tradenet.domain import ConfigError, Expected, Partition, SchemaError, TradeGraph
from tradenet.domain.arrays import Matrix

_ROUNDING = 1e-9  # of a cell: what the fit of an expectation leaves is no surplus


@dataclass(frozen=True, slots=True)
class Leiden:
    r"""Communities that trade more than a null expects, by the Leiden algorithm.

    Maximises the modularity under any expected trade

    .. math:: Q = \frac{1}{m} \sum_{ij} \left(x_{ij} - \gamma \mu_{ij}\right) \delta(c_i, c_j),
        \qquad m = \sum_{ij} x_{ij}

    over observed cells, where :math:`x` is observed and :math:`\mu` expected trade,
    :math:`\gamma` the resolution and :math:`c` the community. A directed graph is symmetrised,
    :math:`(B + B^T) / 2`, which leaves Q as it is. The engine is igraph's Leiden (Traag, Waltman
    and van Eck 2019, doi:10.1038/s41598-019-41695-z) with the constant Potts objective at
    resolution 0, for which any signed weights do. An economy without observed trade is a community
    of its own.

    When not to use it: to test whether communities exist. A partition that maximises Q is found in
    noise as well (Peixoto 2023, doi:10.1017/9781009118897).

    Attributes
    ----------
    resolution : float
        γ ≥ 0; above 1 communities are smaller.
    restarts : int
        Runs from different random states, of which the best counts.
    """

    resolution: float = 1.0
    restarts: int = 10

    def __post_init__(self) -> None:
        if self.resolution < 0 or self.restarts < 1:
            msg = f"leiden: resolution {self.resolution} must be ≥ 0, restarts {self.restarts} ≥ 1"
            raise ConfigError(msg)

    def __call__(
        self, graph: TradeGraph, expected: Expected, *, rng: np.random.Generator
    ) -> Partition:
        """Return the best partition found.

        Raises
        ------
        SchemaError
            If graph and expected trade speak of different economies.
        """
        surplus = surplus_matrix(graph, expected, self.resolution)
        total = graph.total_usd or 1.0
        labels = leiden_labels(surplus / total, self.restarts, rng)
        quality = float(surplus[labels[:, None] == labels[None, :]].sum() / total)
        method = f"Leiden, resolution {self.resolution:g}, against: {expected.null}"
        return Partition(graph.economies, labels, quality, method)


def surplus_matrix(graph: TradeGraph, expected: Expected, resolution: float) -> Matrix:
    """Return (B + Bᵀ) / 2 with B = observed − γ·expected over observed cells; zero elsewhere.

    Raises
    ------
    SchemaError
        If the two speak of different economies.
    """
    if graph.economies != expected.economies:
        msg = "graph and expected trade speak of different economies; make one from the other"
        raise SchemaError(msg)
    counts = graph.observed & ~np.isnan(expected.values)
    seen = np.where(counts, graph.values, 0.0)
    hoped = np.where(counts, resolution * expected.values, 0.0)
    surplus: Matrix = seen - hoped
    surplus[np.abs(surplus) <= _ROUNDING * np.maximum(seen, hoped)] = 0.0
    both: Matrix = (surplus + surplus.T) / 2
    return both


def leiden_labels(
    surplus: Matrix, restarts: int, rng: np.random.Generator
) -> npt.NDArray[np.int64]:
    """Return the labels of the best of several Leiden runs on a symmetric signed matrix."""
    import igraph

    rows, columns = np.nonzero(np.triu(surplus, k=1))
    graph = igraph.Graph(
        n=len(surplus), edges=list(zip(rows.tolist(), columns.tolist(), strict=True))
    )
    weights = surplus[rows, columns].tolist()
    best: tuple[float, npt.NDArray[np.int64]] | None = None
    try:
        for seed in rng.integers(2**62, size=restarts).tolist():
            igraph.set_random_number_generator(random.Random(seed))
            found = graph.community_leiden(
                objective_function="CPM", weights=weights, resolution=0.0, n_iterations=-1
            )
            labels = np.array(found.membership, dtype=np.int64)
            inside = float(surplus[labels[:, None] == labels[None, :]].sum())
            if best is None or inside > best[0]:
                best = inside, labels
    finally:
        igraph.set_random_number_generator(random)
    return best[1] if best else np.arange(len(surplus))

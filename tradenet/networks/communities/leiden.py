"""Leiden on trade beyond expectation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tradenet.domain import ConfigError, Expected, Partition, TradeGraph
from tradenet.domain.arrays import Matrix
from tradenet.networks.communities.randomness import igraph_seeded
from tradenet.networks.communities.surplus import Labels, best_of, inside, surplus_matrix
from tradenet.networks.communities.weights import edges_of


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
        if not self.resolution >= 0 or self.restarts < 1:
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
        method = f"Leiden, resolution {self.resolution:g}, against: {expected.null}"
        return Partition(graph.economies, labels, inside(surplus, labels) / total, method)


def leiden_labels(surplus: Matrix, restarts: int, rng: np.random.Generator) -> Labels:
    """Return the labels of the best of several Leiden runs on a symmetric signed matrix."""
    graph, weights = edges_of(surplus, directed=False)

    def run() -> Labels:
        with igraph_seeded(rng):
            found = graph.community_leiden(
                objective_function="CPM", weights=weights, resolution=0.0, n_iterations=-1
            )
        return np.array(found.membership, dtype=np.int64)

    return best_of(restarts, run, surplus)

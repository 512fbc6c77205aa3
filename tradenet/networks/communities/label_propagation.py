"""Label propagation: each economy joins those with whom it trades most."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tradenet.domain import ConfigError, Expected, Partition, TradeGraph
from tradenet.domain.arrays import Matrix
from tradenet.networks.communities.randomness import igraph_seeded
from tradenet.networks.communities.surplus import (
    Labels,
    best_of,
    others_alone,
    surplus_matrix,
    surplus_share,
)
from tradenet.networks.communities.weights import Weight, edge_weights, edges_of, linked, used


@dataclass(frozen=True, slots=True)
class LabelPropagation:
    r"""Communities in which everybody sits with the larger part of his trade.

    Each economy takes the label that weighs most among its partners

    .. math:: c_i \leftarrow \arg\max_c \sum_j w_{ij} \, \delta(c_j, c)

    in random order, ties by chance, until nobody changes (Raghavan, Albert and Kumara 2007,
    doi:10.1103/PhysRevE.76.036106). The engine is igraph's. It takes weights ≥ 0, no signed ones;
    a directed graph has both directions of a pair summed. It knows no null: :math:`w` is trade
    above expectation (``surplus``), unless `weight` says otherwise. Of several runs the one with
    the most trade beyond expectation inside counts, which is also `Partition.quality`, as a share
    of observed trade: the method has no objective of its own. An economy without edges is alone.

    When not to use it: where runs must agree. It is fast and unstable, and on a dense graph
    often ends with one community; to test whether communities exist.

    Attributes
    ----------
    weight : ``"surplus"``, ``"intensity"`` or ``"trade"``
        What an edge weighs: trade above expectation, observed over expected, or observed trade.
    restarts : int
        Runs from different random states.
    """

    weight: Weight = "surplus"
    restarts: int = 10

    def __post_init__(self) -> None:
        if self.restarts < 1:
            msg = f"label_propagation: restarts {self.restarts} must be ≥ 1"
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
        weights = edge_weights(graph, expected, self.weight, directed=False)
        surplus = surplus_matrix(graph, expected, 1.0)

        labels = best_of(self.restarts, lambda: _run(weights, rng), surplus)
        quality = surplus_share(graph, expected, labels)
        method = f"label propagation on {used(self.weight, expected)}"
        return Partition(graph.economies, labels, quality, method)


def _run(weights: Matrix, rng: np.random.Generator) -> Labels:
    """Return the labels of one run on a symmetric matrix ≥ 0."""
    at = linked(weights)
    if not len(at):
        return np.arange(len(weights), dtype=np.int64)
    net, each = edges_of(weights[np.ix_(at, at)] / weights.max(), directed=False)
    with igraph_seeded(rng):
        found = net.community_label_propagation(weights=each)
    return others_alone(len(weights), at, found.membership)

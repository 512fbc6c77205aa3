"""Walktrap: economies from which short random walks lead to the same places."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tradenet.domain import ConfigError, Expected, Partition, TradeGraph
from tradenet.domain.arrays import Matrix
from tradenet.networks.communities.surplus import (
    Labels,
    best_cut,
    others_alone,
    surplus_matrix,
    surplus_share,
)
from tradenet.networks.communities.weights import Weight, edge_weights, edges_of, linked, used


@dataclass(frozen=True, slots=True)
class Walktrap:
    r"""Communities by merging economies from which short random walks look alike.

    Clusters are merged by Ward's rule on the distance

    .. math:: r_{ij} = \sqrt{\sum_k \left(P^t_{ik} - P^t_{jk}\right)^2 / d_k}

    where :math:`P^t_{ik}` is the chance that a walk of :math:`t` steps leads from i to k and
    :math:`d_k` the weight of all edges of k (Pons and Latapy 2006, doi:10.7155/jgaa.00124). The
    engine is igraph's. It takes weights ≥ 0, no signed ones; a directed graph has both directions
    of a pair summed. The walks know no null: they follow trade above expectation (``surplus``),
    unless `weight` says otherwise. The dendrogram is cut where trade beyond :math:`\gamma` times
    the expectation inside communities is largest, not by igraph's own modularity, so that the
    null decides the cut with every `weight`. `Partition.quality` is trade beyond expectation
    inside, as a share of observed trade. Nothing is random; an economy without edges is alone.

    When not to use it: where the objective itself is to be maximised (`Leiden`): a wrong early
    merger stays. To test whether communities exist.

    Attributes
    ----------
    weight : ``"surplus"``, ``"intensity"`` or ``"trade"``
        What an edge weighs: trade above expectation, observed over expected, or observed trade.
    steps : int
        Length of the walks, ≥ 1.
    resolution : float
        γ ≥ 0 of the cut; above 1 communities are smaller.
    """

    weight: Weight = "surplus"
    steps: int = 4
    resolution: float = 1.0

    def __post_init__(self) -> None:
        if self.steps < 1 or not self.resolution >= 0:
            msg = f"walktrap: steps {self.steps} must be ≥ 1, resolution {self.resolution} ≥ 0"
            raise ConfigError(msg)

    def __call__(
        self,
        graph: TradeGraph,
        expected: Expected,
        *,
        rng: np.random.Generator,  # noqa: ARG002 - the signature of all methods
    ) -> Partition:
        """Return the partition.

        Raises
        ------
        SchemaError
            If graph and expected trade speak of different economies.
        """
        weights = edge_weights(graph, expected, self.weight, directed=False)
        surplus = surplus_matrix(graph, expected, self.resolution)
        labels = walktrap_labels(weights, surplus, self.steps)
        method = (
            f"Walktrap, {self.steps} steps on {used(self.weight, expected)}; "
            f"cut at resolution {self.resolution:g} of that expectation"
        )
        return Partition(graph.economies, labels, surplus_share(graph, expected, labels), method)


def walktrap_labels(weights: Matrix, surplus: Matrix, steps: int) -> Labels:
    """Return the labels of the best cut by `surplus` of the dendrogram made from `weights`."""
    at = linked(weights)
    if not len(at):
        return np.arange(len(weights), dtype=np.int64)
    within = np.ix_(at, at)
    net, each = edges_of(weights[within] / weights.max(), directed=False)
    merges = net.community_walktrap(weights=each, steps=steps).merges
    return others_alone(len(weights), at, best_cut(merges, surplus[within]))

"""Infomap: communities in which a random dollar stays long."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tradenet.domain import ConfigError, Expected, Partition, TradeGraph
from tradenet.networks.communities.randomness import igraph_seeded
from tradenet.networks.communities.surplus import Labels, others_alone
from tradenet.networks.communities.weights import Weight, edge_weights, edges_of, linked, used


@dataclass(frozen=True, slots=True)
class Infomap:
    r"""Communities that shorten the description of a random walk, by Infomap.

    Minimises the map equation (Rosvall and Bergstrom 2008, doi:10.1073/pnas.0706851105)

    .. math:: L = q \, H(\mathcal{Q}) + \sum_c p_c \, H(\mathcal{P}_c)

    the bits per step that name where a walker goes: :math:`q` is the chance that he changes the
    community, :math:`H(\mathcal{Q})` the entropy of the communities' names, :math:`p_c` the share
    of steps that use the names of community :math:`c`, :math:`H(\mathcal{P}_c)` their entropy. The
    engine is igraph's. It takes directed graphs and weights ≥ 0, no signed ones, and no null: the
    walker follows trade above expectation (``surplus``), unless `weight` says otherwise. On
    observed trade, which is dense, he finds a single community even where there are several. An
    economy without edges is alone.

    `Partition.quality` is L in bits: **less is better**.

    When not to use it: on ``trade``, unless the flow of goods itself is the question; to test
    whether communities exist.

    Attributes
    ----------
    weight : ``"surplus"``, ``"intensity"`` or ``"trade"``
        What an edge weighs: trade above expectation, observed over expected, or observed trade,
        for which the expectation is not used.
    restarts : int
        Runs from different random states, of which the shortest description counts.
    """

    weight: Weight = "surplus"
    restarts: int = 10

    def __post_init__(self) -> None:
        if self.restarts < 1:
            msg = f"infomap: restarts {self.restarts} must be ≥ 1"
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
        weights = edge_weights(graph, expected, self.weight, directed=True)
        at = linked(weights)
        if not len(at):
            return self._partition(graph, expected, np.arange(len(weights)), 0.0)
        net, each = edges_of(weights[np.ix_(at, at)] / weights.max(), directed=True)
        with igraph_seeded(rng):
            found = net.community_infomap(edge_weights=each, trials=self.restarts)
        labels = others_alone(len(weights), at, found.membership)
        return self._partition(graph, expected, labels, float(found.codelength))

    def _partition(
        self, graph: TradeGraph, expected: Expected, labels: Labels, bits: float
    ) -> Partition:
        method = f"Infomap on {used(self.weight, expected)}"
        return Partition(graph.economies, labels, bits, method)

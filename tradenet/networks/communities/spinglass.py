"""Spinglass: simulated annealing of trade beyond expectation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tradenet.domain import ConfigError, Expected, Partition, TradeGraph
from tradenet.domain.arrays import Matrix
from tradenet.networks.communities.louvain import louvain_labels
from tradenet.networks.communities.randomness import igraph_seeded
from tradenet.networks.communities.surplus import Labels, best_of, inside, surplus_matrix
from tradenet.networks.communities.weights import edges_of

_FIELD = 10.0  # sum of |couplings| of the largest economy: still mobile at igraph's temperature 1


@dataclass(frozen=True, slots=True)
class Spinglass:
    r"""Communities as the ground state of a spin glass coupled by trade beyond expectation.

    Minimises by simulated annealing the energy

    .. math:: H = - \sum_{ij} \left(x_{ij} - \gamma \mu_{ij}\right) \delta(c_i, c_j)

    which is the objective of `Leiden` with another sign (Reichardt and Bornholdt 2006,
    doi:10.1103/PhysRevE.74.016110; signed couplings: Traag and Bruggeman 2009,
    doi:10.1103/PhysRevE.80.036115). The engine is igraph's for negative weights, with its own null
    switched off: the null is in the weights, which are signed; a directed graph is symmetrised as
    :math:`(B + B^T) / 2`. Parts of the world without surplus or deficit between them are annealed
    apart, as the engine wants connected graphs. Small economies feel so little that they still
    wander when annealing ends; a run of `Louvain` from there, at temperature zero, settles them.
    An economy without observed trade is alone.

    When not to use it: where time matters. 150 economies take some seconds a run, against
    hundredths for `Leiden`, which finds the same or better. To test whether communities exist.

    Attributes
    ----------
    resolution : float
        γ ≥ 0; above 1 communities are smaller.
    spins : int
        Most communities within a connected part, 2 to 500.
    cooling : float
        Temperature after a step over that before, 0.5 to below 1; nearer to 1 is slower.
    restarts : int
        Runs from different random states, of which the best counts.
    """

    resolution: float = 1.0
    spins: int = 25
    cooling: float = 0.95
    restarts: int = 1

    def __post_init__(self) -> None:
        fits = self.resolution >= 0 and 2 <= self.spins <= 500 and 0.5 <= self.cooling < 1  # noqa: PLR2004 - igraph's limits
        if not fits or self.restarts < 1:
            msg = (
                f"spinglass: resolution {self.resolution} must be ≥ 0, spins {self.spins} 2 to "
                f"500, cooling {self.cooling} 0.5 to below 1, restarts {self.restarts} ≥ 1"
            )
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
        labels = best_of(self.restarts, lambda: self._annealed(surplus, rng), surplus)
        quality = inside(surplus, labels) / (graph.total_usd or 1.0)
        method = f"Spinglass, resolution {self.resolution:g}, against: {expected.null}"
        return Partition(graph.economies, labels, quality, method)

    def _annealed(self, surplus: Matrix, rng: np.random.Generator) -> Labels:
        """Anneal every connected part of a symmetric signed matrix."""
        n = len(surplus)
        labels = np.arange(n, dtype=np.int64)
        for number, part in enumerate(edges_of(surplus, directed=False)[0].connected_components()):
            if len(part) == 1:
                continue
            couplings = surplus[np.ix_(part, part)]
            field = np.abs(couplings).sum(axis=1).max()
            net, weights = edges_of(couplings * (_FIELD / field), directed=False)
            with igraph_seeded(rng):
                found = net.community_spinglass(
                    weights=weights, spins=self.spins, cool_fact=self.cooling,
                    update_rule="simple", gamma=0.0, lambda_=0.0, implementation="negative",
                )  # fmt: skip
            quenched = louvain_labels(couplings, rng, _numbered(found.membership))
            labels[part] = n + number * n + quenched
        return labels


def _numbered(membership: list[int]) -> Labels:
    """Return labels from 0 without a gap: igraph's may exceed the number of economies."""
    return np.unique(membership, return_inverse=True)[1].astype(np.int64)

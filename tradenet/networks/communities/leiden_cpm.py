"""Leiden with the constant Potts model on intensity: pairs count alike, dollars do not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tradenet.domain import ConfigError, Expected, Partition, TradeGraph
from tradenet.networks.communities.leiden import leiden_labels
from tradenet.networks.communities.pairs import symmetric_intensity
from tradenet.networks.communities.surplus import inside


@dataclass(frozen=True, slots=True)
class LeidenCPM:
    r"""Communities whose pairs trade more intensely than a constant, by the Leiden algorithm.

    Maximises the constant Potts model (Traag, Van Dooren and Nesterov 2011,
    doi:10.1103/PhysRevE.84.016114)

    .. math:: H = \frac{1}{p} \sum_{i < j} \left(s_{ij} - \frac{r - 1}{r + 1}\right)
        \delta(c_i, c_j)

    over the :math:`p` pairs that were seen, where :math:`s` is the pair's observed over expected
    trade :math:`\iota` on the scale :math:`(\iota - 1) / (\iota + 1)` and :math:`r` the resolution
    on the scale of :math:`\iota` itself: at 1 a pair speaks for a common community when it trades
    more than expected, at 2 when it trades twice as much. Inside communities pairs are on average
    above the constant, between any two below it, whatever the rest of the world does.

    Dollars would not do as weights: trade of pairs spans nine orders of magnitude, so that a
    constant in dollars parts the world into the largest traders and everybody else. Takes a
    directed graph, both directions of a pair summed; the weights are signed. Pairs that nobody
    saw speak neither for nor against; an economy without observed trade is alone.

    When not to use it: where dollars are what matters, or where small pairs are badly measured,
    since each counts as much as the largest. To test whether communities exist.

    Attributes
    ----------
    resolution : float
        r > 0, observed over expected trade; above 1 communities are smaller.
    restarts : int
        Runs from different random states, of which the best counts.
    """

    resolution: float = 1.0
    restarts: int = 10

    def __post_init__(self) -> None:
        if not 0 < self.resolution < np.inf or self.restarts < 1:
            msg = (
                f"leiden_cpm: resolution {self.resolution} must be > 0 and finite, "
                f"restarts {self.restarts} ≥ 1"
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
        pairs = symmetric_intensity(graph, expected)
        seen = ~np.isnan(pairs)
        beyond = np.where(seen, pairs - (self.resolution - 1) / (self.resolution + 1), 0.0)
        labels = leiden_labels(beyond, self.restarts, rng)
        quality = inside(beyond, labels) / max(1, int(seen.sum()))
        method = f"Leiden CPM, intensity {self.resolution:g}, against: {expected.null}"
        return Partition(graph.economies, labels, quality, method)

"""Agglomerative clustering of economies by how intensely they trade."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tradenet.domain import ConfigError, Expected, Partition, TradeGraph
from tradenet.domain.arrays import Matrix
from tradenet.networks.communities.pairs import symmetric_intensity
from tradenet.networks.communities.surplus import (
    Labels,
    best_cut,
    cut,
    others_alone,
    surplus_matrix,
    surplus_share,
)


@dataclass(frozen=True, slots=True)
class Agglomerative:
    r"""Communities by merging the clusters that trade most intensely, by average linkage.

    The dissimilarity of two clusters is the mean over their pairs of

    .. math:: d_{ij} = \frac{1 - s_{ij}}{2} = \frac{1}{1 + \iota_{ij}}

    where :math:`\iota` is the observed over expected trade of the pair, both directions together:
    1 without trade, one half as expected, towards 0 far above. It falls with the logarithm of
    intensity (see Laursen 2015, doi:10.1007/s40821-015-0017-1, for the scale), but zero trade has a
    place on it. A pair that nobody saw stands at one half: no evidence either way. The clustering
    is SciPy's. The dendrogram is cut where trade beyond :math:`\gamma` times the expectation inside
    communities is largest or, with `threshold`, where the mean dissimilarity first exceeds
    :math:`1 / (1 + \text{threshold})`. `Partition.quality` is trade beyond expectation inside, as a
    share of observed trade. Takes a directed graph, both directions summed; distances stand for
    weights, and deficits count like signed ones. Nothing is random; an economy without observed
    trade is alone.

    When not to use it: where many pairs are not seen, since unseen pairs pull clusters towards the
    middle; where dollars and not pairs should count. To test whether communities exist.

    Attributes
    ----------
    resolution : float
        γ ≥ 0 of the cut, where there is no threshold.
    threshold : float, optional
        Observed over expected trade, > 0, below which clusters are not merged.
    """

    resolution: float = 1.0
    threshold: float | None = None

    def __post_init__(self) -> None:
        if not self.resolution >= 0 or not (self.threshold is None or self.threshold > 0):
            msg = (
                f"agglomerative: resolution {self.resolution} must be ≥ 0, "
                f"threshold {self.threshold} > 0"
            )
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
        pairs = symmetric_intensity(graph, expected)
        surplus = surplus_matrix(graph, expected, self.resolution)
        trading = np.flatnonzero(np.any(pairs > -1, axis=1))
        within = np.ix_(trading, trading)
        labels = np.arange(len(pairs), dtype=np.int64)
        if len(trading):
            found = self._cut(pairs[within], surplus[within])
            labels = others_alone(len(pairs), trading, found)
        how = (
            f"resolution {self.resolution:g}"
            if self.threshold is None
            else f"intensity {self.threshold:g}"
        )
        method = f"average linkage of intensity, cut at {how}, against: {expected.null}"
        return Partition(graph.economies, labels, surplus_share(graph, expected, labels), method)

    def _cut(self, pairs: Matrix, surplus: Matrix) -> Labels:
        merges, heights = average_linkage(np.where(np.isnan(pairs), 0.5, (1 - pairs) / 2))
        if self.threshold is None:
            return best_cut(merges, surplus)
        steps = int(np.searchsorted(heights, 1 / (1 + self.threshold), side="right"))
        return cut(merges, len(pairs), steps)


def average_linkage(dissimilarity: Matrix) -> tuple[list[tuple[int, int]], Matrix]:
    """Return which clusters are merged at each step, and at which mean dissimilarity."""
    from scipy.cluster.hierarchy import linkage

    tree = linkage(dissimilarity[np.triu_indices(len(dissimilarity), k=1)], method="average")
    return [(int(one), int(other)) for one, other in tree[:, :2]], tree[:, 2]

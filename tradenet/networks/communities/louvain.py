"""Louvain on trade beyond expectation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tradenet.domain import ConfigError, Expected, Partition, TradeGraph
from tradenet.domain.arrays import Matrix
from tradenet.networks.communities.surplus import Labels, best_of, inside, surplus_matrix

_ROUNDING = 1e-12  # of all surplus: a smaller gain is none, or rounding would move forever


@dataclass(frozen=True, slots=True)
class Louvain:
    r"""Communities that trade more than a null expects, by the Louvain algorithm.

    Maximises the objective of `Leiden`

    .. math:: Q = \frac{1}{m} \sum_{ij} \left(x_{ij} - \gamma \mu_{ij}\right) \delta(c_i, c_j),
        \qquad m = \sum_{ij} x_{ij}

    by moving one economy at a time to where it gains most, in random order until none gains, then
    taking each community for one economy, and again (Blondel, Guillaume, Lambiotte and Lefebvre
    2008, doi:10.1088/1742-5468/2008/10/P10008). The algorithm works on the signed matrix itself,
    a directed one symmetrised as :math:`(B + B^T) / 2`, since implementations for graphs want
    weights ≥ 0 and bring a null of their own. An economy without observed trade is alone.

    When not to use it: where `Leiden` does, which finds as much or more (Q = .2634 against .2616 in
    ten runs each on 210 economies) and leaves no community that falls apart into unconnected
    pieces; it is here for comparison. As with that, to test whether communities exist.

    Attributes
    ----------
    resolution : float
        γ ≥ 0; above 1 communities are smaller.
    restarts : int
        Runs in different random orders, of which the best counts.
    """

    resolution: float = 1.0
    restarts: int = 10

    def __post_init__(self) -> None:
        if not self.resolution >= 0 or self.restarts < 1:
            msg = f"louvain: resolution {self.resolution} must be ≥ 0, restarts {self.restarts} ≥ 1"
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
        labels = best_of(self.restarts, lambda: louvain_labels(surplus, rng), surplus)
        quality = inside(surplus, labels) / (graph.total_usd or 1.0)
        method = f"Louvain, resolution {self.resolution:g}, against: {expected.null}"
        return Partition(graph.economies, labels, quality, method)


def louvain_labels(
    surplus: Matrix, rng: np.random.Generator, start: Labels | None = None
) -> Labels:
    """Return the labels of one Louvain run on a symmetric signed matrix, perhaps from a start.

    Examples
    --------
    >>> gain = np.array([[0, 3.0, -2], [3, 0, -2], [-2, -2, 0]])
    >>> louvain_labels(gain, np.random.default_rng(1)).tolist()
    [0, 0, 1]
    """
    labels = np.arange(len(surplus), dtype=np.int64)
    while True:
        moved = settled(surplus, np.arange(len(surplus)) if start is None else start, rng)
        labels, start = moved[labels], None
        count = int(moved.max()) + 1
        if count == len(surplus):
            return labels
        surplus = _between(surplus, moved, count)


def settled(surplus: Matrix, labels: Labels, rng: np.random.Generator) -> Labels:
    """Move single nodes in random order until none gains, beginning with given labels.

    Parameters
    ----------
    surplus : float array, shape (n, n)
        Symmetric and signed.
    labels : int array, shape (n,)
        From 0 to n − 1.
    rng : numpy.random.Generator
        Of the order.

    Returns
    -------
    int array, shape (n,)
        Numbered from 0 without a gap.
    """
    n = len(surplus)
    least = _ROUNDING * float(np.abs(surplus).sum())
    ties = surplus.copy()
    np.fill_diagonal(ties, 0.0)
    labels = labels.copy()
    moving = True
    while moving:
        moving = False
        for node in rng.permutation(n):
            gains = np.bincount(labels, weights=ties[node], minlength=n)  # 0 where nobody is
            best = int(gains.argmax())
            if gains[best] > gains[labels[node]] + least:
                labels[node] = best
                moving = True
    return np.unique(labels, return_inverse=True)[1].astype(np.int64)


def _between(surplus: Matrix, labels: Labels, count: int) -> Matrix:
    """Return the surplus between communities, within them on the diagonal."""
    cells = (labels[:, None] * count + labels[None, :]).ravel()
    sums = np.bincount(cells, weights=surplus.ravel(), minlength=count * count)
    return np.asarray(sums, dtype=np.float64).reshape(count, count)

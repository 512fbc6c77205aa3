"""One partition that many agree on, by clustering what they share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tradenet.domain import ConfigError, Partition
from tradenet.domain.arrays import Matrix
from tradenet.domain.notebook import card, few
from tradenet.networks.communities.leiden import leiden_labels
from tradenet.networks.consensus import consensus


@dataclass(frozen=True, slots=True, eq=False)
class Agreed:
    """What many partitions agree on.

    Attributes
    ----------
    economies : tuple of str, length n
        Sorted codes.
    together : float array, shape (n, n)
        Share of the partitions in which two economies share a community, 0 to 1; diagonal 1.
    entropy : float array, shape (n, n)
        Of each pair, in bits: 0 where all partitions say the same, 1 where half say so.
    partition : Partition
        The consensus; its quality is the mean co-assignment within communities less by chance.
    rounds : int
        Of iteration, until all runs found the same.
    """

    economies: tuple[str, ...]
    together: Matrix
    entropy: Matrix
    partition: Partition
    rounds: int

    @property
    def mean_entropy(self) -> float:
        """Mean over pairs, bits, 0 to 1; 0 for a single economy."""
        off = ~np.eye(len(self.economies), dtype=bool)
        return float(self.entropy[off].mean()) if off.any() else 0.0

    def summary(self) -> str:
        """Return one quotable line."""
        large = sum(size > 1 for size in self.partition.sizes)
        return (
            f"consensus of {large} communities of two or more among {len(self.economies)} "
            f"economies; co-assignment entropy {self.mean_entropy:.3f} bits a pair"
        )

    def to_arrow(self) -> pa.Table:
        """Return one row per pair: one, other, together, entropy, in_consensus."""
        i, j = np.triu_indices(len(self.economies), 1)
        names = np.array(self.economies)
        labels = self.partition.membership
        return pa.table(
            {
                "one": names[i].tolist(),
                "other": names[j].tolist(),
                "together": self.together[i, j],
                "entropy": self.entropy[i, j],
                "in_consensus": labels[i] == labels[j],
            }
        )

    def _repr_html_(self) -> str:
        rows = [
            (f"community {k}: {size} economies", few(self.partition.members(k)))
            for k, size in enumerate(self.partition.sizes)
            if size > 1
        ]
        return card("Consensus", [("summary", self.summary()), *rows])


def entropy_of(together: Matrix) -> Matrix:
    r"""Return the entropy of each pair's co-assignment, in bits.

    .. math:: h_{ij} = -d_{ij} \log_2 d_{ij} - (1 - d_{ij}) \log_2 (1 - d_{ij})

    Examples
    --------
    >>> entropy_of(np.array([[1.0, 0.5], [0.5, 1.0]])).tolist()
    [[0.0, 1.0], [1.0, 0.0]]
    """
    shares = np.stack([together, 1.0 - together])
    logs = np.log2(shares, out=np.zeros_like(shares), where=shares > 0)
    entropy: Matrix = np.abs(-(shares * logs).sum(axis=0))
    return entropy


def by_chance(labels: npt.NDArray[np.int64]) -> float:
    r"""Return how often two economies would share a community if members were drawn.

    .. math:: \bar p = \frac{1}{R} \sum_r \sum_c \frac{n_{rc} (n_{rc} - 1)}{n (n - 1)}

    over partitions r with community sizes :math:`n_{rc}`: every partition keeps its sizes, and who
    is where is random.

    Parameters
    ----------
    labels : int array, shape (R, n)
        One partition a row.

    Examples
    --------
    >>> by_chance(np.array([[0, 0, 1], [0, 0, 0]])) == (1 / 3 + 1) / 2
    True
    """
    n = labels.shape[1]
    if n < 2:  # noqa: PLR2004 - one economy makes no pair
        return 0.0
    pairs = [(np.unique(row, return_counts=True)[1]) for row in labels]
    return float(np.mean([(sizes * (sizes - 1)).sum() / (n * (n - 1)) for sizes in pairs]))


def iterated_consensus(
    partitions: Sequence[Partition],
    *,
    rng: np.random.Generator,
    runs: int = 20,
    most_rounds: int = 50,
) -> Agreed:
    r"""Cluster what many partitions share, and again, until all clusterings are the same.

    The consensus clustering of Lancichinetti and Fortunato (2012, doi:10.1038/srep00336):
    co-assignments :math:`d_{ij}` are clustered `runs` times, the co-assignments of the results
    again, until they are all 0 or 1. Clustered is

    .. math:: \sum_{ij} (d_{ij} - \bar p) \delta(c_i, c_j)

    with :math:`\bar p` what sizes alone give (`by_chance`), since the strengths of a co-assignment
    matrix, which modularity would hold against it, are nothing but the sizes of communities (Jeub,
    Sporns and Fortunato 2018, doi:10.1038/s41598-018-21352-7). No threshold is needed then.

    When not to use it: to say that communities exist. Partitions of noise have a consensus too; see
    `partition_significance`.

    Parameters
    ----------
    partitions : sequence of Partition
        Of one graph: over seeds, resolutions, copies.
    rng : numpy.random.Generator
        For the clusterings.
    runs : int
        Clusterings a round.
    most_rounds : int
        After which the best clustering of the last round is taken.

    Raises
    ------
    SchemaError
        If there is no partition, or they are of different economies.
    ConfigError
        If there is no run or round.

    Examples
    --------
    >>> names = ("A", "B", "C", "D")
    >>> said = [[0, 0, 1, 1], [0, 0, 1, 1], [0, 0, 0, 1]]
    >>> found = iterated_consensus(
    ...     [Partition(names, labels, 0.0, "by hand") for labels in said],
    ...     rng=np.random.default_rng(1),
    ... )
    >>> found.partition.membership.tolist(), round(float(found.together[2, 3]), 3)
    ([0, 0, 1, 1], 0.667)
    """
    if min(runs, most_rounds) < 1:
        msg = f"consensus: {runs} runs and {most_rounds} rounds; each must be at least 1"
        raise ConfigError(msg)
    economies, together = consensus(partitions)
    labels = np.array([partition.membership for partition in partitions])
    rounds, shared = 0, together
    while rounds < most_rounds and not _settled(labels):
        gain = shared - by_chance(labels)
        np.fill_diagonal(gain, 0.0)
        labels = np.array([leiden_labels(gain, 1, rng) for _ in range(runs)])
        shared = np.mean(labels[:, :, None] == labels[:, None, :], axis=0)
        rounds += 1
    gain = together - by_chance(np.array([partition.membership for partition in partitions]))
    worth = [float(gain[row[:, None] == row[None, :]].sum()) for row in labels]
    best = labels[int(np.argmax(worth))]
    method = f"consensus of {len(partitions)} partitions: {partitions[0].method}"
    made = Partition(economies, best, max(worth) / max(1, len(economies)) ** 2, method)
    return Agreed(economies, together, entropy_of(together), made, rounds)


def _settled(labels: npt.NDArray[np.int64]) -> bool:
    """Say whether all rows are one partition."""
    together = labels[:, :, None] == labels[:, None, :]
    return bool((together == together[0]).all())

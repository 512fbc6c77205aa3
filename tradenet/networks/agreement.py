"""How far two groupings of the same economies agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tradenet.domain import Partition
from tradenet.domain.arrays import Mask

Labels = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two groupings compared.

    Attributes
    ----------
    nmi : float or None
        Normalised mutual information, 0 to 1; None where both have one group or both only groups
        of one, and differ.
    ami : float or None
        The same adjusted for chance: 0 expected of random groupings of these sizes, 1 for equal.
    economies : int
        How many were compared.
    """

    nmi: float | None
    ami: float | None
    economies: int


def agreement(
    partition: Partition, groups: Mapping[str, str] | Partition, among: Mask | None = None
) -> Agreement:
    r"""Compare a partition with given groups, or with another partition, by mutual information.

    .. math:: NMI = \frac{I}{(H_1 + H_2) / 2}, \qquad
        AMI = \frac{I - E[I]}{(H_1 + H_2) / 2 - E[I]}

    :math:`I` is the mutual information of the two label lists, :math:`H` their entropies and
    :math:`E[I]` the mean of :math:`I` over all ways to deal labels of the same sizes (Vinh, Epps
    and Bailey 2010, Journal of Machine Learning Research 11, 2837–2854). Only economies that both
    know are compared.

    When not to use it: NMI grows with the number of groups, so that communities of two always agree
    with regions; AMI does not. Neither says that the groups made the communities.

    Parameters
    ----------
    partition : Partition
        Communities.
    groups : mapping of str to str, or Partition
        Group of each economy, such as its region.
    among : bool array, shape (n,), optional
        Which economies of the partition to compare, such as those that trade; all by default.

    Examples
    --------
    >>> p = Partition(("A", "B", "C", "D"), [0, 0, 1, 1], 0.0, "by hand")
    >>> agreement(p, {"A": "east", "B": "east", "C": "west", "D": "west", "E": "west"})
    Agreement(nmi=1.0, ami=1.0, economies=4)
    >>> round(agreement(p, {"A": "x", "B": "y", "C": "x", "D": "y"}).ami, 9)
    -0.5
    """
    known = dict(
        zip(groups.economies, groups.membership.tolist(), strict=True)
        if isinstance(groups, Partition)
        else groups
    )
    wanted = np.ones(len(partition.economies), np.bool_) if among is None else among
    shared = [
        (int(label), known[code])
        for code, label, asked in zip(
            partition.economies, partition.membership, wanted, strict=True
        )
        if asked and code in known
    ]
    if not shared:
        return Agreement(None, None, 0)
    one, other = (
        np.unique([str(pair[k]) for pair in shared], return_inverse=True)[1] for k in (0, 1)
    )
    return Agreement(*information(one, other), len(shared))


def information(one: Labels, other: Labels) -> tuple[float | None, float | None]:
    """Return normalised and adjusted mutual information of two label lists, see `agreement`.

    Parameters
    ----------
    one, other : int arrays, shape (m,)
        Labels from 0 without gaps.
    """
    table = np.zeros((one.max() + 1, other.max() + 1))
    np.add.at(table, (one, other), 1.0)
    rows, columns, m = table.sum(axis=1), table.sum(axis=0), len(one)
    if (table > 0).sum() == len(rows) == len(columns):
        return 1.0, 1.0  # the same grouping under other names
    filled = table > 0
    even = np.outer(rows, columns) / m
    mutual = float((table[filled] / m * np.log(table[filled] / even[filled])).sum())
    mean = (_entropy(rows / m) + _entropy(columns / m)) / 2
    chance = _expected(rows.astype(np.int64), columns.astype(np.int64), m)
    adjusted = (mutual - chance) / (mean - chance) if mean - chance > np.finfo(float).eps else None
    return (mutual / mean if mean > 0 else None), adjusted


def _entropy(shares: npt.NDArray[np.float64]) -> float:
    return float(-(shares * np.log(shares)).sum())


def _expected(rows: Labels, columns: Labels, m: int) -> float:
    """Return the mean mutual information of random labels with these group sizes."""
    from scipy.stats import hypergeom

    total = 0.0
    sizes, often = np.unique(columns, return_counts=True)
    for row in rows.tolist():
        for column, times in zip(sizes.tolist(), often.tolist(), strict=True):
            overlap = np.arange(max(1, row + column - m), min(row, column) + 1)
            chance = hypergeom.pmf(overlap, m, row, column)
            gain = overlap / m * np.log(m * overlap / (row * column))
            total += times * float((gain * chance).sum())
    return total


def linked_together(partition: Partition, linked: Mask) -> Mapping[str, float | int | None]:
    r"""Return how often linked pairs share a community, and how often others do.

    For links that are no grouping, such as trade agreements, in which an economy has several.

    Parameters
    ----------
    partition : Partition
        Communities of n economies.
    linked : bool array, shape (n, n)
        Symmetric; the diagonal does not count.

    Returns
    -------
    mapping
        ``linked`` and ``others``: shares 0 to 1 of the pairs, None where there are no such pairs;
        ``phi``: the correlation over pairs of being linked and being together, -1 to 1, None where
        all pairs are alike; ``pairs``: how many are linked.

    Examples
    --------
    >>> p = Partition(("A", "B", "C"), [0, 0, 1], 0.0, "by hand")
    >>> linked = np.array([[0, 1, 0], [1, 0, 0], [0, 0, 0]], bool)
    >>> dict(linked_together(p, linked))
    {'linked': 1.0, 'others': 0.0, 'phi': 1.0, 'pairs': 1}
    """
    i, j = np.triu_indices(len(partition.economies), k=1)
    together = (partition.membership[i] == partition.membership[j]).astype(float)
    link = linked[i, j]
    varied = len(i) > 0 and np.ptp(together) > 0 and np.ptp(link.astype(float)) > 0
    return {
        "linked": float(together[link].mean()) if link.any() else None,
        "others": float(together[~link].mean()) if (~link).any() else None,
        "phi": round(float(np.corrcoef(together, link)[0, 1]), 15) if varied else None,
        "pairs": int(link.sum()),
    }

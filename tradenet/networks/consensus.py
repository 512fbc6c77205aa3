"""What many partitions of one graph agree on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tradenet.domain import Partition, SchemaError
from tradenet.domain.arrays import Matrix


def consensus(partitions: Sequence[Partition]) -> tuple[tuple[str, ...], Matrix]:
    """Return the share of partitions in which two economies share a community.

    The consensus matrix of Lancichinetti and Fortunato (2012, doi:10.1038/srep00336).

    Parameters
    ----------
    partitions : sequence of Partition
        Of one graph, at least one.

    Returns
    -------
    economies : tuple of str, length n
    together : float array, shape (n, n)
        0 to 1, the diagonal 1.

    Raises
    ------
    SchemaError
        If there is no partition, or they are of different economies.

    Examples
    --------
    >>> one = Partition(("A", "B", "C"), [0, 0, 1], 0.0, "by hand")
    >>> two = Partition(("A", "B", "C"), [0, 1, 1], 0.0, "by hand")
    >>> consensus([one, two])[1].tolist()
    [[1.0, 0.5, 0.0], [0.5, 1.0, 0.5], [0.0, 0.5, 1.0]]
    """
    named = {partition.economies for partition in partitions}
    if len(named) != 1:
        msg = f"{len(partitions)} partitions of {len(named)} lists of economies; give those of one"
        raise SchemaError(msg)
    (economies,) = named
    labels = np.array([partition.membership for partition in partitions])
    together = np.mean(labels[:, :, None] == labels[:, None, :], axis=0)
    return economies, together

"""The resolutions between which a partition does not change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy.typing as npt
import pyarrow as pa

from tradenet.domain import Partition, SchemaError
from tradenet.domain.notebook import card
from tradenet.networks.stability.rand_index import adjusted_rand


@dataclass(frozen=True, slots=True, eq=False)
class Plateau:
    """The longest range of resolutions over which the partition stays the same.

    Attributes
    ----------
    low, high : float
        Ends of the range, γ.
    partition : Partition
        That at the lower end.
    resolutions : tuple of float
        All that were tried, ascending.
    agreement : tuple of float
        Of each partition with the next; one fewer than resolutions.
    communities : tuple of int
        How many of two or more each has.
    """

    low: float
    high: float
    partition: Partition
    resolutions: tuple[float, ...]
    agreement: tuple[float, ...]
    communities: tuple[int, ...]

    def summary(self) -> str:
        """Return one quotable line."""
        large = sum(size > 1 for size in self.partition.sizes)
        return (
            f"{large} communities of two or more stay the same for resolutions {self.low:g} to "
            f"{self.high:g}, of {self.resolutions[0]:g} to {self.resolutions[-1]:g}"
        )

    def to_arrow(self) -> pa.Table:
        """Return one row per resolution: communities, agreement with the next, on the plateau."""
        return pa.table(
            {
                "resolution": list(self.resolutions),
                "communities": list(self.communities),
                "agreement_with_next": pa.array([*self.agreement, None], pa.float64()),
                "on_plateau": [self.low <= at <= self.high for at in self.resolutions],
            }
        )

    def _repr_html_(self) -> str:
        each = zip(self.resolutions, self.communities, strict=True)
        rows = [(f"resolution {at:g}", f"{count} communities of two or more") for at, count in each]
        return card("Plateau", [("found", self.summary()), *rows])


def plateau(
    partitions: Sequence[tuple[float, Partition]],
    same: float = 1.0,
    agree: Callable[[npt.ArrayLike, npt.ArrayLike], float] = adjusted_rand,
) -> Plateau:
    """Return the longest range of resolutions whose partitions agree with that at its lower end.

    A partition that holds over a wide range of γ does not depend on a choice nobody can defend
    (Arenas, Fernández and Gómez 2008, doi:10.1088/1367-2630/10/5/053039). Length is the difference
    of γ; of equally long ranges the first counts.

    When not to use it: where one community of all, or each economy alone, is the longest range;
    then γ was not tried where it matters.

    Parameters
    ----------
    partitions : sequence of (float, Partition)
        γ and what was found at it, say the consensus over seeds; of one graph.
    same : float
        Agreement from which two partitions count as the same; 1 is equality.
    agree : callable
        From two label lists to their agreement.

    Raises
    ------
    SchemaError
        If there is none, a γ stands twice, or they are of different economies.

    Examples
    --------
    >>> names = ("A", "B", "C")
    >>> said = {0.5: [0, 0, 0], 1.0: [0, 0, 1], 1.5: [0, 0, 1], 2.0: [0, 1, 2]}
    >>> found = plateau([(g, Partition(names, who, 0.0, "by hand")) for g, who in said.items()])
    >>> found.low, found.high
    (1.0, 1.5)
    """
    ordered = sorted(partitions, key=lambda at: at[0])
    resolutions = tuple(at for at, _ in ordered)
    found = [partition for _, partition in ordered]
    one_graph = len({partition.economies for partition in found}) == 1
    if not one_graph or len(set(resolutions)) < len(resolutions):
        msg = f"{len(found)} partitions: give those of one graph, each resolution once"
        raise SchemaError(msg)
    best = (0, 0)
    for first in range(len(found)):
        last = first
        while last + 1 < len(found) and (
            agree(found[first].membership, found[last + 1].membership) >= same
        ):
            last += 1
        if resolutions[last] - resolutions[first] > resolutions[best[1]] - resolutions[best[0]]:
            best = (first, last)
    pairs = pairwise(found)
    return Plateau(
        resolutions[best[0]],
        resolutions[best[1]],
        found[best[0]],
        resolutions,
        tuple(agree(one.membership, other.membership) for one, other in pairs),
        tuple(sum(size > 1 for size in partition.sizes) for partition in found),
    )

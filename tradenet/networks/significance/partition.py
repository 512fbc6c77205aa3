"""Whether communities that were sought are more than what a search finds where a null is true."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tradenet.domain import Expected, Partition, TradeGraph, lookup
from tradenet.domain.notebook import card, few
from tradenet.domain.significance import LEVEL, p_value
from tradenet.networks.quality import MEASURES, Measure
from tradenet.networks.significance.worlds import Search, Worlds

Vector = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class CommunitySignificance:
    """One community of two or more against the best community of every world.

    Attributes
    ----------
    community : int
        Its number in the partition.
    members : tuple of str
        Who is in it.
    value : float
        The measure.
    p_value : float
        Adjusted for the search and for all communities.
    """

    community: int
    members: tuple[str, ...]
    value: float
    p_value: float


@dataclass(frozen=True, slots=True, eq=False)
class PartitionSignificance:
    """A partition that was sought, against what the same search finds in worlds.

    Attributes
    ----------
    partition : Partition
        What was found in the real graph.
    quality : float
        Its modularity.
    null_qualities : float array, shape (N,)
        Modularity of what was found in each world.
    p_value : float
        Of the whole partition.
    communities : tuple of CommunitySignificance
        Those of two or more, in the order of the partition.
    null_best : float array, shape (N,)
        The best community of each world, by the measure; −inf where it has none.
    measure : str
        Name in `MEASURES` of what the communities are compared by.
    null : str
        What is true in the worlds, in words.
    """

    partition: Partition
    quality: float
    null_qualities: Vector
    p_value: float
    communities: tuple[CommunitySignificance, ...]
    null_best: Vector
    measure: str
    null: str

    def significant(self, level: float = LEVEL) -> tuple[CommunitySignificance, ...]:
        """Return the communities that are significant; often none."""
        return tuple(at for at in self.communities if at.p_value <= level)

    def summary(self) -> str:
        """Return one quotable line."""
        found = self.significant()
        worlds = self.null_qualities
        return (
            f"{len(found) or 'none'} of {len(self.communities)} communities significant; "
            f"modularity {self.quality:.3f}, in worlds {worlds.mean():.3f} ± {worlds.std():.3f}, "
            f"p = {self.p_value:.3f} (worlds in which {self.null})"
        )

    def to_arrow(self) -> pa.Table:
        """Return one row per community of two or more: community, size, members, value, p."""
        rows = [
            {
                "community": at.community,
                "size": len(at.members),
                "members": list(at.members),
                "value": at.value,
                "p_value": at.p_value,
            }
            for at in self.communities
        ]
        schema = pa.schema(
            [
                ("community", pa.int64()),
                ("size", pa.int64()),
                ("members", pa.list_(pa.string())),
                ("value", pa.float64()),
                ("p_value", pa.float64()),
            ]
        )
        return pa.Table.from_pylist(rows, schema=schema)

    def _repr_html_(self) -> str:
        rows = [
            (f"community {at.community}", f"p = {at.p_value:.3f}: {few(at.members)}")
            for at in self.communities
        ]
        return card("Significance of a partition", [("all", self.summary()), *rows])


def partition_significance(
    graph: TradeGraph,
    search: Search,
    worlds: Worlds,
    *,
    rng: np.random.Generator,
    measure: str = "excess",
) -> PartitionSignificance:
    r"""Compare what a search finds with what the same search finds in worlds where a null is true.

    Null: nobody trades more with whom but as the null expects, with the noise of pairs of like
    size. Alternative: somebody does. In every world the expectation is fitted anew and the search
    repeated, so that the optimiser's optimism is in the null as it is in the data:

    .. math:: p = \frac{1 + \#\{k : Q^*_k \ge Q^*_0\}}{1 + N}, \qquad
        p_C = \frac{1 + \#\{k : \max_D T_k(D) \ge T_0(C)\}}{1 + N}

    with the modularity :math:`Q^*` of the partition found in the real graph (0) and in world k of
    N, and a measure :math:`T` of community :math:`C`, compared with the best community
    :math:`D` of each world. The second holds the chance of any false community at the level,
    however many there are (Westfall and Young 1993, Resampling-Based Multiple Testing). "No
    significant community" is a possible answer, and the usual one where the null is good.

    Peixoto (2023, doi:10.1017/9781009118897) objects that a maximal modularity must not be held
    against a null: a large one is found in graphs without structure, and a rejection says only that
    the graph is not a draw of that null, not where its structure is. Hence an optimised value is
    compared with optimised ones alone, the worlds have the noise of the real graph and not that of
    a structureless random graph, the null is named with every p-value, and communities are judged
    one by one. What remains of the objection: a null that lacks what all pairs have, say distance,
    is rejected for that.

    When not to use it: for a set fixed beforehand. Of groups of eight economies in forty that trade
    five times as much as expected a search named a quarter, `set_significance` all
    (`tests/calibration/test_community_significance.py`); "none significant" is weak evidence of
    absence. Nor as a proof of *these* borders: other partitions may be as good, see `consensus`.

    Parameters
    ----------
    graph : TradeGraph
        The real one.
    search : Search
        How communities are sought.
    worlds : Worlds
        The null.
    rng : numpy.random.Generator
        For the search and the worlds.
    measure : str
        Name in `MEASURES`: ``excess`` asks which communities make the modularity,
        ``trade_intensity_within`` and ``persistence`` how tight they are.

    Raises
    ------
    UnknownName
        If there is no such measure.
    """
    by = lookup(MEASURES, measure, "measure")
    partition, expected, quality = search(graph, rng=rng)
    real = _measured(graph, expected, partition, by)
    qualities, best = [], []
    for world, own in worlds(graph, rng=rng):
        found, hoped, each = search(world, rng=own)
        qualities.append(each)
        best.append(max(_measured(world, hoped, found, by).values(), default=-np.inf))
    lines = tuple(
        CommunitySignificance(k, partition.members(k), by.cohesive * value, p_value(value, best))
        for k, value in real.items()
    )
    return PartitionSignificance(
        partition,
        quality,
        np.array(qualities),
        p_value(quality, qualities),
        lines,
        np.array(best),
        measure,
        worlds.expected.null,
    )


def _measured(
    graph: TradeGraph, expected: Expected, partition: Partition, by: Measure
) -> dict[int, float]:
    """Return the measure, large where cohesive, of every community of two or more that has one."""
    found = {}
    for community, size in enumerate(partition.sizes):
        members = np.flatnonzero(partition.membership == community)
        value = by.of(graph.values, expected.values, members) if size > 1 else None
        if value is not None:
            found[community] = by.cohesive * value
    return found

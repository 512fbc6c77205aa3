"""Each community of each period as one line: how large, around whom, how tight."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from tradenet.domain import Expected, Partition, TradeGraph
from tradenet.networks import persistence
from tradenet.networks.evolution import cores
from tradenet.networks.quality import trade_intensity_within

Labels = Mapping[int, int]  # from the number of a community in its period to its label in time


def seats(
    partition: Partition, labels: Labels, hues: Labels, graph: TradeGraph, null: str
) -> Iterator[dict[str, Any]]:
    """Yield the community of every economy of a period, its label and colour, and its trade.

    An economy alone in its community has neither label nor colour.
    """
    values = np.nan_to_num(graph.values)
    strength = values.sum(axis=0) + values.sum(axis=1)
    for economy, community, trade in zip(
        partition.economies, partition.membership.tolist(), strength.tolist(), strict=True
    ):
        yield {
            "period": graph.period.code,
            "null": null,
            "economy": economy,
            "community": community,
            "label": labels.get(community),
            "hue": hues.get(community),
            "trade_usd": trade,
        }


def lines(
    partition: Partition,
    labels: Labels,
    graph: TradeGraph,
    expected: Expected,
    null: str,
    members: tuple[str, ...],
) -> Iterator[dict[str, Any]]:
    """Yield a line for each community of two or more: size, core, tightness, members of the bloc.

    Parameters
    ----------
    partition, labels : Partition, mapping
        The communities of a period, and their labels in time.
    graph, expected : TradeGraph, Expected
        Of the period.
    null : str
        Name of what the expected trade is made by.
    members : tuple of str
        Who of the set in question is named where it sits.
    """
    whole = 2 * graph.total_usd or 1.0
    values = np.nan_to_num(graph.values)
    strength = values.sum(axis=0) + values.sum(axis=1)
    known = core_and_share(partition, graph)
    for community, label in labels.items():
        inside = np.flatnonzero(partition.membership == community)
        core, share = known[community]
        trade = float(strength[inside].sum())
        codes = partition.members(community)
        yield {
            "period": graph.period.code,
            "null": null,
            "label": label,
            "community": community,
            "economies": len(inside),
            "core": core,
            "core_share": share,
            "members": "+".join(code for code in members if code in codes),
            "trade_usd": trade,
            "share_of_trade": trade / whole,
            "intensity": trade_intensity_within(graph.values, expected.values, inside),
            "persistence": persistence(graph.values, inside),
        }


def core_of(partition: Partition, graph: TradeGraph, community: int) -> str:
    """Return the economy with most trade inside a community."""
    return core_and_share(partition, graph)[community][0]


def core_and_share(partition: Partition, graph: TradeGraph) -> dict[int, tuple[str, float | None]]:
    """Return the core of each community and its share of the trade inside.

    Where nothing is traded inside, the first economy has no share.
    """
    found: dict[int, tuple[str, float | None]] = {}
    for row in cores(partition, graph).to_pylist():
        found.setdefault(row["community"], (row["economy"], row["share"]))
    return found

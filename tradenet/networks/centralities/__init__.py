"""Centralities: a number per economy that means something in trade. One file each."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Protocol

import pyarrow as pa

from tradenet.domain import Expected, TradeGraph
from tradenet.networks.centralities.betweenness import Betweenness
from tradenet.networks.centralities.hubs import HubsAuthorities
from tradenet.networks.centralities.pagerank import PageRank
from tradenet.networks.centralities.partners import Partners, dependence
from tradenet.networks.centralities.strength import Strength


class Centrality(Protocol):
    """Graph and expected trade in, a table with a row per economy out, undefined numbers null."""

    def __call__(self, graph: TradeGraph, expected: Expected, /) -> pa.Table:
        """Return the column ``economy`` and the measure's own columns."""
        ...


CENTRALITIES: Final[Mapping[str, Centrality]] = MappingProxyType(
    {
        "strength": Strength(),
        "partners": Partners(),
        "pagerank": PageRank(),
        "betweenness": Betweenness(),
        "hubs_authorities": HubsAuthorities(),
    }
)

__all__ = [
    "CENTRALITIES",
    "Betweenness",
    "Centrality",
    "HubsAuthorities",
    "PageRank",
    "Partners",
    "Strength",
    "dependence",
]

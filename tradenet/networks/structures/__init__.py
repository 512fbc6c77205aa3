"""Measures of a whole graph, and what they are against samples of a null. One file each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from tradenet.domain import TradeGraph
from tradenet.networks.structures.assortativity import Assortativity
from tradenet.networks.structures.core_periphery import CorePeriphery
from tradenet.networks.structures.reciprocity import Reciprocity
from tradenet.networks.structures.rich_club import RichClub
from tradenet.networks.structures.structure import Structure, compare

STRUCTURES: Final[Mapping[str, Callable[[TradeGraph], Structure]]] = MappingProxyType(
    {
        "reciprocity": Reciprocity(),
        "assortativity": Assortativity(),
        "core_periphery": CorePeriphery(),
        "rich_club": RichClub(),
    }
)

__all__ = [
    "STRUCTURES",
    "Assortativity",
    "CorePeriphery",
    "Reciprocity",
    "RichClub",
    "Structure",
    "compare",
]

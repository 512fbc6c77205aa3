"""Community methods: graph and expected trade in, partition out. One file each."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from tradenet.networks.communities.leiden import Leiden

COMMUNITIES: Final[Mapping[str, type[Leiden]]] = MappingProxyType(
    {
        "leiden": Leiden,
    }
)

__all__ = ["COMMUNITIES", "Leiden"]

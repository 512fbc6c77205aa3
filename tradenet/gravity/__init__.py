"""Say how much trade is expected."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from tradenet.domain import Expected, TradeGraph
from tradenet.gravity.margins import Margins

NULLS: Final[Mapping[str, Callable[[TradeGraph], Expected]]] = MappingProxyType(
    {
        "margins": Margins(),
    }
)

__all__ = ["NULLS", "Margins"]

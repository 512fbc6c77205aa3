"""Null models: random worlds around an expected trade that was made elsewhere. One file each."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from tradenet.networks.nulls.as_expected import AsExpected
from tradenet.networks.nulls.model import Keeps, NullModel

NULL_MODELS: Final[Mapping[str, type[NullModel]]] = MappingProxyType(
    {
        "expected": AsExpected,
    }
)

__all__ = ["NULL_MODELS", "AsExpected", "Keeps", "NullModel"]

"""Null models: random worlds around an expected trade that was made elsewhere. One file each."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from tradenet.networks.nulls.as_expected import AsExpected
from tradenet.networks.nulls.degree_and_strength import DegreeAndStrength
from tradenet.networks.nulls.gamma import Gamma
from tradenet.networks.nulls.model import Keeps, NullModel
from tradenet.networks.nulls.poisson import Poisson
from tradenet.networks.nulls.transplant import Transplant

NULL_MODELS: Final[Mapping[str, type[NullModel]]] = MappingProxyType(
    {
        "expected": AsExpected,
        "poisson": Poisson,
        "gamma": Gamma,
        "degree_and_strength": DegreeAndStrength,
        "transplant": Transplant,
    }
)

__all__ = [
    "NULL_MODELS",
    "AsExpected",
    "DegreeAndStrength",
    "Gamma",
    "Keeps",
    "NullModel",
    "Poisson",
    "Transplant",
]

"""Backbones: which trade stands out of its surroundings. One method per file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from tradenet.domain import TradeGraph
from tradenet.networks.backbones.backbone import Backbone
from tradenet.networks.backbones.disparity import Disparity
from tradenet.networks.backbones.noise_corrected import NoiseCorrected

BACKBONES: Final[Mapping[str, Callable[[TradeGraph], Backbone]]] = MappingProxyType(
    {
        "disparity": Disparity(),
        "noise_corrected": NoiseCorrected(),
    }
)

__all__ = ["BACKBONES", "Backbone", "Disparity", "NoiseCorrected"]

"""How good a partition is, and how tightly a given set holds together. One file each."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from tradenet.networks.persistence import persistence
from tradenet.networks.quality.conductance import conductance
from tradenet.networks.quality.ei_index import ei_index
from tradenet.networks.quality.excess import excess
from tradenet.networks.quality.measure import Measure
from tradenet.networks.quality.modularity import modularity
from tradenet.networks.quality.trade_intensity import (
    trade_intensity_between,
    trade_intensity_within,
)

MEASURES: Final[Mapping[str, Measure]] = MappingProxyType(
    {
        "persistence": Measure(lambda trade, _, members: persistence(trade, members), persistence),
        "conductance": Measure(
            lambda trade, _, members: conductance(trade, members), conductance, cohesive=-1
        ),
        "ei_index": Measure(
            lambda trade, _, members: ei_index(trade, members), ei_index, cohesive=-1
        ),
        "trade_intensity_within": Measure(trade_intensity_within, trade_intensity_within),
        "trade_intensity_between": Measure(
            trade_intensity_between, trade_intensity_between, cohesive=-1
        ),
        "excess": Measure(excess, excess),
    }
)

__all__ = [
    "MEASURES",
    "Measure",
    "conductance",
    "ei_index",
    "excess",
    "modularity",
    "trade_intensity_between",
    "trade_intensity_within",
]

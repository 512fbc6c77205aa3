"""Simulated worlds whose truth is known: the instrument is tested on them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from tradenet.bloc.worlds.dark import DarkTrade
from tradenet.bloc.worlds.diversion import Diversion
from tradenet.bloc.worlds.ground import Cast, Ground, World, ground
from tradenet.bloc.worlds.growth import HubGrowth
from tradenet.bloc.worlds.planted import Planted
from tradenet.bloc.worlds.silence import MissingSpokes, SilentNeutrals
from tradenet.bloc.worlds.source import SourceSwitch

WORLDS: Final[Mapping[str, World]] = MappingProxyType(
    {
        "null": Planted(),
        "bloc_1.25": Planted(1.25, 1.25),
        "bloc_1.5": Planted(1.5, 1.5),
        "bloc_2": Planted(2.0, 2.0),
        "bloc_3": Planted(3.0, 3.0),
        "hub_only": Planted(2.0),
        "diversion": Diversion(),
        "lumpy_diversion": Diversion(to_one=0.8),
        "china_growth": HubGrowth(),
        "silent_neutrals": SilentNeutrals(),
        "missing_spokes": MissingSpokes(),
        "source_switch": SourceSwitch(),
        "dark_trade": DarkTrade(),
    }
)

__all__ = ["WORLDS", "Cast", "Ground", "World", "ground"]

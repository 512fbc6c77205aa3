"""The figures of a report: one file per figure, in the order of the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from tradenet.report.blocks import Figure
from tradenet.report.figures import (
    dependence,
    dyads,
    groups,
    intensity,
    network,
    observability,
    together,
)
from tradenet.report.view import View

FIGURES: Final[Mapping[str, Callable[[View], Figure]]] = MappingProxyType(
    {
        "observability": observability.draw,
        "dyads": dyads.draw,
        "groups": groups.draw,
        "intensity": intensity.draw,
        "network": network.draw,
        "together": together.draw,
        "dependence": dependence.draw,
    }
)

__all__ = ["FIGURES"]

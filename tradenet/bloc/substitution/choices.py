"""Choices of S2 that could be made otherwise, fixed beforehand like the one that decides."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from tradenet.bloc.substitution.collapse import Collapse

MAIN: Final = "as the study is fixed"
COLLAPSE: Final = Collapse()

# By name, whether it is critical: critical ones must read the same (STABLE).
CHOICES: Final[Mapping[str, tuple[bool, Collapse]]] = MappingProxyType(
    {
        MAIN: (True, COLLAPSE),
        "coal prices not controlled": (True, Collapse(price=False)),
        "usual growth not taken off": (True, Collapse(trend=False)),
        "comparisons within a factor of ten": (True, Collapse(size_factor=10.0)),
        "not divided by its other trade": (False, Collapse(share=False)),
        "large side at least ten times as large": (False, Collapse(least_ratio=10.0)),
        "only each dyad’s own variance": (False, Collapse(own_weight=1.0)),
        "one variance for all": (False, Collapse(own_weight=0.0)),
        "South African coal": (False, Collapse(commodity="coal_south_african")),
    }
)

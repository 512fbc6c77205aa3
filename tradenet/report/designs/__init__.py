"""How the report of each design of study looks: one file and one line for each."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from tradenet.report.designs import alignment, bloc, realignment, substitution
from tradenet.report.layout import Layout

LAYOUTS: Final[Mapping[str, Layout]] = MappingProxyType(
    {
        "bloc": bloc.LAYOUT,
        "substitution": substitution.LAYOUT,
        "realignment": realignment.LAYOUT,
        "alignment": alignment.LAYOUT,
    }
)

__all__ = ["LAYOUTS"]

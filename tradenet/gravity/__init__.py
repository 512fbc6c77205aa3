"""Say how much trade is expected."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from tradenet.domain import Expected, TradeGraph
from tradenet.gravity.change import Change, fit_change
from tradenet.gravity.margins import Margins
from tradenet.gravity.residuals import Residuals, residuals
from tradenet.gravity.slack import fill_slack

NULLS: Final[Mapping[str, Callable[[TradeGraph], Expected]]] = MappingProxyType(
    {
        "margins": Margins(),
    }
)

__all__ = ["NULLS", "Change", "Margins", "Residuals", "fill_slack", "fit_change", "residuals"]

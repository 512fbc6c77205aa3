"""Say how much trade is expected."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from tradenet.domain import Expected, TradeGraph
from tradenet.gravity.bias import correct_three_way
from tradenet.gravity.change import Change, fit_change
from tradenet.gravity.dyadic import dyadic_robust
from tradenet.gravity.ipf import fit_three_way
from tradenet.gravity.margins import Margins
from tradenet.gravity.panel import PanelFit, Scaling, leverage
from tradenet.gravity.ppml import fit_log_linear, fit_ppml
from tradenet.gravity.regression import Coefficients, Model
from tradenet.gravity.residuals import Residuals, free_share, residuals
from tradenet.gravity.resistance import Resistance
from tradenet.gravity.slack import fill_slack
from tradenet.gravity.transplant import Transplant, transplant
from tradenet.gravity.two_way import fit_two_way

NULLS: Final[Mapping[str, Callable[[TradeGraph], Expected]]] = MappingProxyType(
    {
        "margins": Margins(),
    }
)

__all__ = [
    "NULLS",
    "Change",
    "Coefficients",
    "Margins",
    "Model",
    "PanelFit",
    "Residuals",
    "Resistance",
    "Scaling",
    "Transplant",
    "correct_three_way",
    "dyadic_robust",
    "fill_slack",
    "fit_change",
    "fit_log_linear",
    "fit_ppml",
    "fit_three_way",
    "fit_two_way",
    "free_share",
    "leverage",
    "residuals",
    "transplant",
]

"""What trade communities are held against: size alone, and size with distance."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Final

import numpy as np

from tradenet.domain import ConvergenceError, Expected, InsufficientData, TradeGraph
from tradenet.gravity import NULLS, Resistance
from tradenet.sources import covariates

MARGINS: Final = "margins"
GRAVITY: Final = "gravity"

Expect = Callable[[TradeGraph], Expected]
ByPeriod = Mapping[int, Expected]


def expects(economies: Iterable[str]) -> Mapping[str, Expect]:
    """Return, by name, from a graph to its expected trade: ``margins`` and ``gravity``.

    Parameters
    ----------
    economies : iterable of str
        All that will be in a graph; distances are those of the embedded snapshot.
    """
    codes = tuple(sorted(set(economies)))
    distance = np.log(covariates.geography(codes)["distance_km"])
    return MappingProxyType(
        {MARGINS: NULLS["margins"], GRAVITY: Resistance(codes, {"distance": distance})}
    )


def expected_by_null(graphs: Mapping[int, TradeGraph]) -> dict[str, dict[int, Expected]]:
    """Return the expected trade of every graph under each null that can be fitted to it."""
    named = expects(code for graph in graphs.values() for code in graph.economies)
    found: dict[str, dict[int, Expected]] = {name: {} for name in named}
    for name, expect in named.items():
        for code, graph in graphs.items():
            fitted = fitted_to(expect, graph)
            if fitted is not None:
                found[name][code] = fitted
    return found


def fitted_to(expect: Expect, graph: TradeGraph) -> Expected | None:
    """Return expected trade; None where too few pairs have what the null asks for."""
    try:
        return expect(graph)
    except (InsufficientData, ConvergenceError):
        return None

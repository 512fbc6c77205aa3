"""Worlds in which trade strays from what is expected in proportion to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from tradenet.domain import ConfigError, Expected, TradeGraph
from tradenet.networks.intensity import counted
from tradenet.networks.nulls.model import Keeps, world


@dataclass(frozen=True, slots=True)
class Gamma:
    r"""Every cell draws trade around what is expected of it, with the same relative spread.

    .. math:: x'_{ij} = \mu_{ij} \, G_{ij}, \qquad \mathrm{E} G = 1, \quad \mathrm{Var}\, G = s^2

    with expected trade :math:`\mu` and independent gamma variables G. With spread s = 1 these are
    exponential: the distribution of largest entropy given each cell's mean, the weights with which
    Parisi, Squartini and Garlaschelli (2020, doi:10.1088/1367-2630/ab74a7) dress links. With
    :math:`\mu` fitted to margins exports and imports are kept on average, from gravity it keeps
    gravity on average. There is no unit: dollars or billions give the same worlds.

    When not to use it: as a band for real changes. Both directions of a pair, and years, are drawn
    apart from each other, large cells as widely as small ones, and zeros are not drawn; the
    transplant of residuals keeps these together.

    Attributes
    ----------
    spread : float
        s ≥ 0, standard deviation over mean.
    """

    keeps: ClassVar[Keeps] = Keeps(
        exactly=("zeros",), on_average=("expected",), free=("degrees", "links")
    )
    spread: float = 1.0

    def __post_init__(self) -> None:
        if not 0 <= self.spread < np.inf:
            msg = f"gamma: spread {self.spread} must be ≥ 0 and finite"
            raise ConfigError(msg)

    def __call__(
        self, graph: TradeGraph, expected: Expected, *, rng: np.random.Generator
    ) -> TradeGraph:
        """Return a world.

        Raises
        ------
        SchemaError
            If graph and expected trade speak of different economies.
        """
        cells = counted(graph, expected)
        if self.spread == 0:
            return world(graph, expected.values, cells)
        shape = self.spread**-2
        ratio = rng.gamma(shape, 1 / shape, size=cells.shape)
        return world(graph, expected.values * ratio, cells)

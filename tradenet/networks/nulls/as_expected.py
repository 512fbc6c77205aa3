"""The world in which trade is as expected, without noise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from tradenet.domain import Expected, TradeGraph
from tradenet.networks.intensity import counted
from tradenet.networks.nulls.model import Keeps, world


@dataclass(frozen=True, slots=True)
class AsExpected:
    r"""Every cell trades exactly what is expected of it.

    .. math:: x'_{ij} = \mu_{ij}

    with expected trade :math:`\mu`: margins without noise if that was fitted to margins (Deming
    and Stephan 1940, doi:10.1214/aoms/1177731829), gravity without noise if to gravity. Cells that
    were not observed stay so. Nothing is random.

    When not to use it: as a null distribution. It is one world; a statistic has a single value in
    it, the one that noise is added to.
    """

    keeps: ClassVar[Keeps] = Keeps(exactly=("expected", "zeros"), free=("degrees", "links"))

    def __call__(
        self,
        graph: TradeGraph,
        expected: Expected,
        *,
        rng: np.random.Generator,  # noqa: ARG002 - the signature of all null models
    ) -> TradeGraph:
        """Return the world.

        Raises
        ------
        SchemaError
            If graph and expected trade speak of different economies.
        """
        return world(graph, expected.values, counted(graph, expected))

"""What a null model is: graph and expected trade in, a random world out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal, Protocol

import numpy as np

from tradenet.domain import Expected, TradeGraph
from tradenet.domain.arrays import Mask, Matrix

Quantity = Literal["expected", "strengths", "degrees", "links", "zeros"]


@dataclass(frozen=True, slots=True)
class Keeps:
    """What every world of a null model has in common with what it was made from.

    Words: ``expected`` (trade of each cell, as expected), ``strengths`` (exports and imports of
    each economy, as observed), ``degrees`` (partners of each economy, either way, as observed),
    ``links`` (which cells have trade), ``zeros`` (a cell of which nothing is expected has no
    trade). All are read over cells that were observed and have an expectation; which cells are
    observed is kept by every null model.

    Attributes
    ----------
    exactly : tuple of str
        The same in every world.
    on_average : tuple of str
        The same in the mean of all worlds.
    free : tuple of str
        Neither.
    """

    exactly: tuple[Quantity, ...] = ()
    on_average: tuple[Quantity, ...] = ()
    free: tuple[Quantity, ...] = ()


class NullModel(Protocol):
    """A null model; its parameters are its fields."""

    keeps: ClassVar[Keeps]

    def __call__(
        self, graph: TradeGraph, expected: Expected, *, rng: np.random.Generator
    ) -> TradeGraph:
        """Return a random world of the graph's economies, period and observed cells."""
        ...


def world(graph: TradeGraph, drawn: Matrix, cells: Mask) -> TradeGraph:
    """Return the graph with other trade in some cells.

    Other observed cells keep their trade, since the null says nothing of them; what was not
    observed stays so.
    """
    values = np.where(cells, drawn, graph.values)
    return TradeGraph(graph.economies, values, graph.period, graph.product, graph.provenance)

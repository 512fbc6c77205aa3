"""What a measure of a set is: graph, expectation and members in, one number out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from tradenet.domain import Expected, SchemaError, TradeGraph
from tradenet.domain.arrays import Matrix, positions

Members = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Measure:
    """How tightly a given set of economies holds together, as one number.

    Attributes
    ----------
    of : callable
        From trade and expected trade (float arrays, shape (n, n), USD, NaN where not known) and
        positions of the members to the number; None where it is not defined.
    documented_by : callable
        The function whose docstring says what is measured: `of` itself, or what it calls.
    cohesive : 1 or -1
        Whether large or small numbers mean that the set keeps to itself.
    """

    of: Callable[[Matrix, Matrix, Members], float | None]
    documented_by: Callable[..., float | None]
    cohesive: Literal[1, -1] = 1

    def __call__(
        self, graph: TradeGraph, expected: Expected, members: Sequence[str]
    ) -> float | None:
        """Return the number of a set; economies that are not in the graph are left out.

        Raises
        ------
        SchemaError
            If graph and expected trade speak of different economies.
        """
        if graph.economies != expected.economies:
            msg = "graph and expected trade speak of different economies; make one from the other"
            raise SchemaError(msg)
        at = positions(graph.economies, tuple(members))
        return self.of(graph.values, expected.values, np.unique(at[at >= 0]))


def inside(values: Matrix, members: Members) -> float:
    """Return what members send each other; cells not known count as nothing."""
    return float(np.nansum(values[np.ix_(members, members)]))


def both_ways(values: Matrix, members: Members) -> float:
    """Return all that members send, and all that is sent to them; what is within counts twice."""
    return float(np.nansum(values[members]) + np.nansum(values[:, members]))

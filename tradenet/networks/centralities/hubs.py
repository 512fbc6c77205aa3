"""Hubs and authorities: sellers to good buyers, buyers from good sellers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tradenet.domain import Expected, TradeGraph
from tradenet.domain.arrays import Matrix

_TIE = 1e-9  # of the largest singular value: below, rounding would choose between two answers


@dataclass(frozen=True, slots=True)
class HubsAuthorities:
    r"""HITS: sellers to large buyers and buyers from large sellers, each defined by the other.

    .. math:: h \propto X a, \qquad a \propto X^T h

    the first left and right singular vectors of observed trade :math:`X`, each scaled to sum 1
    (Kleinberg 1999, doi:10.1145/324133.324140). A cell not observed is no trade here. Where the two
    largest singular values are equal, as for two separate markets of one size, there is no answer.

    When not to use it: to compare regions. One dense market, such as the European Union or North
    America, takes nearly all of the weight, and economies outside it are near zero.

    Examples
    --------
    >>> from tradenet.domain import Period
    >>> nan = float("nan")
    >>> g = TradeGraph(("A", "B", "C"), [[nan, 3, 4], [0, nan, 0], [0, 0, nan]], Period(2019))
    >>> found = HubsAuthorities()(g)
    >>> [round(x, 9) + 0.0 for x in found["hub"].to_pylist()]
    [1.0, 0.0, 0.0]
    >>> [round(x, 3) + 0.0 for x in found["authority"].to_pylist()]
    [0.0, 0.429, 0.571]
    """

    def __call__(self, graph: TradeGraph, expected: Expected | None = None, /) -> pa.Table:  # noqa: ARG002 - all centralities are called alike
        """Return both scores; null where no cell of that side was seen, or without an answer."""
        hub, authority = hits(np.nan_to_num(graph.values))
        seen = graph.observed
        return pa.table(
            {
                "economy": pa.array(graph.economies, pa.string()),
                "hub": pa.array(hub, mask=~seen.any(axis=1) | np.isnan(hub)),
                "authority": pa.array(authority, mask=~seen.any(axis=0) | np.isnan(authority)),
            }
        )


def hits(values: Matrix) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return hub and authority scores of a matrix ≥ 0; NaN where there is no unique answer.

    Parameters
    ----------
    values : float array, shape (n, n)
        Trade; zero where not observed.
    """
    left, sizes, right = np.linalg.svd(values)
    runner_up = sizes[1] if len(sizes) > 1 else 0.0
    if sizes[0] == 0 or runner_up > (1 - _TIE) * sizes[0]:
        nothing = np.full(len(values), np.nan)
        return nothing, nothing
    hub, authority = np.abs(left[:, 0]), np.abs(right[0])
    return hub / hub.sum(), authority / authority.sum()

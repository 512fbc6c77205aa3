"""Rich club: whether the largest traders keep the largest flows among themselves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tradenet.domain import ConfigError, TradeGraph
from tradenet.domain.arrays import Matrix
from tradenet.networks.structures.structure import Structure


@dataclass(frozen=True, slots=True)
class RichClub:
    r"""Dollars among the k largest traders, as a share of the most their links could carry.

    .. math:: \phi^w(k) = \frac{W_k}{\sum_{l = 1}^{E_k} w_l}

    :math:`W_k` is the trade among the k economies with the largest observed exports plus imports,
    :math:`E_k` the number of their links with trade, and :math:`w_1 \ge w_2 \ge \dots` all flows of
    the graph in order (Opsahl, Colizza, Panzarasa and Ramasco 2008,
    doi:10.1103/PhysRevLett.101.168702). 1 means that no flow outside is larger than one inside. The
    paper divides by the same of a null: :math:`\rho(k) = \phi^w(k) / \phi^w_{null}(k)`, the
    ``ratio`` of `compare`, above 1 where the rich keep more to themselves than their size gives.
    The table has every k. Of economies with equal trade the first by code is the richer.

    When not to use it: without a null. Large traders have large flows, so that φ is near 1 in any
    graph with sizes. With a null that ignores distance, ρ shows where the rich live.

    Attributes
    ----------
    sizes : tuple of int
        Clubs whose φ is a number of the result, each of two or more; beyond the graph: None.

    Examples
    --------
    >>> from tradenet.domain import Period
    >>> nan = float("nan")
    >>> values = [[nan, 5, 4, 0], [0, nan, 1, 0], [0, 0, nan, 0], [8, 0, 0, nan]]
    >>> found = RichClub(sizes=(2, 3))(TradeGraph(("A", "B", "C", "D"), values, Period(2019)))
    >>> found.numbers["phi_2"], round(found.numbers["phi_3"], 9)  # A, D: 8 of 8; B too: 13 of 8 + 5
    (1.0, 1.0)
    >>> round(found.table["phi"].to_pylist()[-1], 9)
    1.0
    """

    sizes: tuple[int, ...] = (5, 10, 20, 50)

    def __post_init__(self) -> None:
        if not self.sizes or min(self.sizes) < 2:  # noqa: PLR2004 - a club of one has no trade
            msg = f"rich club: sizes {self.sizes} must all be 2 or more"
            raise ConfigError(msg)

    def __call__(self, graph: TradeGraph) -> Structure:
        """Return φ of the clubs named and the whole curve; None where a club has no links."""
        order, curve = club_curve(np.nan_to_num(graph.values))
        known = [None if np.isnan(phi) else float(phi) for phi in curve]
        numbers = {f"phi_{k}": known[k - 1] if k <= len(known) else None for k in self.sizes}
        table = pa.table(
            {
                "club": pa.array(range(1, len(known) + 1), pa.int32()),
                "joins": pa.array([graph.economies[i] for i in order], pa.string()),
                "phi": pa.array(known, pa.float64()),
            }
        )
        return Structure("rich club", numbers, table)


def club_curve(values: Matrix) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.float64]]:
    """Return the economies from richest to poorest, and φ of the first k for each k.

    Parameters
    ----------
    values : float array, shape (n, n)
        Trade; zero where not observed.
    """
    richness = values.sum(axis=0) + values.sum(axis=1)
    order = np.argsort(-richness, kind="stable")
    ranked = values[np.ix_(order, order)]
    inside = np.cumsum(np.cumsum(ranked, axis=0), axis=1).diagonal()
    links = np.cumsum(np.cumsum(ranked > 0, axis=0), axis=1).diagonal()
    most = np.concatenate([[0.0], np.cumsum(np.sort(values[values > 0])[::-1])])[links]
    curve = np.full(len(values), np.nan)
    np.divide(inside, most, out=curve, where=most > 0)
    return order, curve

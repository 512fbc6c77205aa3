"""Whether a given set holds together more than sets do where a null is true."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tradenet.domain import TradeGraph, lookup
from tradenet.domain.notebook import card, few, said
from tradenet.domain.significance import p_value
from tradenet.networks.quality import MEASURES
from tradenet.networks.significance.worlds import Expect, Worlds

Vector = npt.NDArray[np.float64]
USUAL = ("trade_intensity_within", "persistence")


@dataclass(frozen=True, slots=True, eq=False)
class MeasureSignificance:
    """One measure of the set, and what it is in worlds.

    Attributes
    ----------
    measure : str
        Its name in `MEASURES`.
    value : float or None
        Of the real set; None where it is not defined.
    null : float array, shape (N,)
        Of the same economies in each world; NaN where it is not defined there.
    p_value : float or None
        Share of worlds, the real one among them, in which the set holds together at least as much.
    """

    measure: str
    value: float | None
    null: Vector
    p_value: float | None


@dataclass(frozen=True, slots=True, eq=False)
class SetSignificance:
    """A given set against worlds.

    Attributes
    ----------
    members : tuple of str
        The set, without economies that are not in the graph.
    measures : tuple of MeasureSignificance
        As asked for.
    null : str
        What is true in the worlds, in words.
    """

    members: tuple[str, ...]
    measures: tuple[MeasureSignificance, ...]
    null: str

    def summary(self) -> str:
        """Return one quotable line."""
        told = "; ".join(
            f"{at.measure} not defined" if at.value is None or at.p_value is None
            else f"{at.measure} {at.value:.3g}, p = {at.p_value:.3f}"
            for at in self.measures
        )  # fmt: skip
        return f"{', '.join(self.members)}: {told} (worlds in which {self.null})"

    def to_arrow(self) -> pa.Table:
        """Return one row per measure: measure, value, median and 95th percentile of worlds, p."""
        rows = [
            {
                "measure": at.measure,
                "value": at.value,
                "null_median": _quantile(at.null, 0.5),
                "null_q05": _quantile(at.null, 0.05),
                "null_q95": _quantile(at.null, 0.95),
                "p_value": at.p_value,
            }
            for at in self.measures
        ]
        floats = ("value", "null_median", "null_q05", "null_q95", "p_value")
        schema = [("measure", pa.string()), *((name, pa.float64()) for name in floats)]
        return pa.Table.from_pylist(rows, schema=pa.schema(schema))

    def _repr_html_(self) -> str:
        rows = [(at.measure, f"{said(at.value)}, p = {said(at.p_value)}") for at in self.measures]
        return card(f"Significance of {few(self.members)}", [("null", self.null), *rows])


def set_significance(
    graph: TradeGraph,
    members: Sequence[str],
    expect: Expect,
    worlds: Worlds,
    *,
    rng: np.random.Generator,
    measures: Sequence[str] = USUAL,
) -> SetSignificance:
    r"""Compare how a given set holds together with how it does in worlds where a null is true.

    Null: the set trades within itself as the null expects, with the noise of pairs of like size.
    Alternative: more. For each measure

    .. math:: p = \frac{1 + \#\{k : T_k \ge T_0\}}{1 + N}

    with the measure :math:`T_0` of the real set and :math:`T_k` of the same economies in world k of
    N, where expected trade is fitted anew (Phipson and Smyth 2010, doi:10.2202/1544-6115.1585); a
    measure whose small values mean cohesion is turned round.

    When not to use it: for a set that was found in the same graph. It was chosen because it holds
    together; `partition_significance` asks that question. Nor against a null without distance,
    which neighbours always reject.

    Parameters
    ----------
    graph : TradeGraph
        The real one.
    members : sequence of str
        The set, fixed beforehand.
    expect : callable
        From a graph to its expected trade.
    worlds : Worlds
        The null.
    rng : numpy.random.Generator
        For the worlds.
    measures : sequence of str
        Names in `MEASURES`.

    Raises
    ------
    UnknownName
        If there is no such measure.
    """
    asked = {name: lookup(MEASURES, name, "measure") for name in measures}
    present = tuple(code for code in members if code in graph.economies)
    real = expect(graph)
    values = {name: measure(graph, real, present) for name, measure in asked.items()}
    drawn: dict[str, list[float | None]] = {name: [] for name in asked}
    for world, _ in worlds(graph, rng=rng):
        hoped = expect(world)
        for name, measure in asked.items():
            drawn[name].append(measure(world, hoped, present))
    lines = []
    for name, measure in asked.items():
        null, value = np.array(drawn[name], dtype=np.float64), values[name]
        sign = measure.cohesive
        p = None if value is None else p_value(sign * value, sign * null)
        lines.append(MeasureSignificance(name, value, null, p))
    return SetSignificance(present, tuple(lines), worlds.expected.null)


def _quantile(null: Vector, share: float) -> float | None:
    known = null[~np.isnan(null)]
    return float(np.quantile(known, share)) if known.size else None

"""Expected trade from margins alone: each economy keeps its exports and its imports."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tradenet.domain import ConvergenceError, Expected, InsufficientData, TradeGraph
from tradenet.domain.arrays import Mask, Matrix
from tradenet.gravity.cycles import on_common_cycles

Vector = npt.NDArray[np.float64]


_GIANT = 1.001  # a share above 0.999 would cost three of sixteen digits


@dataclass(frozen=True, slots=True)
class Margins:
    r"""Expected trade if only size mattered, fitted on observed cells alone.

    .. math:: \mu_{ij} = a_i b_j \quad (i \ne j), \qquad
        \sum_{j \in O_i} \mu_{ij} = \sum_{j \in O_i} x_{ij}, \quad
        \sum_{i \in O^j} \mu_{ij} = \sum_{i \in O^j} x_{ij}

    where :math:`x_{ij}` is the observed trade, :math:`a_i, b_j \ge 0` the exporter's and importer's
    effects and :math:`O` the observed cells off the diagonal. It is the fixed-effects Poisson
    estimate with two-way effects (Fally 2015, doi:10.1016/j.jinteco.2015.05.005), found by
    iterative proportional fitting (Deming and Stephan 1940, doi:10.1214/aoms/1177731829); without
    a mask intensity under it is the trade intensity index without self-loops.

    When not to use it: where neighbours trade with neighbours. It knows no distance, so that what
    is near looks like a bloc; `Resistance` takes distance in.

    Attributes
    ----------
    tolerance : float
        Largest relative error of any margin at the end.
    most_rounds : int
        Rounds after which the iteration is given up.
    """

    tolerance: float = 1e-12
    most_rounds: int = 20_000

    def __call__(self, graph: TradeGraph) -> Expected:
        """Return the expected trade of a graph.

        Raises
        ------
        InsufficientData
            If no cell with trade is observed.
        ConvergenceError
            If the margins are not met after `most_rounds` rounds.

        Examples
        --------
        >>> from tradenet.domain import Period
        >>> nan = float("nan")
        >>> g = TradeGraph(("A", "B", "C"), [[nan, 4, 2], [4, nan, 2], [2, 2, nan]], Period(2019))
        >>> Margins()(g).values.round(9).tolist()
        [[nan, 4.0, 2.0], [4.0, nan, 2.0], [2.0, 2.0, nan]]
        """
        observed = graph.observed
        values = np.where(observed, graph.values, 0.0)
        if not values.any():
            msg = f"{graph.period}: no observed trade, so no expected trade; load more flows"
            raise InsufficientData(msg)
        expected, _, _ = expect(values, observed, self.tolerance, self.most_rounds)
        null = "only size matters: every economy keeps its exports and imports (margins)"
        return Expected(graph.economies, expected, observed, null)


def expect(
    values: Matrix, observed: Mask, tolerance: float, most_rounds: int
) -> tuple[Matrix, Vector, Vector]:
    """Return the expected trade that `Margins` describes, and its two effects.

    Parameters and errors are those of `fit_margins`; the expectation is NaN on the diagonal and
    where the observed cells do not determine it, an effect is NaN for an economy without a fitted
    cell.
    """
    tied = tied_cells(values, observed)
    used = observed & tied
    exporters, importers = fit_margins(values, used, tolerance, most_rounds)
    expected = np.outer(exporters, importers)
    if not tied.all():
        expected[~tied] = np.nan
        expected[observed & ~tied] = 0.0
    expected[nothing_to_trade(values, observed)] = 0.0
    np.fill_diagonal(expected, np.nan)
    return (
        expected,
        np.where(used.any(axis=1), exporters, np.nan),
        np.where(used.any(axis=0), importers, np.nan),
    )


def fit_margins(
    values: Matrix, observed: Mask | Matrix, tolerance: float, most_rounds: int
) -> tuple[Vector, Vector]:
    """Return exporter and importer effects whose products meet the observed margins.

    Parameters
    ----------
    values : float array, shape (n, n)
        Trade ≥ 0, any unit; zero where not observed.
    observed : bool or float array, shape (n, n)
        Cells that take part; the diagonal does not. A float is what the expectation of the cell is
        multiplied by beside the effects.
    tolerance : float
        Largest relative error of a margin.
    most_rounds : int
        Rounds before giving up.

    Returns
    -------
    exporters, importers : float arrays, shape (n,)
        Effects ≥ 0, scaled so that both have the same sum; zero for an economy without trade.

    Raises
    ------
    ConvergenceError
        If a margin is still off by more than the tolerance.
    """
    rows, columns = values.sum(axis=1), values.sum(axis=0)
    wanted = np.where(rows > 0, rows, 1.0)
    exporters, importers = np.sqrt(rows), np.sqrt(columns)
    seen = None if _everybody_else(observed) else observed.astype(np.float64)
    met, worst = _met(importers, seen), np.inf
    for _ in range(most_rounds):
        exporters = _ratio(rows, met)
        importers = _ratio(columns, _met(exporters, None if seen is None else seen.T))
        met = _met(importers, seen)
        worst = float((np.abs(exporters * met - rows) / wanted).max())
        if worst <= tolerance and (seen is not None or _no_giant(exporters, importers)):
            scale = np.sqrt(importers.sum() / exporters.sum()) if rows.any() else 1.0
            return exporters * scale, importers / scale
        if worst <= tolerance:
            seen = observed.astype(np.float64)
            met = _met(importers, seen)
    msg = (
        f"margins: off by {worst:.1e} after {most_rounds:,} rounds (wanted {tolerance:.0e}); the "
        "observed cells leave some economy without a way to meet its total"
    )
    raise ConvergenceError(msg)


def _met(effects: Vector, seen: Matrix | None) -> Vector:
    """Return each one's sum over the others' effects that it is seen with; None for all others."""
    met: Vector = effects.sum() - effects if seen is None else seen @ effects
    return met


def _everybody_else(observed: Mask | Matrix) -> bool:
    """Say whether all cells but the diagonal's take part alike: then sums need no matrix."""
    n = len(observed)
    alike = observed.dtype == np.bool_ and np.count_nonzero(observed) == n * (n - 1)
    return alike and not observed.diagonal().any()


def _no_giant(*sides: Vector) -> bool:
    """Say whether no effect is so large that the sum without it is lost in rounding."""
    return all(bool((_GIANT * side < side.sum()).all()) for side in sides)


def tied_cells(values: Matrix, observed: Mask) -> Mask:
    """Return the cells whose expectation the margins determine and leave above zero.

    Trade can be shifted around a cycle of cells without changing any margin: up in observed cells,
    down in cells with trade. Exporters and importers on common cycles share one scale (a strongly
    connected component). An observed zero outside of any cycle is forced to zero by the margins
    (separation, Santos Silva and Tenreyro 2010, doi:10.1016/j.econlet.2010.02.020); an unobserved
    cell between two components has no expectation at all.
    """
    return on_common_cycles(observed, values > 0)


def nothing_to_trade(values: Matrix, observed: Mask) -> Mask:
    """Return the cells of economies that could be seen to export, or import, and did not."""
    sells_nothing = np.any(observed, axis=1) & (values.sum(axis=1) == 0)
    buys_nothing = np.any(observed, axis=0) & (values.sum(axis=0) == 0)
    nothing: Mask = np.logical_or.outer(sells_nothing, buys_nothing)
    return nothing


def _ratio(target: Vector, current: Vector) -> Vector:
    return np.divide(target, current, out=np.zeros_like(target), where=current > 0)

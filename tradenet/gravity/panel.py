"""A fitted panel: expected trade, the effects it is made of, and the leverage of its cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from tradenet.domain import Expected, InsufficientData, SchemaError
from tradenet.domain.arrays import Mask, Matrix
from tradenet.domain.notebook import card

Panel = npt.NDArray[np.float64]
Cells = npt.NDArray[np.bool_]

_CUBE: Final = 3
_PERIODS_OF_A_CHANGE: Final = 2
_NULLS: Final = {
    2: "only size matters: every economy keeps its exports and imports of the period",
    3: "every economy keeps its exports and imports of each period and every pair its total",
}


@dataclass(frozen=True, slots=True)
class Scaling:
    """When the scaling stops.

    Attributes
    ----------
    tolerance : float
        Largest relative error of any margin at the end, each relative to itself.
    most_rounds : int
        Rounds after which the iteration is given up.
    """

    tolerance: float = 1e-10
    most_rounds: int = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class PanelFit:
    """Expected trade of a panel and the effects it is made of.

    Attributes
    ----------
    expected : float array, shape (T, n, n)
        Expected trade ≥ 0 in the unit of the input; NaN on the diagonal and where the observed
        cells do not determine it. Outside of `fitted` a number is an extrapolation, or the zero
        of a separated cell.
    fitted : bool array, shape (T, n, n)
        Cells that took part.
    separated : bool array, shape (T, n, n)
        Observed zeros to which the margins leave no other value: expected 0, not fitted.
    exporters, importers : float arrays, shape (T, n)
        Effects ≥ 0 in one of many equivalent scales; NaN for an economy without a fitted cell.
    pairs : float array, shape (n, n)
        Effects ≥ 0, ones in a two-way fit; NaN for a pair without an observed cell to anchor it.
    rounds : int
        Rounds of scaling; 0 for a two-way fit, which counts none.
    ways : int
        2 or 3.
    """

    expected: Panel
    fitted: Cells
    separated: Cells
    exporters: Panel
    importers: Panel
    pairs: Matrix
    rounds: int
    ways: int

    @property
    def undetermined(self) -> int:
        """Cells off the diagonal without an expectation."""
        abroad = ~np.eye(self.expected.shape[1], dtype=np.bool_)
        return int(np.count_nonzero(np.isnan(self.expected[:, abroad])))

    def to_expected(self, economies: tuple[str, ...], period: int) -> Expected:
        """Return the expected trade of the period that stands at a position of the panel."""
        null = f"{_NULLS[self.ways]} ({self.ways}-way effects)"
        return Expected(economies, self.expected[period], self.fitted[period], null)

    def summary(self) -> str:
        """Return one quotable line."""
        return (
            f"{self.ways}-way effects: {int(self.fitted.sum()):,} cells fitted, "
            f"{int(self.separated.sum()):,} zeros separated, "
            f"{self.undetermined:,} cells without an expectation"
        )

    def _repr_html_(self) -> str:
        return card("PanelFit", [("fit", self.summary()), ("rounds", self.rounds)])


def leverage(fit: PanelFit) -> Matrix:
    r"""Return how much each pair determines its own expected change between two periods.

    .. math:: 1 - h_{ij} = \Bigl(1 - \frac{w_{ij}}{\sum_k w_{ik}}\Bigr)
        \Bigl(1 - \frac{w_{ij}}{\sum_k w_{kj}}\Bigr), \qquad
        w = \frac{\mu_0 \mu_1}{\mu_0 + \mu_1}

    where :math:`\mu_0, \mu_1` are the expectations before and after and sums run over fitted cells.

    Parameters
    ----------
    fit : PanelFit
        Three-way fit of two periods.

    Returns
    -------
    float array, shape (n, n)
        Between 0 and 1; above 0.9 the pair's change is not identified. NaN where not fitted.

    Raises
    ------
    SchemaError
        If the panel does not have two periods.

    Examples
    --------
    >>> from tradenet.gravity import fit_three_way
    >>> fit = fit_three_way(np.ones((2, 3, 3)), np.ones((2, 3, 3), dtype=bool))
    >>> leverage(fit)[0].tolist()
    [nan, 0.75, 0.75]
    """
    if len(fit.expected) != _PERIODS_OF_A_CHANGE:
        msg = f"leverage wants two periods, not {len(fit.expected)}; add up before and after"
        raise SchemaError(msg)
    used = fit.fitted.all(axis=0)
    before, after = np.where(used, fit.expected, 0.0)
    total = before + after
    w = np.divide(before * after, total, out=np.zeros_like(total), where=total > 0)
    share = [
        np.divide(w, sums, out=np.zeros_like(w), where=sums > 0)
        for sums in (w.sum(axis=1, keepdims=True), w.sum(axis=0, keepdims=True))
    ]
    return np.where(used, 1.0 - (1.0 - share[0]) * (1.0 - share[1]), np.nan)


def checked(values: npt.ArrayLike, observed: npt.ArrayLike) -> tuple[Panel, Cells]:
    """Return a panel with zeros where not observed, and its observed cells off the diagonal.

    Raises
    ------
    SchemaError
        If the shapes are not (T, n, n), or an observed cell is negative or not finite.
    InsufficientData
        If no trade is observed.
    """
    panel = np.asarray(values, dtype=np.float64)
    seen = np.array(observed, dtype=np.bool_)
    if panel.ndim != _CUBE or panel.shape[1] != panel.shape[2] or seen.shape != panel.shape:
        msg = f"a panel has shape (T, n, n), its mask the same; got {panel.shape}, {seen.shape}"
        raise SchemaError(msg)
    seen &= ~np.eye(panel.shape[1], dtype=np.bool_)
    panel = np.where(seen, panel, 0.0)
    wrong = ~np.isfinite(panel) | (panel < 0)
    if wrong.any():
        first = tuple(int(k) for k in np.argwhere(wrong)[0])
        msg = (
            f"{int(wrong.sum()):,} of {int(seen.sum()):,} observed cells are negative or not "
            f"finite (first: period, exporter, importer {first}); mask or mend them"
        )
        raise SchemaError(msg)
    if not panel.any():
        msg = "no observed trade in the panel, so no expected trade; load more flows"
        raise InsufficientData(msg)
    return panel, seen


def without_trade(values: Panel, observed: Cells) -> Cells:
    """Return the cells of economies that could be seen to export, or import, and did not."""
    sells: Mask = observed.any(axis=2) & (values.sum(axis=2) == 0)
    buys: Mask = observed.any(axis=1) & (values.sum(axis=1) == 0)
    idle: Cells = sells[:, :, None] | buys[:, None, :]
    return idle

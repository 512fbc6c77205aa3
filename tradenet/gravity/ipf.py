"""Three-way fixed-effects Poisson on a dense panel by iterative scaling of observed margins."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from tradenet.domain import ConvergenceError, InsufficientData, SchemaError
from tradenet.domain.arrays import Matrix
from tradenet.gravity import separation
from tradenet.gravity.margins import tied_cells
from tradenet.gravity.panel import Cells, Panel, PanelFit, Scaling, checked, without_trade

_TWO: Final = 2
_FIRST_LOOK: Final = 32  # rounds; most panels have converged by then
_TINY: Final = float(np.finfo(np.float64).tiny)
_SAME: Final = 1e-6  # relative; two fits of one cell that differ by more do not determine it
_GOLDEN: Final = (5**0.5 - 1) / 2

Effects = tuple[Panel, Panel]


def fit_three_way(
    values: npt.ArrayLike,
    observed: npt.ArrayLike,
    *,
    start: PanelFit | None = None,
    rules: Scaling | None = None,
) -> PanelFit:
    r"""Fit exporter-period, importer-period and pair effects on observed cells alone.

    .. math:: \mu_{ijt} = a_{it} b_{jt} \eta_{ij}, \qquad
        \sum_{j \in O} \mu_{ijt} = \sum_{j \in O} x_{ijt}, \quad
        \sum_{i \in O} \mu_{ijt} = \sum_{i \in O} x_{ijt}, \quad
        \sum_{t \in O} \mu_{ijt} = \sum_{t \in O} x_{ijt}

    where :math:`x` is trade and :math:`O` are the observed cells that inform the fit. It is the
    Poisson estimate with these effects, because its first-order conditions are the margins (Fally
    2015, doi:10.1016/j.jinteco.2015.05.005). Pairs seen in one period only do not inform it.

    An unobserved cell of a pair seen in another period has the expectation that the pair's own
    trade there implies (:math:`\eta` from the observed cells, growth from everybody else). To
    anchor a pair at its trade before an event, mask its cells after the event.

    Parameters
    ----------
    values : float array, shape (T, n, n)
        Trade ≥ 0, any unit, exporters in rows; not read where not observed.
    observed : bool array, shape (T, n, n)
        Cells that somebody could see; the diagonal never takes part.
    start : PanelFit, optional
        Fit of nearly the same panel to start from: saves rounds, moves no result.
    rules : Scaling, optional
        When to stop.

    Raises
    ------
    SchemaError
        If the shapes are wrong, or an observed cell is negative or not finite.
    InsufficientData
        If no trade is observed.
    ConvergenceError
        If a margin is still off after `most_rounds` rounds; it says which and by how much.

    Examples
    --------
    All trade doubles but what A sells to B, which is hidden afterwards: expected to double too.

    >>> before = np.array([[0, 4.0, 2.0], [4.0, 0, 2.0], [2.0, 2.0, 0]])
    >>> seen = np.ones((2, 3, 3), dtype=bool)
    >>> seen[1, 0, 1] = False
    >>> fit_three_way([before, 2 * before], seen).expected[1].round(6).tolist()
    [[nan, 8.0, 4.0], [8.0, nan, 4.0], [4.0, 4.0, nan]]
    """
    rules = rules or Scaling()
    x, seen = checked(values, observed)
    used, separated = separation.informative(x, seen)
    if not used.any():
        msg = "no pair with trade is observed in two comparable periods; load more flows"
        raise InsufficientData(msg)
    effects, rounds, falling = _first(x, used, start), 0, used
    while falling.any():
        effects, more, falling = _scale(x, used, effects, rules)
        rounds += more
        if falling.any():
            used, empty = separation.informative(x, used & ~falling)
            separated |= falling | empty
    effects = _where_fitted(effects, used)
    anchors = seen & ~separated
    pairs, expected = _complete(x, anchors, used, effects)
    expected[~_determined(x, anchors, used, effects, rules)] = np.nan
    idle = without_trade(x, seen)
    never = (x.sum(axis=0) == 0) & (seen & ~idle).any(axis=0)
    pairs[never] = 0.0
    expected[idle | never | separated] = 0.0
    expected[:, np.eye(x.shape[1], dtype=np.bool_)] = np.nan
    return PanelFit(expected, used, separated, *effects, pairs, rounds, ways=3)


def _first(values: Panel, used: Cells, start: PanelFit | None) -> Effects:
    """Return effects to start from: those of another fit where it has any, else square roots."""
    trade = np.where(used, values, 0.0)
    roots = np.sqrt(trade.sum(axis=2)), np.sqrt(trade.sum(axis=1))
    if start is None:
        return roots
    if start.exporters.shape != roots[0].shape:
        msg = f"start is a fit of shape {start.exporters.shape}, the panel's is {roots[0].shape}"
        raise SchemaError(msg)
    return (
        np.where(start.exporters > 0, start.exporters, roots[0]),
        np.where(start.importers > 0, start.importers, roots[1]),
    )


def _scale(
    values: Panel, used: Cells, effects: Effects, rules: Scaling
) -> tuple[Effects, int, Cells]:
    """Scale until every margin is met, or some zeros are found to vanish; return those zeros."""
    x, seen = np.where(used, values, 0.0), used.astype(np.float64)
    wanted, totals = (x.sum(axis=2), x.sum(axis=1)), x.sum(axis=0)
    a, b = effects
    before, look, doubt = x, _FIRST_LOOK, False
    for done in range(1, rules.most_rounds + 1):
        cells = seen * (totals / np.maximum(_over_periods(seen, a, b), _TINY))
        sold = (cells @ b[:, :, None])[:, :, 0]
        off = _errors((a * sold, b * _bought(cells, a)), wanted)
        met = off.max() <= rules.tolerance
        if (met and not doubt) or done == look:
            now = a[:, :, None] * b[:, None, :] * cells
            doubt = separation.may_vanish(x, used, now)
            if met and not doubt:
                return (a, b), done, np.zeros_like(used)
        if done == look:
            falling, still = separation.vanishing(x, used, before, now)
            if look > _FIRST_LOOK and still and (met or falling.any()):
                return (a, b), done, falling
            before, look = now, 2 * look
        a = wanted[0] / np.maximum(sold, _TINY)
        b = wanted[1] / np.maximum(_bought(cells, a), _TINY)
    raise ConvergenceError(_not_met(off, rules))


def _complete(values: Panel, anchors: Cells, used: Cells, effects: Effects) -> tuple[Matrix, Panel]:
    """Return pair effects from all observed cells but separated ones, and what they lead to.

    Effects are NaN for an economy without a fitted cell: nothing is known of its growth. A cell
    that anchors its pair and took no part in the fit is NaN: it would be expected to be what it is.
    """
    a, b = effects
    reached = _over_periods(anchors.astype(np.float64), np.nan_to_num(a), np.nan_to_num(b))
    trade = np.where(anchors, values, 0.0).sum(axis=0)
    pairs = np.divide(trade, reached, out=np.full_like(trade, np.nan), where=reached > 0)
    expected = a[:, :, None] * b[:, None, :] * pairs
    expected[anchors & ~used] = np.nan
    return pairs, expected


def _determined(
    values: Panel, anchors: Cells, used: Cells, effects: Effects, rules: Scaling
) -> Cells:
    """Return the cells to which the fitted ones leave one expectation.

    With two periods those are the ties of `tied_cells`. With more, the fit is made again from bent
    effects: what the fitted cells determine comes back.
    """
    if len(values) == _TWO:
        up, down = used & (values > 0)
        return used | tied_cells(np.where(down, values[1], 0.0), up)
    _, expected = _complete(values, anchors, used, effects)
    extrapolated = np.isfinite(expected) & ~used
    if not extrapolated.any() or separation.all_tied(used):
        return used | extrapolated
    other, _, _ = _scale(values, used, _bent(effects), rules)
    _, again = _complete(values, anchors, used, _where_fitted(other, used))
    return used | np.isclose(again, expected, rtol=_SAME, atol=0.0)


def _where_fitted(effects: Effects, used: Cells) -> Effects:
    return (
        np.where(used.any(axis=2), effects[0], np.nan),
        np.where(used.any(axis=1), effects[1], np.nan),
    )


def _bent(effects: Effects) -> Effects:
    """Return effects times factors within 1/e and e that follow no pattern of the panel."""
    a, b = (np.nan_to_num(effect) for effect in effects)
    steps = np.arange(1, a.size + b.size + 1) * _GOLDEN
    factors = np.exp(2.0 * (steps % 1.0) - 1.0)
    return a * factors[: a.size].reshape(a.shape), b * factors[a.size :].reshape(b.shape)


def _over_periods(cells: Panel, a: Panel, b: Panel) -> Matrix:
    total: Matrix = np.einsum("tij,ti,tj->ij", cells, a, b)
    return total


def _bought(cells: Panel, a: Panel) -> Panel:
    """Return, per unit of its own effect, what each importer buys."""
    return (a[:, None, :] @ cells)[:, 0, :]


def _errors(found: Effects, wanted: Effects) -> Panel:
    """Return the relative error of every margin, shape (2, T, n): exporters, importers."""
    size = np.asarray(wanted)
    errors: Panel = np.abs(np.asarray(found) - size) / np.where(size > 0, size, 1.0)
    return errors


def _not_met(off: Panel, rules: Scaling) -> str:
    side, period, economy = (int(k) for k in np.unravel_index(off.argmax(), off.shape))
    return (
        f"three-way scaling: {int((off > rules.tolerance).sum()):,} of {off.size:,} margins off by "
        f"more than {rules.tolerance:.0e} after {rules.most_rounds:,} rounds, at most "
        f"{off.max():.1e} ({('exporter', 'importer')[side]} {economy}, period {period}); look for "
        "economies that few observed cells connect, or allow more rounds"
    )

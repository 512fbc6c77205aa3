"""Worlds with each economy's numbers of partners and its exports and imports."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

import numpy as np

from tradenet.domain import ConfigError, Expected, TradeGraph
from tradenet.domain.arrays import Mask, Matrix
from tradenet.networks.intensity import counted
from tradenet.networks.nulls.margins_solver import Potential, solved
from tradenet.networks.nulls.model import Keeps, world


@dataclass(frozen=True, slots=True)
class DegreeAndStrength:
    r"""The enhanced configuration model in its continuous form: links first, then their weights.

    .. math:: P(x'_{ij} > 0) = p_{ij} = \frac{1}{1 + e^{-(u_i + v_j)}}, \qquad
        x'_{ij} \mid x'_{ij} > 0 \sim \text{Exponential with mean } \frac{1}{a_i + b_j}

    with effects such that every economy has its observed numbers of export and import partners,
    and its observed exports and imports, on average over worlds:
    :math:`\sum_j p_{ij} = k_i` and :math:`\sum_j p_{ij} / (a_i + b_j) = s_i` and likewise for
    importers, sums over observed cells with an expectation. Both steps are of largest entropy:
    the directed binary configuration model, and the CReM_A model of Parisi, Squartini and
    Garlaschelli (2020, doi:10.1088/1367-2630/ab74a7). Cells of an economy that trades with all or
    none are certain. The expectation says which cells are drawn, but not how much: the ensemble
    makes its own, :math:`p_{ij} / (a_i + b_j)`. A graph is fitted once and the fit kept for the
    draws that follow.

    When not to use it: where expected trade is to stay what `margins` or gravity say: the mean of
    a cell here differs from both. As a band for real changes: cells are independent.

    Attributes
    ----------
    tolerance : float
        Largest relative error of any mean margin.
    most_steps : int
        Newton steps after which a fit is given up.
    """

    keeps: ClassVar[Keeps] = Keeps(
        on_average=("degrees", "strengths"), free=("expected", "links", "zeros")
    )
    tolerance: float = 1e-10
    most_steps: int = 200

    def __post_init__(self) -> None:
        if not self.tolerance > 0 or self.most_steps < 1:
            msg = (
                f"degree_and_strength: tolerance {self.tolerance} must be > 0, "
                f"most_steps {self.most_steps} ≥ 1"
            )
            raise ConfigError(msg)

    def __call__(
        self, graph: TradeGraph, expected: Expected, *, rng: np.random.Generator
    ) -> TradeGraph:
        """Return a world.

        Raises
        ------
        SchemaError
            If graph and expected trade speak of different economies.
        ConvergenceError
            If the margins are not met after `most_steps` steps.
        """
        cells = counted(graph, expected)
        chance, mean = _fit(graph, expected, self.tolerance, self.most_steps)
        links = rng.random(cells.shape) < chance
        drawn = rng.exponential(size=cells.shape) * mean
        return world(graph, np.where(links, drawn, 0.0), cells)


@lru_cache(maxsize=4)  # many worlds are drawn of one graph; graphs and expectations are immutable
def _fit(
    graph: TradeGraph, expected: Expected, tolerance: float, most_steps: int
) -> tuple[Matrix, Matrix]:
    cells = counted(graph, expected)
    values = np.where(cells, graph.values, 0.0)
    chance = link_chances(values > 0, cells, tolerance, most_steps)
    return chance, mean_weights(values, chance, tolerance, most_steps)


def link_chances(links: Mask, cells: Mask, tolerance: float, most_steps: int) -> Matrix:
    """Return the chances of links that keep the degrees on average.

    Parameters
    ----------
    links, cells : bool arrays, shape (n, n)
        Where there is trade; which cells take part.
    tolerance : float
        Largest relative error of a mean degree.
    most_steps : int
        Newton steps before giving up.

    Returns
    -------
    float array, shape (n, n)
        0 to 1; 0 where a cell takes no part.
    """
    certain, open_cells = _certain(links, cells)
    chance = certain.astype(np.float64)
    if not open_cells.any():
        return chance
    target = _margins(links & open_cells)
    count = _margins(open_cells)
    share = (target + 0.5) / (count + 1.0)
    effects = np.log(share / (1 - share)) / 2
    potential = Potential(
        value=lambda t: float(np.logaddexp(0.0, t[open_cells]).sum()),
        mean=lambda t: np.where(open_cells, _logistic(t), 0.0),
        curvature=lambda t: np.where(open_cells, _logistic(t) * _logistic(-t), 0.0),
        sign=-1.0,
    )
    theta = solved(potential, target, effects, tolerance, most_steps)
    chance[open_cells] = _logistic(theta)[open_cells]
    return chance


def mean_weights(values: Matrix, chance: Matrix, tolerance: float, most_steps: int) -> Matrix:
    """Return the mean weight of each link, so that the strengths are kept on average.

    Parameters
    ----------
    values : float array, shape (n, n)
        Trade ≥ 0 over cells that take part, zero elsewhere.
    chance : float array, shape (n, n)
        Of links, > 0 where there is trade.
    tolerance, most_steps
        As for `link_chances`.

    Returns
    -------
    float array, shape (n, n)
        In the unit of `values`; 0 where a link has no chance.
    """
    possible = chance > 0
    if not possible.any():
        return np.zeros_like(chance)
    unit = values.sum() / chance.sum()
    target = _margins(values) / unit
    rates = _margins(chance) / np.where(target > 0, target, 1.0) / 2
    potential = Potential(
        value=lambda t: _barrier(t[possible], chance[possible]),
        mean=lambda t: np.divide(chance, t, out=np.zeros_like(t), where=possible),
        curvature=lambda t: np.divide(chance, t**2, out=np.zeros_like(t), where=possible),
        sign=1.0,
    )
    rate = solved(potential, target, rates, tolerance, most_steps)
    mean: Matrix = np.zeros_like(rate)
    np.divide(unit, rate, out=mean, where=possible)
    return mean


def _certain(links: Mask, cells: Mask) -> tuple[Mask, Mask]:
    """Return cells that must have trade, and cells that may: rows that are full or empty are set.

    What is left of a row or column once its certain cells are set may be full or empty in turn.
    """
    certain, maybe = np.zeros_like(cells), cells.copy()
    while True:
        wanted = links & maybe
        full = _lines(wanted, maybe, full=True) & maybe
        empty = _lines(wanted, maybe, full=False) & maybe & ~full
        if not (full | empty).any():
            return certain, maybe
        certain |= full
        maybe &= ~(full | empty)


def _lines(wanted: Mask, maybe: Mask, *, full: bool) -> Mask:
    """Return the cells of rows and columns in which all open cells, or none, have trade."""
    sought = wanted if full else ~wanted
    rows = np.all(sought | ~maybe, axis=1)
    columns = np.all(sought | ~maybe, axis=0)
    lines: Mask = rows[:, None] | columns[None, :]
    return lines


def _margins(cells: Mask | Matrix) -> Matrix:
    sums: Matrix = np.concatenate([cells.sum(axis=1), cells.sum(axis=0)]).astype(np.float64)
    return sums


def _logistic(theta: Matrix) -> Matrix:
    clipped = np.clip(theta, -700.0, 700.0)  # beyond, exp overflows and the chance is 0 or 1
    chances: Matrix = 1 / (1 + np.exp(-clipped))
    return chances


def _barrier(rates: Matrix, chance: Matrix) -> float:
    return float(-(chance * np.log(rates)).sum()) if (rates > 0).all() else np.inf

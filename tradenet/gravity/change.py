"""Three-way fixed-effects Poisson for two periods: how trade after an event follows from before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from tradenet.domain import ConvergenceError, InsufficientData, SchemaError
from tradenet.domain.arrays import Mask, Matrix
from tradenet.gravity.cycles import on_common_cycles

Vector = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """What trade after an event is expected to be, given trade before it.

    Attributes
    ----------
    before, after : float arrays, shape (n, n)
        Expected trade, same unit as the input; 0 where not fitted.
    fitted : bool array, shape (n, n)
        Observed cells with trade that inform the fit. Cells whose trade the effects can match
        without bound (separation) are left out.
    effects : float array, shape (k,)
        Log change of each term's cells beyond everybody else's; per unit of an exposure.
    start : two float arrays, shape (n,)
        Exporter and importer effects, 0 for those without a fitted cell; a warm start for a similar
        fit.
    """

    before: Matrix
    after: Matrix
    fitted: Mask
    effects: Vector
    start: tuple[Vector, Vector]


def fit_change(
    before: Matrix,
    after: Matrix,
    observed: Mask,
    *,
    terms: Sequence[Mask | Matrix] = (),
    offset: Matrix | None = None,
    start: tuple[Vector, Vector] | None = None,
) -> Change:
    r"""Fit exporter-period, importer-period and pair effects to two periods.

    .. math:: \mu_{ij1} = N_{ij} \Lambda(\alpha_i + \gamma_j + \sum_k \beta_k D_{kij} + o_{ij}),
        \qquad \mu_{ij0} = N_{ij} - \mu_{ij1}, \qquad N_{ij} = x_{ij0} + x_{ij1}

    with :math:`\Lambda` the logistic function, :math:`\alpha, \gamma` the changes of exporters' and
    importers' effects, :math:`D_k` the terms and :math:`o` a known offset. With two periods the
    pair effects of the Poisson model drop out and leave this; its first-order conditions are the
    doubly constrained margins of both periods (Fally 2015, doi:10.1016/j.jinteco.2015.05.005). It
    is concave and solved by Newton's method, importers eliminated.

    Parameters
    ----------
    before, after : float arrays, shape (n, n)
        Trade ≥ 0, any unit; not read where not observed.
    observed : bool array, shape (n, n)
        Cells that could be seen in both periods; all others are left out, not read as zero.
    terms : sequence of bool or float arrays, shape (n, n)
        Cells whose common change is estimated, or an exposure of every cell, of which the change
        per unit is; one effect each. Not read where not observed.
    offset : float array, shape (n, n), optional
        Known log change of cells.
    start : two float arrays, optional
        `Change.start` of a similar fit.

    Raises
    ------
    SchemaError
        If an observed cell holds a number that is no trade.
    InsufficientData
        If no cell informs the fit, or a term has no trade before, or none after.
    ConvergenceError
        If a margin is still off by more than 1e-9 of itself.

    Examples
    --------
    What B sells to A rises fourfold where all other trade doubles:

    >>> x0 = np.array([[0, 4.0, 2, 1], [4, 0, 2, 3], [2, 2, 0, 5], [1, 2, 3, 0]])
    >>> x1 = 2 * x0
    >>> x1[1, 0] *= 2
    >>> rise = np.zeros((4, 4), dtype=bool)
    >>> rise[1, 0] = True
    >>> fit = fit_change(x0, x1, ~np.eye(4, dtype=bool), terms=[rise])
    >>> np.exp(fit.effects).round(6).tolist()
    [2.0]
    """
    _check_trade(before, after, observed)
    fitted = informative(before, after, observed)
    if not fitted.any():
        msg = "no cell with trade is observed both before and after the event; load more flows"
        raise InsufficientData(msg)
    for term in terms:
        _check_term(before, after, fitted & (term != 0))
    # Without the economies that have no cell: work grows with the cube of their number.
    sellers, buyers = fitted.any(axis=1), fitted.any(axis=0)

    def part(values: Matrix | Mask) -> Matrix:
        return values.compress(sellers, axis=0).compress(buyers, axis=1)

    used = part(fitted)

    def inside(values: Matrix | Mask) -> Matrix:
        return np.where(used, part(values), 0.0)

    one = inside(after)
    both = inside(before) + one
    known = None if offset is None else inside(offset)
    dummies = np.zeros((len(terms), *both.shape))
    for place, term in enumerate(terms):
        dummies[place] = inside(term)
    near = None if start is None else (start[0][sellers], start[1][buyers])
    a, b, beta = _newton(one, both, known, dummies, near)
    mu = both * _share(a, b, known, beta, dummies)
    expected, effects = np.zeros((2, *fitted.shape)), np.zeros((2, len(fitted)))
    expected[0][np.ix_(sellers, buyers)], expected[1][np.ix_(sellers, buyers)] = both - mu, mu
    effects[0][sellers], effects[1][buyers] = a, b
    return Change(expected[0], expected[1], fitted, beta, (effects[0], effects[1]))


def informative(before: Matrix, after: Matrix, observed: Mask) -> Mask:
    """Return the observed cells with trade whose change the margins do not match by themselves.

    Lowering an exporter's effect and raising an importer's moves cells up or down; a cell with
    trade in one period only can be moved without bound in one direction. Exporters and importers
    between which trade can be moved both ways form a strongly connected component; cells across
    components are separated (Santos Silva and Tenreyro 2010, doi:10.1016/j.econlet.2010.02.020).
    """
    seen = observed & ~np.eye(len(before), dtype=bool)
    up, down = seen & (after > 0), seen & (before > 0)
    used: Mask = (up | down) & on_common_cycles(up, down)
    return used


def _check_trade(before: Matrix, after: Matrix, observed: Mask) -> None:
    abroad = observed & ~np.eye(len(before), dtype=bool)
    wrong = sum(int((abroad & ~((v >= 0) & (v < np.inf))).sum()) for v in (before, after))
    if wrong:
        msg = f"{wrong:,} observed cells are negative or no number; say that they are not observed"
        raise SchemaError(msg)


def _check_term(before: Matrix, after: Matrix, cells: Mask) -> None:
    for values, when in ((before, "before"), (after, "after")):
        if not (values[cells] > 0).any():
            msg = f"the cells in question have no trade {when} the event, so no change to estimate"
            raise InsufficientData(msg)


_TOLERANCE = 1e-9
_NEARLY_NOTHING = 1e-300
_MOST_ROUNDS = 100
_LONGEST_STEP = 3.0  # log points: keeps the first steps from a cold start within reach
_LARGEST = 700.0  # log points: no share is so near to 0
_RIDGE = 1e-13  # relative; the level that exporters and importers can trade with each other


def _newton(
    one: Matrix, both: Matrix, known: Matrix | None, dummies: npt.NDArray[np.float64],
    start: tuple[Vector, Vector] | None,
) -> tuple[Vector, Vector, Vector]:  # fmt: skip
    """Return exporters', importers' and terms' effects at which all margins are met."""
    n, m = one.shape
    a, b = start or _own_growth(one, both)
    beta = np.zeros(len(dummies))
    wanted = _margins(one, dummies)
    size = np.concatenate([wanted[: n + m], np.einsum("kij,ij->k", np.abs(dummies), one)])
    size[size <= _NEARLY_NOTHING] = np.inf
    share, weight = np.empty_like(one), np.empty_like(one)
    for _ in range(_MOST_ROUNDS):
        _share(a, b, known, beta, dummies, out=share)
        np.multiply(both, share, out=weight)
        gap = wanted - _margins(weight, dummies)
        worst = float((np.abs(gap) / size).max())
        if worst <= _TOLERANCE:
            return a, b, beta
        weight *= np.subtract(1.0, share, out=share)
        step = _step(weight, dummies, gap)
        step *= min(1.0, _LONGEST_STEP / float(np.abs(step).max()))
        a, b, beta = a + step[:n], b + step[n : n + m], beta + step[n + m :]
    msg = (
        f"two-period fit: a margin is still off by {worst:.1e} of itself after {_MOST_ROUNDS} "
        f"rounds (wanted {_TOLERANCE:.0e}); look for economies that few observed cells connect"
    )
    raise ConvergenceError(msg)


def _own_growth(one: Matrix, both: Matrix) -> tuple[Vector, Vector]:
    """Return where to start: each exporter's and importer's own change, the level counted once."""
    level = _logit(one.sum() / both.sum())
    sides = []
    for axis in (1, 0):
        after, total = one.sum(axis=axis), both.sum(axis=axis)
        moves = (after > 0) & (after < total)
        share = np.where(moves, after, 1.0) / np.where(moves, total, 2.0)
        sides.append(np.where(moves, _logit(share), level))
    return sides[0], sides[1] - level


def _step(weight: Matrix, dummies: npt.NDArray[np.float64], gap: Vector) -> Vector:
    """Return the Newton step; importers' equations are diagonal and eliminated first.

    All is scaled to ones on the diagonal; equations without cells are left as 1 · step = 0. The
    weights are overwritten: memory for a matrix costs more than what is written there.
    """
    (n, m), k = weight.shape, len(dummies)
    inside = dummies * weight
    over = _inverse_root(
        np.concatenate([weight.sum(axis=1), np.einsum("kij,kij->k", inside, dummies)])
    )
    inverse = _inverse_root(weight.sum(axis=0))
    weight *= over[:n, None]
    weight *= inverse
    spread = weight
    if k:
        spread = np.concatenate([weight, inside.sum(axis=1) * over[n:, None] * inverse])
    beside = np.zeros((n + k, k))
    if k:
        beside[:n] = (inside.sum(axis=2) * over[n:, None] * over[:n]).T
        shared = np.einsum("kij,lij->kl", inside, dummies) * np.multiply.outer(over[n:], over[n:])
        beside[n:] = shared - np.diag(np.diag(shared))
    importers_gap = inverse * gap[n : n + m]
    left = over * np.concatenate([gap[:n], gap[n + m :]]) - spread @ importers_gap
    found = _solve(spread, beside, left)
    importers_step = inverse * (importers_gap - spread.T @ found)
    found *= over
    return np.concatenate([found[:n], importers_step, found[n:]])


def _solve(spread: Matrix, beside: Matrix, left: Vector) -> Vector:
    """Solve (1 + beside - spread spread') x = left, where `beside` holds the last columns.

    By Cholesky's method, twice as fast as elimination, which is left for what rounding spoils. All
    of it in scipy: its threads and numpy's would wait for each other, ten times as long.
    """
    from scipy.linalg import lapack

    _, found, failed = lapack.dposv(_normal(spread, beside), left, lower=1, overwrite_a=1)
    if failed:
        _, _, found, failed = lapack.dsysv(_normal(spread, beside), left, lower=1, overwrite_a=1)
    if failed:
        msg = "two-period fit: two terms, or a term and the effects, cannot be told apart; drop one"
        raise ConvergenceError(msg)
    return np.asarray(found, dtype=np.float64)


def _normal(spread: Matrix, beside: Matrix) -> Matrix:
    """Return the lower half of the matrix of the equations, as Fortran wants it."""
    from scipy.linalg import blas

    size, k = beside.shape
    normal: Matrix = blas.dsyrk(-1.0, spread.T, trans=1, lower=1)
    if k:
        normal[size - k :] += beside.T
    normal.T.flat[:: size + 1] += 1.0 + _RIDGE
    return normal


def _inverse_root(sums: Vector) -> Vector:
    return np.divide(1.0, np.sqrt(sums), out=np.zeros(len(sums)), where=sums > 0)


def _margins(cells: Matrix, dummies: npt.NDArray[np.float64]) -> Vector:
    return np.concatenate(
        [cells.sum(axis=1), cells.sum(axis=0), np.einsum("kij,ij->k", dummies, cells)]
    )


def _share(
    a: Vector, b: Vector, known: Matrix | None, beta: Vector, dummies: npt.NDArray[Any],
    out: Matrix | None = None,
) -> Matrix:  # fmt: skip
    """Return the share of each cell's trade that is expected after the event."""
    at = np.subtract.outer(-a, b, out=out)
    if known is not None:
        at -= known
    for effect, cells in zip(beta, dummies, strict=True):
        at -= effect * cells
    np.minimum(at, _LARGEST, out=at)
    np.exp(at, out=at)
    at += 1.0
    share: Matrix = np.reciprocal(at, out=at)
    return share


def _logit(share: Any) -> Any:  # noqa: ANN401 - a number or an array of them
    return np.log(share / (1.0 - share))

"""How far trade after an event is from its expectation, and how far it may be."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tradenet.domain import ConvergenceError, InsufficientData
from tradenet.domain.arrays import Mask, Matrix

Vector = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class PairVariance:
    r"""Predicted variance of an undirected pair's residual, before it is looked at.

    .. math:: \sigma^2 = I^2 \exp(a + b \ln I + c \ln^2 I + d \ln m)

    where :math:`I` is the pair's information (USD) and :math:`m` the trade of its smaller economy
    (USD). A variance made of the residual itself would bound the statistic and cost its power.

    Attributes
    ----------
    coefficients : float array, shape (4,)
        a, b, c, d; for ln of USD.
    """

    coefficients: Vector

    def __call__(self, information: Matrix, smaller: Matrix) -> Matrix:
        """Return σ² in squared USD, elementwise; 0 where the information is 0."""
        known = information > 0
        terms = _terms(np.where(known, information, 1.0), np.where(known, smaller, 1.0))
        return np.where(known, information**2 * np.exp(terms @ self.coefficients), 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class Residuals:
    """What the two-period null leaves over.

    Attributes
    ----------
    residual : float array, shape (n, n)
        Trade after the event minus its expectation, USD; 0 where the cell was not fitted.
    information : float array, shape (n, n)
        w(1 − h), USD, ≥ 0: what the cell tells of its own change once the margins took theirs.
    leverage : float array, shape (n, n)
        h, 0 to 1; above 0.9 the margins nearly determine the cell: not identified. NaN where the
        cell was not fitted.
    size : float array, shape (n,)
        Trade before the event, exports plus imports, USD.
    variance : PairVariance
        Predicts σ² of a pair.
    """

    residual: Matrix
    information: Matrix
    leverage: Matrix
    size: Vector
    variance: PairVariance


def residuals(
    before: Matrix, after: Matrix, expected: tuple[Matrix, Matrix], fitted: Mask, focus: Mask
) -> Residuals:
    r"""Return residuals, information and the variance model of a two-period fit.

    With :math:`\mu_0, \mu_1` expected before and after, :math:`r = x_1 - \mu_1`,
    :math:`w = \mu_0 \mu_1 / (\mu_0 + \mu_1)` and
    :math:`1 - h = (1 - w / \sum_j w)(1 - w / \sum_i w)`. r / (w(1 − h)) is the one-step estimate of
    the cell's own log change.

    Parameters
    ----------
    before, after : float arrays, shape (n, n)
        Trade in USD, finite where fitted.
    expected : two float arrays, shape (n, n)
        Expected trade before and after, finite where fitted.
    fitted : bool array, shape (n, n)
        Cells of the fit.
    focus : bool array, shape (n, n)
        Cells in question: the variance model does not look at them.

    Raises
    ------
    InsufficientData
        If fewer than twenty pairs are left to learn the variance from, or none moved.
    """
    zero = np.where(fitted, expected[0], 0.0)
    one = np.where(fitted, expected[1], 0.0)
    weight = np.divide(zero * one, zero + one, out=np.zeros_like(zero), where=zero + one > 0)
    free = free_share(weight)
    information = weight * free
    residual = np.where(fitted, after - one, 0.0)
    size = np.where(fitted, before, 0.0)
    total = size.sum(axis=0) + size.sum(axis=1)
    return Residuals(
        residual,
        information,
        np.where(weight > 0, 1.0 - free, np.nan),
        total,
        _pair_variance(residual, information, total, focus),
    )


def free_share(weight: Matrix) -> Matrix:
    """Return 1 − h: the share of a cell's weight that its row and its column leave to it.

    Parameters
    ----------
    weight : float array, shape (n, n)
        w ≥ 0; 0 where not fitted.

    Examples
    --------
    >>> free_share(np.array([[0, 3.0, 1], [3, 0, 1], [1, 1, 0]])).round(4).tolist()[0]
    [1.0, 0.0625, 0.375]
    """
    rows, columns = weight.sum(axis=1, keepdims=True), weight.sum(axis=0, keepdims=True)
    row = np.divide(weight, rows, out=np.ones_like(weight), where=rows > 0)
    column = np.divide(weight, columns, out=np.ones_like(weight), where=columns > 0)
    free: Matrix = np.clip((1.0 - row) * (1.0 - column), 0.0, 1.0)
    return free


# Fewer pairs than this cannot tell four coefficients.
_FEWEST_PAIRS = 20


def _pair_variance(
    residual: Matrix, information: Matrix, size: Vector, focus: Mask
) -> PairVariance:
    """Fit the variance model on all pairs outside the focus that have information."""
    i, j = np.triu_indices(len(residual), 1)
    told = (information + information.T)[i, j]
    left = (residual + residual.T)[i, j]
    chosen = (told > 0) & ~(focus | focus.T)[i, j]
    if chosen.sum() < _FEWEST_PAIRS:
        msg = (
            f"{int(chosen.sum())} pairs outside the set are observed before and after the event; "
            f"{_FEWEST_PAIRS} are needed"
        )
        raise InsufficientData(msg)
    smaller = np.minimum(size[i], size[j])[chosen]
    square = (left[chosen] / told[chosen]) ** 2
    if not square.any():
        msg = "no pair outside the set departs from its expectation, so nothing can be compared"
        raise InsufficientData(msg)
    return PairVariance(log_gamma_fit(square, _terms(told[chosen], smaller)))


def _terms(information: Matrix, smaller: Matrix) -> Matrix:
    log = np.log(information)
    terms: Matrix = np.stack([np.ones_like(log), log, log**2, np.log(smaller)], axis=-1)
    return terms


def log_gamma_fit(values: Vector, terms: Matrix, tolerance: float = 1e-8) -> Vector:
    r"""Return the coefficients of a gamma regression with log link.

    .. math:: \min_\beta \sum_k \eta_k + y_k e^{-\eta_k}, \qquad \eta_k = t_k' \beta

    which is convex (McCullagh and Nelder 1989, doi:10.1201/9780203753736), so that a Newton step
    in a trust region finds its only minimum.

    Parameters
    ----------
    values : float array, shape (m,)
        y ≥ 0, not all zero.
    terms : float array, shape (m, p)
        First column ones; full rank.
    tolerance : float
        Largest gradient at the end, per observation.

    Returns
    -------
    coefficients : float array, shape (p,)

    Raises
    ------
    ConvergenceError
        If the gradient stays above the tolerance.

    Examples
    --------
    >>> log_gamma_fit(np.array([1.0, 3.0]), np.ones((2, 1))).round(6).tolist()
    [0.693147]
    """
    from scipy.optimize import minimize

    basis, back = np.linalg.qr(terms)
    basis, back, mean = basis * np.sqrt(len(values)), back / np.sqrt(len(values)), values.mean()

    def loss(at: Vector) -> tuple[float, Vector]:
        ratio = values / mean * np.exp(-np.clip(basis @ at, -600, 600))
        return float(np.mean(basis @ at + ratio)), basis.T @ (1.0 - ratio) / len(values)

    def curvature(at: Vector) -> Matrix:
        ratio = values / mean * np.exp(-np.clip(basis @ at, -600, 600))
        bend: Matrix = (basis.T * ratio) @ basis / len(values)
        return bend

    start = np.zeros(terms.shape[1])
    found = minimize(loss, start, jac=True, hess=curvature, method="trust-exact",
                     options={"gtol": tolerance})  # fmt: skip
    worst = float(np.abs(loss(found.x)[1]).max())
    if worst > 10 * tolerance:
        msg = f"variance model: gradient {worst:.1e} is above {tolerance:.0e}: {found.message}"
        raise ConvergenceError(msg)
    coefficients: Vector = np.linalg.solve(back, found.x)
    coefficients[0] += np.log(mean)
    return coefficients

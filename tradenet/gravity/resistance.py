"""Expected trade from size and from what hinders trade between two economies, say distance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from tradenet.domain import ConvergenceError, Expected, InsufficientData, SchemaError, TradeGraph
from tradenet.domain.arrays import Mask, Matrix, frozen_square, positions
from tradenet.gravity.margins import fit_margins, nothing_to_trade, tied_cells
from tradenet.gravity.regression import Vector

_MOST_STEPS: Final = 50
_SMALL: Final = 1e-8
_FLAT: Final = 1e-12  # of the likelihood: rounding
_SWEEPS: Final = 30  # of demeaning: what is left of the effects only slows Newton's steps


@dataclass(frozen=True, slots=True, eq=False)
class Resistance:
    r"""Expected trade if size and given covariates of pairs mattered, fitted on observed cells.

    .. math:: \mu_{ij} = a_i b_j \exp\Bigl(\sum_k \beta_k z_{kij}\Bigr)

    with effects and coefficients by Poisson pseudo maximum likelihood, so that exports and imports
    of each economy are met, and :math:`\sum_{ij} z_{kij} x_{ij}`: the doubly constrained gravity
    model (Fally 2015, doi:10.1016/j.jinteco.2015.05.005). Pairs without a covariate take no part
    and have no expectation. Not in `NULLS`, because it wants covariates.

    When not to use it: with a covariate that says who belongs to the set in question, which then is
    expected of it; with covariates that most of the set's pairs do not have.

    Attributes
    ----------
    economies : tuple of str, length n
        Sorted codes of the covariates' rows and columns; may be more than those of a graph.
    covariates : mapping of str to float array, shape (n, n)
        Such as the logarithm of distance in km; NaN where not known, the diagonal is not read.
    tolerance : float
        Largest relative error of any margin at the end.
    most_rounds : int
        Rounds of scaling after which an iteration is given up.
    """

    economies: tuple[str, ...]
    covariates: Mapping[str, Matrix]
    tolerance: float = 1e-10
    most_rounds: int = 20_000

    def __post_init__(self) -> None:
        if not self.covariates:
            msg = "no covariate given: that is the null `margins`"
            raise SchemaError(msg)
        for name, values in self.covariates.items():
            frozen_square(values, self.economies, f"covariate {name}")

    def __call__(self, graph: TradeGraph) -> Expected:
        """Return the expected trade of a graph.

        Raises
        ------
        InsufficientData
            If no observed trade has covariates, or a covariate is a matter of size alone.
        ConvergenceError
            If margins or coefficients do not settle.

        Examples
        --------
        Trade is 12 over distance, whoever trades:

        >>> from tradenet.domain import Period
        >>> far = np.array([[1, 1, 2, 3], [1, 1, 4, 2], [2, 4, 1, 1], [3, 2, 1, 1.0]])
        >>> trade = 12 / far
        >>> np.fill_diagonal(trade, np.nan)
        >>> graph = TradeGraph(("A", "B", "C", "D"), trade, Period(2019))
        >>> null = Resistance(graph.economies, {"log_distance": np.log(far)})
        >>> round(null.coefficients(graph)["log_distance"], 6)
        -1.0
        >>> null(graph).values[0].round(6).tolist()
        [nan, 12.0, 6.0, 4.0]
        """
        expected, observed, _ = self._fit(graph)
        what = ", ".join(self.covariates)
        null = f"only size and {what} matter: every economy keeps its exports and imports"
        return Expected(graph.economies, expected, observed, null)

    def coefficients(self, graph: TradeGraph) -> Mapping[str, float]:
        """Return the fitted coefficient of each covariate; errors are those of a call."""
        *_, beta = self._fit(graph)
        return dict(zip(self.covariates, beta.tolist(), strict=True))

    def _fit(self, graph: TradeGraph) -> tuple[Matrix, Mask, Vector]:
        z = self._aligned(graph.economies)
        known = np.isfinite(z).all(axis=0)
        observed = graph.observed & known
        x = np.where(observed, np.nan_to_num(graph.values), 0.0)
        if not x.any():
            msg = f"{graph.period}: no observed trade with covariates, so no expected trade"
            raise InsufficientData(msg)
        tied = tied_cells(x, observed)
        z = np.where(known, z, 0.0)
        expected, beta = self._settled(x, observed & tied, z)
        expected = np.where(tied & known, expected, np.nan)
        expected[observed & ~tied] = 0.0
        expected[nothing_to_trade(x, observed) & known] = 0.0
        np.fill_diagonal(expected, np.nan)
        return expected, observed, beta

    def _aligned(self, economies: tuple[str, ...]) -> Matrix:
        """Return covariates of the graph's economies, shape (k, m, m); NaN for unknown ones."""
        at = positions(self.economies, economies)
        whole = np.stack([np.asarray(each, dtype=np.float64) for each in self.covariates.values()])
        z = whole[:, at[:, None], at]
        z[:, at < 0, :] = np.nan
        z[:, :, at < 0] = np.nan
        z[:, np.eye(len(at), dtype=np.bool_)] = np.nan
        return z

    def _settled(self, x: Matrix, used: Mask, z: Matrix) -> tuple[Matrix, Vector]:
        """Return expected trade and coefficients: Newton steps, each on margins that are met.

        The likelihood is concave, a full step may yet overshoot it by far; then it is halved.
        """
        held, step, best = np.zeros(len(z)), np.zeros(len(z)), -np.inf
        for _ in range(_MOST_STEPS):
            beta = held + step
            factor = np.exp(np.tensordot(beta, z, axes=1))
            effects = fit_margins(x, used * factor, self.tolerance, self.most_rounds)
            expected = np.outer(*effects) * factor
            mu = np.where(used, expected, 0.0)
            likelihood = _likelihood(x, mu)
            if likelihood < best - _FLAT * abs(best):
                step = step / 2
                continue
            held, best = beta, likelihood
            within = _without_effects(z, mu)
            spread = np.sqrt((within**2 * mu).sum(axis=(1, 2)) / mu.sum())
            if (spread <= _SMALL * (1.0 + np.abs(z).max(axis=(1, 2)))).any():
                msg = f"size alone determines one of {', '.join(self.covariates)}; leave it out"
                raise InsufficientData(msg)
            information = np.einsum("kij,lij,ij->kl", within, within, mu)
            step = np.linalg.solve(information, np.einsum("kij,ij->k", within, x - mu))
            if np.abs(step * spread).max() < _SMALL:
                return expected, beta
            step = step / max(1.0, float(np.abs(step * spread).max()))
        msg = f"coefficients of {', '.join(self.covariates)} did not settle in {_MOST_STEPS} steps"
        raise ConvergenceError(msg)


def _likelihood(x: Matrix, mu: Matrix) -> float:
    """Return the Poisson log-likelihood where margins are met, but for what x alone adds."""
    traded = (x > 0) & (mu > 0)
    return float((x[traded] * np.log(mu[traded] / x[traded])).sum())


def _without_effects(z: Matrix, mu: Matrix) -> Matrix:
    """Return covariates without their exporter and importer means, weighted by mu."""
    for _ in range(_SWEEPS):
        for axis in (2, 1):
            weight = mu.sum(axis=axis - 1)
            mean = (z * mu).sum(axis=axis) / np.where(weight > 0, weight, 1.0)
            z = z - np.expand_dims(mean, axis)
    return z

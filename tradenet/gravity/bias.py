"""Three-way PPML with few economies: its bias, and the bias of its clustered variance."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tradenet.domain import ConvergenceError, SchemaError
from tradenet.domain.arrays import Matrix
from tradenet.gravity.panel import Panel
from tradenet.gravity.regression import USED, Coefficients, Model, Vector

Blocks = npt.NDArray[np.float64]  # a T×T matrix for each pair: shape (n, n, T, T)

_TOLERANCE: Final = 1e-10
_MOST_ROUNDS: Final = 20_000
_CUT: Final = 1e-10  # eigenvalues below this share of the largest are those of no information


def correct_three_way(
    fit: Coefficients,
    panel: Any,  # noqa: ANN401 - Arrow or pandas
    model: Model,
) -> Coefficients:
    r"""Return a three-way fit without its first-order bias, its clustered variance corrected too.

    With pair effects concentrated out, a pair contributes the multinomial log-likelihood of its T
    periods given its total. Write :math:`S_{ij}` for its score in the T sums of exporter and
    importer effects, :math:`H_{ij}` for minus the second derivative, :math:`G_{ij}` for the third,
    :math:`\tilde x_{ij}` for the regressor without what the effects explain. The effects of an
    exporter rest on the n - 1 pairs that it is in, so that their noise moves the score of
    :math:`\beta` by

    .. math:: B_i = -\sum_j S_{ij}' H_i^- H_{ij} \tilde x_{ij}
        + \tfrac12 \mathrm{Tr}\bigl(H_i^- (\sum_j G_{ij} \tilde x_{ij}) H_i^-
        \sum_j S_{ij} S_{ij}'\bigr), \qquad H_i = \sum_j H_{ij}

    in expectation, those of an importer by the like :math:`D_j`. The estimate is off by
    :math:`W^{-1} (\sum_i B_i + \sum_j D_j)`, :math:`W = \sum \tilde x' H \tilde x`, which is taken
    off (Weidner and Zylkin 2021, doi:10.1016/j.jinteco.2021.103513). Fitted scores are smaller than
    true ones, by the leverage matrix :math:`L_{ij}` of the pair, so that
    :math:`(I - L_{ij})^{-1} S_{ij} S_{ij}'` stands for :math:`S_{ij} S_{ij}'` in both corrections,
    made symmetric; that is exact where the variance of trade is proportional to its mean.

    Parameters
    ----------
    fit : Coefficients
        What `fit_ppml` gave for the panel and the model.
    panel : pyarrow.Table or pandas.DataFrame
        The same, one row per exporter, importer and period.
    model : Model
        The same. Its effects are exporter-period, importer-period and directed pair, in this order:
        ``("exporter^year", "importer^year", "exporter^importer")``.

    Returns
    -------
    Coefficients
        Corrected values, covariance and errors; all else as it was.

    Raises
    ------
    SchemaError
        If the effects are others, or a cell has two rows.
    ConvergenceError
        If the effects cannot be taken out of a regressor.
    """
    frame = panel.to_pandas() if isinstance(panel, pa.Table) else panel
    used = frame[fit.status == USED]
    place, shape = _places(used, model)
    mu = _dense(fit.expected[fit.status == USED], place, shape)
    residual = _dense(used[model.flow].to_numpy(dtype=np.float64), place, shape) - mu
    regressors = (used[name].to_numpy(dtype=np.float64) for name in fit.names)
    x = np.stack([_without_effects(_dense(each, place, shape), mu) for each in regressors])
    inverse = np.linalg.inv(np.einsum("ktij,ltij,tij->kl", x, x, mu))
    information = _information(mu)
    scores = np.einsum("ijts,sij->ijt", _undo_leverage(information, x, inverse), residual)
    outer = scores[..., None] * np.moveaxis(residual, 0, -1)[..., None, :]
    outer = (outer + outer.swapaxes(2, 3)) / 2
    pairs = _Pairs(mu, x * mu, scores, information, outer)
    shift = _shift(pairs) + _shift(pairs.turned())
    covariance = inverse @ np.einsum("ktij,ijts,lsij->kl", x, outer, x, optimize=True) @ inverse
    variance = np.diagonal(covariance)
    return replace(
        fit,
        estimator=f"{fit.estimator}, corrected for bias (Weidner and Zylkin)",
        values=fit.values - inverse @ shift,
        covariance=covariance,
        errors=np.sqrt(np.where(variance >= 0, variance, np.nan)),
        covariance_kind="clustered by pair, corrected for leverage",
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Pairs:
    """What the correction needs of every pair: first exporters, then importers.

    `weighted` is the regressor times expected trade, which is H x: x has no mean within a pair.
    """

    mu: Panel  # (T, n, n)
    weighted: Blocks  # (k, T, n, n)
    scores: Blocks  # (n, n, T)
    information: Blocks  # (n, n, T, T)
    outer: Blocks  # (n, n, T, T)

    def turned(self) -> _Pairs:
        """Return the same with importers first."""
        return _Pairs(
            self.mu.swapaxes(1, 2),
            self.weighted.swapaxes(2, 3),
            self.scores.swapaxes(0, 1),
            self.information.swapaxes(0, 1),
            self.outer.swapaxes(0, 1),
        )


def _shift(pairs: _Pairs) -> Vector:
    """Return how far the noise of the first side's effects moves the score of each coefficient."""
    inverse = np.linalg.pinv(pairs.information.sum(axis=1), rcond=_CUT, hermitian=True)
    first = np.einsum("its,ktij,ijs->k", inverse, pairs.weighted, pairs.scores, optimize=True)
    crossed = np.einsum("ktij,sij->kits", pairs.weighted, _shares(pairs.mu), optimize=True)
    third = crossed + crossed.swapaxes(2, 3)
    periods = np.arange(len(pairs.mu))
    third[:, :, periods, periods] -= pairs.weighted.sum(axis=3).swapaxes(1, 2)
    noise = inverse @ pairs.outer.sum(axis=1) @ inverse
    moved: Vector = np.einsum("kits,ist->k", third, noise) / 2 - first
    return moved


def _undo_leverage(information: Blocks, x: Blocks, inverse: Matrix) -> Blocks:
    """Return the inverse of I - L of each pair, shape (n, n, T, T).

    L is the pair's information times the variance that effects and coefficients have at the pair if
    the variance of trade is its mean.
    """
    n, periods = len(information), information.shape[-1]
    whole = np.zeros((2, n, periods, 2, n, periods))
    economies = np.arange(n)
    whole[0, economies, :, 0, economies] = information.sum(axis=1)
    whole[1, economies, :, 1, economies] = information.sum(axis=0)
    whole[0, :, :, 1] = information.transpose(0, 2, 1, 3)
    whole[1, :, :, 0] = information.transpose(1, 2, 0, 3)
    flat = whole.reshape(2 * n * periods, -1)
    noise = np.linalg.pinv(flat, rcond=_CUT, hermitian=True).reshape(whole.shape)
    own = [np.einsum("itis->its", noise[side, :, :, side]) for side in (0, 1)]
    crossed = noise[0, :, :, 1].transpose(0, 2, 1, 3)
    at_pair = own[0][:, None] + own[1][None, :] + crossed + crossed.swapaxes(2, 3)
    at_pair = at_pair + np.einsum("ktij,kl,lsij->ijts", x, inverse, x, optimize=True)
    return np.linalg.pinv(np.eye(periods) - information @ at_pair, rcond=_CUT)


def _information(mu: Panel) -> Blocks:
    """Return, per pair, expected totals times the covariance of one draw of a period."""
    shares = np.moveaxis(_shares(mu), 0, -1)
    blocks: Blocks = -shares[..., None] * np.moveaxis(mu, 0, -1)[..., None, :]
    periods = np.arange(len(mu))
    blocks[..., periods, periods] += np.moveaxis(mu, 0, -1)
    return blocks


def _shares(mu: Panel) -> Panel:
    total = mu.sum(axis=0)
    shares: Panel = np.divide(mu, total, out=np.zeros_like(mu), where=total > 0)
    return shares


def _without_effects(regressor: Panel, mu: Panel) -> Panel:
    """Return what exporter-period, importer-period and pair means weighted by mu do not explain."""
    sums = [np.where(w > 0, w, 1.0) for w in (mu.sum(axis=k, keepdims=True) for k in (2, 1, 0))]
    scale = float(np.abs(regressor).max())
    for _ in range(_MOST_ROUNDS):
        moved = 0.0
        for axis, weights in zip((2, 1, 0), sums, strict=True):
            mean = (regressor * mu).sum(axis=axis, keepdims=True) / weights
            regressor = regressor - mean
            moved = max(moved, float(np.abs(mean).max()))
        if moved <= _TOLERANCE * scale:
            return np.where(mu > 0, regressor, 0.0)
    msg = f"effects could not be taken out of a regressor in {_MOST_ROUNDS:,} rounds"
    raise ConvergenceError(msg)


def _places(rows: Any, model: Model) -> tuple[tuple[npt.NDArray[np.intp], ...], tuple[int, ...]]:  # noqa: ANN401
    """Return period, exporter and importer number of each row, and the shape of the panel."""
    parts = [name.split("^") for name in model.effects]
    if [len(part) for part in parts] != [2, 2, 2] or parts[2] != [parts[0][0], parts[1][0]]:
        msg = (
            f"the effects are {model.effects}; the correction is for exporter^period, "
            "importer^period and exporter^importer, in this order"
        )
        raise SchemaError(msg)
    (exporter, period), (importer, _), _ = parts
    sides = np.concatenate([rows[exporter].to_numpy(), rows[importer].to_numpy()])
    names, members = np.unique(sides, return_inverse=True)
    periods, when = np.unique(rows[period].to_numpy(), return_inverse=True)
    one, other = members.reshape(2, -1)
    shape = (len(periods), len(names), len(names))
    cells = np.ravel_multi_index((when, one, other), shape)
    if len(np.unique(cells)) < len(cells):
        msg = f"{len(cells) - len(np.unique(cells)):,} rows repeat a cell of the panel; add them up"
        raise SchemaError(msg)
    return (when, one, other), shape


def _dense(
    values: Vector, place: tuple[npt.NDArray[np.intp], ...], shape: tuple[int, ...]
) -> Panel:
    panel = np.zeros(shape)
    panel[place] = values
    return panel

"""Standard errors where trade of two pairs may go together because they share an economy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from tradenet.domain import SchemaError
from tradenet.gravity.regression import USED, Coefficients


def dyadic_robust(
    fit: Coefficients, exporters: Sequence[str], importers: Sequence[str]
) -> Coefficients:
    r"""Return a fit with errors robust to correlation among all rows that share an economy.

    .. math:: V = H^{-1} \Bigl(\sum_{r} \sum_{s: s \cap r \ne \emptyset} u_r u_s'\Bigr) H^{-1}
        = H^{-1} \Bigl(\sum_i U_i U_i' - \sum_{i < j} U_{ij} U_{ij}'\Bigr) H^{-1}

    where :math:`u_r` is the score of row r, :math:`U_i` the sum over rows in which economy i takes
    part and :math:`U_{ij}` that over rows between i and j in either direction, which the first sum
    counts twice (Aronow, Samii and Assenova 2015, doi:10.1093/pan/mpv018). Without a correction for
    few economies: too small when there are few.

    Parameters
    ----------
    fit : Coefficients
        What `fit_ppml` or `fit_log_linear` gave.
    exporters, importers : sequences of str, length rows
        The economies of every row of the panel, used or not.

    Returns
    -------
    Coefficients
        The same but for covariance, its kind and the errors. An error is NaN where few economies
        leave a negative variance.

    Raises
    ------
    SchemaError
        If there are not as many economies as rows.
    """
    if not len(exporters) == len(importers) == len(fit.status):
        msg = (
            f"{len(exporters):,} exporters and {len(importers):,} importers for "
            f"{len(fit.status):,} rows of the panel; hand over one each per row"
        )
        raise SchemaError(msg)
    used = fit.status == USED
    sides = np.asarray(exporters)[used], np.asarray(importers)[used]
    names, members = np.unique(np.concatenate(sides), return_inverse=True)
    one, other = np.sort(members.reshape(2, -1), axis=0)
    abroad = one != other
    by_economy = np.zeros((len(names), fit.scores.shape[1]))
    np.add.at(by_economy, one, fit.scores)
    np.add.at(by_economy, other[abroad], fit.scores[abroad])
    _, pairs = np.unique(one[abroad] * len(names) + other[abroad], return_inverse=True)
    by_pair = np.zeros((pairs.max(initial=-1) + 1, fit.scores.shape[1]))
    np.add.at(by_pair, pairs, fit.scores[abroad])
    inverse = np.linalg.inv(fit.hessian)
    covariance = inverse @ (by_economy.T @ by_economy - by_pair.T @ by_pair) @ inverse
    variance = np.diagonal(covariance)
    errors = np.sqrt(np.where(variance >= 0, variance, np.nan))
    return replace(fit, covariance=covariance, errors=errors, covariance_kind="dyadic-robust")

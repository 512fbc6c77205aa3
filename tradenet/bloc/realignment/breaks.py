"""Shifts of level in a serially correlated path: whether, when, and how surely when."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float64]


def splits(length: int, trim: float) -> tuple[int, int]:
    """Return the first and last number of periods before a break that are looked at.

    Examples
    --------
    >>> splits(29, 0.15)
    (5, 24)
    """
    least = max(2, int(np.ceil(trim * length)))
    return least, length - least


def self_normalised(paths: Matrix, trim: float) -> Matrix:
    r"""Return the self-normalised statistic of a shift of the mean at every admissible split.

    .. math:: G(k) = \frac{n^{-1} \bigl(\sum_{t \le k} (x_t - \bar x)\bigr)^2}
              {n^{-2} \bigl[\sum_{t \le k} A_t^2 + \sum_{t > k} B_t^2\bigr]}

    with n the periods, A the running sums from the left of what deviates from the mean before the
    split, and B those from the right of what deviates from the mean after it (Shao and Zhang 2010,
    doi:10.1198/jasa.2010.tm10103). The denominator grows with serial correlation as the numerator
    does, so that no long-run variance is estimated. The largest over the splits is the statistic
    of the path. *When not to use it*: with critical values of stationary errors where paths
    wander, as ratios of trade do (they reject far too often; rank it among paths of the same
    kind); where a shift is undone later, for the way back counts as noise and hides it.

    Parameters
    ----------
    paths : float array, shape (N, n)
        One path per row, no NaN.
    trim : float
        Share of periods that must lie on either side, 0 to 0.5.

    Returns
    -------
    statistic : float array, shape (N, K)
        At the splits from `splits(n, trim)[0]` on; infinite where nothing deviates.

    Examples
    --------
    >>> flat = np.array([[0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0]])
    >>> step = flat + np.array([0, 0, 0, 0, 9, 9, 9, 9])
    >>> round(float(self_normalised(flat, 0.3).max()), 2), float(self_normalised(step, 0.3).max())
    (3.21, 2592.0)
    """
    count = paths.shape[1]
    first, last = splits(count, trim)
    found = np.empty((len(paths), last - first + 1))
    mean = paths.mean(axis=1)
    for place, k in enumerate(range(first, last + 1)):
        left, right = paths[:, :k], paths[:, k:]
        forth = np.cumsum(left - left.mean(axis=1, keepdims=True), axis=1)
        back = np.cumsum((right - right.mean(axis=1, keepdims=True))[:, ::-1], axis=1)
        gap = (left.sum(axis=1) - k * mean) ** 2 / count
        noise = ((forth**2).sum(axis=1) + (back**2).sum(axis=1)) / count**2
        found[:, place] = np.divide(gap, noise, out=np.full_like(gap, np.inf), where=noise > 0)
    return found


def squares(paths: Matrix, trim: float) -> Matrix:
    """Return the sum of squares around the two means at every admissible split, shape (N, K).

    The split with the least is the least-squares date of a break (Bai 1997,
    doi:10.1162/003465397557132).

    Examples
    --------
    >>> squares(np.array([[0.0, 0.0, 0.0, 3.0, 3.0, 3.0]]), 0.3).tolist()
    [[6.75, 0.0, 6.75]]
    """
    count = paths.shape[1]
    first, last = splits(count, trim)
    k = np.arange(first, last + 1)
    before = np.cumsum(paths, axis=1)[:, k - 1]
    whole = paths.sum(axis=1, keepdims=True)
    around = (
        (paths**2).sum(axis=1, keepdims=True) - before**2 / k - (whole - before) ** 2 / (count - k)
    )
    return np.asarray(np.maximum(around, 0.0))


def memory(paths: Matrix) -> npt.NDArray[np.float64]:
    """Return the first-order autocorrelation of each path around its mean, shape (N,).

    A path that wanders more than those it is ranked among is called broken too often; this tells.

    Examples
    --------
    >>> memory(np.array([[1.0, -1.0, 1.0, -1.0]])).tolist()
    [-0.75]
    """
    around = paths - paths.mean(axis=1, keepdims=True)
    whole = (around**2).sum(axis=1)
    shared = (around[:, 1:] * around[:, :-1]).sum(axis=1)
    return np.asarray(np.divide(shared, whole, out=np.zeros_like(whole), where=whole > 0))


def split_of(paths: Matrix, trim: float) -> npt.NDArray[np.int64]:
    """Return how many periods lie before the least-squares break of each path, shape (N,)."""
    return np.asarray(splits(paths.shape[1], trim)[0] + squares(paths, trim).argmin(axis=1))


def date_set(path: npt.NDArray[np.float64], others: Matrix, trim: float, level: float) -> list[int]:
    """Return the splits that are not rejected as the date of a path's one break.

    The likelihood-ratio statistic of a date, (S(k) - min S) ÷ (min S / n), is compared with what
    the true date has in the comparison paths, each brought to the path's own spread and given the
    same shift at the same date (inversion as in Eo and Morley 2015, Quantitative Economics 6,
    463-497, with comparison paths instead of independent errors). The comparison paths keep their
    own breaks, which makes the set wider rather than narrower.

    Parameters
    ----------
    path : float array, shape (n,)
        In which a break was found.
    others : float array, shape (N, n)
        Comparison paths; those that never move are left out.
    trim, level : float
        As in `self_normalised`; the chance that the true date is not in the set.

    Returns
    -------
    splits : list of int
        How many periods lie before each date of the set, ascending.
    """
    count, first = len(path), splits(len(path), trim)[0]
    own = squares(path[None, :], trim)[0]
    at = first + int(own.argmin())
    spread = np.sqrt(own.min() / count)
    deviations = others - others.mean(axis=1, keepdims=True)
    scale = deviations.std(axis=1, keepdims=True)
    noise = spread * (deviations / np.where(scale > 0, scale, np.nan))
    planted = noise[np.isfinite(noise).all(axis=1)]
    planted = planted + (path[at:].mean() - path[:at].mean()) * (np.arange(count) >= at)
    theirs = squares(planted, trim)
    ratios = _ratio(theirs[:, [at - first]], theirs, count)[:, 0]
    bound = np.quantile(ratios, 1 - level, method="higher") if len(ratios) else np.inf
    return [first + int(k) for k in np.flatnonzero(_ratio(own, own, count) <= bound)]


def _ratio(squared: Matrix, every: Matrix, count: int) -> Matrix:
    least = every.min(axis=-1, keepdims=True)
    return np.asarray((squared - least) * count / np.maximum(least, np.finfo(float).tiny))

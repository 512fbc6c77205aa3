"""Large economies with their smaller neighbours, as the large one tells of their trade."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tradenet.bloc.substitution.rank import Floats
from tradenet.domain import Window


@dataclass(frozen=True, slots=True, eq=False)
class Neighbours:
    """Yearly trade of d dyads in one direction, all told by the larger side.

    Attributes
    ----------
    large, small : tuple of str, length d
        The dyads, each once.
    years : int array, shape (T,)
        Ascending, without gaps up to the last year before the event.
    trade_usd : float array, shape (d, T)
        NaN or 0 where nothing was told.
    rest_usd : float array, shape (d, T)
        What the larger side told of its trade with all others in the same direction.
    size_usd : float array, shape (2, d)
        All trade of the large and of the small side before the event, as anybody told.
    exposed : bool array, shape (d,)
        A side that the event itself strikes: no comparison.
    price : float array, shape (T,)
        Of the commodity that is controlled for.
    window : Window
        Years before and after the event.
    """

    large: tuple[str, ...]
    small: tuple[str, ...]
    years: npt.NDArray[np.int64]
    trade_usd: Floats
    rest_usd: Floats
    size_usd: Floats
    exposed: npt.NDArray[np.bool_]
    price: Floats
    window: Window

    def place(self, large: str, small: str) -> int:
        """Return the position of a dyad; −1 where it is not there."""
        pairs = list(zip(self.large, self.small, strict=True))
        return pairs.index((large, small)) if (large, small) in pairs else -1

    def told(self) -> npt.NDArray[np.bool_]:
        """Return which dyads have trade in every year that is used, shape (d,)."""
        used = self.before | self.in_phase(self.window.post)
        both = (self.trade_usd > 0) & (self.rest_usd > 0)
        return np.asarray(both[:, used].all(axis=1))

    @property
    def before(self) -> npt.NDArray[np.bool_]:
        """The years up to the last one before the event, shape (T,)."""
        return np.asarray(self.years <= self.window.pre[-1])

    def in_phase(self, periods: tuple[int, ...]) -> npt.NDArray[np.bool_]:
        """Return which years are among some periods, shape (T,)."""
        return np.isin(self.years, periods)

    def mean_before(self) -> Floats:
        """Return mean trade in the years of the window before the event, dollars, shape (d,)."""
        return np.asarray(self.trade_usd[:, self.in_phase(self.window.pre)].mean(axis=1))


@dataclass(frozen=True, slots=True, eq=False)
class Paths:
    """Log paths of d dyads around an event, and how one looks at them.

    Attributes
    ----------
    steps : float array, shape (..., d, m)
        Yearly changes up to the last year before the event, log points.
    jump : float array, shape (..., d)
        Mean after the event less mean of the window before it.
    price_steps : float array, shape (m,)
        Yearly changes of the log price.
    price_jump, years : float
        The same differences of means for the log price, and for time.
    """

    steps: Floats
    jump: Floats
    price_steps: Floats
    price_jump: float
    years: float


def paths(panel: Neighbours, *, share: bool) -> Paths:
    """Return the log paths of all dyads, relative to the rest of the larger side's trade or not."""
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log(panel.trade_usd) - (np.log(panel.rest_usd) if share else 0.0)
    pre, post = (panel.in_phase(codes) for codes in (panel.window.pre, panel.window.post))
    log_price, years = np.log(panel.price), panel.years.astype(float)

    def across(values: Floats) -> Floats:
        return np.asarray(values[..., post].mean(axis=-1) - values[..., pre].mean(axis=-1))

    return Paths(
        np.diff(logs[:, panel.before], axis=1), across(logs), np.diff(log_price[panel.before]),
        float(across(log_price)), float(across(years)),
    )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """What is usual for each dyad before the event, and its change at the event beyond that.

    Attributes
    ----------
    loading, growth : float arrays, shape (..., d)
        Elasticity of yearly changes to the price, and their mean without it, log points a year.
    residuals : float array, shape (..., d, m)
        Of the yearly changes.
    change : float array, shape (..., d)
        At the event, beyond what the price explains and, if asked for, beyond usual growth.
    own_spread : float array, shape (..., d)
        Standard deviation of the residuals.
    """

    loading: Floats
    growth: Floats
    residuals: Floats
    change: Floats
    own_spread: Floats


def fitted(taken: Paths, *, price: bool, trend: bool) -> Fitted:
    r"""Fit every dyad's yearly changes on those of the price, before the event alone.

    :math:`\Delta y_{dt} = g_d + b_d \Delta \log p_t + u_{dt}`; the change at the event is
    :math:`D y_d - b_d D \log p`, D the mean after the event less that of the window before it,
    and less :math:`g_d` times the years between where `trend` is asked for. In changes, since
    levels of trade and of prices both drift and would load on each other.

    Parameters
    ----------
    taken : Paths
        Of any number of worlds.
    price : bool
        False sets every loading to zero.
    trend : bool
        Whether usual growth is taken off too.
    """
    m = taken.price_steps.size
    held = np.column_stack([np.ones(m), taken.price_steps] if price else [np.ones(m)])
    found = taken.steps @ np.linalg.pinv(held).T
    residuals = taken.steps - found @ held.T
    loading = found[..., 1] if price else np.zeros(taken.jump.shape)
    usual = loading * taken.price_jump + (found[..., 0] * taken.years if trend else 0.0)
    own = np.sqrt((residuals**2).sum(axis=-1) / (m - held.shape[1]))
    return Fitted(loading, found[..., 0], residuals, taken.jump - usual, own)


def spreads(own: Floats, weight: float) -> Floats:
    """Return the spreads by which changes are measured: each dyad's own, drawn to the usual one.

    The variance is `weight` of the dyad's own and the rest of the median of all: a dozen years tell
    a variance badly, and a dyad whose trade hardly moved for years may still break.
    """
    usual = np.median(own**2, axis=-1, keepdims=True)
    return np.asarray(np.sqrt(weight * own**2 + (1 - weight) * usual))

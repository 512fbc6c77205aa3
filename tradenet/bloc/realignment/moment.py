"""A division before and after a date: how far it moved, among other economies and other dates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tradenet.bloc.significance import LEVEL, at_least, p_value

Matrix = npt.NDArray[np.float64]
Vector = npt.NDArray[np.float64]
_POWER = 0.8


@dataclass(frozen=True, slots=True)
class Around:
    """Which years before and after a date are compared, counted from it.

    Attributes
    ----------
    before, after : tuple of int
        Years from the date, such as ``(-2, -1)`` and ``(0, 1)``.
    fewest : float
        Share of either that must be told, 0 to 1.
    """

    before: tuple[int, ...]
    after: tuple[int, ...]
    fewest: float = 0.6


@dataclass(frozen=True, slots=True, eq=False)
class Shift:
    """How far a division moved at a date.

    Attributes
    ----------
    date : int
        The year from which the years are counted.
    change : float
        Mean log ratio after less before: above 0 towards the first patron.
    usual : float
        The median size of the economy's own such changes at all other dates, log points.
    p_value : float
        Two-sided rank of change ÷ usual among the comparison economies at the same date.
    low, high : float
        The changes that would not be rejected at 5 %.
    detectable : float
        The change that would be found with a chance of 80 %, log points.
    p_dates : float or None
        Rank of the size of the change among the economy's other dates; None without any.
    dates : int
        How many other dates there are.
    reference : float array, shape (N,)
        Change ÷ usual of the comparison economies.
    """

    date: int
    change: float
    usual: float
    p_value: float
    low: float
    high: float
    detectable: float
    p_dates: float | None
    dates: int
    reference: Vector

    @property
    def statistic(self) -> float:
        """The change in units of the economy's usual change."""
        return self.change / self.usual


def contrasts(paths: Matrix, years: tuple[int, ...], around: Around) -> dict[int, Vector]:
    """Return the mean after less the mean before at each date with enough years on both sides.

    Parameters
    ----------
    paths : float array, shape (N, T)
        One path per row, no NaN.
    years : tuple of int, length T
        Their years; gaps are years that are not told.
    around : Around
        Which years are compared.

    Returns
    -------
    contrasts : dict of year to float array, shape (N,)

    Examples
    --------
    >>> made = contrasts(
    ...     np.array([[0.0, 0.0, 3.0, 3.0]]),
    ...     (2001, 2002, 2003, 2004),
    ...     Around((-2, -1), (0, 1), fewest=1.0),
    ... )
    >>> {year: change.tolist() for year, change in made.items()}
    {2003: [3.0]}
    """
    place = {year: k for k, year in enumerate(years)}
    found = {}
    for date in range(years[0], years[-1] + 1) if years else ():
        before, after = (
            [place[date + step] for step in steps if date + step in place]
            for steps in (around.before, around.after)
        )
        told = (len(before) / len(around.before), len(after) / len(around.after))
        if min(told) >= around.fewest and before and after:
            found[date] = paths[:, after].mean(axis=1) - paths[:, before].mean(axis=1)
    return found


def shift_at(paths: Matrix, years: tuple[int, ...], date: int, around: Around) -> Shift | None:
    """Return how far the first path moved at a date, the others being its comparison.

    Each economy's change is divided by the median size of its own such changes at all other dates,
    so that an economy whose trade is always restless does not count as moved; the p-value is the
    rank among the comparison economies, which have serial correlation of their own, and the
    interval holds the changes that this rank does not reject. None where the date has too few
    years told, or there is no other date to measure the usual change by.
    """
    every = contrasts(paths, years, around)
    others = [change for year, change in every.items() if year != date]
    if date not in every or not others:
        return None
    usual = np.median(np.abs(others), axis=0)
    scaled = every[date] / np.where(usual > 0, usual, np.nan)
    if not np.isfinite(scaled[0]):
        return None
    reference = scaled[1:]
    sizes, change, own = np.abs(reference), float(every[date][0]), float(usual[0])
    reach = own * critical(sizes)
    dates = np.abs([each[0] for each in others])
    return Shift(
        date, change, own, p_value(abs(float(scaled[0])), sizes), change - reach, change + reach,
        detectable(reference, own), p_value(abs(change), dates), len(dates), reference,
    )  # fmt: skip


def critical(sizes: Vector, level: float = LEVEL) -> float:
    """Return the size that a statistic must exceed to be rejected; infinite with too few.

    Examples
    --------
    >>> critical(np.arange(19.0)), critical(np.arange(18.0))
    (18.0, inf)
    """
    spare = int(np.floor(level * (1 + len(sizes)) + 1e-9)) - 1
    ordered = -np.sort(-np.where(np.isfinite(sizes), sizes, np.inf))
    return float(ordered[spare]) if 0 <= spare < len(ordered) else np.inf


def detectable(reference: Vector, usual: float) -> float:
    """Return the least change that would be found in 80 % of the comparison economies."""
    bound = critical(np.abs(reference))
    if not np.isfinite(bound):
        return np.inf
    needed = np.where(np.isfinite(reference), bound - reference, np.inf)
    return usual * float(np.quantile(needed, _POWER, method="higher"))


def is_beyond(shift: Shift, smallest: float) -> bool:
    """Say whether a change is both unlike the comparison economies' and large enough to matter."""
    large = bool(at_least(abs(shift.change), smallest))
    return shift.p_value <= LEVEL and large

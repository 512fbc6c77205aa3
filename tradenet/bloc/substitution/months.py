"""S3: whether trade followed the rouble from month to month, the closed border modelled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tradenet.bloc.result import BlocTestResult, not_applicable
from tradenet.bloc.substitution.rank import Floats, Ranked, ranked
from tradenet.domain import InsufficientData

LEVEL_OF_TWO = 0.025  # S2 and S3 share the chance of error where both are made
RISE, FALL, NEITHER, NOT_TESTABLE = "RISE", "FALL", "NEITHER", "NOT-TESTABLE"
QUESTION = "Did trade follow the rouble from month to month, beyond the closed border?"
_YEAR = 12


@dataclass(frozen=True, slots=True, eq=False)
class Months:
    """Monthly trade in one direction on a calendar without gaps.

    Attributes
    ----------
    months : int array, shape (T,)
        YYYYMM, every month from first to last.
    trade_usd : float array, shape (T,)
        NaN where no month's figure is held: a gap is no zero.
    rub_per_usd : float array, shape (T,)
        Rate of the month before, NaN where it is not held.
    closures : tuple of (int, int)
        Spans in which freight did not run.
    """

    months: npt.NDArray[np.int64]
    trade_usd: Floats
    rub_per_usd: Floats
    closures: tuple[tuple[int, int], ...] = ()

    @property
    def observed(self) -> npt.NDArray[np.bool_]:
        """Which months have trade above zero and a rate, shape (T,)."""
        return np.asarray((self.trade_usd > 0) & np.isfinite(self.rub_per_usd))

    @property
    def open(self) -> npt.NDArray[np.bool_]:
        """In which months freight ran, shape (T,)."""
        shut = np.zeros(self.months.size, dtype=bool)
        for first, last in self.closures:
            shut |= (self.months >= first) & (self.months <= last)
        return np.asarray(~shut)


@dataclass(frozen=True, slots=True)
class Gate:
    """What months there are, and what the regression would need.

    Attributes
    ----------
    before, after : int
        Months observed with freight running before the first closure and after the last.
    episode : int
        Months observed while the rouble fell and recovered.
    share : float
        Observed months over all from the first observed to the last, 0 to 1.
    lacking : tuple of str
        What is not enough, in words; empty where the regression can be made.
    """

    before: int
    after: int
    episode: int
    share: float
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MonthByMonth:
    r"""Whether trade follows the rate of the rouble with a lag of a month.

    .. math:: \log X_t = a + c t + m_t + \delta_{s(t)} + \beta \log r_{t-1} + u_t

    with effects :math:`m_t` of the month of the year and a level :math:`\delta` of its own for
    every closure and for every time between and after closures (reopening steps). The mechanism
    predicts :math:`\beta > 0`: trade that rises as roubles per dollar rise, and falls back as they
    do. Null: trade is unrelated to when the rouble moved. Reference: the same regression with the
    path of the rate shifted in a circle by every number of months, which keeps the drift of both
    series, ranked by t.

    When not to use it: where most months are missing, or the border was never open on both sides of
    the closure; the gate was fixed before any number was computed.

    Attributes
    ----------
    least_before, least_after : int
        Months with freight running that must be observed before the first closure and after the
        last.
    episode : tuple of (int, int)
        Months in which the rouble fell and recovered.
    least_episode : int
        Of those, how many must be observed.
    least_share : float
        Of all months between the first and the last observed, 0 to 1.
    """

    least_before: int = 12
    least_after: int = 12
    episode: tuple[int, int] = (202203, 202208)
    least_episode: int = 5
    least_share: float = 2 / 3

    def gate(self, series: Months) -> Gate:
        """Return whether the months suffice; nothing of the trade's height is looked at."""
        seen = series.observed
        running = seen & series.open
        first = min((span[0] for span in series.closures), default=self.episode[0])
        last = max((span[1] for span in series.closures), default=self.episode[1])
        within = (series.months >= self.episode[0]) & (series.months <= self.episode[1])
        where = np.flatnonzero(seen)
        length = int(where[-1] - where[0] + 1) if where.size else 0
        counted = (
            int((running & (series.months < first)).sum()),
            int((running & (series.months > last)).sum()),
            int((seen & within).sum()),
            where.size / length if length else 0.0,
        )
        return Gate(*counted, tuple(self._lacking(*counted)))

    def _lacking(self, before: int, after: int, episode: int, share: float) -> Iterator[str]:
        if before < self.least_before:
            yield f"{before} of {self.least_before} months with freight before the closure"
        if after < self.least_after:
            yield f"{after} of {self.least_after} months with freight after it"
        if episode < self.least_episode:
            yield f"{episode} of {self.least_episode} months of the rouble’s fall and recovery"
        if share < self.least_share:
            yield f"{share:.0%} of the months in between, at least {self.least_share:.0%}"

    def respond(self, series: Months) -> Ranked:
        """Return the elasticity to the rate with its rank among the shifts.

        Raises
        ------
        InsufficientData
            If the gate is not passed; the message says what is lacking.
        """
        lacking = self.gate(series).lacking
        if lacking:
            raise InsufficientData(" and ".join(lacking))
        return elasticity(series)

    def __call__(self, series: Months) -> BlocTestResult:
        """Return the elasticity, or why there is none."""
        needs = (
            f"testable with ≥ {self.least_before} months of running freight before the closure, "
            f"≥ {self.least_after} after it, ≥ {self.least_episode} of the episode and "
            f"{self.least_share:.0%} of all; then p ≤ {LEVEL_OF_TWO}, one-sided"
        )
        try:
            found = self.respond(series)
        except InsufficientData as error:
            return not_applicable("S3", QUESTION, needs, f"observed are {error}")
        return BlocTestResult(
            name="S3",
            question=QUESTION,
            null="when the rouble moved has nothing to do with trade",
            alternative="trade rises as the rouble falls, and falls back as it recovers",
            rule=needs,
            statistic=found.change,
            effect=(
                f"{found.change:+.2f} % of trade per 1 % more roubles for a dollar (one-sided 95 % "
                f"bounds {found.lower:+.2f} and {found.upper:+.2f}); {found.detectable:.2f} would "
                "be found in four of five cases"
            ),
            interval=(found.lower, found.upper),
            p_value=found.p_rise,
            passed=found.p_rise <= LEVEL_OF_TWO,
            details=(("p_fall", found.p_fall), ("detectable", found.detectable)),
        )


def read_months(test: BlocTestResult) -> str:
    """Return the reading of S3: RISE, FALL, NEITHER, or NOT-TESTABLE where there is no estimate.

    Examples
    --------
    >>> read_months(BlocTestResult("S3", QUESTION))
    'NOT-TESTABLE'
    """
    if test.statistic is None or test.p_value is None:
        return NOT_TESTABLE
    if test.p_value <= LEVEL_OF_TWO:
        return RISE
    return FALL if dict(test.details)["p_fall"] <= LEVEL_OF_TWO else NEITHER


def elasticity(series: Months) -> Ranked:
    """Return the elasticity of trade to the rate of the month before, ranked among all shifts."""
    span = np.flatnonzero(series.observed)
    inside = slice(int(span[0]), int(span[-1]) + 1)
    seen = series.observed[inside]
    held = _held(series)[inside][seen]
    log_rate = np.log(series.rub_per_usd[inside])
    if not np.isfinite(log_rate).all():
        msg = "a rate is missing between the first month observed and the last; shorten the series"
        raise InsufficientData(msg)
    around = np.arange(seen.size)[:, None] + np.arange(seen.size)[None, :]
    shifted = log_rate[around % seen.size][:, seen]  # one row per shift, the real path first
    left = np.eye(held.shape[0]) - held @ np.linalg.pinv(held)
    y, x = left @ np.log(series.trade_usd[inside][seen]), shifted @ left
    moved = (x**2).sum(axis=1)
    slopes = x @ y / moved
    errors = ((y - slopes[:, None] * x) ** 2).sum(axis=1) / (
        y.size - np.linalg.matrix_rank(held) - 1
    )
    return ranked(slopes, np.sqrt(errors / moved))


def _held(series: Months) -> Floats:
    """Return what is taken out of both series: level, trend, month of the year, spells."""
    count = series.months.size
    spell = np.cumsum(np.concatenate([[0], np.diff(series.open.astype(int)) != 0]))
    columns = [
        np.ones(count),
        np.arange(count) / _YEAR,
        *(series.months % 100 == month for month in range(2, _YEAR + 1)),
        *(spell == which for which in range(1, int(spell[-1]) + 1)),
    ]
    return np.column_stack(columns).astype(float)

"""Numbers that others published, with their sources: exchange rates, workers, months of customs."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from tradenet.domain.errors import SchemaError
from tradenet.domain.facts import Sourced, first_day, last_day
from tradenet.domain.period import Period

OFFICIAL, MARKET = "CBR official", "market close"
RATE_TYPES = (OFFICIAL, MARKET)
UNITS = (
    "persons", "permits", "visas", "persons/year", "persons/quarter",
    "USD/hour", "USD/month", "USD/year", "RUB/month", "share",
)  # fmt: skip
_QUARTER = re.compile(r"(\d{4})-Q([1-4])")
_MONTHS_OF_A_QUARTER = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeRate(Sourced):
    """Roubles for one dollar, the mean of a month.

    Attributes
    ----------
    month : int
        YYYYMM.
    rub_per_usd : float
        Mean over all days of the calendar, which holds a rate until the next is set, as the OECD
        counts; where only closes are known (`rate_type` ``market close``), their mean.
    rate_type : str
        ``CBR official`` (rate of the Bank of Russia) or ``market close``.
    rub_per_usd_set_days : float
        Mean over the days on which a rate was set; less than 0.1 % from `rub_per_usd` in half of
        the months, 5 % in 2015-01 (holidays in a fall).
    rub_per_usd_month_end : float
        The last rate of the month.
    """

    month: int
    rub_per_usd: float
    rate_type: str
    rub_per_usd_set_days: float
    rub_per_usd_month_end: float

    def __post_init__(self) -> None:
        Sourced.__post_init__(self)
        _check_month(self.month)
        if self.rate_type not in RATE_TYPES:
            msg = f"rate type '{self.rate_type}' is none of {', '.join(RATE_TYPES)}"
            raise SchemaError(msg)
        rates = (self.rub_per_usd, self.rub_per_usd_set_days, self.rub_per_usd_month_end)
        if not all(0 < rate < float("inf") for rate in rates):
            msg = f"{rates} should be roubles for a dollar, above zero"
            raise SchemaError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerEstimate(Sourced):
    """One published figure about North Korean workers; figures of different sources conflict.

    Attributes
    ----------
    period : str
        ISO date as precise as it is known, or a quarter (``2023-Q1``).
    low, high : float
        The figure's range, in `unit`; equal where one number was given.
    unit : str
        One of `UNITS`. ``persons/year`` and ``persons/quarter`` are entries at the border or
        people sent, not people present; ``share`` is from 0 to 1.
    what : str
        What was counted, and by whom: in Russia unless it says otherwise.
    note : str
        Doubts.
    """

    period: str
    low: float
    high: float
    unit: str
    what: str
    note: str = ""

    def __post_init__(self) -> None:
        Sourced.__post_init__(self)
        if self.unit not in UNITS:
            msg = f"unit '{self.unit}' is none of {', '.join(UNITS)}"
            raise SchemaError(msg)
        most = 1.0 if self.unit == "share" else float("inf")
        if not (0 <= self.low <= self.high <= most and self.high < float("inf")):
            msg = f"{self.low} to {self.high} {self.unit} is no range from low to high"
            raise SchemaError(msg)
        _span(self.period)

    @property
    def first(self) -> dt.date:
        """First day of the period."""
        return _span(self.period)[0]

    @property
    def last(self) -> dt.date:
        """Last day of the period."""
        return _span(self.period)[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomsMonth(Sourced):
    """What the customs of China told of trade with a partner, as the press printed it.

    Attributes
    ----------
    month : int
        YYYYMM, the last of the months told of.
    partner : str
        Economy.
    exports_usd, imports_usd, total_usd : int or None
        Dollars, exports being China's to the partner. None is not known, never zero. Rounded as
        printed, so that the parts of a total need not add up to it.
    n_months : int
        1 for a month; more where the figure is of the year up to `month`. Use 1 for a series.
    how : str
        ``reported``, or which part was derived of others.
    note : str
        Doubts.
    """

    month: int
    partner: str
    exports_usd: int | None
    imports_usd: int | None
    total_usd: int | None
    n_months: int
    how: str
    note: str = ""

    def __post_init__(self) -> None:
        Sourced.__post_init__(self)
        _check_month(self.month)
        if not 1 <= self.n_months <= self.month % 100:
            msg = f"{self.n_months} months do not fit into the year up to {self.month}"
            raise SchemaError(msg)
        known = [
            value
            for value in (self.exports_usd, self.imports_usd, self.total_usd)
            if value is not None
        ]
        if not known or min(known) < 0 or not self.how:
            msg = "a month needs exports, imports or their total, none below zero, and how known"
            raise SchemaError(msg)


def _check_month(code: int) -> None:
    if Period.from_code(code).frequency != "M":
        msg = f"{code} is no month; write 201403"
        raise SchemaError(msg)


def _span(written: str) -> tuple[dt.date, dt.date]:
    found = _QUARTER.fullmatch(written)
    if found is None:
        return first_day(written), last_day(written)
    month = _MONTHS_OF_A_QUARTER * int(found[2])
    return first_day(f"{found[1]}-{month - 2:02d}"), last_day(f"{found[1]}-{month:02d}")

"""Numbers that others published: the rouble, North Korean workers, Chinese customs by month."""

from __future__ import annotations

from functools import cache

from tradenet.domain import CustomsMonth, ExchangeRate, Period, WorkerEstimate
from tradenet.sources.reference.economies import economies
from tradenet.sources.reference.folder import facts, made


@cache
def exchange_rates() -> tuple[ExchangeRate, ...]:
    """Return roubles for a dollar by month, 2010-01 to 2025-05: ``rub_usd_monthly.csv``.

    From 2023-12 on they are means of market closes, not of the Bank of Russia's rate. Where both
    are known (2010 to 2023) they differ by 0.5 % (standard deviation), at most by 3.9 % (2022-06).

    Raises
    ------
    SchemaError
        If a row has no month, rate or source.

    Examples
    --------
    >>> by_month = {rate.month: rate.rub_per_usd for rate in exchange_rates()}
    >>> [round(by_month[month], 1) for month in (201401, 201501, 202203, 202206)]
    [33.5, 61.9, 104.1, 57.3]
    """
    return made("rub_usd_monthly", facts("rub_usd_monthly"), rate_of)


def rate_of(row: dict[str, str]) -> ExchangeRate:
    """Make a month's rate of a row of text."""
    set_days = float(row["rub_per_usd_set_days"])
    calendar = row["rub_per_usd_calendar_days"]
    return ExchangeRate(
        source=row["source"],
        checked=row["checked"],
        month=Period.parse(row["month"]).code,
        rub_per_usd=float(calendar) if calendar else set_days,
        rate_type=row["rate_type"],
        rub_per_usd_set_days=set_days,
        rub_per_usd_month_end=float(row["rub_per_usd_month_end"]),
    )


@cache
def worker_estimates() -> tuple[WorkerEstimate, ...]:
    """Return figures about North Korean workers, in order: ``dprk_workers.csv``.

    They conflict: 30,000 to 50,000 workers before 2018, 4,000 to 15,000 in 2024 and 2025. Entries
    counted at the border are not workers, and those of late 2024 are likely mixed with troops.

    Raises
    ------
    SchemaError
        If a row has an unknown unit, a low above its high, no source, or a period that is none.

    Examples
    --------
    >>> [(e.low, e.what) for e in worker_estimates() if e.period == "2018-12-31"]
    [(11490.0, 'workers with valid permits, end of 2018')]
    """
    return made("dprk_workers", facts("dprk_workers"), estimate_of)


def estimate_of(row: dict[str, str]) -> WorkerEstimate:
    """Make an estimate of a row of text."""
    return WorkerEstimate(
        source=row["source"],
        checked=row["checked"],
        period=row["period"],
        low=float(row["low"]),
        high=float(row["high"]),
        unit=row["unit"],
        what=row["what"],
        note=row["note"],
    )


@cache
def customs_months() -> tuple[CustomsMonth, ...]:
    """Return China's trade with PRK, RUS, IRN as the press printed it: ``china_dprk_monthly.csv``.

    Single months of the DPRK (``n_months`` = 1) are there from 2019-07 to 2025-11 with gaps; of
    Russia and Iran there are fragments. A month that is not there is not known.

    Raises
    ------
    SchemaError
        If a row has an unknown partner, no figure, no source, or a month that is none.

    Examples
    --------
    >>> march = [m for m in customs_months() if (m.month, m.partner) == (202103, "PRK")]
    >>> [(m.exports_usd, m.imports_usd, m.total_usd) for m in march]
    [(12978000, 1308000, 14285000)]
    """
    return made("china_dprk_monthly", facts("china_dprk_monthly"), customs_of)


def customs_of(row: dict[str, str]) -> CustomsMonth:
    """Make a month of customs of a row of text."""
    exports, imports, total = (
        int(row[name]) if row[name] else None
        for name in ("exports_usd", "imports_usd", "total_usd")
    )
    return CustomsMonth(
        source=row["source"],
        checked=row["checked"],
        month=Period.parse(row["month"]).code,
        partner=economies().check(row["partner"]),
        exports_usd=exports,
        imports_usd=imports,
        total_usd=total,
        n_months=int(row["n_months"]),
        how=row["how"],
        note=row["note"],
    )

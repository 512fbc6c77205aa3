r"""The remittance account: what a quota in dollars costs in roubles, and what is lost as they fall.

A worker in Russia earns :math:`W` roubles a month and owes the state a quota :math:`Q`, fixed in
dollars. At :math:`r_t` roubles for a dollar

.. math:: C_t = Q r_t, \quad c_t = Q r_t / W, \quad D_t = Q (1 - r_0 / r_t),

the roubles that the quota costs, their share of the wage, and the dollars by which the state falls
short a month where it takes as many roubles as at the base rate :math:`r_0`. :math:`D_t` is
negative, a surplus, where the rouble has risen. It is the most that the fall can cost: if the state
takes a larger share of the wage instead, the worker pays and nothing is short until :math:`c_t`
reaches 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import fmean

from tradenet.bloc.result import BlocTestResult, not_applicable
from tradenet.bloc.substitution.options import AccountRules
from tradenet.bloc.substitution.ranges import Range, hull
from tradenet.domain import ConfigError, ExchangeRate, InsufficientData, WorkerEstimate

THOUSAND = 1000
MONTHS = 12
_FIGURES = {"wages": ("RUB/month", "USD/month"), "shares": ("share",)}
_STOCKS = ("persons", "permits", "visas")


@dataclass(frozen=True, slots=True)
class Terms:
    """What a worker earns and owes.

    Attributes
    ----------
    wage_rub : Range
        Roubles a month.
    quota_usd : Range
        Dollars a month.
    """

    wage_rub: Range
    quota_usd: Range


@dataclass(frozen=True, slots=True)
class AccountLine:
    """The account of one month.

    Attributes
    ----------
    month : int
        YYYYMM.
    rub_per_usd : float
        Mean of the month.
    cost_rub : Range
        Roubles that the quota of one worker costs.
    share_of_wage : Range
        Those over the wage; above 1 the wage does not pay the quota.
    shortfall_per_thousand_usd : Range
        Dollars a month that 1,000 workers remit less than at the base rate; negative: more.
    workers : Range or None
        Persons in Russia; None where no estimate is used for the month.
    shortfall_usd : Range or None
        The shortfall of all of them, dollars a month.
    """

    month: int
    rub_per_usd: float
    cost_rub: Range
    share_of_wage: Range
    shortfall_per_thousand_usd: Range
    workers: Range | None
    shortfall_usd: Range | None


def figures(
    keys: Iterable[str], estimates: Iterable[WorkerEstimate], units: Iterable[str]
) -> tuple[WorkerEstimate, ...]:
    """Return the published rows that a study names, each by how its text begins.

    Parameters
    ----------
    keys : iterable of str
        Beginnings of "period unit what", such as ``"2017 RUB/month"``; each fits one row.
    estimates : iterable of WorkerEstimate
        The rows.
    units : iterable of str
        Those that the figures may have.

    Raises
    ------
    ConfigError
        If a key fits no row or several, or a row whose source nobody has read.
    """
    allowed, rows = tuple(units), {written(row): row for row in estimates}
    found = []
    for key in keys:
        fits = [row for text, row in rows.items() if text.startswith(key) and row.unit in allowed]
        if len(fits) != 1 or fits[0].checked != "read":
            msg = (
                f"[design.account] '{key}' fits {len(fits)} rows of dprk_workers in "
                f"{' or '.join(allowed)} whose source was read; write 'period unit what' of one"
            )
            raise ConfigError(msg)
        found.append(fits[0])
    return tuple(found)


def written(row: WorkerEstimate) -> str:
    """Return a row's period, unit and what was counted, by which a study names it."""
    return f"{row.period} {row.unit} {row.what}"


def terms(
    rules: AccountRules, estimates: Iterable[WorkerEstimate], rates: Mapping[int, float]
) -> Terms:
    """Return wage and quota, each the hull of what the named rows say.

    No row tells the quota. It is what was taken of a wage, in dollars at the mean rate of the time
    that the wage was told of: low wage times low share to high wage times high share.

    Raises
    ------
    ConfigError
        If a named row is not there; see `figures`.
    InsufficientData
        If no rate is held for the time of a wage.
    """
    known = tuple(estimates)
    shares = hull(Range(x.low, x.high) for x in figures(rules.shares, known, _FIGURES["shares"]))
    in_rub, in_usd = [], []
    for row in figures(rules.wages, known, _FIGURES["wages"]):
        told, rate = Range(row.low, row.high), mean_rate(rates, *_months(row))
        in_rub.append(told if row.unit.startswith("RUB") else told.times(rate))
        in_usd.append(told.times(1 / rate) if row.unit.startswith("RUB") else told)
    return Terms(hull(in_rub), hull(in_usd).times(shares))


def workers_in(
    month: int, rules: AccountRules, estimates: Iterable[WorkerEstimate]
) -> Range | None:
    """Return the workers of a month from the spells of a study; None outside of them."""
    for spell in rules.workers:
        if spell.first <= month <= spell.last:
            rows = figures(spell.rows, estimates, _STOCKS)
            return hull(Range(row.low, row.high) for row in rows)
    return None


def account(
    rules: AccountRules, estimates: Iterable[WorkerEstimate], rates: Iterable[ExchangeRate]
) -> tuple[AccountLine, ...]:
    """Return the account of every month for which a rate is held.

    Parameters
    ----------
    rules : AccountRules
        The base, and which rows count.
    estimates : iterable of WorkerEstimate
        Published figures about the workers.
    rates : iterable of ExchangeRate
        Roubles for a dollar by month.

    Raises
    ------
    ConfigError, InsufficientData
        As `terms`; or if no rate is held in the base.
    """
    known = tuple(estimates)
    by_month = {rate.month: rate.rub_per_usd for rate in rates}
    base, owed = (
        mean_rate(by_month, rules.base_first, rules.base_last),
        terms(rules, known, by_month),
    )
    return tuple(
        line(month, (rate, base), owed, workers_in(month, rules, known))
        for month, rate in sorted(by_month.items())
    )


def line(month: int, rates: tuple[float, float], owed: Terms, workers: Range | None) -> AccountLine:
    """Return the account of one month.

    Parameters
    ----------
    month : int
        YYYYMM.
    rates : tuple of two floats
        Roubles for a dollar in the month, and at the base.
    owed : Terms
        Wage and quota.
    workers : Range or None
        Persons.

    Examples
    --------
    A quota of 100 dollars of a wage of 5,000 roubles, as the dollar doubles from 25 to 50 roubles:

    >>> made = line(
    ...     201501, (50.0, 25.0), Terms(Range(5000, 5000), Range(100, 100)), Range(2000, 3000)
    ... )
    >>> made.cost_rub.low, made.share_of_wage.low, made.shortfall_per_thousand_usd.low
    (5000.0, 1.0, 50000.0)
    >>> made.shortfall_usd
    Range(low=100000.0, high=150000.0)
    """
    rate, base = rates
    cost = owed.quota_usd.times(rate)
    short = owed.quota_usd.times(1 - base / rate)
    return AccountLine(
        month, rate, cost, cost.over(owed.wage_rub), short.times(float(THOUSAND)), workers,
        None if workers is None else short.times(workers),
    )  # fmt: skip


def yearly_shortfall(lines: Iterable[AccountLine], year: int) -> Range | None:
    """Return the dollars that fell short in a year; None unless every month has workers."""
    held = [each.shortfall_usd for each in lines if each.month // 100 == year]
    if len(held) != MONTHS or any(each is None for each in held):
        return None
    parts = [each for each in held if each is not None]
    return Range(sum(each.low for each in parts), sum(each.high for each in parts))


def mean_rate(rates: Mapping[int, float], first: int, last: int) -> float:
    """Return the mean rate of the months from first to last.

    Raises
    ------
    InsufficientData
        If none of them is held.
    """
    held = [rate for month, rate in rates.items() if first <= month <= last]
    if not held:
        msg = f"no exchange rate is held between {first} and {last}; choose other months or rows"
        raise InsufficientData(msg)
    return fmean(held)


def _months(row: WorkerEstimate) -> tuple[int, int]:
    """Return the first and the last month that a row tells of."""
    first, last = row.first, row.last
    return first.year * 100 + first.month, last.year * 100 + last.month


@dataclass(frozen=True, slots=True)
class Remittances:
    """What the rouble's fall cost a year: the account's answer, with no pass or fail.

    Its inputs are the rows that the study names; it has no threshold of its own.
    """

    def __call__(self, lines: Iterable[AccountLine], year: int) -> BlocTestResult:
        """Return the shortfall of a year and the share of the wage that the quota then costs."""
        known = tuple(lines)
        short = yearly_shortfall(known, year)
        shares = [each.share_of_wage for each in known if each.month // 100 == year]
        if short is None or not shares:
            return not_applicable(
                "S1", _QUESTION, _RULE, f"{year} lacks a rate or a number of workers in some month"
            )
        part = Range(min(x.low for x in shares), max(x.high for x in shares))
        return BlocTestResult(
            name="S1",
            question=_QUESTION,
            rule=_RULE,
            effect=(
                f"{short.low / 1e6:,.0f} to {short.high / 1e6:,.0f} M USD in {year} if the state "
                f"took as many roubles as at the base rate; the quota cost {part.low:.0%} to "
                f"{part.high:.0%} of the wage"
            ),
            details=(("shortfall_usd", (short.low, short.high)), ("share", (part.low, part.high))),
        )


_QUESTION = "What did the rouble's fall cost the remittances?"
_RULE = "an account, no test: ranges of published figures carried through"

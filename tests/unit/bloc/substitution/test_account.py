"""The remittance account: worked by hand, ranges carried through, rows looked up."""

from __future__ import annotations

import dataclasses
import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradenet.bloc.substitution import (
    AccountRules,
    Range,
    Remittances,
    Spell,
    SubstitutionOptions,
    account,
    hull,
    terms,
    yearly_shortfall,
)
from tradenet.bloc.substitution.account import AccountLine, line, mean_rate, workers_in
from tradenet.bloc.substitution.account import Terms as Owed
from tradenet.domain import ConfigError, ExchangeRate, InsufficientData, WorkerEstimate

ENDS = st.floats(-100, 100, allow_nan=False).map(lambda x: round(x, 3))
RANGES = st.tuples(ENDS, ENDS).map(lambda ends: Range(min(ends), max(ends)))
ABOVE_ZERO = RANGES.map(lambda r: Range(abs(r.low) + 0.5, abs(r.low) + 0.5 + r.high - r.low))


def estimate(period: str, low: float, high: float, unit: str, **more: str) -> WorkerEstimate:
    return WorkerEstimate(
        source=more.get("source", "a paper"), checked=more.get("checked", "read"), period=period,
        low=low, high=high, unit=unit, what=more.get("what", "of somebody"),
    )  # fmt: skip


def rate(month: int, value: float) -> ExchangeRate:
    return ExchangeRate(
        source="a bank", checked="read", month=month, rub_per_usd=value,
        rate_type="CBR official", rub_per_usd_set_days=value, rub_per_usd_month_end=value,
    )  # fmt: skip


FACTS = (
    estimate("2013-01", 30_000, 30_000, "RUB/month", what="gross wage"),
    estimate("2013", 0.5, 0.6, "share", what="taken"),
    estimate("2012", 10_000, 10_000, "persons", what="in Russia"),
    estimate("2014", 20_000, 25_000, "permits", what="given out"),
    estimate("2014", 1000, 1000, "USD/month", what="wage of others", checked="memory"),
)
RULES = AccountRules(
    201301, 201302, ("2013-01 RUB/month",), ("2013 share",),
    (Spell(201301, 201412, ("2012 persons", "2014 permits")),),
)  # fmt: skip
RATES = (rate(201301, 30.0), rate(201302, 30.0), rate(201401, 60.0), rate(201501, 20.0))


def test_the_account_by_hand() -> None:
    """A wage of 30,000 roubles at 30 for a dollar is 1,000 dollars; half to 60 % is the quota.

    500 to 600 dollars a month. In January 2014 a dollar costs 60 roubles, twice the base: the quota
    costs 500 x 60 = 30,000 to 36,000 roubles, the whole wage to 120 % of it. The roubles of the
    base, 15,000 to 18,000, bring 250 to 300 dollars, so that 1,000 workers are 250,000 to 300,000
    dollars short; 10,000 to 25,000 workers 2.5 to 7.5 million. In January 2015 a dollar costs 20
    roubles and the same roubles bring 750 to 900 dollars: 250 to 300 more for each, a shortfall
    below zero.
    """
    lines = {each.month: each for each in account(RULES, FACTS, RATES)}
    fallen, risen = lines[201401], lines[201501]
    assert fallen.cost_rub == Range(30_000, 36_000)
    assert fallen.share_of_wage == Range(1.0, 1.2)
    assert fallen.shortfall_per_thousand_usd == Range(250_000, 300_000)
    assert fallen.workers == Range(10_000, 25_000)
    assert fallen.shortfall_usd == Range(2.5e6, 7.5e6)
    assert risen.shortfall_per_thousand_usd == Range(-300_000, -250_000)
    assert risen.workers is None
    assert risen.shortfall_usd is None
    assert lines[201301].shortfall_per_thousand_usd == Range(0, 0)


def test_a_wage_in_dollars_becomes_roubles_at_its_own_rate() -> None:
    facts = (*FACTS, estimate("2015-01", 800, 800, "USD/month", what="wage of builders"))
    rules = dataclasses.replace(RULES, wages=(*RULES.wages, "2015-01 USD/month"))
    found = terms(rules, facts, {each.month: each.rub_per_usd for each in RATES})
    assert found.wage_rub == Range(800 * 20, 30_000)
    assert found.quota_usd == Range(800 * 0.5, 1000 * 0.6)


def test_a_year_needs_twelve_months_with_workers() -> None:
    owed = Owed(Range(1, 1), Range(100, 100))
    year = [line(201400 + k, (50.0, 25.0), owed, Range(1, 2)) for k in range(1, 13)]
    assert yearly_shortfall(year, 2014) == Range(12 * 50, 12 * 100)
    assert yearly_shortfall(year[1:], 2014) is None
    unknown = dataclasses.replace(year[0], shortfall_usd=None)
    assert yearly_shortfall([*year[1:], unknown], 2014) is None
    told = Remittances()(year, 2014)
    assert dict(told.details)["shortfall_usd"] == (600, 1200)
    assert told.passed is None
    assert "2015 lacks" in Remittances()(year, 2015).effect


def test_workers_are_known_in_their_spell_only() -> None:
    assert workers_in(201212, RULES, FACTS) is None
    assert workers_in(201301, RULES, FACTS) == workers_in(201412, RULES, FACTS) == Range(1e4, 2.5e4)


@pytest.mark.parametrize(
    ("key", "why"),
    [
        ("2016 RUB/month", "fits 0 rows"),
        ("2013", "fits 2 rows"),
        ("", "fits 3 rows"),
        ("2014 USD/month", "whose source was read"),
    ],
)
def test_a_row_that_is_not_one_read_row_is_refused(key: str, why: str) -> None:
    facts = (*FACTS, estimate("2013-02", 1, 1, "RUB/month"))
    with pytest.raises(ConfigError, match=why):
        terms(dataclasses.replace(RULES, wages=(key,)), facts, {201301: 30.0})


def test_a_base_or_a_wage_without_a_rate_is_refused() -> None:
    with pytest.raises(InsufficientData, match="no exchange rate is held between 199801"):
        account(dataclasses.replace(RULES, base_first=199801, base_last=199812), FACTS, RATES)
    with pytest.raises(InsufficientData, match="201301"):
        terms(RULES, FACTS, {202201: 100.0})
    assert mean_rate({201301: 30.0, 201302: 40.0, 201401: 90.0}, 201301, 201312) == 35.0


@pytest.mark.parametrize(
    "span", [(201413, 201501), (201502, 201501), (2014, 2015), (201400, 201501)]
)
def test_spans_are_months_in_order(span: tuple[int, int]) -> None:
    with pytest.raises(ConfigError, match="no months in order"):
        Spell(*span, ())
    with pytest.raises(ConfigError, match="no months in order"):
        SubstitutionOptions(closures=(span,))
    with pytest.raises(ConfigError, match="no months in order"):
        AccountRules(*span)


def test_an_account_without_a_wage_is_refused() -> None:
    with pytest.raises(ConfigError, match="no wage or no share"):
        AccountRules(wages=())


@given(RANGES, RANGES)
def test_products_hold_every_product(one: Range, other: Range) -> None:
    """Brute force over a grid of both ranges."""
    made = one.times(other)
    grid = [np.linspace(each.low, each.high, 7) for each in (one, other)]
    products = [a * b for a, b in itertools.product(*grid)]
    assert made.low == pytest.approx(min(products), abs=1e-9)
    assert made.high == pytest.approx(max(products), abs=1e-9)


@given(RANGES, ABOVE_ZERO)
def test_quotients_hold_every_quotient(one: Range, other: Range) -> None:
    made = one.over(other)
    grid = [np.linspace(each.low, each.high, 7) for each in (one, other)]
    quotients = [a / b for a, b in itertools.product(*grid)]
    assert made.low == pytest.approx(min(quotients), abs=1e-9)
    assert made.high == pytest.approx(max(quotients), abs=1e-9)


@given(st.lists(RANGES, min_size=1, max_size=4))
def test_a_hull_holds_all(held: list[Range]) -> None:
    made = hull(held)
    assert all(made.low <= each.low <= each.high <= made.high for each in held)
    assert made.low in {each.low for each in held}
    assert made.high in {each.high for each in held}


def test_what_is_no_range_is_refused() -> None:
    with pytest.raises(ValueError, match="no range"):
        Range(2, 1)
    with pytest.raises(ValueError, match="no range"):
        Range(float("nan"), 1)
    with pytest.raises(ValueError, match="cannot divide"):
        Range(1, 2).over(Range(-1, 1))


@given(st.floats(5, 200), st.floats(5, 200))
def test_the_shortfall_has_the_sign_of_the_fall(now: float, base: float) -> None:
    owed = Owed(Range(1e4, 2e4), Range(100, 300))
    made: AccountLine = line(201501, (now, base), owed, Range(1, 9))
    short = made.shortfall_per_thousand_usd
    assert (short.low > 0) == (now > base)
    assert (short.high < 0) == (now < base)
    assert made.shortfall_usd is not None
    assert made.shortfall_usd.low <= made.shortfall_usd.high

"""What a published number must have: a unit, a range, a month, a source."""

import datetime as dt
from typing import Any

import pytest

from tradenet.domain import (
    CustomsMonth,
    ExchangeRate,
    SchemaError,
    TradenetError,
    WorkerEstimate,
)

SOURCED = {"source": "a page", "checked": "read"}


def rate(**more: Any) -> ExchangeRate:  # noqa: ANN401 - one field of any type
    given = {
        "month": 201501, "rub_per_usd": 61.9, "rate_type": "CBR official",
        "rub_per_usd_set_days": 65.2, "rub_per_usd_month_end": 68.9, **SOURCED,
    }  # fmt: skip
    return ExchangeRate(**(given | more))


def workers(**more: Any) -> WorkerEstimate:  # noqa: ANN401 - one field of any type
    given = {"period": "2017", "low": 30e3, "high": 50e3, "unit": "persons", "what": "workers"}
    return WorkerEstimate(**(given | SOURCED | more))


def customs(**more: Any) -> CustomsMonth:  # noqa: ANN401 - one field of any type
    given = {
        "month": 202103, "partner": "PRK", "exports_usd": 5, "imports_usd": None,
        "total_usd": None, "n_months": 1, "how": "reported", **SOURCED,
    }  # fmt: skip
    return CustomsMonth(**(given | more))


@pytest.mark.parametrize(
    "wrong",
    [
        {"month": 2015}, {"month": 201500}, {"month": 201513}, {"rub_per_usd": 0.0},
        {"rub_per_usd_set_days": float("nan")}, {"rub_per_usd_month_end": float("inf")},
        {"rate_type": "black market"}, {"source": ""}, {"checked": "perhaps"},
    ],
)  # fmt: skip
def test_a_rate_without_month_kind_or_source_is_refused(wrong: dict[str, Any]) -> None:
    assert rate().month == 201501
    with pytest.raises(TradenetError):
        rate(**wrong)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"unit": "people"}, "unit 'people' is none of persons, permits"),
        ({"low": 60e3}, "no range from low to high"),
        ({"low": -1.0}, "no range"),
        ({"low": float("nan")}, "no range"),
        ({"high": float("inf")}, "no range"),
        ({"unit": "share", "low": 0.5, "high": 70.0}, "no range"),
        ({"period": "2017-Q5"}, "no date"),
        ({"source": ""}, "needs a source"),
    ],
)
def test_an_estimate_without_unit_range_or_source_is_refused(
    wrong: dict[str, Any], words: str
) -> None:
    assert workers(unit="share", low=0.7, high=0.7).unit == "share"
    with pytest.raises(SchemaError, match=words):
        workers(**wrong)


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2016", "2016-01-01", "2016-12-31"),
        ("2016-02", "2016-02-01", "2016-02-29"),
        ("2016-10-29", "2016-10-29", "2016-10-29"),
        ("2023-Q1", "2023-01-01", "2023-03-31"),
        ("2023-Q4", "2023-10-01", "2023-12-31"),
    ],
)
def test_a_period_is_a_span_of_days(period: str, first: str, last: str) -> None:
    found = workers(period=period)
    assert (found.first, found.last) == (dt.date.fromisoformat(first), dt.date.fromisoformat(last))


@pytest.mark.parametrize(
    "wrong",
    [
        {"exports_usd": None}, {"imports_usd": -1}, {"n_months": 0}, {"n_months": 4},
        {"month": 2021}, {"how": ""}, {"checked": ""},
    ],
)  # fmt: skip
def test_a_month_of_customs_without_figure_or_source_is_refused(wrong: dict[str, Any]) -> None:
    assert customs(n_months=3).imports_usd is None
    with pytest.raises(TradenetError):
        customs(**wrong)

"""Periods and windows: what they read, what they refuse."""

import pytest

from tradenet.domain import ConfigError, Period, Window


@pytest.mark.parametrize(
    ("text", "code", "shown"),
    [
        ("2019", 2019, "2019"),
        ("2019-03", 201903, "2019-03"),
        ("201903", 201903, "2019-03"),
        (" 2019 ", 2019, "2019"),
        ("2019-12", 201912, "2019-12"),
    ],
)
def test_a_period_is_read_and_written_back(text: str, code: int, shown: str) -> None:
    """Text, code and period are three forms of one thing."""
    period = Period.parse(text)
    assert (period.code, str(period)) == (code, shown)
    assert Period.from_code(code) == period


@pytest.mark.parametrize(
    "text", ["", "19", "2019-13", "2019-00", "201900", "2019-3", "2019Q1", "20190301", "-2019"]
)
def test_what_is_no_period_is_refused(text: str) -> None:
    """A quarter, a day, a month 0 or 13: the message says what to write."""
    with pytest.raises(ConfigError, match=r"is no period; write a year \(2019\) or a month"):
        Period.parse(text)


@pytest.mark.parametrize(("year", "month"), [(999, 0), (10_000, 0), (2019, 13), (2019, -1)])
def test_impossible_years_and_months_are_refused(year: int, month: int) -> None:
    """The invariant holds however a period is made."""
    with pytest.raises(ConfigError, match="years have four digits, months are 1 to 12"):
        Period(year, month)


@pytest.mark.parametrize("code", [201913, 99_999, -1, 20190301])
def test_a_code_that_is_no_period_is_refused(code: int) -> None:
    """Stored codes obey the same rules."""
    with pytest.raises(ConfigError):
        Period.from_code(code)


def test_a_stored_month_zero_is_not_a_year() -> None:
    """201900 is a mistake; read as 2019 a monthly file would become annual without a word."""
    with pytest.raises(ConfigError):
        Period.from_code(201900)


def test_periods_sort_by_time_and_know_their_frequency() -> None:
    """A year stands before its months."""
    periods = [Period(2020), Period(2019, 12), Period(2019, 2), Period(2019)]
    assert [p.code for p in sorted(periods)] == [2019, 201902, 201912, 2020]
    assert [Period(2019).frequency, Period(2019, 1).frequency] == ["A", "M"]


@pytest.mark.parametrize(
    ("pre", "post"),
    [
        ((), (2023,)),
        ((2019,), ()),
        ((2019, 2018), (2023,)),
        ((2019, 2019), (2023,)),
        ((2019,), (2019,)),
        ((2023,), (2019,)),
        ((2018, 2021), (2020,)),
    ],
)
def test_a_window_must_ascend_and_lie_apart(pre: tuple[int, ...], post: tuple[int, ...]) -> None:
    """Empty, unsorted, overlapping: all refused with both sides named."""
    with pytest.raises(ConfigError, match="must be ascending and lie before"):
        Window(pre, post)


def test_a_window_lists_its_periods() -> None:
    """Pre first, then post."""
    assert Window((2018, 2019), (2022, 2023)).periods == (2018, 2019, 2022, 2023)


@pytest.mark.parametrize(
    ("pre", "post"), [((2018,), (201903,)), ((20155,), (202301,)), ((2015,), (2023, 202401))]
)
def test_a_window_of_mixed_or_impossible_periods_is_refused(
    pre: tuple[int, ...], post: tuple[int, ...]
) -> None:
    """Years and months in one window, or codes that are no period, can hold no flows."""
    with pytest.raises(ConfigError):
        Window(pre, post)

"""Dates as precise as they are known, spells, and what a fact must have."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradenet.domain import SchemaError, Spell
from tradenet.domain.facts import Sourced, first_day, last_day


def spell(since: str, until: str = "", checked: str = "read") -> Spell:
    return Spell(since=since, until=until, source="a page", checked=checked)


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2014", "2014-01-01", "2014-12-31"),
        ("2014-03", "2014-03-01", "2014-03-31"),
        ("2012-02", "2012-02-01", "2012-02-29"),
        ("2014-03-17", "2014-03-17", "2014-03-17"),
    ],
)
def test_a_date_known_in_part_is_a_span(written: str, first: str, last: str) -> None:
    assert (str(first_day(written)), str(last_day(written))) == (first, last)


@pytest.mark.parametrize(
    "written",
    ["", "14", "2014-3", "2014-13", "2014-00-01", "2014-02-30", "2014-03-17T00", "2014/03"],
)
def test_what_is_no_date_is_refused(written: str) -> None:
    for read in (first_day, last_day):
        with pytest.raises(SchemaError, match="no date"):
            read(written)


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)))
def test_a_whole_date_is_itself(day: dt.date) -> None:
    assert first_day(day.isoformat()) == last_day(day.isoformat()) == day
    month, year = day.isoformat()[:7], day.isoformat()[:4]
    assert first_day(year) <= first_day(month) <= day <= last_day(month) <= last_day(year)


def test_the_day_of_the_end_is_over() -> None:
    """So that a regime that ends and another that begins on one day do not both hold."""
    ended = spell("2014-04-02", "2022-02-28")
    days = [dt.date(2014, 4, 1), dt.date(2014, 4, 2), dt.date(2022, 2, 27), dt.date(2022, 2, 28)]
    assert [ended.in_force(day) for day in days] == [False, True, True, False]
    assert spell("2014").in_force(dt.date(2100, 1, 1))


@given(*[st.dates(dt.date(2000, 1, 1), dt.date(2001, 1, 1))] * 4)
def test_overlap_is_force_on_some_day(a: dt.date, b: dt.date, c: dt.date, d: dt.date) -> None:
    """Against going through the days one by one."""
    start, end, first, last = min(a, b), max(a, b), min(c, d), max(c, d)
    held = spell(start.isoformat(), end.isoformat())
    days = (first + dt.timedelta(days=n) for n in range((last - first).days + 1))
    assert held.overlaps(first, last) == any(held.in_force(day) for day in days)


def test_an_end_before_the_beginning_is_refused() -> None:
    with pytest.raises(SchemaError, match=r"ends \(2013\) before it begins \(2014-01\)"):
        spell("2014-01", "2013")


@pytest.mark.parametrize(("source", "checked"), [("", "read"), ("a page", "sure"), ("a page", "")])
def test_a_fact_has_a_source_and_says_whether_it_was_read(source: str, checked: str) -> None:
    with pytest.raises(SchemaError, match="a fact needs a source"):
        Sourced(source=source, checked=checked)

import itertools
import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradenet.domain import Period
from tradenet.domain.text import listed
from tradenet.report.wording import (
    billions,
    calendar,
    known,
    percent,
    plural,
    position,
    ratio,
    slug,
    spans,
    usd,
    when,
)

YEARS = st.integers(1990, 2030)
MONTHS = st.builds(lambda year, month: Period(year, month).code, YEARS, st.integers(1, 12))
DOLLARS = st.floats(0, 1e14, allow_nan=False)


def written_back(text: str) -> float:
    """Read what `usd` wrote."""
    number, unit = text.split(" ", maxsplit=1)
    return float(number.replace(",", "")) * {"M USD": 1e6, "bn USD": 1e9}[unit]


@given(DOLLARS)
def test_dollars_can_be_read_back_to_three_digits(value: float) -> None:
    text = usd(value)
    assert written_back(text) == pytest.approx(value, rel=0.006, abs=5_000)
    assert text.endswith(("bn USD", "M USD"))


@given(DOLLARS)
def test_columns_of_dollars_are_exact_to_a_million(value: float) -> None:
    text = billions(value)
    if text == "<0.001":
        assert 0 < value < 0.0006e9
    else:
        assert float(text.replace(",", "")) == pytest.approx(value / 1e9, abs=0.000_501)


@given(st.lists(DOLLARS, min_size=2, max_size=2))
def test_more_dollars_are_never_written_as_fewer(pair: list[float]) -> None:
    low, high = sorted(pair)
    assert written_back(usd(low)) <= written_back(usd(high)) * 1.000_001


@given(st.floats(0, 1))
def test_shares_can_be_read_back(share: float) -> None:
    text = percent(share)
    assert text.endswith(" %")
    assert float(text.removesuffix(" %")) == pytest.approx(100 * share, abs=0.051)


@given(st.one_of(YEARS, MONTHS))
def test_a_period_is_written_as_people_write_it(code: int) -> None:
    assert Period.parse(when(code)).code == code


@given(st.lists(YEARS, min_size=1, max_size=30))
def test_ranges_hold_the_periods_and_no_other(codes: list[int]) -> None:
    parts = spans(codes).replace(" and ", ", ").split(", ")
    ends = [[int(end) for end in part.split("–")] for part in parts]
    told = [year for each in ends for year in range(each[0], each[-1] + 1)]
    assert told == sorted(set(codes))


@given(st.lists(MONTHS, min_size=1, max_size=12))
def test_ranges_of_months_cross_new_year(codes: list[int]) -> None:
    joined = spans(calendar(min(codes), max(codes)))
    first, *rest = joined.split("–")
    assert Period.parse(first).code == min(codes)
    assert [Period.parse(end).code for end in rest] == [max(codes)] * (min(codes) != max(codes))


@given(st.one_of(st.tuples(YEARS, YEARS), st.tuples(MONTHS, MONTHS)))
def test_the_calendar_is_complete_and_evenly_spaced(pair: tuple[int, int]) -> None:
    first, last = sorted(pair)
    codes = calendar(first, last)
    assert codes[0] == first
    assert codes[-1] == last
    assert list(codes) == sorted(set(codes))
    step = 1.0 if first < 10_000 else 1 / 12
    gaps = [position(b) - position(a) for a, b in itertools.pairwise(codes)]
    assert gaps == pytest.approx([step] * len(gaps), abs=1e-9)


@given(st.lists(st.text(max_size=12), max_size=4))
def test_a_slug_is_safe_in_paths_anchors_and_css(words: list[str]) -> None:
    name = slug(*words)
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert not name.startswith("-")
    assert not name.endswith("-")


@pytest.mark.parametrize("value", [None, math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_not_known(value: float | None) -> None:
    assert not known(value)
    assert usd(value) == "not observed"
    assert billions(value) == "–"


def test_a_decimal_of_the_ledger_becomes_a_column() -> None:
    assert billions(float(Decimal("386195777486059.72"))) == "386,195.777"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "not observed"),
        (float("nan"), "not observed"),
        (0.0, "0.00 M USD"),
        (46_397_973.0, "46.4 M USD"),
        (318e6, "0.32 bn USD"),
        (2.003e9, "2.00 bn USD"),
        (46.02e9, "46.0 bn USD"),
        (5_552e9, "5,552 bn USD"),
    ],
)
def test_dollars_carry_their_unit(value: float | None, words: str) -> None:
    assert usd(value) == words


def test_numbers_that_are_not_there_are_dashes() -> None:
    for written in (billions, ratio, percent):
        assert written(None) == "–"
        assert written(float("nan")) == "–"


@pytest.mark.parametrize(
    ("share", "words"), [(0.25, "25 %"), (0.952, "95.2 %"), (0.0004, "0.04 %"), (0.02, "2 %")]
)
def test_shares_are_percentages(share: float, words: str) -> None:
    assert percent(share) == words


def test_periods_are_ranges() -> None:
    assert spans([2023]) == "2023"
    assert spans([2019, 2018, 2018]) == "2018–2019"
    assert spans([201912, 202001, 202003]) == "2019-12–2020-01 and 2020-03"


def test_small_words() -> None:
    assert listed(["one"]) == "one"
    assert plural(1, "other economy", "other economies") == "1 other economy"
    assert slug("Dyads", "CHN", "RU/S") == "dyads-chn-ru-s"

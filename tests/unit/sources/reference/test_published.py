"""The rouble, North Korean workers and Chinese customs by month, as the tables have them."""

from collections import Counter

import pytest

from tradenet.domain import Period, UnknownName
from tradenet.domain.facts import MEMORY
from tradenet.domain.published import MARKET, UNITS
from tradenet.sources import reference


def test_every_month_of_the_rouble_is_there_once_in_order() -> None:
    months = [rate.month for rate in reference.exchange_rates()]
    wanted = [Period(year, month).code for year in range(2010, 2026) for month in range(1, 13)]
    assert months == wanted[: wanted.index(202505) + 1]


def test_the_other_kind_of_rate_begins_where_the_official_ends() -> None:
    """Only closes: the mean of set days stands for the mean of all days."""
    closes = [rate for rate in reference.exchange_rates() if rate.rate_type == MARKET]
    assert min(rate.month for rate in closes) == 202312
    assert len(closes) == 18
    assert all(rate.rub_per_usd == rate.rub_per_usd_set_days for rate in closes)


@pytest.mark.parametrize(
    ("year", "published"),
    [(2014, 38.4), (2015, 61.0), (2016, 67.0), (2019, 64.7), (2021, 73.7), (2023, 85.2)],
)
def test_yearly_means_are_the_known_ones(year: int, published: float) -> None:
    """Within 1 % of the official yearly averages, which stand here from memory."""
    rates = [r.rub_per_usd for r in reference.exchange_rates() if r.month // 100 == year]
    assert len(rates) == 12
    assert sum(rates) / 12 == pytest.approx(published, rel=0.01)


def test_the_two_means_are_near_each_other_but_in_months_of_holidays() -> None:
    gaps = {
        rate.month: abs(rate.rub_per_usd / rate.rub_per_usd_set_days - 1)
        for rate in reference.exchange_rates()
    }
    assert max(gaps, key=gaps.__getitem__) == 201501
    assert 0.05 < gaps[201501] < 0.06
    assert sorted(gaps.values())[len(gaps) // 2] < 0.001


def test_figures_about_workers_stand_in_order_and_say_what_they_count() -> None:
    found = reference.worker_estimates()
    assert len(found) == 59
    assert [e.period for e in found] == sorted(e.period for e in found)
    assert {e.unit for e in found} == set(UNITS)
    assert all(e.what for e in found)
    assert sum(e.checked == MEMORY for e in found) == 2


def test_months_of_customs_are_there_once_in_order() -> None:
    keys = [(m.partner, m.month, m.n_months) for m in reference.customs_months()]
    assert keys == sorted(set(keys))
    assert {partner for partner, *_ in keys} == {"IRN", "PRK", "RUS"}


def test_single_months_of_the_dprk_are_sixty_with_known_gaps() -> None:
    single = {m.month for m in reference.customs_months() if m.partner == "PRK" and m.n_months == 1}
    assert len(single) == 60
    span = [y * 100 + m for y in range(2019, 2026) for m in range(1, 13)]
    gaps = [code for code in span if 201907 <= code <= 202511 and code not in single]
    assert gaps == [
        201908, 201911, 202201, 202202, 202301, 202302, 202303, 202406, 202407, 202408, 202411,
        202412, 202501, 202502, 202506, 202507, 202508,
    ]  # fmt: skip


def test_the_parts_add_up_to_the_total_but_where_the_press_does_not() -> None:
    """Four do not within a fifth of a percent: rounding, and contradictions that the notes tell."""
    apart = [
        (m.partner, m.month, m.n_months)
        for m in reference.customs_months()
        if m.exports_usd is not None and m.imports_usd is not None and m.total_usd is not None
        and abs(m.exports_usd + m.imports_usd - m.total_usd) > 0.002 * m.total_usd
    ]  # fmt: skip
    assert apart == [
        ("IRN", 202403, 3), ("PRK", 202102, 2), ("RUS", 202203, 1), ("RUS", 202309, 1)
    ]  # fmt: skip


@pytest.mark.parametrize(("year", "exports", "imports"), [(2022, 894.04, 133.68)])
def test_the_months_of_a_year_are_less_than_the_year(
    year: int, exports: float, imports: float
) -> None:
    """August 2022 is what is left of the year's exports, so that they close with it."""
    told = [m for m in reference.customs_months() if m.partner == "PRK" and m.month // 100 == year]
    (whole,) = [m for m in told if m.n_months == 12]
    assert (whole.exports_usd, whole.imports_usd) == (exports * 1e6, imports * 1e6)
    parts = [m for m in told if m.n_months == 1] + [m for m in told if m.n_months == 2]
    assert sum(m.exports_usd or 0 for m in parts) == pytest.approx(exports * 1e6, rel=1e-4)
    assert sum(m.imports_usd or 0 for m in parts) < imports * 1e6


def test_which_roll_calls_are_whole() -> None:
    held = {block.resolution for block in reference.votes()}
    assert {name for name in held if not reference.whole(name)} == {"ES-11/2"}
    with pytest.raises(UnknownName, match=r"'ES-11/3' are held \(did you mean 'ES-11/"):
        reference.whole("ES-11/3")


def test_what_is_remembered_of_the_first_roll_call_is_marked() -> None:
    """Two absent from memory, and the yes votes behind South Korea in the alphabet."""
    told = Counter(
        (b.vote, b.checked)
        for b in reference.votes()
        if b.resolution == "ES-11/1"
        for _ in b.economies
    )
    assert told == {
        ("yes", "read"): 104, ("yes", "memory"): 37, ("against", "read"): 5,
        ("abstain", "read"): 35, ("absent", "read"): 10, ("absent", "memory"): 2,
    }  # fmt: skip
    absent = [b.economies for b in reference.votes()
              if (b.resolution, b.vote, b.checked) == ("ES-11/1", "absent", MEMORY)]  # fmt: skip
    assert absent == [("UZB", "VEN")]


def test_events_that_are_law_about_workers_are_there() -> None:
    told = {(e.date, e.kind) for e in reference.events()}
    wanted = {("2007-08-31", "agreement"), ("2017-09-11", "sanctions"), ("2019-12-22", "sanctions")}
    assert wanted <= told

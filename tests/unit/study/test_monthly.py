"""Months of one dyad: as printed, with their gaps, and from a user's customs file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.unit.study.customs_file import CALENDAR, CLOSURES, written
from tradenet.bloc.substitution import MONTH_BY_MONTH
from tradenet.domain import InsufficientData
from tradenet.sources import reference
from tradenet.study import monthly


def test_printed_months_are_single_months_with_gaps() -> None:
    made = monthly.printed("CHN", "PRK", CLOSURES)
    series = made.series["to_large"]
    rows = [r for r in reference.customs_months() if r.partner == "PRK" and r.n_months == 1]
    held = {row.month: row.imports_usd for row in rows if row.imports_usd is not None}
    seen = dict(zip(series.months.tolist(), series.trade_usd.tolist(), strict=True))
    assert {month: value for month, value in seen.items() if not np.isnan(value)} == held
    assert series.months.tolist() == list(monthly.months_between(min(seen), max(seen)))
    assert np.isnan(seen[202001]), "imports of January 2020 were printed, and contradict the sum"
    assert made.ledgers == ()


def test_the_rate_is_that_of_the_month_before() -> None:
    series = monthly.printed("CHN", "PRK", CLOSURES).series["to_small"]
    rates = {rate.month: rate.rub_per_usd for rate in reference.exchange_rates()}
    place = series.months.tolist().index(202204)
    assert series.rub_per_usd[place] == rates[202203]
    january = series.months.tolist().index(202101)
    assert series.rub_per_usd[january] == rates[202012]


def test_what_is_printed_is_not_testable() -> None:
    gate = MONTH_BY_MONTH.gate(monthly.printed("CHN", "PRK", CLOSURES).series["to_large"])
    assert gate.lacking
    assert gate.before < 12


@pytest.mark.parametrize("dyad", [("RUS", "PRK"), ("CHN", "MNG")])
def test_other_dyads_have_no_printed_months(dyad: tuple[str, str]) -> None:
    series = monthly.printed(*dyad, CLOSURES).series["to_large"]
    assert series.months.size == 0
    assert len(MONTH_BY_MONTH.gate(series).lacking) == 4


def test_a_customs_file_is_read_as_the_large_side_reports(tmp_path: Path) -> None:
    path = written(tmp_path, 1.5)
    assert monthly.is_monthly(path)
    made = monthly.from_file(path, "CHN", "PRK", CLOSURES)
    assert made.series["to_large"].months.tolist() == list(CALENDAR)
    assert set(made.series["to_small"].trade_usd.tolist()) == {9_000_000.0}
    assert made.told_by == "customs.csv"
    assert len(made.ledgers) == 1
    found = MONTH_BY_MONTH(made.series["to_large"])
    assert found.passed
    assert found.interval is not None
    assert found.interval[0] < 1.5 < found.interval[1]


def test_a_file_too_short_is_gated_like_the_printed_months(tmp_path: Path) -> None:
    path = written(tmp_path, 1.5, last=201912)
    told = MONTH_BY_MONTH(monthly.from_file(path, "CHN", "PRK", CLOSURES).series["to_large"])
    assert told.statistic is None
    assert "0 of 12 months with freight after it" in told.effect


def test_a_file_without_the_dyad_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InsufficientData, match=r"customs.csv holds no month in which CHN reports"):
        monthly.from_file(written(tmp_path, 0.0), "CHN", "IRN", CLOSURES)


def test_years_are_no_months() -> None:
    assert not monthly.is_monthly(None)
    assert not monthly.is_monthly(Path("tests/data/baci_totals.csv"))

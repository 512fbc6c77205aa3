"""From paired reports to neighbours: who is large, what is told by whom, what is refused."""

from __future__ import annotations

import ibis
import numpy as np
import pyarrow as pa
import pytest

from tradenet.domain import BilateralFlows, InsufficientData, Provenance, UnknownName, Window
from tradenet.domain.flows import BILATERAL_SCHEMA
from tradenet.study.neighbours import neighbours, prices

WINDOW = Window((2012, 2013), (2015,))
YEARS = (2011, 2012, 2013, 2015)
# Trade of one year in M USD as the exporter and as the importer tell it; PRK tells nothing.
TOLD = {
    ("CHN", "PRK"): (300.0, None), ("PRK", "CHN"): (None, 200.0), ("CHN", "USA"): (4000.0, 4400.0),
    ("USA", "CHN"): (1000.0, 1100.0), ("CHN", "KAZ"): (50.0, 60.0), ("KAZ", "CHN"): (70.0, 80.0),
    ("USA", "MEX"): (90.0, 95.0), ("MEX", "USA"): (85.0, 99.0),
}  # fmt: skip


def reports(years: tuple[int, ...] = YEARS, source: str = "one") -> BilateralFlows:
    rows = [
        {"period": year, "exporter": a, "importer": b, "product": "TOTAL", "observed": "both",
         "exporter_report_usd": one and one * 1e6 * (year - 2010),
         "importer_report_usd": other and other * 1e6 * (year - 2010),
         "source": source if year < 2015 else "one", "vintage": "v", "status": "kept"}
        for year in years for (a, b), (one, other) in TOLD.items()
    ]  # fmt: skip
    table = pa.Table.from_pylist(rows, schema=BILATERAL_SCHEMA)
    return BilateralFlows(ibis.memtable(table), Provenance("made up"))


def test_every_border_is_told_by_its_larger_side() -> None:
    """China and North Korea, China and Kazakhstan, the United States and Mexico; nobody twice."""
    both = neighbours(reports(), WINDOW, 2011, "ex-USSR")
    panel = both["to_large"]
    pairs = list(zip(panel.large, panel.small, strict=True))
    assert pairs == [("CHN", "KAZ"), ("CHN", "PRK"), ("USA", "MEX")]
    assert both["to_small"].large == panel.large
    assert panel.exposed.tolist() == [True, False, False]
    assert panel.years.tolist() == list(YEARS)


def test_exports_to_the_large_side_are_its_imports() -> None:
    panel = neighbours(reports(), WINDOW, 2011, "ex-USSR")["to_large"]
    place = panel.place("CHN", "PRK")
    times = np.array(YEARS) - 2010.0
    assert panel.trade_usd[place] == pytest.approx(200e6 * times)
    assert panel.rest_usd[place] == pytest.approx((1100 + 80) * 1e6 * times)


def test_exports_to_the_small_side_are_the_large_sides_exports() -> None:
    panel = neighbours(reports(), WINDOW, 2011, "ex-USSR")["to_small"]
    place = panel.place("CHN", "PRK")
    times = np.array(YEARS) - 2010.0
    assert panel.trade_usd[place] == pytest.approx(300e6 * times)
    assert panel.rest_usd[place] == pytest.approx((4000 + 50) * 1e6 * times)
    assert panel.place("PRK", "CHN") == -1


def test_size_is_what_partners_tell() -> None:
    """North Korea tells nothing and has one: 500 M a year times 2.5, the mean of 2012 and 2013."""
    panel = neighbours(reports(), WINDOW, 2011, "ex-USSR")["to_large"]
    place = panel.place("CHN", "PRK")
    assert panel.size_usd[1, place] == pytest.approx(500e6 * 2.5)
    assert panel.size_usd[0, place] == pytest.approx((4400 + 60 + 1000 + 70) * 1e6 * 2.5)
    assert panel.told().tolist() == [True, True, True]
    assert panel.mean_before()[place] == pytest.approx(200e6 * 2.5)


def test_a_year_that_is_not_held_is_refused() -> None:
    with pytest.raises(InsufficientData, match=r"2 of 5 years are not held \(first: 2010\)"):
        neighbours(reports(YEARS[:3]), WINDOW, 2010, "ex-USSR")


def test_two_sources_are_refused() -> None:
    with pytest.raises(InsufficientData, match="are told by one, other; one source must hold"):
        neighbours(reports(source="other"), WINDOW, 2011, "ex-USSR")


def test_an_unknown_group_is_named_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match=r"no group .ex-USR.*ex-USSR"):
        neighbours(reports(), WINDOW, 2011, "ex-USR")


def test_prices_are_means_of_years() -> None:
    assert prices("coal_australian", YEARS).round(0).tolist() == [121, 96, 85, 59]
    with pytest.raises(InsufficientData, match="no price of coal_australian in 1950"):
        prices("coal_australian", (1950, 2011))

"""Each detector on a table small enough to judge by eye."""

from __future__ import annotations

import math
from collections.abc import Callable

import pyarrow as pa
import pytest

from tests.unit.flows.quality.conftest import cell
from tradenet.domain import BilateralFlows, InsufficientData, ReportedFlows, SchemaError
from tradenet.flows.quality import (
    DETECTORS,
    Coverage,
    Hubs,
    Impossible,
    Jumps,
    KoreaSwap,
    LostInTransit,
    Material,
    MirrorGap,
    SourceSwitch,
    Sums,
    coverage_map,
)

Cells = Callable[..., BilateralFlows]
Statements = Callable[..., ReportedFlows]
BN, M = 1e9, 1e6


def test_coverage_tells_who_fell_silent_and_who_never_filed(cells: Cells) -> None:
    told = cells(
        cell(2019, "AAA>BBB", 5 * BN, 5 * BN),
        cell(2020, "AAA>BBB", None, 4 * BN),  # AAA does not speak
        cell(2020, "BBB>PPP", 2 * BN),  # PPP never does
    )
    silent, never = sorted(Coverage()(Material(told)), key=lambda f: f.economy)
    assert (silent.economy, silent.period, silent.value_usd) == ("AAA", 2019, 5 * BN)
    assert silent.what == "last filed 2019, silent in 1 since: 2020"
    assert (never.economy, never.value_usd) == ("PPP", 2 * BN)
    lines = {
        (row["economy"], row["period"]): row for row in coverage_map(Material(told)).to_pylist()
    }
    assert lines["AAA", 2020] == {
        "economy": "AAA", "period": 2020, "filed": False, "trade_usd": 4 * BN,
    }  # fmt: skip


def test_mirror_gap_is_judged_by_its_own_history(cells: Cells) -> None:
    wide = [cell(2000 + k, "AAA>BBB", 3 * BN, 1 * BN) for k in range(9)]  # always wide: usual
    narrow = [cell(2000 + k, "AAA>CCC", 1 * BN, 1 * BN) for k in range(9)]
    odd = cell(2009, "AAA>CCC", 3 * BN, 1 * BN)
    (finding,) = MirrorGap()(Material(cells(*wide, *narrow, odd)))
    assert (finding.period, finding.where) == (2009, "AAA>CCC")
    assert finding.value_usd == pytest.approx(2 * BN)  # 3 · (1 − e^−ln 3)
    deviation = math.log(3) / (1.4826 * 0.05)
    assert finding.score == pytest.approx(1 - 6 / deviation)


def test_a_short_history_has_no_usual_gap(cells: Cells) -> None:
    few = [cell(2000 + k, "AAA>BBB", 1 * BN, 1 * BN) for k in range(5)]
    assert MirrorGap()(Material(cells(*few, cell(2005, "AAA>BBB", 9 * BN, 1 * BN)))) == ()


def test_jump_against_the_dyads_own_changes(cells: Cells) -> None:
    calm = [cell(2000 + k, "AAA>BBB", 1 * BN) for k in range(10)]
    wild = [cell(2000 + k, "AAA>CCC", (5.0 if k % 2 else 1.0) * BN) for k in range(11)]
    (finding,) = Jumps()(Material(cells(*calm, cell(2010, "AAA>BBB", 8 * BN), *wild)))
    assert (finding.period, finding.where, finding.value_usd) == (2010, "AAA>BBB", 7 * BN)


def test_no_jump_over_a_missing_period_or_between_reporters(cells: Cells) -> None:
    calm = [cell(2000 + k, "AAA>BBB", 1 * BN) for k in range(10)]
    late = cell(2011, "AAA>BBB", 8 * BN)
    other = cell(2010, "AAA>BBB", None, 8 * BN)
    assert Jumps()(Material(cells(*calm, late))) == ()
    assert Jumps()(Material(cells(*calm, other))) == ()


def test_december_to_january_is_one_month(cells: Cells) -> None:
    months = [*range(202001, 202013)]
    calm = [cell(code, "AAA>BBB", 1 * BN) for code in months]
    (finding,) = Jumps()(Material(cells(*calm, cell(202101, "AAA>BBB", 9 * BN))))
    assert finding.period == 202101


def korean(north: dict[int, float], south: dict[int, float], told: float | None) -> list[dict]:
    """Imports of MMM from both Koreas, 2010 to 2018; South Korea tells `told` each year."""
    rows = [cell(p, "PRK>MMM", None, v * M) for p, v in north.items()]
    return [*rows, *(cell(p, "KOR>MMM", told and told * M, v * M) for p, v in south.items())]


def test_korea_swap_is_found_where_the_southern_flow_drops(cells: Cells) -> None:
    south = dict.fromkeys(range(2010, 2019), 300.0) | {2014: 60.0}
    (finding,) = KoreaSwap()(Material(cells(*korean({2014: 240.0}, south, None))))
    assert (finding.period, finding.economy, finding.partner) == (2014, "PRK", "MMM")
    assert finding.score == pytest.approx(1.0)


def test_a_swap_that_lasts_closes_the_gap_with_south_koreas_report(cells: Cells) -> None:
    south = dict.fromkeys(range(2010, 2019), 10.0)
    north = dict.fromkeys(range(2010, 2019), 90.0)
    found = KoreaSwap()(Material(cells(*korean(north, south, 100.0))))
    assert [finding.period for finding in found] == list(range(2010, 2019))
    assert KoreaSwap()(Material(cells(*korean(north, south, None)))) == ()


def test_the_same_number_under_both_koreas_is_a_twin(cells: Cells) -> None:
    south = {year: 300.0 + year % 3 for year in range(2010, 2019)}
    (finding,) = KoreaSwap()(Material(cells(*korean({2014: south[2014]}, south, None))))
    assert finding.score == pytest.approx(1.0)


def test_real_trade_with_north_korea_is_left_alone(cells: Cells) -> None:
    south = dict.fromkeys(range(2010, 2019), 300.0)
    burst = korean({2014: 40.0}, south, 300.0)  # one year, but nothing is missing in the South
    lasting = korean(dict.fromkeys(range(2014, 2019), 100.0), south, 300.0)
    china = [
        {**row, "importer": "CHN"} for row in korean({2014: 240.0}, south | {2014: 60.0}, None)
    ]
    for rows in (burst, lasting, china):
        assert KoreaSwap()(Material(cells(*rows))) == ()


def test_a_southern_basket_gives_a_swap_away(cells: Cells) -> None:
    parts = [
        cell(year, f"{korea}>MMM", None, value * M, product=product)
        for korea, years, basket in (
            ("KOR", range(2010, 2019), {"85": 900.0, "87": 600.0, "03": 5.0}),
            ("PRK", [2014], {"85": 90.0, "87": 60.0}),
        )
        for year in years
        for product, value in basket.items()
    ]
    (finding,) = KoreaSwap()(Material(cells(*parts)))
    assert finding.score > 0.99
    fish = [row if row["exporter"] == "KOR" else {**row, "product": "03"} for row in parts]
    assert KoreaSwap()(Material(cells(*fish))) == ()


def oil(statements: Statements, claimed: float) -> Material:
    """Crude that China says came from Malaysia, which makes 30 and buys 10 million tonnes."""
    told = statements(
        {"reporter": "CHN", "partner": "MYS", "flow": "M", "product": "2709",
         "net_mass_kg": claimed * BN, "value_usd": claimed * 5e8},
        {"reporter": "MYS", "partner": "SAU", "flow": "M", "product": "2709",
         "net_mass_kg": 8 * BN, "value_usd": 4 * BN},
        {"reporter": "SAU", "partner": "MYS", "flow": "X", "product": "2709",
         "net_mass_kg": 10 * BN, "value_usd": 5 * BN},
    )  # fmt: skip
    made = {"economy": ["MYS"], "product": ["2709"], "period": [2019], "quantity_kg": [30 * BN]}
    return Material(reported=told, production=pa.table(made))


def test_more_oil_than_was_made_and_bought_is_impossible(statements: Statements) -> None:
    (finding,) = Impossible()(oil(statements, 55.0))
    assert (finding.economy, finding.product, finding.period) == ("MYS", "2709", 2019)
    assert finding.score == pytest.approx(1 - 44 / 55)  # 1.1 · (30 + 10) could be
    assert finding.value_usd == pytest.approx(11 * 5e8)
    assert Impossible()(oil(statements, 43.0)) == ()


def test_without_a_production_table_nothing_is_impossible(statements: Statements) -> None:
    with pytest.raises(InsufficientData, match="no production table loaded"):
        Impossible()(Material(reported=statements()))
    with pytest.raises(SchemaError, match="lacks"):
        Impossible()(Material(reported=statements(), production=pa.table({"economy": ["MYS"]})))


def transit(cells: Cells, sent: float, arrived: float | None) -> Material:
    """Germany to Kyrgyzstan: a tenth is always missing; another flow shows that KGZ files."""
    past = [cell(year, "DEU>KGZ", 100 * M, 90 * M) for year in range(2015, 2022)]
    files = cell(2022, "CHN>KGZ", 50 * M, 50 * M)
    return Material(cells(*past, files, cell(2022, "DEU>KGZ", sent * M, arrived and arrived * M)))


def test_what_is_lost_beyond_the_usual_gap(cells: Cells) -> None:
    (finding,) = LostInTransit()(transit(cells, 500, 180))
    assert (finding.economy, finding.period) == ("KGZ", 2022)
    assert finding.value_usd == pytest.approx(300 * M)  # 500 − 180 / 0.9
    assert finding.score == pytest.approx(0.6)
    (nothing_arrived,) = LostInTransit()(transit(cells, 500, None))
    assert nothing_arrived.value_usd == 500 * M
    assert LostInTransit()(transit(cells, 500, 450)) == ()  # as ever


def test_a_file_of_exports_alone_loses_nothing(cells: Cells) -> None:
    past = [cell(year, "DEU>KGZ", 100 * M, 90 * M) for year in range(2015, 2022)]
    with pytest.raises(InsufficientData, match="3 periods of both reports before 2022"):
        LostInTransit()(Material(cells(cell(2022, "DEU>KGZ", 500 * M, 90 * M))))
    with pytest.raises(InsufficientData, match="since 2022"):
        LostInTransit()(Material(cells(*past, cell(2022, "DEU>KGZ", 500 * M))))


def test_hub_sells_more_than_is_bought_from_it(cells: Cells) -> None:
    told = cells(
        cell(2019, "HUB>AAA", 20 * BN, 5 * BN),
        cell(2019, "HUB>BBB", 10 * BN, 5 * BN),
        cell(2019, "AAA>BBB", 30 * BN, 29 * BN),
    )
    (finding,) = Hubs()(Material(told))
    assert (finding.economy, finding.value_usd, finding.score) == ("HUB", 20 * BN, 0.5)


def test_source_and_reporter_that_change_at_the_event(cells: Cells) -> None:
    told = cells(
        cell(2021, "AAA>BBB", 4 * BN),
        cell(2022, "AAA>BBB", None, 5 * BN),
        cell(2021, "AAA>CCC", 1 * BN),
        cell(2022, "AAA>CCC", 1 * BN, source="t"),
        cell(2021, "BBB>CCC", 9 * BN),
        cell(2022, "BBB>CCC", 9 * BN),
    )
    switch, flip = sorted(SourceSwitch()(Material(told)), key=lambda f: f.value_usd)
    assert (switch.where, switch.what) == ("all", "source s in 2021, t in 2022: 1 cells")
    assert (flip.where, flip.value_usd) == ("AAA>BBB", 5 * BN)
    with pytest.raises(InsufficientData, match="both sides of 2030"):
        SourceSwitch()(Material(told, event=2030))


def test_duplicates_and_totals_that_do_not_add_up(statements: Statements) -> None:
    usual = {"reporter": "AAA"}
    told = statements(
        {**usual, "partner": "BBB", "value_usd": 60 * M},
        {**usual, "partner": "CCC", "value_usd": 30 * M},
        {**usual, "partner": "CCC", "value_usd": 30 * M, "status": "duplicate"},
        {**usual, "partner": "WLD", "value_usd": 100 * M, "status": "aggregate"},
        {**usual, "partner": "BBB", "product": "27", "value_usd": 20 * M},
        {**usual, "partner": "BBB", "product": "28", "value_usd": 25 * M},
        {**usual, "partner": "BBB", "product": "2709", "value_usd": 20 * M},
    )
    found = {finding.what: finding for finding in Sums()(Material(reported=told))}
    twice = found["1 rows stand there again, equal to the digit"]
    world = found["exports: World row 0.100 bn USD, parts 0.090"]
    product = found["exports: product total 0.060 bn USD, parts 0.045"]
    assert len(found) == 3
    assert (twice.value_usd, world.value_usd, product.value_usd) == (30 * M, 10 * M, 15 * M)
    assert (world.score, product.partner) == (0.1, "BBB")


@pytest.mark.parametrize("name", sorted(set(DETECTORS) - {"impossible", "sums"}))
def test_without_cells_a_detector_says_so(name: str) -> None:
    with pytest.raises(InsufficientData, match="no bilateral cells"):
        DETECTORS[name]()(Material())


@pytest.mark.parametrize("name", sorted(DETECTORS))
def test_every_detector_explains_itself_and_keeps_its_name(
    name: str, cells: Cells, statements: Statements
) -> None:
    rows = [cell(year, "KOR>MMM", 300 * M, (60 if year == 2022 else 300) * M) for year in
            range(2014, 2026)]  # fmt: skip
    rows += [cell(year, "DEU>TUR", 1 * BN, 1 * BN) for year in range(2014, 2022)]
    rows += [cell(2022, "PRK>MMM", None, 240 * M), cell(2022, "DEU>TUR", 9 * BN, 1 * BN)]
    material = Material(cells(*rows), statements(), oil(statements, 99).production)
    found = DETECTORS[name]()(material)
    for finding in found:
        assert finding.detector == name
        assert all((finding.explained.score_means, finding.explained.default, finding.what))

"""S2 in a study: both directions, every choice, and what is told where nothing can be made."""

from __future__ import annotations

import ibis
import pyarrow as pa
import pytest

from tests.unit.study.borders import SILENT, trade
from tradenet.bloc.substitution import CHOICES, Range
from tradenet.domain import BilateralFlows, Provenance
from tradenet.domain.flows import BILATERAL_SCHEMA
from tradenet.study import load
from tradenet.study.collapse import OfYears, of_years

CONFIG = load("substitution")
SHORT = Range(50e6, 170e6)


def reports(planted: float, last: int = 2015) -> BilateralFlows:
    """Return the made-up borders as paired reports."""
    rows = [
        {
            "period": year,
            "exporter": exporter,
            "importer": importer,
            "product": "TOTAL",
            "observed": "both",
            "exporter_report_usd": None if exporter == SILENT else value * 1e6,
            "importer_report_usd": None if importer == SILENT else value * 1e6,
            "source": "made up",
            "vintage": "v",
            "status": "kept",
        }
        for year, exporter, importer, value in trade(planted, 0.1)
        if year <= last
    ]
    table = pa.Table.from_pylist(rows, schema=BILATERAL_SCHEMA)
    return BilateralFlows(ibis.memtable(table), Provenance("made up"))


@pytest.fixture(scope="module")
def quiet() -> OfYears:
    return of_years(reports(1.0), CONFIG, SHORT, 0.05)


def test_every_choice_is_made_in_both_directions(quiet: OfYears) -> None:
    rows = quiet.tables["substitution_choices"].to_pylist()
    assert [(row["direction"], row["choice"]) for row in rows] == [
        (direction, name) for direction in ("to_large", "to_small") for name in CHOICES
    ]
    assert all(row["problem"] == "" for row in rows)
    assert all(row["lower"] <= row["change"] <= row["upper"] for row in rows)
    assert rows[0]["reading"] == quiet.reading


def test_what_is_needed_is_said_of_the_exports_alone(quiet: OfYears) -> None:
    rows = quiet.tables["substitution_choices"].to_pylist()
    assert {row["reading"] for row in rows if row["direction"] == "to_small"} <= {
        "RISE",
        "FALL",
        "OPEN",
    }
    assert quiet.needed is not None
    base = dict(quiet.test.details)["base_usd"]
    assert quiet.needed.low == pytest.approx(50e6 / base, rel=0.05)


def test_another_price_is_another_choice(quiet: OfYears) -> None:
    rows = {
        row["choice"]: row
        for row in quiet.tables["substitution_choices"].to_pylist()
        if row["direction"] == "to_large"
    }
    main, other = rows["as the study is fixed"], rows["South African coal"]
    assert main["comparisons"] == other["comparisons"]
    assert main["change"] != other["change"]


def test_a_large_response_is_read_the_same_by_every_critical_choice() -> None:
    found = of_years(reports(6.0), CONFIG, SHORT, 0.05)
    assert (found.reading, found.stable, found.test.passed) == ("RISE", True, True)


def test_without_a_shortfall_nothing_is_needed_and_no_world_is_made() -> None:
    found = of_years(reports(1.0), CONFIG, None, 0.05)
    assert found.needed is None
    assert found.reading == "OPEN"
    assert "substitution_worlds" not in found.tables
    assert "substitution_neighbours" in found.tables


def test_years_that_are_not_held_leave_it_unseen() -> None:
    found = of_years(reports(1.0, last=2013), CONFIG, SHORT, 0.05)
    assert found.reading == "UNSEEN"
    assert found.test.statistic is None
    assert list(found.tables) == ["substitution_choices"]
    rows = found.tables["substitution_choices"].to_pylist()
    assert all(row["change"] is None for row in rows)
    assert all("1 of 15 years are not held (first: 2015)" in row["problem"] for row in rows)


def test_worlds_hang_on_the_seed_alone(quiet: OfYears) -> None:
    again = of_years(reports(1.0), CONFIG, SHORT, 0.05)
    one, other = (each.tables["substitution_worlds"].to_pylist() for each in (quiet, again))
    assert one == other
    moved = of_years(reports(1.0), load("substitution", ["run.seed=3"]), SHORT, 0.05)
    assert moved.tables["substitution_worlds"].to_pylist() != one
    assert moved.tables["substitution_choices"] == quiet.tables["substitution_choices"]

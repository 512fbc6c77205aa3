from dataclasses import replace
from typing import Any

import pyarrow as pa
import pytest

from tradenet.report.states import STATES, half_width, runs, state, states_of
from tradenet.report.view import View, counts
from tradenet.report.wording import (
    calendar,
    position,
)
from tradenet.study import StudyResult


def test_names_come_from_the_result_and_codes_stand_in(view: View) -> None:
    assert view.name("PRK") == "North Korea"
    assert view.name("XXX") == "XXX"
    assert view.flow("CHN", "RUS") == "China → Russia"


def test_the_calendar_has_the_gaps(view: View) -> None:
    assert view.calendar == (2017, 2018, 2019, 2020, 2021, 2022, 2023)
    assert view.held("pre") == (2018, 2019)
    assert view.held("post") == (2023,)
    assert view.compared == (2019, 2023)


def test_the_flows_follow_the_dyads(view: View, without_hub: StudyResult) -> None:
    assert len(view.flows) == 12
    assert view.flows[:2] == (("hub_spoke", "CHN", "PRK"), ("hub_spoke", "PRK", "CHN"))
    assert View.of(without_hub).flows == (
        ("spoke_spoke", "IRN", "RUS"),
        ("spoke_spoke", "RUS", "IRN"),
    )
    assert list(view.levels.values()) == list(range(14))


def test_the_largest_flow_is_one_that_counts(view: View, without_hub: StudyResult) -> None:
    largest = view.largest
    assert largest is not None
    assert largest["period"] == 2023
    assert counts(largest)
    assert View.of(without_hub).largest is None


def test_a_result_without_tables_is_empty_not_broken(result: StudyResult) -> None:
    bare = View.of(replace(result, tables={}))
    assert bare.rows("dyads") == ()
    assert bare.calendar == ()
    assert bare.compared == ()
    assert bare.largest is None
    assert bare.told_by == ""


def test_sources_are_told_in_words(view: View) -> None:
    assert view.told_by == "IMF\N{NO-BREAK SPACE}DOTS (2017–2019 and 2023)"
    assert view.told_by_period(2023) == "IMF\N{NO-BREAK SPACE}DOTS (2023)"
    assert view.source("my_table") == "my_table"


def test_names_that_do_not_fit_become_codes(view: View) -> None:
    assert view.brief("CHN", "–", "RUS") == "China – Russia"
    assert view.brief("CHN", "–", "RUS", 5) == "CHN – RUS"


@pytest.mark.parametrize(
    ("row", "name"),
    [
        (None, "not_held"),
        ({"status": "kept", "observed": "both"}, "both"),
        ({"status": "kept", "observed": "imputed"}, "imputed"),
        ({"status": "self_report", "observed": "both"}, "self_report"),
        ({"status": "zero_or_missing", "observed": "structural_zero"}, "zero_or_missing"),
        ({"status": "absent", "observed": "not_held"}, "not_held"),
        ({"status": "absent", "observed": "unobservable"}, "unobservable"),
        ({"status": "duplicate", "observed": "both"}, "unobservable"),
    ],
)
def test_a_cell_has_one_state(row: dict[str, Any] | None, name: str) -> None:
    assert state(row) == name
    assert STATES[name].words


def test_every_state_of_the_result_can_be_shown(view: View) -> None:
    found = {name for _, a, b in view.flows for name in states_of(view, a, b)}
    assert found <= set(STATES)
    assert {"both", "exporter_only", "importer_only", "self_report", "unobservable"} <= found
    assert states_of(view, "RUS", "PRK") == (
        *["self_report"] * 3, *["not_held"] * 3, "unobservable",
    )  # fmt: skip


def test_states_differ_to_the_eye() -> None:
    looks = [(fill.colour, fill.hatch) for fill in STATES.values()]
    assert len(set(looks)) == len(looks)


def test_months_stand_within_their_year() -> None:
    codes = calendar(201911, 202002)
    assert [round(position(code), 3) for code in codes] == [2019.375, 2019.458, 2019.542, 2019.625]
    assert half_width(codes) == pytest.approx(1 / 24)
    (stretch,) = runs(codes, ["both"] * 4)
    assert stretch == (
        "both",
        pytest.approx(2019 + 1 / 3, abs=1e-6),
        pytest.approx(2019 + 2 / 3, abs=1e-6),
    )


def test_an_unknown_table_does_not_trouble_a_view(result: StudyResult) -> None:
    more = replace(result, tables={**result.tables, "new": pa.table({"a": [1]})})
    assert View.of(more).rows("new") == ({"a": 1},)


def test_a_period_is_called_what_it_is(view: View) -> None:
    assert view.unit == "year"
    monthly = ({"period": 201911}, {"period": 202002})
    assert replace(view, tables={"dyads": monthly}).unit == "month"
    assert replace(view, tables={}).unit == "year"


def test_the_source_of_a_period_is_told_without_the_period(view: View) -> None:
    assert f"{view.source_of(2018)} (2018)" == view.told_by_period(2018)
    assert view.source_of(2021) == ""

"""The tables behind a verdict, from details made by hand: every number arrives under its column."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

from tradenet.bloc import BlocTestResult, Diversion, Findings, Reading
from tradenet.study.answer import _rows
from tradenet.study.inference_tables import (
    SCHEMAS,
    diversion_table,
    regression_table,
    rule_inputs,
    specifications,
    table,
    tables,
)
from tradenet.study.variants import Outcome

FOUND = Findings(True, False, Reading.PASS, Reading.OPEN, broad=True, diversion=False)
DETAILS: dict[str, dict[str, Any]] = {
    "T2": {
        "reference": [0.5, -0.25],
        "candidates": {"PRK": ["MEX", "KAZ"], "RUS": ["IND"]},
        "strongest_placebos": [{"set": "MEX+IND", "statistic": 0.5, "log_change": 0.1}],
        "dyads": [{"one": "PRK", "other": "CHN", "cells": 2, "before_usd": 1.0, "after_usd": 3.0,
                   "expected_usd": 2.0, "log_change": 0.4, "leverage": None}],
        "without": [{"left_out": "CHN–PRK", "log_change": None, "p_value": None}],
        "power": [{"factor": 2.0, "power": 0.8, "error": 0.1, "draws": 16}],
        "detectable_factor": 2.0,
    },
    "T3": {
        "event_study": [{"class": "hub_spoke", "period": 2023, "log_change": 0.3, "low": -0.1,
                         "high": 0.1, "cells": 6}],
        "classes": {
            "hub_spoke": {"statistic": 2.0, "p_joint": 0.01, "references": 99, "p_trend": None,
                          "holds": True,
                          "dates": [{"year": 2001, "statistic": 1.0, "p_value": 0.3},
                                    {"year": 2002, "statistic": -1.0, "p_value": 0.7}]},
        },
    },
    "T4": {"not_applicable": "spoke–spoke trade is not observed"},
    "T5": {"periods": [{"period": 2023, "spokes_log_intensity": None, "spoke_cells_observed": 0,
                        "persistence": 0.25}]},
    "T6": {"rank": 1, "partners": [{"partner": "CHN", "z": 3.0, "log_change": 0.5,
                                    "before_usd": 1.0, "after_usd": 2.0}],
           "rivals": [{"rival": "IND", "log_change": 1.5}]},
    "T7": {"pairs": [{"period": 2023, "one": "PRK", "other": "RUS", "co_assignment": 0.5}]},
}  # fmt: skip
ROWS = {
    "placebos": 2, "candidates": 3, "strongest_placebos": 1, "class_dyads": 1, "without_each": 1,
    "power": 1, "event_study": 1, "timing": 1, "placebo_dates": 2, "partners": 1, "rivals": 1,
    "cohesion": 1, "co_assignment": 1,
}  # fmt: skip


@pytest.fixture(scope="module")
def made() -> dict[str, pa.Table]:
    return tables(
        BlocTestResult(name, "?", details=tuple(details.items()))
        for name, details in DETAILS.items()
    )


@pytest.mark.parametrize("name", SCHEMAS)
def test_each_table_has_its_columns_and_all_that_the_test_said(
    name: str, made: dict[str, pa.Table]
) -> None:
    assert made[name].num_rows == ROWS[name]
    assert dict(zip(made[name].column_names, made[name].schema.types, strict=True)) == dict(
        SCHEMAS[name]
    )


@pytest.mark.parametrize("name", SCHEMAS)
def test_without_tests_the_tables_are_there_and_empty(name: str) -> None:
    empty = tables([])[name]
    assert empty.num_rows == 0
    assert empty.column_names == list(SCHEMAS[name])


def test_a_class_is_named_by_its_test(made: dict[str, pa.Table]) -> None:
    """T2 speaks of hub–spoke trade; T4, which was not applicable, of nothing."""
    for name in ("placebos", "candidates", "class_dyads", "without_each", "power"):
        assert set(made[name]["class"].to_pylist()) == {"hub_spoke"}
    four = BlocTestResult("T4", "?", details=tuple(DETAILS["T2"].items()))
    assert tables([four])["power"]["class"].to_pylist() == ["spoke_spoke"]


def test_values_arrive_where_they_belong(made: dict[str, pa.Table]) -> None:
    assert made["candidates"].to_pylist()[2] == {
        "class": "hub_spoke", "role": "RUS", "economy": "IND",
    }  # fmt: skip
    assert made["placebo_dates"]["year"].to_pylist() == [2001, 2002]
    assert made["timing"].to_pylist() == [
        {"class": "hub_spoke", "statistic": 2.0, "p_joint": 0.01, "references": 99,
         "p_trend": None, "holds": True}
    ]  # fmt: skip
    assert made["class_dyads"]["leverage"].to_pylist() == [None]
    assert made["cohesion"]["persistence"].to_pylist() == [0.25]


LINE = {"variant": "main", "critical": True, "row": 7, "verdict": "X", "hub": "PASS"}
DARK = BlocTestResult(
    "T8", "?", details=(("scenarios", [{"scenario": "oil: much", "row": 9, "verdict": "Y"}]),)
)


def test_specifications_are_the_main_one_the_variants_and_what_may_be_hidden() -> None:
    unable = {"variant": "other", "critical": True, "problem": "no period"}
    soft = {**LINE, "variant": "soft", "critical": False, "row": 11}
    outcomes = [Outcome("other", True, None, unable), Outcome("soft", False, FOUND, soft)]
    found = specifications(LINE, outcomes, DARK)
    assert found["variant"].to_pylist() == ["main", "other", "soft", "hidden: oil: much"]
    assert found["row"].to_pylist() == [7, None, 11, 9]
    assert found["problem"].to_pylist() == [None, "no period", None, None]
    # Silence is no stability: what could not be computed is row 0, which is no row of the table.
    assert _rows(found) == [("other", 0), ("hidden: oil: much", 9)]


def test_a_test_of_hidden_trade_that_was_not_made_adds_no_line() -> None:
    bare = BlocTestResult("T8", "?", details=(("not_applicable", "nothing assumed"),))
    assert specifications(LINE, [], bare).num_rows == 1


def test_what_the_rule_looks_at_is_told_by_name() -> None:
    told = {row["input"]: row["value"] for row in rule_inputs(FOUND).to_pylist()}
    assert told == {
        "hub_observed": "True", "spokes_observed": "False", "hub": "PASS", "spokes": "OPEN",
        "broad": "True", "diversion": "False", "has_hub": "True",
    }  # fmt: skip


def test_what_a_line_lacks_is_null_and_what_no_column_has_is_left_out() -> None:
    found = table([{"a": 1}, {"b": "x", "c": 3}], {"a": pa.int64(), "b": pa.string()})
    assert found.to_pylist() == [{"a": 1, "b": None}, {"a": None, "b": "x"}]


def test_diversion_and_regressions_may_be_unknown() -> None:
    assert diversion_table(Diversion())["p_value"].to_pylist() == [None, None]
    both = diversion_table(Diversion(1.0, 0.01, 0.5, 0.2))
    assert both["log_change"].to_pylist() == [1.0, 0.5]
    assert both["p_value"].to_pylist() == [0.01, 0.2]
    assert regression_table([]).num_rows == 0
    assert regression_table([{"class": "hub_spoke", "rows": 3}])["rows"].to_pylist() == [3]

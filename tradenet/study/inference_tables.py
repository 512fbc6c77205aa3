"""The numbers of the battery as tables: what a reader needs to apply the rule again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from tradenet.bloc import BlocTestResult, Diversion, Findings
from tradenet.study.variants import Outcome

_TEXT, _NUMBER, _COUNT, _FLAG = pa.string(), pa.float64(), pa.int64(), pa.bool_()

SCHEMAS: Mapping[str, Mapping[str, pa.DataType]] = {
    "placebos": {"class": _TEXT, "statistic": _NUMBER},
    "strongest_placebos": {
        "class": _TEXT, "set": _TEXT, "statistic": _NUMBER, "log_change": _NUMBER,
    },
    "candidates": {"class": _TEXT, "role": _TEXT, "economy": _TEXT},
    "class_dyads": {
        "class": _TEXT, "one": _TEXT, "other": _TEXT, "cells": _COUNT, "before_usd": _NUMBER,
        "after_usd": _NUMBER, "expected_usd": _NUMBER, "log_change": _NUMBER, "leverage": _NUMBER,
    },
    "without_each": {"class": _TEXT, "left_out": _TEXT, "log_change": _NUMBER, "p_value": _NUMBER},
    "power": {
        "class": _TEXT, "factor": _NUMBER, "power": _NUMBER, "error": _NUMBER, "draws": _COUNT,
    },
    "event_study": {
        "class": _TEXT, "period": pa.int32(), "log_change": _NUMBER, "low": _NUMBER,
        "high": _NUMBER, "cells": _COUNT,
    },
    "timing": {
        "class": _TEXT, "statistic": _NUMBER, "p_joint": _NUMBER, "references": _COUNT,
        "p_trend": _NUMBER, "holds": _FLAG,
    },
    "placebo_dates": {"class": _TEXT, "year": pa.int32(), "statistic": _NUMBER, "p_value": _NUMBER},
    "partners": {
        "partner": _TEXT, "z": _NUMBER, "log_change": _NUMBER, "before_usd": _NUMBER,
        "after_usd": _NUMBER,
    },
    "rivals": {"rival": _TEXT, "log_change": _NUMBER},
    "cohesion": {
        "period": pa.int32(), "spokes_log_intensity": _NUMBER, "spoke_cells_observed": _COUNT,
        "persistence": _NUMBER,
    },
    "co_assignment": {
        "period": pa.int32(), "one": _TEXT, "other": _TEXT, "co_assignment": _NUMBER,
    },
}  # fmt: skip

_CLASS = {"T2": "hub_spoke", "T4": "spoke_spoke"}
_SPECIFICATION: Mapping[str, pa.DataType] = {
    "variant": _TEXT, "critical": _FLAG, "row": _COUNT, "verdict": _TEXT, "hub_observed": _FLAG,
    "spokes_observed": _FLAG, "hub": _TEXT, "spokes": _TEXT, "broad": _FLAG, "diversion": _FLAG,
    "hub_spoke_log_change": _NUMBER, "hub_spoke_statistic": _NUMBER, "hub_spoke_p_value": _NUMBER,
    "hub_spoke_low": _FLAG, "hub_spoke_placebos": _COUNT, "spoke_spoke_log_change": _NUMBER,
    "spoke_spoke_statistic": _NUMBER, "spoke_spoke_p_value": _NUMBER, "spoke_spoke_low": _FLAG,
    "spoke_spoke_placebos": _COUNT, "problem": _TEXT,
}  # fmt: skip


def tables(tests: Iterable[BlocTestResult]) -> dict[str, pa.Table]:
    """Return the tables of T2 to T7; empty ones where a test is not applicable."""
    rows: dict[str, list[Mapping[str, Any]]] = {name: [] for name in SCHEMAS}
    for test in tests:
        details = dict(test.details)
        if test.name in _CLASS:
            _class_rows(rows, _CLASS[test.name], details)
        elif test.name == "T3":
            _timing_rows(rows, details)
        else:
            for name, key in _PLAIN.get(test.name, ()):
                rows[name] += details.get(key, [])
    return {name: table(rows[name], schema) for name, schema in SCHEMAS.items()}


_PLAIN = {
    "T5": (("cohesion", "periods"),),
    "T6": (("partners", "partners"), ("rivals", "rivals")),
    "T7": (("co_assignment", "pairs"),),
}
_OF_CLASS = {
    "strongest_placebos": "strongest_placebos",
    "class_dyads": "dyads",
    "without_each": "without",
    "power": "power",
}


def _class_rows(
    rows: dict[str, list[Mapping[str, Any]]], name: str, details: Mapping[str, Any]
) -> None:
    rows["placebos"] += [{"class": name, "statistic": t} for t in details.get("reference", [])]
    rows["candidates"] += [
        {"class": name, "role": role, "economy": code}
        for role, codes in details.get("candidates", {}).items()
        for code in codes
    ]
    for target, key in _OF_CLASS.items():
        rows[target] += [{"class": name, **line} for line in details.get(key, [])]


def _timing_rows(rows: dict[str, list[Mapping[str, Any]]], details: Mapping[str, Any]) -> None:
    rows["event_study"] += details.get("event_study", [])
    for name, line in details.get("classes", {}).items():
        rows["timing"].append({"class": name, **line})
        rows["placebo_dates"] += [{"class": name, **date} for date in line["dates"]]


def specifications(
    main: Mapping[str, Any], outcomes: Sequence[Outcome], dark: BlocTestResult
) -> pa.Table:
    """Return the main specification and every variant, each with its row and its numbers."""
    hidden = [
        {**line, "variant": f"hidden: {line['scenario']}", "critical": True}
        for line in dict(dark.details).get("scenarios", [])
    ]
    lines = [main, *(one.line for one in outcomes), *hidden]
    return table(lines, _SPECIFICATION)


def diversion_table(found: Diversion) -> pa.Table:
    """Return the naive estimate beside the members' turn to neutral partners."""
    lines = [
        {"what": "naive: sanctioning economies as comparators", "log_change": found.naive_change,
         "p_value": found.naive_p},
        {"what": "members with neutral partners, without the hub",
         "log_change": found.neutral_change, "p_value": found.neutral_p},
    ]  # fmt: skip
    return table(lines, {"what": _TEXT, "log_change": _NUMBER, "p_value": _NUMBER})


def regression_table(lines: Iterable[Mapping[str, Any]]) -> pa.Table:
    """Return the usual regressions with their errors."""
    return table(lines, _REGRESSION)


_REGRESSION: Mapping[str, pa.DataType] = {
    "network": _TEXT, "class": _TEXT, "log_change": _NUMBER, "clustered_error": _NUMBER,
    "clustered_t": _NUMBER, "dyadic_error": _NUMBER, "dyadic_t": _NUMBER, "rows": _COUNT,
    "left_out": _TEXT,
}  # fmt: skip


def rule_inputs(found: Findings) -> pa.Table:
    """Return what the decision table looks at."""
    lines = [{"input": name, "value": str(getattr(found, name))} for name in Findings.__slots__]
    return table(lines, {"input": _TEXT, "value": _TEXT})


def table(lines: Iterable[Mapping[str, Any]], schema: Mapping[str, pa.DataType]) -> pa.Table:
    """Return lines as a table with these columns; what a line lacks is null."""
    rows = [{name: line.get(name) for name in schema} for line in lines]
    return pa.Table.from_pylist(rows, schema=pa.schema(list(schema.items())))

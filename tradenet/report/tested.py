"""The tests of a result as those who draw and write need them; nothing is computed."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from tradenet.bloc import BlocTestResult
from tradenet.report.view import Row, View
from tradenet.study.answer import MAIN

HUB_SPOKE: Final = "hub_spoke"
SPOKE_SPOKE: Final = "spoke_spoke"
TEST_OF: Final[Mapping[str, str]] = MappingProxyType({HUB_SPOKE: "T2", SPOKE_SPOKE: "T4"})
HIDDEN: Final = "hidden: "


def outcome(view: View, name: str) -> BlocTestResult | None:
    """Return a test of the battery; None where the result does not have it or it was not run."""
    return next((x for x in view.result.tests if x.name == name and x.rule), None)


def details(view: View, name: str) -> Mapping[str, Any]:
    """Return the further named numbers of a test; none where it was not run."""
    test = outcome(view, name)
    return dict(test.details) if test is not None else {}


def why_not(view: View, name: str) -> str:
    """Return why there is nothing to show of a test, as a clause; empty where there is."""
    if outcome(view, name) is None:
        return "it was not run"
    return str(details(view, name).get("not_applicable", ""))


def of_class(view: View, table: str, class_: str) -> tuple[Row, ...]:
    """Return the rows of a table that belong to a class of dyads."""
    return tuple(row for row in view.rows(table) if row["class"] == class_)


def rule_inputs(view: View) -> Mapping[str, str]:
    """Return what the decision table looks at, by name."""
    return {row["input"]: row["value"] for row in view.rows("rule_inputs")}


def main_line(view: View) -> Row | None:
    """Return the main specification; None where the result holds none."""
    return next((x for x in view.rows("specifications") if x["variant"] == MAIN), None)


def target(view: View) -> str:
    """Return the code of the spoke that the event is about; empty where the study names none."""
    return str(view.result.config.to_dict().get("inference", {}).get("target", ""))


def pair_name(view: View, pair: str) -> str:
    """Return two codes joined by a dash as two names."""
    return " – ".join(view.name(code) for code in pair.split("–"))

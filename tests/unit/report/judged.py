"""A result with a whole battery and a verdict, small enough to be followed by hand.

Nine comparison sets a class have the statistics -0.4, -0.3, … 0.4; the real set's own is a choice,
so that its p-value is (1 + number at least as large) / 10.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa

from tradenet.bloc import BlocTestResult, Diversion, Findings, Reading, verdict
from tradenet.study import StudyResult
from tradenet.study.answer import MAIN
from tradenet.study.inference_tables import (
    SCHEMAS,
    diversion_table,
    regression_table,
    rule_inputs,
    specifications,
    tables,
)
from tradenet.study.variants import Outcome

REFERENCE = [round(-0.4 + 0.1 * k, 1) for k in range(9)]
ROLES = {"PRK": ["MEX", "KAZ"], "IRN": ["IND", "MEX"], "RUS": ["IND", "KAZ"]}
HUB_PAIRS = (("CHN", "PRK"), ("CHN", "IRN"), ("CHN", "RUS"))
SPOKE_PAIRS = (("PRK", "IRN"), ("PRK", "RUS"), ("IRN", "RUS"))
HIDDEN = [
    {"factor": "Crude", "level": level, "exporter": "IRN", "importer": "CHN", "before_usd": 0.0,
     "after_usd": after, "recorded_exporter": "MEX", "recorded_importer": "", "source": "assumed"}
    for level, after in (("1", 1e9), ("1.5", 2e9))
]  # fmt: skip


NAIVE = Diversion(1.2, 0.001, 0.5, 0.2)
DUMMIES = [
    {"network": "all economies", "class": name, "log_change": change, "clustered_error": 0.177,
     "clustered_t": 6.9, "dyadic_error": 0.581, "dyadic_t": 2.1, "rows": 60, "left_out": ""}
    for name, change in (("hub_spoke", 1.22), ("spoke_spoke", 0.3))
]  # fmt: skip


@dataclass(frozen=True)
class Case:
    """What the world is like.

    The defaults make row 11: hub–spoke trade is seen, its rise neither rare nor ruled out.
    """

    found: Findings
    sets: int = 9
    hub_statistic: float = 0.15
    hub_change: float = 0.17
    hub_low: bool = False
    without_largest: float = 0.3
    spokes_seen: bool = False
    spoke_statistic: float = 0.9
    trend: float | None = 0.5
    rank: int = 2
    naive: Diversion = NAIVE
    moved: int | None = None


OPEN = Findings(True, False, Reading.OPEN, Reading.OPEN, broad=False, diversion=False)


def p_among(statistic: float, others: list[float]) -> float:
    return (1 + sum(other >= statistic for other in others)) / (1 + len(others))


def class_test(case: Case, name: str) -> BlocTestResult:
    """Return T2 or T4 of a case."""
    hub = name == "T2"
    if not hub and not case.spokes_seen:
        reason = "spoke–spoke trade is not observed before and after the event (T0)"
        return BlocTestResult(name, "Spokes?", rule="p ≤ 0.05", effect=f"not applicable: {reason}",
                              details=(("not_applicable", reason),))  # fmt: skip
    reference = [x + k / 1000 for k in range(case.sets // 9) for x in REFERENCE]
    statistic = case.hub_statistic if hub else case.spoke_statistic
    pairs = HUB_PAIRS if hub else SPOKE_PAIRS
    change = case.hub_change if hub else 0.9
    details = {
        "log_change": change, "low": case.hub_low if hub else False, "p_strangers": 0.3,
        "p_change": 0.2, "placebo_sets": len(reference), "candidates": ROLES,
        "reference": reference,
        "strongest_placebos": [{"set": "MEX+IND+KAZ", "statistic": 0.4, "log_change": 0.2}],
        "dyads": [_dyad(pair, change) for pair in pairs],
        "without": [_without(case, pair, change) for pair in pairs],
        "rank": 3, "rank_masked": 2, "refitted": 9,
        "power": [{"factor": f, "power": p, "error": 0.05, "draws": 60}
                  for f, p in ((1.25, 0.4), (1.5, 0.7), (2.0, 0.9))],
        "detectable_factor": 1.73,
    }  # fmt: skip
    return BlocTestResult(
        name, "Rose?", "as others", "more", "p ≤ 0.05 and × 1.25", statistic, "rose a little",
        (change - 0.2, float("inf")), p_among(statistic, reference), passed=False,
        details=tuple(details.items()),
    )  # fmt: skip


def _dyad(pair: tuple[str, str], change: float) -> dict[str, Any]:
    after = 9e9 if pair[1] == "RUS" else 2e9
    return {"one": pair[0], "other": pair[1], "cells": 2, "before_usd": 1e9, "after_usd": after,
            "expected_usd": 1.5e9, "log_change": change, "leverage": 0.9}  # fmt: skip


def _without(case: Case, pair: tuple[str, str], change: float) -> dict[str, Any]:
    p_value = case.without_largest if pair == ("CHN", "RUS") else 0.01
    rest = change - (0.3 if pair[1] == "RUS" else 0.1)
    return {"left_out": "–".join(pair), "log_change": rest, "p_value": p_value}


def timing_test(case: Case) -> BlocTestResult:
    """Return T3: dots in 2017 to 2019 and 2023, so that three years are missing."""
    classes = ["hub_spoke", *(["spoke_spoke"] if case.spokes_seen else [])]
    joint = 0.01 if case.hub_statistic > 1 else 0.4
    holds = joint <= 0.05 and (case.trend is None or case.trend > 0.05)
    dates = [{"year": 2005, "statistic": 0.2, "p_value": 0.4}]
    line = {"statistic": 1.0, "p_joint": joint, "references": 120, "p_trend": case.trend,
            "holds": holds, "dates": dates}  # fmt: skip
    study = [
        {"class": name, "period": year, "log_change": change, "low": -0.3, "high": 0.2, "cells": 6}
        for name in classes
        for year, change in ((2017, -0.1), (2018, 0.0), (2019, 0.1), (2023, 0.4))
    ]
    return BlocTestResult(
        "T3", "When?", "any date", "this date", "joint p ≤ 0.05", 1.0, "hub–spoke", None, joint,
        passed=holds, details=(("classes", dict.fromkeys(classes, line)), ("event_study", study)),
    )  # fmt: skip


def partners_test(case: Case) -> BlocTestResult:
    """Return T6: twenty partners, the hub on the rank of the case."""
    others = ["IND", "KAZ", "MEX", *(f"X{k:02}" for k in range(16))]
    scores = [float(19 - k) for k in range(19)]
    hub = 19.5 - (case.rank - 1)
    lines = [{"partner": code, "z": z, "log_change": z / 10, "before_usd": 1e9, "after_usd": 2e9}
             for code, z in zip(("CHN", *others), (hub, *scores), strict=True)]  # fmt: skip
    p_value = p_among(hub, scores)
    return BlocTestResult(
        "T6", "Rivals?", "like others", "more", "top 5 %", hub, f"rank {case.rank} of 20", None,
        p_value, passed=p_value <= 0.05,
        details=(("rank", case.rank), ("partners", lines),
                 ("rivals", [{"rival": "IND", "log_change": 1.5},
                             {"rival": "KAZ", "log_change": None}])),
    )  # fmt: skip


def described_tests() -> tuple[BlocTestResult, BlocTestResult]:
    """Return T5 and T7; 2020 to 2022 are missing, and one number of 2018."""
    cohesion = [
        {"period": year, "spokes_log_intensity": None if year == 2018 else 0.5,
         "spoke_cells_observed": 4, "persistence": 0.2 + year / 1e5}
        for year in (2017, 2018, 2019, 2023)
    ]  # fmt: skip
    pairs = [
        {"period": year, "one": one, "other": other,
         "co_assignment": None if (year, other) == (2018, "PRK") else 0.25}
        for year in (2017, 2018, 2019, 2023) for one, other in HUB_PAIRS
    ]  # fmt: skip
    rule = "descriptive: no weight in the verdict"
    return (
        BlocTestResult("T5", "Community?", rule=rule, statistic=0.22, effect="22% stay",
                       p_value=0.3, details=(("periods", cohesion),)),
        BlocTestResult("T7", "Blind?", rule=rule, statistic=0.25, effect="in 2023 a quarter",
                       p_value=0.2, details=(("pairs", pairs),)),
    )  # fmt: skip


def dark_test(main: dict[str, Any]) -> BlocTestResult:
    """Return T8: two levels of one factor."""
    lines = [{**main, "scenario": f"Crude: {one['level']}"} for one in HIDDEN]
    return BlocTestResult(
        "T8", "Hidden?", rule="the same row", statistic=0.0, effect="0 of 2", passed=True,
        details=(("scenarios", lines), ("hidden", HIDDEN)),
    )  # fmt: skip


def main_line(case: Case, tests: dict[str, BlocTestResult], row: int, name: str) -> dict[str, Any]:
    """Return the main specification of a case."""
    line: dict[str, Any] = {"variant": MAIN, "critical": True, "row": row, "verdict": name}
    line |= {key: getattr(case.found, key) for key in Findings.__slots__}
    for class_, test in (("hub_spoke", "T2"), ("spoke_spoke", "T4")):
        details = dict(tests[test].details)
        line |= {
            f"{class_}_log_change": details.get("log_change"),
            f"{class_}_statistic": tests[test].statistic,
            f"{class_}_p_value": tests[test].p_value,
            f"{class_}_low": details.get("low"),
            f"{class_}_placebos": details.get("placebo_sets"),
        }
    return line


def variants(case: Case, main: dict[str, Any]) -> list[Outcome]:
    """Return three variants: one critical, one that fails, one that is shown only."""
    moved = {"row": 10, "verdict": "NO-HUB-GROWTH-BLOC-UNDETERMINED", "hub": "LOW",
             "spokes": "OPEN", "spokes_observed": False, "broad": False}  # fmt: skip
    mirror = {**main, "variant": "mirror: exporter first", "hub_spoke_log_change": 0.3,
              **(moved if case.moved else {})}  # fmt: skip
    broken = {"variant": "source: gone", "critical": True, "problem": "nothing is held"}
    shown = {**main, "variant": "window: short", "critical": False, "hub_spoke_log_change": -0.2}
    return [Outcome(line["variant"], line["critical"], None, line)
            for line in (mirror, broken, shown)]  # fmt: skip


def judged(result: StudyResult, case: Case) -> StudyResult:
    """Return the result with the battery of a case, its tables, and its verdict."""
    cohesion, blind = described_tests()
    tests = {"T2": class_test(case, "T2"), "T3": timing_test(case), "T4": class_test(case, "T4"),
             "T5": cohesion, "T6": partners_test(case), "T7": blind}  # fmt: skip
    only = verdict(case.found)
    main = main_line(case, tests, only.row, only.name)
    tests["T8"] = dark_test(main)
    listed = specifications(main, variants(case, main), tests["T8"])
    rows = [(r["variant"], r["row"]) for r in listed.to_pylist()[1:] if r["critical"] and r["row"]]
    whole = verdict(case.found, rows)
    battery = tuple(tests.get(test.name, test) for test in result.tests)
    made = {
        **tables(battery),
        "specifications": listed,
        "rule_inputs": rule_inputs(case.found),
        "diversion": diversion_table(case.naive),
        "regressions": regression_table(DUMMIES),
        "coverage": _coverage(result, case),
    }
    facts = {"verdict_row": whole.row, "leading_reading": whole.leading_reading,
             "variants_moved": [name for name, row in rows if row != whole.row]}  # fmt: skip
    return replace(result, verdict=whole.name, sentence=whole.sentence, tests=battery,
                   tables={**result.tables, **made}, facts={**result.facts, **facts})  # fmt: skip


def untested(result: StudyResult) -> StudyResult:
    """Return the result as it is before any test of the hypothesis was run."""
    of_tests = {*SCHEMAS, "specifications", "rule_inputs", "diversion", "regressions"}
    facts = {"verdict_row", "leading_reading", "variants_moved"}
    return replace(
        result,
        verdict="NOT-TESTED",
        tests=tuple(
            test if test.name in {"T0", "T1"} else BlocTestResult(test.name, test.question)
            for test in result.tests
        ),
        tables={name: table for name, table in result.tables.items() if name not in of_tests},
        facts={name: fact for name, fact in result.facts.items() if name not in facts},
    )


def _coverage(result: StudyResult, case: Case) -> pa.Table:
    table = result.tables["coverage"]
    rows = table.to_pylist()
    if case.spokes_seen:
        rows = [{**row, "covered": row["cells"], "coverage": 1.0} for row in rows]
    return pa.Table.from_pylist(rows, schema=table.schema)


_PASS, _LOW, _OPEN = Reading.PASS, Reading.LOW, Reading.OPEN
_FAR = {"sets": 90, "hub_statistic": 9.0, "hub_change": 0.6, "rank": 1}

CASES: dict[str, tuple[Case, str, int]] = {
    "open": (Case(OPEN), "INSUFFICIENT-DATA", 11),
    "moved": (Case(OPEN, moved=10), "DATA-DEPENDENT", 11),
    "low": (
        Case(Findings(True, False, _LOW, _OPEN, False, False), hub_low=True),
        "NO-HUB-GROWTH-BLOC-UNDETERMINED", 10,
    ),
    "diverted": (
        Case(Findings(True, False, _LOW, _OPEN, False, True), hub_low=True,
             naive=Diversion(1.2, 0.001, 0.5, 0.01)),
        "DIVERSION-ONLY", 8,
    ),
    "hub": (
        Case(Findings(True, False, _PASS, _OPEN, True, False), without_largest=0.08, **_FAR),
        "HUB-GROWTH-BLOC-UNDETERMINED", 7,
    ),
    "single": (
        Case(Findings(True, False, _PASS, _OPEN, False, False), **_FAR),
        "SINGLE-DYAD", 5,
    ),
    "earlier": (Case(OPEN, trend=0.01, **_FAR), "INSUFFICIENT-DATA", 11),
    "rival": (Case(OPEN, **{**_FAR, "rank": 2}), "INSUFFICIENT-DATA", 11),
    "bloc": (
        Case(Findings(True, True, _PASS, _PASS, True, False), spokes_seen=True,
             without_largest=0.08, trend=None, **{**_FAR, "sets": 270}),
        "SUPPORTED-BLOC", 2,
    ),
}  # fmt: skip

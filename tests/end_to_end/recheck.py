"""The rule applied again to a written report, as a stranger would: pandas, its files, no more.

    python -m tests.end_to_end.recheck reports/brown-2022

Nothing of the package is used. What the tables allow is counted again: coverage, ranks among
comparison sets and partners, Holm's adjustment, the reading of each class, breadth, diversion, the
row of every specification, the verdict. What only a new fit could give (whether a rise that matters
is ruled out, joint p-values over dates, those of the naive estimate) is read.
"""

from __future__ import annotations

import hashlib
import json
import math
import sys
from pathlib import Path
from typing import Any

import pandas as pd

LEVEL, BROAD_LEVEL, SMALLEST_RISE = 0.05, 0.10, math.log(1.25)
LEAST_COVERAGE, MOST_IMPUTED, TWO_THIRDS = 2 / 3, 0.25, 2 / 3
ROUNDING = 1e-6  # the comparison sets are stored to six decimals
PASS_AT = {"hub_spoke": LEVEL, "spoke_spoke": 0.01}
TESTS = {"hub_spoke": "T2", "spoke_spoke": "T4"}
VERDICTS = {
    1: "INSUFFICIENT-DATA", 2: "SUPPORTED-BLOC", 3: "SPOKES-ONLY", 4: "INSUFFICIENT-DATA",
    5: "SINGLE-DYAD", 6: "HUB-AND-SPOKE", 7: "HUB-GROWTH-BLOC-UNDETERMINED",
    8: "DIVERSION-ONLY", 9: "NOT-SUPPORTED", 10: "NO-HUB-GROWTH-BLOC-UNDETERMINED",
    11: "INSUFFICIENT-DATA",
}  # fmt: skip


class Report:
    """The files of a report."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.verdict: dict[str, Any] = json.loads((folder / "verdict.json").read_text("utf-8"))
        self.tests = {test["name"]: test for test in self.verdict["tests"]}

    def table(self, name: str, class_: str = "") -> pd.DataFrame:
        """Return a table, or its rows of a class."""
        found = pd.read_parquet(self.folder / "tables" / f"{name}.parquet")
        return found[found["class"] == class_] if class_ else found

    def changed_files(self) -> list[str]:
        """Return the files whose hash is not that of the manifest."""
        manifest = json.loads((self.folder / self.verdict["manifest"]).read_text("utf-8"))
        return [
            name
            for name, told in manifest["files"].items()
            if hashlib.sha256((self.folder / name).read_bytes()).hexdigest() != told
        ]


def row_of(line: dict[str, Any]) -> int:
    """Return the first row of the decision table whose condition holds."""
    o_h, o_s = bool(line["hub_observed"]), bool(line["spokes_observed"])
    h, s, broad, v = line["hub"], line["spokes"], bool(line["broad"]), bool(line["diversion"])
    conditions = (
        not o_h and not o_s,
        o_s and o_h and s == "PASS" and h == "PASS",
        o_s and s == "PASS",
        not o_h,
        h == "PASS" and not broad,
        h == "PASS" and o_s and s == "LOW",
        h == "PASS",
        h == "LOW" and v,
        h == "LOW" and o_s and s == "LOW",
        h == "LOW",
        True,
    )
    return 1 + conditions.index(True)


def observed(report: Report, class_: str) -> bool:
    """Say whether a class may be judged, from the table of coverage."""
    lines = report.table("coverage", class_)
    covered = lines["covered"] / lines["cells"] >= LEAST_COVERAGE
    return bool(len(lines) and covered.all() and (lines["imputed"] <= MOST_IMPUTED).all())


def rank_p(statistic: float, others: pd.Series) -> tuple[float, float]:
    """Return the least and the largest p-value that stored decimals allow."""
    counts = [(1 + int((others >= statistic + d).sum())) / (1 + len(others))
              for d in (ROUNDING, -ROUNDING)]  # fmt: skip
    return counts[0], counts[1]


def class_p(report: Report, class_: str) -> float | None:
    """Return the p-value of a class, counted again; None where it was not tested."""
    test, others = report.tests[TESTS[class_]], report.table("placebos", class_)["statistic"]
    if test["statistic"] is None or others.empty:
        return None
    low, high = rank_p(test["statistic"], others)
    return float(min(max(test["p_value"], low), high))


def holm(p_values: dict[str, float]) -> dict[str, float]:
    """Return Holm's adjusted p-values."""
    adjusted, worst = {}, 0.0
    for k, name in enumerate(sorted(p_values, key=p_values.__getitem__)):
        worst = max(worst, min(1.0, (len(p_values) - k) * p_values[name]))
        adjusted[name] = worst
    return adjusted


def timely(report: Report, class_: str) -> bool:
    """Say whether T3 holds for a class."""
    lines = report.table("timing", class_)
    if lines.empty:
        return False
    line = lines.iloc[0]
    return bool(line["p_joint"] <= LEVEL and not line["p_trend"] <= LEVEL)  # a missing one passes


def first_among_partners(report: Report) -> bool:
    """Say whether T6 passes: the partner whose z is T6's statistic in the top 5 %."""
    partners, test = report.table("partners"), report.tests["T6"]
    if partners.empty or test["statistic"] is None:
        return False
    rank = int((partners["z"] >= test["statistic"] - ROUNDING).sum())
    return rank / len(partners) <= LEVEL


def rising(report: Report, class_: str) -> bool:
    """Say whether two thirds of the dyads of a class rise."""
    dyads = report.table("class_dyads", class_)
    return bool((dyads["log_change"] > 0).sum() >= TWO_THIRDS * len(dyads))


def carried_by_all(report: Report) -> bool:
    """Say whether the sign of spoke–spoke trade survives every dyad left out."""
    rest = report.table("without_each", "spoke_spoke")["log_change"]
    return rising(report, "spoke_spoke") and bool((rest > 0).all())


def broad(report: Report) -> bool:
    """Say whether hub–spoke growth is more than one dyad."""
    dyads = report.table("class_dyads", "hub_spoke")
    largest = dyads.loc[(dyads["after_usd"] - dyads["expected_usd"]).idxmax()]
    rest = report.table("without_each", "hub_spoke").set_index("left_out")["p_value"]
    p_value = rest[f"{largest['one']}–{largest['other']}"]
    return rising(report, "hub_spoke") and bool(p_value <= BROAD_LEVEL)


def diverted(report: Report) -> bool:
    """Say whether the naive estimate passes and trade with neutrals rose."""
    lines = report.table("diversion")
    is_naive = lines["what"].str.startswith("naive")
    naive, turned = lines[is_naive].iloc[0], lines[~is_naive].iloc[0]
    passes = naive["p_value"] <= LEVEL and naive["log_change"] >= SMALLEST_RISE
    return bool(passes and turned["p_value"] <= LEVEL and turned["log_change"] > 0)


def reading(report: Report, class_: str, adjusted: dict[str, float]) -> str:
    """Return PASS, LOW or OPEN of a class."""
    if class_ not in adjusted:
        return "OPEN"
    lines = report.table("specifications")
    main = lines[lines["variant"] == "as the study is fixed"].iloc[0]
    rises = adjusted[class_] <= PASS_AT[class_] and main[f"{class_}_log_change"] >= SMALLEST_RISE
    own = first_among_partners(report) if class_ == "hub_spoke" else carried_by_all(report)
    if rises and own and timely(report, class_):
        return "PASS"
    return "LOW" if main[f"{class_}_low"] is True else "OPEN"


def inputs(report: Report) -> dict[str, Any]:
    """Return what the decision table looks at, from the primary numbers."""
    seen = {class_: observed(report, class_) for class_ in TESTS}
    counted = {class_: class_p(report, class_) for class_ in TESTS if seen[class_]}
    adjusted = holm({class_: p for class_, p in counted.items() if p is not None})
    hub = reading(report, "hub_spoke", adjusted)
    return {
        "hub_observed": seen["hub_spoke"],
        "spokes_observed": seen["spoke_spoke"],
        "hub": hub,
        "spokes": reading(report, "spoke_spoke", adjusted),
        "broad": hub == "PASS" and broad(report),
        "diversion": diverted(report),
    }


def recheck(folder: Path) -> list[str]:
    """Return all in which a report's verdict differs from what its own tables give.

    Parameters
    ----------
    folder : Path
        Of a written report: ``verdict.json``, ``manifest.json`` and ``tables/``.
    """
    report = Report(folder)
    told, found = report.verdict, inputs(report)
    wrong = [f"{name}: not the file of the manifest" for name in report.changed_files()]
    wrong += [
        f"{name}: {value} from the tables, {told['rule_inputs'][name]} told"
        for name, value in found.items()
        if str(value) != told["rule_inputs"][name]
    ]
    for class_, test in TESTS.items():
        p_value = class_p(report, class_)
        if p_value is not None and not math.isclose(p_value, report.tests[test]["p_value"]):
            wrong.append(f"{test}: p = {p_value} counted, {report.tests[test]['p_value']} told")
    return wrong + _verdict(report, row_of(found))


def _verdict(report: Report, row: int) -> list[str]:
    told, lines = report.verdict, report.table("specifications")
    made = lines[lines["row"].notna()]
    again = [row_of(line) for line in made.to_dict("records")]
    wrong = [
        f"{name}: row {new} from its columns, {int(old)} told"
        for name, old, new in zip(made["variant"], made["row"], again, strict=True)
        if new != old
    ]
    moved = made[made["critical"] & (made["row"] != row)]["variant"].tolist()
    expected = {
        "row": row,
        "leading_reading": VERDICTS[row],
        "verdict": "DATA-DEPENDENT" if moved else VERDICTS[row],
    }
    wrong += [f"{key}: {value} from the tables, {told[key]} told"
              for key, value in expected.items() if told[key] != value]  # fmt: skip
    if sorted(moved) != sorted(told["variants_moved"]):
        wrong.append(f"variants_moved: {moved} from the tables, {told['variants_moved']} told")
    return wrong


if __name__ == "__main__":
    found = recheck(Path(sys.argv[1]))
    sys.exit("\n".join(found) or 0)

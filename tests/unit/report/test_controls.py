"""The appendix on known blocs: all of them, their surprises, and on which snapshot."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pyarrow as pa
import pytest

from tradenet.report.blocks import Grid, Section
from tradenet.report.sections.controls import controls
from tradenet.report.view import View
from tradenet.study import StudyResult


def appendix(result: StudyResult, **facts: Any) -> Section:  # noqa: ANN401
    known = {**result.facts["controls"], **facts}
    return controls(View.of(replace(result, facts={**result.facts, "controls": known})))


def with_lines(result: StudyResult, *lines: dict[str, Any]) -> Section:
    first = result.tables["controls"].to_pylist()[0]
    table = pa.Table.from_pylist([{**first, **line} for line in lines])
    return controls(View.of(replace(result, tables={**result.tables, "controls": table})))


def grid(section: Section, name: str) -> Grid:
    (found,) = [b for b in section.blocks if isinstance(b, Grid) and b.name == name]
    return found


def test_every_control_is_shown(result: StudyResult) -> None:
    section = appendix(result)
    lines = result.tables["controls"].to_pylist()
    rows = grid(section, "controls-all").rows
    assert [row[0].removesuffix(" (added)") for row in rows] == [line["name"] for line in lines]
    assert [row[-1] for row in rows] == [line["outcome"] for line in lines]
    assert sum(row[0].endswith(" (added)") for row in rows) == 3
    assert {row[0] for row in grid(section, "controls-notes").rows} == {x["name"] for x in lines}


def test_every_surprise_is_discussed(result: StudyResult) -> None:
    said = appendix(result).points
    assert said == tuple(row["said"] for row in result.tables["controls_surprises"].to_pylist())
    for line in result.tables["controls"].to_pylist():
        about = [one for one in said if one.startswith(f"{line['name']} ")]
        assert bool(about) == (line["outcome"] != "as expected")


def test_the_snapshot_is_named(result: StudyResult) -> None:
    digest = result.facts["controls"]["computed_from"]["snapshot"]
    assert digest in {file.sha256 for file in _snapshot_files()}
    first = appendix(result).paragraphs[0]
    assert first.startswith("Computed by tradenet controls, not in this run, on the embedded")
    assert f"(SHA-256 of its panel {digest[:12]}…, which is the present one" in first


def _snapshot_files() -> tuple[Any, ...]:
    from tradenet.sources import snapshot

    return snapshot.panel([2019]).provenance.files


@pytest.mark.parametrize(
    ("outdated", "said"),
    [(["snapshot"], "and snapshot has changed"), (["facts", "list"], "and facts and list have")],
)
def test_what_has_changed_since_is_said(
    result: StudyResult, outdated: list[str], said: str
) -> None:
    assert said in appendix(result, outdated=outdated).paragraphs[0]


def test_the_outcomes_are_counted(result: StudyResult) -> None:
    counted = appendix(result, outcomes={"as expected": 5, "sign only": 9}).paragraphs[1]
    assert counted.startswith("Of 14 controls fixed beforehand: 5 as expected and 9 sign only. ")
    assert "3 controls came after the first run" in counted


@pytest.mark.parametrize(
    ("low", "high", "said"), [(0.02, 0.12, "holds 5 %"), (0.06, 0.2, "does not hold 5 %")]
)
def test_the_size_is_said_with_its_interval(
    result: StudyResult, low: float, high: float, said: str
) -> None:
    rate = {"hits": 12, "sets": 120, "low": low, "high": high}
    section = appendix(result, size={"rise": rate})
    assert section.paragraphs[2].startswith("Of 120 random sets of such sizes")
    assert section.paragraphs[2].endswith(f"{said}.")
    assert grid(section, "controls-random").rows[0][1:3] == ("12 of 120", "10 %")


def test_a_break_up_called_a_rise_is_told_before_all_else(result: StudyResult) -> None:
    fallen = {"name": "y", "expected": "fall", "p_rise": 0.03, "outcome": "not as expected"}
    *_, missed, false = with_lines(result, fallen).paragraphs
    assert missed == "Of 0 known blocs that can be tested, the inference finds 0."
    assert false == "Called a rise though none was to be: y."


def test_known_blocs_that_are_missed_are_named(result: StudyResult) -> None:
    lines = (
        {"name": "y", "expected": "rise", "p_rise": 0.3, "outcome": "sign only"},
        {"name": "z", "expected": "rise", "p_rise": 0.9, "outcome": "not as expected"},
        {"name": "v", "expected": "rise", "p_rise": 0.01, "outcome": "as expected"},
        {"name": "w", "expected": "fall", "p_rise": 0.9, "outcome": "as expected"},
    )
    *_, missed, false = with_lines(result, *lines).paragraphs
    assert missed.startswith(
        "Of 3 known blocs that can be tested, the inference finds 1 at 5 %, and not: y; z. "
    )
    assert missed.endswith("may be there all the same.")
    assert false == "None of 1 other set is called a rise."


def test_what_cannot_be_tested_is_neither_found_nor_missed(result: StudyResult) -> None:
    line = {"name": "y", "expected": "rise", "p_rise": None, "outcome": "not testable"}
    *_, missed, _ = with_lines(result, line).paragraphs
    assert missed == "Of 0 known blocs that can be tested, the inference finds 0."


def test_years_are_a_span_or_one_year(result: StudyResult) -> None:
    lines = ({"pre": "1992-1994", "post": "1997-1997"}, {"pre": "", "post": ""})
    rows = grid(with_lines(result, *lines), "controls-all").rows
    assert [row[1:3] for row in rows] == [("1992–1994", "1997"), ("–", "–")]


def test_a_result_without_them_says_so(result: StudyResult) -> None:
    facts = {name: fact for name, fact in result.facts.items() if name != "controls"}
    section = controls(View.of(replace(result, facts=facts)))
    assert section.technical == ("This result holds no known blocs.",)
    assert not section.blocks

"""The section on doubtful flows: what is found, what is not loaded, with and without."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pyarrow as pa
import pytest

from tests.unit.report.test_sections import grid
from tradenet.flows.quality import DETECTORS, QualityRules
from tradenet.report.page import page_of
from tradenet.report.render import html, markdown
from tradenet.report.sections import bookkeeping, sources
from tradenet.report.sections.doubts import doubtful
from tradenet.report.view import View
from tradenet.report.words import DETECTOR_WORDS
from tradenet.study import StudyResult


def finding(detector: str, where: tuple[str, str], usd: float, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - any column
    usual = {
        "period": 2019, "product": "TOTAL", "score": 0.5, "what": f"{detector} of {usd:,.0f}",
        "score_means": "sure at 1", "default": "kept", "change": "ask",
    }  # fmt: skip
    told = {"detector": detector, "economy": where[0], "partner": where[1], "value_usd": usd}
    return {**usual, **told, "about_members": "CHN" in where or "PRK" in where, **more}


FINDINGS = [
    *(finding("jumps", ("CHN", "USA"), 1e9 * k) for k in range(1, 12)),
    *(finding("jumps", ("USA", "DEU"), 1e12 * k) for k in range(1, 4)),
    finding("hubs", ("HKG", ""), 5e11),
    finding("korea_swap", ("PRK", "USA"), 2.5e8, score=0.97),
]


def sums(detector: str) -> dict[str, Any]:
    mine = [row for row in FINDINGS if row["detector"] == detector]
    ours = [row for row in mine if row["about_members"]]
    judged = bool(mine)
    return {
        "detector": detector,
        "findings": len(mine),
        "value_usd": sum(row["value_usd"] for row in mine),
        "about_members": len(ours),
        "members_value_usd": sum(row["value_usd"] for row in ours),
        "score_means": "sure at 1" if judged else "",
        "default": "kept" if judged else "",
        "change": "ask" if judged else "",
        "not_run": "" if judged else "no production table loaded",
    }


def line(doubtful: str, intensity: float) -> dict[str, Any]:
    return {
        "doubtful": doubtful, "period": 2019, "class": "hub_spoke", "trade_usd": 1e11,
        "expected_usd": 1e11 / intensity, "intensity": intensity, "cells_observed": 6, "cells": 6,
        "share_of_members_trade": 0.1,
    }  # fmt: skip


@pytest.fixture(scope="module")
def doubted(result: StudyResult) -> StudyResult:
    """The small result with findings, one of them a cell that is set aside."""
    swap = {"period": 2019, "exporter": "PRK", "importer": "USA", "value_usd": 2.5e8,
            "detector": "korea_swap", "score": 0.97, "what": "x"}  # fmt: skip
    rows = {
        "findings": FINDINGS,
        "doubts": [sums(name) for name in DETECTORS],
        "set_aside": [swap],
        "quarantine": [line("set_aside", 1.25), line("counted", 1.2345)],
    }
    made = {name: pa.Table.from_pylist(content) for name, content in rows.items()}
    means = {"intensity_hub_spoke_pre": 1.25, "intensity_hub_spoke_post": None}
    both = {"set_aside": means, "counted": {**means, "intensity_hub_spoke_pre": 1.2345}}
    facts = {**result.facts, "with_and_without": both}
    return replace(result, tables={**result.tables, **made}, facts=facts)


def test_each_detector_has_a_line_and_what_is_not_loaded_is_said(doubted: StudyResult) -> None:
    rows = {row[0]: row[1:] for row in grid(doubtful(View.of(doubted)), "doubts-detectors").rows}
    assert list(rows) == list(DETECTOR_WORDS.values())
    assert rows["Jumps"] == ("11", "3", "66.000", "kept", "ask")
    assert rows["Others’ goods passing through"][:3] == ("0", "1", "0.000")
    assert rows["More than could be shipped"][:3] == ("–", "–", "–")
    assert rows["More than could be shipped"][3] == "not loaded: no production table loaded"


def test_the_largest_about_the_members_come_first_and_the_rest_is_counted(
    doubted: StudyResult,
) -> None:
    """Eight of eleven about China, although those about others are a thousand times larger."""
    table = grid(doubtful(View.of(doubted)), "doubts-jumps")
    assert table.title == "Jumps: 11 about the members, 3 about others"
    assert [row[3] for row in table.rows] == [f"{k}.000" for k in range(11, 3, -1)]
    assert {row[1] for row in table.rows} == {"China → United States"}
    assert "about the members: 8 of 11" in table.note
    assert "sure at 1" in table.note


def test_where_nothing_is_about_the_members_the_largest_of_all_are_shown(
    doubted: StudyResult,
) -> None:
    table = grid(doubtful(View.of(doubted)), "doubts-hubs")
    assert [row[1] for row in table.rows] == ["HKG"]
    assert table.note.startswith("The largest of all: 1 of 1;")


def test_detectors_that_found_nothing_have_no_list(doubted: StudyResult) -> None:
    names = [block.name for block in doubtful(View.of(doubted)).blocks]
    assert [name for name in names if name in {f"doubts-{d}" for d in ("sums", "coverage")}] == []


def test_with_and_without_stand_side_by_side(doubted: StudyResult) -> None:
    section = doubtful(View.of(doubted))
    rows = grid(section, "doubts-readings").rows
    assert rows[0] == ("Hub–spoke", "before the event (2018–2019)", "1.2500", "1.2345")
    assert rows[1][2:] == ("–", "–")
    (period,) = grid(section, "doubts-periods").rows
    assert period == ("2019", "Hub–spoke", "100.000", "100.000", "1.2500", "1.2345")
    assert section.paragraphs[1].startswith("Set aside, which means marked and not counted: 1 cell")
    assert "worth 0.25 bn USD (South Korea booked as North)" in section.paragraphs[1]
    assert "quarantine = false" in section.paragraphs[1]
    (cell,) = grid(section, "doubts-cells").rows
    assert cell == ("2019", "North Korea → United States", "0.250",
                    "South Korea booked as North", "0.97")  # fmt: skip


@pytest.mark.parametrize(("sender", "left_out"), [("KOR", True), ("USA", False)])
def test_trade_between_the_two_koreas_is_accounted_for(
    doubted: StudyResult, sender: str, *, left_out: bool
) -> None:
    """Out of the tests only where South Korea itself has sanctions on a member."""
    told = doubted.tables["sanctions"].slice(0, 1).to_pylist()
    rows = pa.Table.from_pylist([{**row, "sender": sender} for row in told])
    result = replace(doubted, tables={**doubted.tables, "sanctions": rows})
    assert rows.num_rows == 1
    text = doubtful(View.of(result)).paragraphs[2]
    assert text.startswith("Trade between the two Koreas is read as the sources record it")
    assert ("takes no part in the tests" in text) == left_out


def test_where_no_korea_is_a_member_nothing_is_said_of_it(doubted: StudyResult) -> None:
    bloc = replace(doubted.config.bloc, spokes=("IRN", "RUS"))
    result = replace(doubted, config=replace(doubted.config, bloc=bloc))
    assert not any("Koreas" in text for text in doubtful(View.of(result)).paragraphs)


def test_a_study_that_counts_them_says_so(doubted: StudyResult) -> None:
    config = replace(doubted.config, quality=QualityRules(quarantine=False))
    text = doubtful(View.of(replace(doubted, config=config))).paragraphs[1]
    assert text.startswith("Doubtful and counted: 1 cell")
    assert "quarantine = true" in text


def test_a_result_without_doubtful_cells_says_so(result: StudyResult) -> None:
    section = doubtful(View.of(result))
    assert section.paragraphs[1].startswith("No cell is doubtful enough")
    assert not [block for block in section.blocks if block.name == "doubts-readings"]


def test_a_result_without_findings_is_told_in_a_word(result: StudyResult) -> None:
    tables = {k: v for k, v in result.tables.items() if k not in {"doubts", "findings"}}
    section = doubtful(View.of(replace(result, tables=tables)))
    assert section.technical == ("This result holds no findings.",)


def test_exported_goods_that_never_arrive_are_listed(
    result: StudyResult, doubted: StudyResult
) -> None:
    """What the transit detector finds where the flows hold both reports stands in the list."""
    lost = finding("lost_in_transit", ("KGZ", ""), 3e8, what="2 exporters sent more than arrived")
    lines = [
        {**row, "findings": 1, "not_run": "", "score_means": "share"}
        if row["detector"] == "lost_in_transit" else row
        for row in doubted.tables["doubts"].to_pylist()
    ]  # fmt: skip
    tables = {
        **result.tables,
        "findings": pa.Table.from_pylist([lost]),
        "doubts": pa.Table.from_pylist(lines),
    }
    section = doubtful(View.of(replace(result, tables=tables)))
    (row,) = grid(section, "doubts-lost-in-transit").rows
    assert row[2:4] == ("2 exporters sent more than arrived", "0.300")


def test_the_section_is_on_the_page_in_both_forms(doubted: StudyResult) -> None:
    page = page_of(doubted)
    assert "doubts" in [section.anchor for section in page.sections]
    for text in (html(page), markdown(page)):
        assert "South Korea booked as North" in text


def test_a_member_cell_that_is_set_aside_is_drawn_as_such(view: View) -> None:
    from tradenet.report.states import STATES, state

    row = {**view.cells[2019, "CHN", "RUS"], "status": "quarantined"}
    assert state(row) == "quarantined"
    assert "does not count" in STATES["quarantined"].words


def test_the_scheme_of_two_reports_is_said_in_the_settings(view: View) -> None:
    assert not any("scheme" in said for said in bookkeeping.settings(view).paragraphs)
    mirror = replace(view.result.config.mirror, scheme="baci")
    config = replace(view.result.config, mirror=mirror)
    said = bookkeeping.settings(View.of(replace(view.result, config=config))).paragraphs[-1]
    assert "“baci”" in said
    assert "as they were made" in said


def test_what_the_snapshot_lacks_comes_from_the_result(result: StudyResult) -> None:
    published = {
        "attribution": "Source: hand.",
        "sources": [{"title": "Hand", "vintages": ["", "v2"], "terms": "free"}],
        "not_there": ["2021 is not held"],
        "left_out": {"2023": ["USA", "DEU"]},
    }
    facts = {**result.facts, "published": published}
    section = sources.vintages(View.of(replace(result, facts=facts)))
    assert section.paragraphs == ("Source: hand.",)
    assert section.points == ("Not held: 2021 is not held.",)
    assert grid(section, "sources-terms").rows == (("Hand", "not stated, v2", "free"),)
    assert grid(section, "sources-left-out").rows == (("2023", "2", "United States, Germany"),)

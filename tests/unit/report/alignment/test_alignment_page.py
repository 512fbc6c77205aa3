"""The page of a study of alignment on a result made by hand."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace

import pyarrow as pa
import pytest

from tests.unit.report.alignment.made import (
    BINS,
    LEVELS,
    PERMUTED,
    SAMPLES,
    SPECIFICATIONS,
    judged,
)
from tradenet.report.blocks import Figure, Grid, Page, Section
from tradenet.report.designs.alignment import LAYOUT, MEANINGS
from tradenet.report.figures.alignment import bins, levels, permuted, spread, worlds
from tradenet.report.page import page_of
from tradenet.report.sections import alignment
from tradenet.report.view import View
from tradenet.study import StudyResult

FIGURES: dict[str, tuple[Callable[[View], Figure | None], str]] = {
    "alignment-levels": (levels.draw, "alignment_levels"),
    "alignment-samples": (spread.samples, "alignment_samples"),
    "alignment-choices": (spread.choices, "alignment_specifications"),
    "alignment-permuted": (permuted.draw, "alignment_permuted"),
    "alignment-bins": (bins.draw, "alignment_bins"),
    "alignment-worlds": (worlds.draw, "alignment_worlds"),
}
SECTIONS = (
    alignment.level,
    alignment.movement,
    alignment.choices,
    alignment.sets,
    alignment.communities,
)


@pytest.fixture(scope="module")
def made(result: StudyResult) -> StudyResult:
    return judged(result)


@pytest.fixture(scope="module")
def seen(made: StudyResult) -> View:
    return View.of(made)


@pytest.fixture(scope="module")
def page(made: StudyResult) -> Page:
    return page_of(made)


def emptied(made: StudyResult, table: str) -> View:
    """Return a view of the result without one of its tables."""
    return View.of(replace(made, tables={k: v for k, v in made.tables.items() if k != table}))


def drawn(view: View, name: str) -> Figure:
    figure = FIGURES[name][0](view)
    assert figure is not None
    return figure


def grid(section: Section, name: str) -> Grid:
    return next(x for x in section.blocks if isinstance(x, Grid) and x.name == name)


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_says_what_it_shows(name: str, seen: View) -> None:
    """Name, finding, caption, and an SVG that a reader of screens can read."""
    figure = drawn(seen, name)
    assert figure.name == name
    assert figure.caption.endswith(".")
    assert figure.title
    (panel,) = figure.panels
    root = ET.fromstring(panel.svg)
    tags = [element.tag.rsplit("}", 1)[-1] for element in root]
    assert {"title", "desc"} <= set(tags)
    assert "nan" not in panel.description


@pytest.mark.parametrize("name", FIGURES)
def test_without_its_table_there_is_no_figure(name: str, made: StudyResult) -> None:
    draw, table = FIGURES[name]
    assert draw(emptied(made, table)) is None


@pytest.mark.parametrize("name", FIGURES)
def test_the_same_result_is_the_same_drawing(name: str, seen: View) -> None:
    assert drawn(seen, name).panels[0].svg == drawn(seen, name).panels[0].svg


def test_the_first_and_last_window_are_in_the_title(seen: View) -> None:
    assert drawn(seen, "alignment-levels").title == (
        "The elasticity of trade to the distance of votes fell from 0.05 (2010) to -0.16 (2023)"
    )
    assert levels.finding(LEVELS[::-1]).startswith(
        "The elasticity of trade to the distance of votes rose from -0.16"
    )


def test_a_sign_that_hangs_on_the_sample_is_said(seen: View, made: StudyResult) -> None:
    assert (
        "hangs on the sample: below zero in 1 of 2 samples"
        in drawn(seen, "alignment-samples").title
    )
    one = pa.Table.from_pylist(SAMPLES[:1])
    same = View.of(replace(made, tables={**made.tables, "alignment_samples": one}))
    assert drawn(same, "alignment-samples").title == (
        "Before the event the association has one sign in every sample"
    )


def test_choices_count_those_that_could_be_computed(seen: View) -> None:
    figure = drawn(seen, "alignment-choices")
    assert figure.title == (
        "Under 1 of 3 choices trade moved towards those who had voted alike (p ≤ 0.05)"
    )
    assert [key.meaning for key in figure.key] == ["estimate", "hollow: shown only"]
    assert "cannot be computed" not in figure.panels[0].description


def test_all_critical_choices_need_no_hollow_mark(made: StudyResult) -> None:
    critical = pa.Table.from_pylist(SPECIFICATIONS[:2])
    view = View.of(replace(made, tables={**made.tables, "alignment_specifications": critical}))
    assert [key.meaning for key in drawn(view, "alignment-choices").key] == ["estimate"]


def test_permutations_count_the_real_one_too(seen: View) -> None:
    figure = drawn(seen, "alignment-permuted")
    assert figure.title.startswith("Of 21 ways to deal the votes, the real one included, 39 %")
    assert "the real one -0.05, p = 0.390" in figure.panels[0].description


def test_no_bar_stands_on_both_sides_of_the_real_votes() -> None:
    """Bars left of the line are those that count, and none is lost."""
    from tradenet.report.drawing import OKABE_ITO, canvas

    _, axes = canvas(640, 250, (46, 14, 44, 26))
    others = [row["statistic"] for row in PERMUTED]
    permuted.bars(axes, others, 0.05)
    heights = [patch.get_height() for patch in axes.patches]  # type: ignore[attr-defined]
    assert sum(heights) == len(others)
    from matplotlib.colors import to_hex

    beyond = sum(
        patch.get_height()  # type: ignore[attr-defined]
        for patch in axes.patches
        if to_hex(patch.get_facecolor()) == OKABE_ITO[1]
    )
    assert beyond == sum(value < 0.05 for value in others)


def test_bins_tell_the_nearest_and_the_furthest(seen: View) -> None:
    title = drawn(seen, "alignment-bins").title
    assert "most alike stands at × 1.00" in title
    assert "furthest apart at × 1.03" in title
    assert len(BINS) == drawn(seen, "alignment-bins").panels[0].description.count("×")


def test_only_groupings_that_agree_at_all_are_drawn(seen: View) -> None:
    figure = drawn(seen, "alignment-worlds")
    assert figure.title.endswith("vote 0.06 (p = 0.050)")
    assert "elsewhere" not in figure.title


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_has_anchor_title_and_whole_sentences(
    section: Callable[[View], Section], seen: View
) -> None:
    made = section(seen)
    assert made.anchor
    assert made.short
    assert made.title
    assert all(words.rstrip().endswith((".", "…")) for words in made.paragraphs)
    for block in made.blocks:
        if isinstance(block, Grid):
            assert all(len(row) == len(block.columns) for row in block.rows)


def test_levels_stand_in_tables_beside_what_others_found(seen: View) -> None:
    section = alignment.level(seen)
    table = grid(section, "levels-table")
    assert table.rows[0] == ("2010", "0.050", "0.020", "0.030", "1,200")
    assert [row[0] for row in grid(section, "within-table").rows] == ["2010", "2015"]
    said = " ".join(section.paragraphs)
    assert "Bosone" in said
    assert "Airaudo" in said
    assert "−0.21" in said


def test_the_movement_tells_every_p_and_what_could_be_found(seen: View) -> None:
    section = alignment.movement(seen)
    said = " ".join(section.paragraphs)
    assert "0.390 with votes dealt within regions" in said
    assert "0.500 within terciles of size" in said
    assert "away: 0.610" in said
    assert "-0.1 or stronger has p = 0.020" in said
    assert "-0.13 would be found in four of five cases" in said
    assert "25,512 rows" in said
    assert "-0.000" not in said
    assert any("not pre-registered" in words for words in section.technical)


def test_without_its_numbers_the_movement_says_only_that(made: StudyResult) -> None:
    idle = tuple(replace(test, rule="", effect="", details=()) for test in made.tests)
    section = alignment.movement(View.of(replace(made, tests=idle)))
    assert section.paragraphs[0] == "Main network: This test was not run."
    assert not any("terciles of size," in words for words in section.paragraphs)


def test_a_choice_that_could_not_be_computed_is_a_row_without_numbers(seen: View) -> None:
    rows = {row[0]: row for row in grid(alignment.choices(seen), "alignment-choices-table").rows}
    gone = rows["a choice that cannot be computed"]
    assert gone[1] == "yes"
    assert set(gone[2:-1]) == {"–"}
    assert gone[-1] == "none"
    assert rows["as the study is fixed"][2] == "0.000"
    assert rows["offset 0.2"][1] == "no"


def test_silence_of_a_set_is_called_silence(seen: View) -> None:
    section = alignment.sets(seen)
    assert section.paragraphs[0] == "The set that voted no: unobservable; silence is no answer."
    assert section.paragraphs[1] == "The set that abstained can be observed."
    voters = grid(section, "voters")
    assert voters.rows[1][1:] == ("–", "–", "–", "–", "no")
    assert voters.folded


def test_agreement_without_worlds_has_dashes(seen: View) -> None:
    rows = grid(alignment.communities(seen), "agreement").rows
    assert rows[0] == ("vote", "0.060", "191", "0.030", "0.050", "0.050")
    assert rows[1] == ("elsewhere", "–", "0", "–", "–", "–")
    assert "19 gravity worlds" in alignment.communities(seen).paragraphs[0]


def test_the_first_screen_has_four_numbers(page: Page) -> None:
    assert [number.value for number in page.numbers] == ["0.000", "-0.13", "-0.040", "14,680"]
    assert page.heading == "The answer"
    assert page.verdict_meaning == MEANINGS["DATA-DEPENDENT"]


def test_the_reading_names_the_row_and_what_moves_it(page: Page) -> None:
    assert page.reading[0] == (
        "The rule gives this answer: row 6 of 7 of the decision table (small)."
    )
    assert page.reading[1] == (
        "The leading reading, that of the main specification, is NOT-ALIGNED. Another row holds "
        "under 2 critical choices: without China and a choice that cannot be computed."
    )


def test_where_nothing_moved_only_the_row_is_read(made: StudyResult) -> None:
    calm = replace(made, facts={**made.facts, "variants_moved": []})
    assert len(tuple(LAYOUT.reading(View.of(calm)))) == 1


def test_without_a_judgement_the_page_does_not_pretend_one(made: StudyResult) -> None:
    tables = {name: table for name, table in made.tables.items() if name != "rule_inputs"}
    view = View.of(replace(made, tables=tables, verdict="NOT-TESTED"))
    assert not LAYOUT.judged(view)
    assert tuple(LAYOUT.reading(view)) == ()


def test_the_rule_shows_what_it_looked_at_and_marks_the_row(page: Page) -> None:
    rule = next(section for section in page.sections if section.anchor == "rule")
    assert [row[0] for row in grid(rule, "rule-inputs").rows] == ["seen", "shift", "small",
                                                                 "before"]  # fmt: skip
    assert grid(rule, "rule-table").marked == (5,)


def test_every_anchor_is_one_and_those_of_the_first_screen_are_there(page: Page) -> None:
    anchors = [section.anchor for section in page.sections]
    assert len(set(anchors)) == len(anchors)
    assert {"rule", "see", "battery", "levels", "movement", "choices", "sets"} <= set(anchors)

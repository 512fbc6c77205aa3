"""The shipped study of alignment: its numbers, its rule, its page. One run for all."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import tradenet as tn
from tradenet.bloc.alignment import TABLE
from tradenet.report.blocks import Figure, Grid, Page
from tradenet.report.page import page_of
from tradenet.study import StudyResult

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def result() -> StudyResult:
    """The study as shipped, on the embedded snapshot."""
    return tn.run("alignment")


@pytest.fixture(scope="module")
def page(result: StudyResult) -> Page:
    return page_of(result)


def test_its_numbers(result: StudyResult, golden: Callable[..., None]) -> None:
    """Levels, movement, choices, agreement; p-values are counts of permutations."""
    rows = {name: table.to_pylist() for name, table in result.tables.items()}
    numbers: dict[str, float | int | str] = {"verdict": result.verdict}
    for line in rows["alignment_levels"]:
        numbers[f"level {line['window']}"] = round(line["elasticity"], 6)
        numbers[f"level {line['window']} error"] = round(line["dyadic_error"], 6)
    for line in rows["alignment_within"]:
        numbers[f"within {line['window']}"] = round(line["elasticity"], 6)
    for line in rows["alignment_samples"]:
        numbers[f"sample {line['sample']}"] = round(line["elasticity"], 6)
    for line in rows["alignment_specifications"]:
        for key in ("elasticity", "p_towards", "p_away", "p_matters", "cells", "row"):
            numbers[f"{line['variant']}: {key}"] = round(line[key], 6)
    for line in rows["alignment_communities"]:
        numbers[f"agreement {line['grouping']}"] = round(line["ami"], 6)
        numbers[f"agreement {line['grouping']} p"] = line["p_value"]
    for line in rows["alignment_sets"]:
        numbers[f"{line['set']} {line['test']}"] = line["effect"]
    golden("alignment", numbers, rel=1e-4)


def test_those_who_voted_no_are_unobservable_and_no_number_pretends_otherwise(
    result: StudyResult,
) -> None:
    """After 2021 hardly a pair of them has a filer: silence, not absence of trade."""
    lines = [x for x in result.tables["alignment_sets"].to_pylist() if x["set"] == "voted no"]
    assert {line["economies"] for line in lines} == {5}
    assert not any(line["observable"] for line in lines)
    by_test = {line["test"]: line for line in lines}
    assert by_test["T4"]["effect"].startswith("unobservable")
    assert by_test["T5"]["statistic"] is None
    assert "reporter" in result.cannot_show


def test_the_regression_is_the_two_period_fit(result: StudyResult) -> None:
    """What pyfixest prints for the main network equals the estimate that is tested."""
    main = result.tables["alignment_specifications"].to_pylist()[0]
    (line,) = result.tables["alignment_regression"].to_pylist()
    assert line["elasticity"] == pytest.approx(main["elasticity"], abs=1e-6)
    assert main["economies"] == sum(
        row["in_network"] for row in result.tables["alignment_votes"].to_pylist()
    )


def test_the_verdict_follows_from_the_choices(result: StudyResult) -> None:
    """The row of the main specification holds; critical choices with another row are named."""
    lines = result.tables["alignment_specifications"].to_pylist()
    row = lines[0]["row"]
    moved = [x["variant"] for x in lines[1:] if x["critical"] and x["row"] != row]
    assert result.facts["verdict_row"] == row
    assert result.facts["variants_moved"] == moved
    if moved and TABLE[row - 1].verdict != TABLE[-1].verdict:
        assert result.verdict == "DATA-DEPENDENT"
        assert result.facts["leading_reading"] == TABLE[row - 1].verdict
    tests = {test.name: test for test in result.tests}
    assert f"{tests['V2'].statistic:.3f}".lstrip("-") in result.sentence


def test_bins_hold_all_cells_and_votes_all_members(result: StudyResult) -> None:
    bins = result.tables["alignment_bins"].to_pylist()
    main = result.tables["alignment_specifications"].to_pylist()[0]
    assert sum(line["cells"] for line in bins) == main["cells"]
    distances = [line["distance"] for line in bins]
    assert distances == sorted(distances)
    total = sum(x["after_usd"] for x in bins) / sum(x["expected_usd"] for x in bins)
    assert total == pytest.approx(1.0)
    votes = [row["vote"] for row in result.tables["alignment_votes"].to_pylist()]
    assert votes.count("against") == 5
    assert votes.count("abstain") == 35


def test_the_page_has_its_figures_and_nothing_that_is_no_number(page: Page) -> None:
    names = {figure.name for section in page.sections for figure in section.figures}
    assert names >= {
        "alignment-levels", "alignment-samples", "alignment-permuted", "alignment-bins",
        "alignment-choices", "alignment-worlds",
    }  # fmt: skip
    for text in texts(page):
        assert "nan" not in text.lower().split()
        assert "None" not in text
        assert "-0.000" not in text


def test_the_links_of_the_first_screen_lead_somewhere(page: Page) -> None:
    anchors = [section.anchor for section in page.sections]
    assert {"rule", "see", "battery"} <= set(anchors)
    assert len(set(anchors)) == len(anchors)
    assert page.verdict_meaning
    assert len(page.numbers) == 4


def texts(page: Page) -> list[str]:
    """Return everything the page says."""
    said = [page.sentence, page.cannot_show, *page.reading]
    said += [f"{number.value} {number.meaning}" for number in page.numbers]
    for section in page.sections:
        said += [section.title, *section.paragraphs, *section.technical]
        for block in section.blocks:
            if isinstance(block, Grid):
                said += [cell for row in block.rows for cell in row]
            elif isinstance(block, Figure):
                said += [block.title, block.caption]
                said += [panel.description for panel in block.panels]
    return said

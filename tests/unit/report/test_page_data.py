"""Every figure and table is one click from its numbers, and everything can be linked to."""

import re
from collections.abc import Callable
from pathlib import Path

from tradenet.report.blocks import Column, Figure, Grid, Page
from tradenet.report.designs import LAYOUTS
from tradenet.report.export import all_tables
from tradenet.report.layout import PARTS, in_parts
from tradenet.report.render import html
from tradenet.study import StudyResult

Pages = Callable[[StudyResult], Page]
# Tables of words, or of what stands in manifest.json: no table of the result holds them.
OF_WORDS = {
    "rule-table", "tests", "settings-all", "words", "sources-terms", "sources-left-out",
    "sources-files", "tie-kinds", "hidden-assumed",
}  # fmt: skip


def blocks(page: Page) -> list[Figure | Grid]:
    return [block for section in page.sections for block in section.blocks]


def test_every_figure_names_tables_of_the_result(page: Page, result: StudyResult) -> None:
    known = set(all_tables(result))
    for block in blocks(page):
        assert set(block.data) <= known | {"timeline"}, block.name
        assert block.data or block.name in OF_WORDS, block.name


def test_every_link_to_numbers_leads_to_a_file_that_holds_some(written: Path) -> None:
    text = (written / "index.html").read_text(encoding="utf-8")
    links = re.findall(r'<p class="source">Data: (.*?)</p>', text)
    assert len(links) > 20
    for link in links:
        for file in re.findall(r'href="([^"]+)"', link):
            assert len((written / file).read_text(encoding="utf-8").splitlines()) > 1, file


def test_an_empty_or_absent_table_is_not_linked(any_result: StudyResult, pages: Pages) -> None:
    page = pages(any_result)
    held = {name for name, table in all_tables(any_result).items() if table.num_rows}
    lines = re.findall(r'<p class="source">Data: (.*?)</p>', html(page))
    linked = {name for line in lines for name in re.findall(r'href="tables/([^"]+)\.csv"', line)}
    assert linked <= held
    assert set(page.tables) == held


def test_every_section_of_every_design_has_a_part() -> None:
    anchors = [anchor for part in PARTS.values() for anchor in part]
    assert len(anchors) == len(set(anchors))
    assert {"rule", "see", "battery"} <= set(anchors)
    assert LAYOUTS


def test_no_section_is_lost_by_the_parts(any_result: StudyResult, pages: Pages) -> None:
    page = pages(any_result)
    layout = LAYOUTS[any_result.config.design.name]
    assert len(page.sections) == len(layout.sections)
    assert in_parts(page.sections) == page.parts
    assert [part.title for part in page.parts] == [
        title for title in PARTS if title in {part.title for part in page.parts}
    ]


def test_every_heading_can_be_linked_to(page: Page) -> None:
    text = html(page)
    ids = set(re.findall(r'\bid="([^"]+)"', text))
    links = re.findall(r'<a class="here" href="#([^"]+)" aria-label="([^"]+)">', text)
    assert len(links) == len(page.sections) + len(blocks(page))
    assert {anchor for anchor, _ in links} <= ids
    assert all(name.startswith("Link to: ") for _, name in links)


def test_short_tables_and_decision_tables_are_not_sorted(page: Page) -> None:
    by_name = {block.name: block for block in blocks(page) if isinstance(block, Grid)}
    assert not by_name["rule-table"].sortable
    assert not by_name["words"].sortable
    assert sum(grid.sortable for grid in by_name.values()) > 8
    assert html(page).count(" sortable") == sum(grid.sortable for grid in by_name.values())


def test_a_table_of_two_rows_is_not_sorted() -> None:
    heads = (Column("a"),)
    assert not Grid("x", "X", heads, (("1",), ("2",))).sortable
    assert Grid("x", "X", heads, (("1",), ("2",), ("3",))).sortable
    assert not Grid("x", "X", heads, (("1",), ("2",), ("3",)), ordered=True).sortable

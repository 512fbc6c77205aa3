import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pytest

from tradenet.report import FIGURES
from tradenet.report.blocks import Grid, Page, Section
from tradenet.report.layout import in_parts
from tradenet.report.page import page_of
from tradenet.report.render import html, markdown, plain
from tradenet.report.sections import bookkeeping, sources
from tradenet.report.view import View
from tradenet.report.words import GLOSSARY
from tradenet.sources import snapshot
from tradenet.study import StudyResult

Pages = Callable[[StudyResult], Page]
VOID = {"meta", "link", "br", "img", "input", "hr"}


class Reader(HTMLParser):
    """Collects what a test wants to know of a page, and checks that tags close."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.headings: list[int] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append((tag, found))
        self.ids += [str(found["id"])] if "id" in found else []
        self.links += [str(found["href"])] if tag == "a" else []
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.text += data


def read(text: str) -> Reader:
    reader = Reader()
    reader.feed(text)
    reader.close()
    assert reader.open == []
    return reader


def sections(page: Page) -> dict[str, Section]:
    return {section.anchor: section for section in page.sections}


def grid(page: Page, name: str) -> Grid:
    found = [b for s in page.sections for b in s.blocks if isinstance(b, Grid) and b.name == name]
    return found[0]


def test_the_page_is_well_formed_and_its_anchors_resolve(
    any_result: StudyResult, pages: Pages
) -> None:
    reader = read(html(pages(any_result)))
    assert len(reader.ids) == len(set(reader.ids))
    inside = {link[1:] for link in reader.links if link.startswith("#")}
    assert inside <= set(reader.ids)
    assert len(inside) >= 14


def test_links_lead_to_files_of_the_report(written: Path) -> None:
    reader = read((written / "index.html").read_text(encoding="utf-8"))
    outside = {link for link in reader.links if not link.startswith("#")}
    assert "tables/dyads.csv" in outside
    assert all((written / link).is_file() for link in outside)


def scripts(text: str) -> str:
    """Return all scripts of the page."""
    return "".join(re.findall(r"<script>(.*?)</script>", text, re.DOTALL))


def test_nothing_is_fetched_and_only_our_own_script_runs(
    any_result: StudyResult, pages: Pages
) -> None:
    text = html(pages(any_result))
    reader = read(text)
    tags = {tag for tag, _ in reader.tags}
    assert not tags & {"iframe", "img", "object", "embed", "form"}
    running = [found for tag, found in reader.tags if tag == "script" and "type" not in found]
    assert running == [{}, {}]
    assert all(
        set(found) == {"type", "id"} and found["type"] == "application/json"
        for tag, found in reader.tags
        if tag == "script" and found not in running
    )
    assert not [key for _, found in reader.tags for key in found if key.startswith("on")]
    addresses = [
        str(value)
        for _, found in reader.tags
        for key, value in found.items()
        if key in {"src", "href", "xlink:href"}
    ]
    assert all(not re.match(r"(?i)https?:|//|javascript:", address) for address in addresses)
    assert "@import" not in text
    assert not re.search(r"\b(fetch|XMLHttpRequest|import|eval|innerHTML)\b", scripts(text))
    assert not re.search(r"url\((?!#)", text)


def test_headings_go_down_one_step_at_a_time(any_result: StudyResult, pages: Pages) -> None:
    levels = read(html(pages(any_result))).headings
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_page_is_told_to_those_who_cannot_see_it(written: Path) -> None:
    reader = read((written / "index.html").read_text(encoding="utf-8"))
    tags = [tag for tag, _ in reader.tags]
    assert {"header", "nav", "main", "footer", "figure", "figcaption", "caption"} <= set(tags)
    assert all("scope" in found for tag, found in reader.tags if tag == "th")
    drawings = [found for tag, found in reader.tags if tag == "svg" and "aria-hidden" not in found]
    assert drawings
    assert all(found["role"] == "img" and found["aria-labelledby"] for found in drawings)
    assert ("html", {"lang": "en"}) in reader.tags


def test_the_first_screen_says_what_matters(result: StudyResult, page: Page) -> None:
    text = html(page).split('<main id="report">', maxsplit=1)[0]
    reader_text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))
    assert result.config.study.title in reader_text
    assert "William Brown" in reader_text
    assert result.verdict in reader_text
    assert result.sentence in reader_text
    assert result.cannot_show in reader_text
    assert 3 <= len(page.numbers) <= 4
    assert all(number.unit and number.meaning for number in page.numbers)


def test_no_section_is_lost_from_the_contents() -> None:
    with pytest.raises(ValueError, match="no heading of the contents lists the sections stray"):
        in_parts([Section("rule", "", ""), Section("stray", "", "")])


def test_the_sections_stand_in_order(page: Page) -> None:
    assert [section.anchor for section in page.sections] == [
        "rule", "see", "members", "events", "dyads", "groups", "intensity", "dependence",
        "hub-spoke", "naive", "timing", "spoke-spoke", "cohesion", "rivals", "blind", "dark",
        "choices", "network", "nulls", "together", "ties", "sources-compared", "doubts", "battery",
        "clubs", "controls", "ledger", "settings", "sources", "cite", "glossary", "files",
    ]  # fmt: skip
    drawn = [figure.name for section in page.sections for figure in section.figures]
    assert [name for name in drawn if name in FIGURES] == list(FIGURES)


def test_what_was_not_run_is_said(result: StudyResult, pages: Pages) -> None:
    tests = tuple(
        test if test.name in {"T0", "T1"} else replace(test, rule="") for test in result.tests
    )
    page = pages(replace(result, tests=tests))
    assert sections(page)["battery"].paragraphs[0].startswith("T0 and T1 have been run. T2, T3,")
    states = {row[0]: row[2] for row in grid(page, "tests").rows}
    assert states["T1"] == "described"
    assert {states[f"T{k}"] for k in range(2, 9)} == {"not run"}


def test_a_whole_battery_has_no_rest(result: StudyResult) -> None:
    tests = tuple(replace(test, rule="some rule") for test in result.tests)
    section = bookkeeping.battery(View.of(replace(result, tests=tests)))
    assert "no verdict" not in section.paragraphs[0]


def test_coverage_is_told_in_words_and_numbers(page: Page) -> None:
    words = sections(page)["see"].paragraphs
    assert words[0].startswith("Hub–spoke trade is covered in 12 of 12 directed dyad-years before")
    assert words[0].endswith("It can be seen.")
    assert words[1].endswith("It cannot be seen well enough to be tested.")
    assert grid(page, "coverage").rows[0][:5] == (
        "Hub–spoke", "before the event (2018–2019)", "12", "12", "100 %",
    )  # fmt: skip


def test_periods_of_the_window_that_are_not_held_are_named(
    one_period: StudyResult, pages: Pages
) -> None:
    assert "Not held: 2018 and 2023." in grid(pages(one_period), "coverage").note


def test_the_ledger_has_every_reason_with_its_meaning(result: StudyResult, page: Page) -> None:
    rows = grid(page, "ledger-lines").rows
    assert len(rows) == sum(len(book.lines) for book in result.ledgers)
    assert all(all(cell for cell in row) for row in rows)


def test_every_setting_is_shown(result: StudyResult, page: Page) -> None:
    rows = grid(page, "settings-all").rows
    assert ("run", "seed", "2022") in rows
    assert ("window", "pre", "2018, 2019") in rows
    parts = result.config.to_dict()
    hidden = parts.pop("hidden")
    assert len(rows) == sum(map(len, parts.values())) + sum(map(len, hidden))
    assert ("hidden 1", "factor", hidden[0]["factor"]) in rows


def test_the_settings_say_whether_the_study_was_fixed_beforehand(result: StudyResult) -> None:
    said = bookkeeping.settings(View.of(result)).paragraphs
    assert said[-1] == f"Registration: {result.facts['registration']['sentence']}."
    facts = {name: fact for name, fact in result.facts.items() if name != "registration"}
    assert len(bookkeeping.settings(View.of(replace(result, facts=facts))).paragraphs) == 1


def test_the_set_is_explained_by_dated_sanctions(result: StudyResult, page: Page) -> None:
    section = sections(page)["members"]
    assert len(section.paragraphs) == 5
    assert section.paragraphs[4].startswith("Left out of the tests, for sanctions of their own")
    assert section.paragraphs[0].startswith("On 2022-02-24 North Korea was under ")
    assert section.paragraphs[3] == "China is the hub because the study’s claim says so."
    rows = grid(page, "sanctions").rows
    assert len(rows) == result.tables["sanctions"].num_rows > 0
    assert {row[-1] for row in rows} == {"read", "memory"}
    unread = sum(row[0] == "Russia" and row[-1] == "memory" for row in rows)
    assert section.paragraphs[2].endswith(f"; {unread} of them are stated from memory.")


def test_members_without_sanctions_are_told_together(result: StudyResult, pages: Pages) -> None:
    tables = {**result.tables, "sanctions": result.tables["sanctions"].slice(0, 0)}
    section = sections(pages(replace(result, tables=tables)))["members"]
    assert section.paragraphs[0] == (
        "North Korea, Iran and Russia were under no sanctions that we know of on 2022-02-24; the "
        "study’s claim names them."
    )
    assert not section.blocks


def test_the_sources_stand_side_by_side(page: Page) -> None:
    table = grid(page, "sources-chn-rus")
    assert table.columns[0].title == "Flow"
    assert all(len(row) == len(table.columns) for row in table.rows)
    assert "China → Russia" in {row[0] for row in table.rows}
    assert "from" in table.note


def test_flows_of_ones_own_do_not_claim_the_snapshot(result: StudyResult, page: Page) -> None:
    names = {block.name for block in sections(page)["sources"].blocks}
    assert "sources-terms" not in names
    made = replace(result, facts={**result.facts, "published": snapshot.manifest()})
    section = sources.vintages(View.of(made))
    assert "sources-terms" in {block.name for block in section.blocks}
    assert section.points
    assert all(point.startswith("Not held: ") for point in section.points)


def test_companions_are_counted_and_named(
    page: Page, without_communities: StudyResult, pages: Pages
) -> None:
    rows = grid(page, "company-table").rows
    assert {row[0] for row in rows} == {"2019", "2023"}
    assert any("China" in row[1] for row in rows)
    assert grid(pages(without_communities), "company-table").rows == ()


def test_every_grid_is_rectangular_and_says_its_units(
    any_result: StudyResult, pages: Pages
) -> None:
    for section in pages(any_result).sections:
        for block in section.blocks:
            if isinstance(block, Grid):
                assert all(len(row) == len(block.columns) for row in block.rows), block.name


def test_the_glossary_explains_the_words_that_are_used(page: Page) -> None:
    terms = {row[0] for row in grid(page, "words").rows}
    assert terms == set(GLOSSARY)
    text = " ".join(terms).lower()
    for word in ("cif", "fob", "mirror", "hub–spoke", "spoke–spoke", "intensity", "self_report"):
        assert word in text
    meanings = " ".join(row[1] for row in grid(page, "words").rows)
    assert "China" in meanings
    assert "{" not in meanings


def test_hostile_names_are_shown_not_obeyed(hostile: StudyResult, pages: Pages) -> None:
    text = html(pages(hostile))
    reader = read(text)
    assert "<script>alert(1)</script>" in reader.text
    assert "<img src=x onerror=alert(2)>" in reader.text
    assert "{{ 7 * 7 }} <i>x</i>" in reader.text
    assert not {"img", "i"} & {tag for tag, _ in reader.tags}
    assert [found for tag, found in reader.tags if tag == "script"].count({}) == 2
    assert "<b>bold" not in text


def test_hostile_names_are_plain_in_markdown(hostile: StudyResult, pages: Pages) -> None:
    text = markdown(pages(hostile))
    assert "<script>" not in text.replace("\\<script\\>", "")
    assert "[click](javascript" not in text
    assert "\\[click\\](javascript:alert(1)) \\| \\`code\\`" in text


def test_markdown_tables_have_as_many_cells_as_heads(hostile: StudyResult, pages: Pages) -> None:
    lines = markdown(pages(hostile)).splitlines()
    heads = [k for k, line in enumerate(lines) if re.fullmatch(r"\|(-+:?\|)+", line)]
    assert len(heads) > 10
    for k in heads:
        wide = lines[k].count("|")
        following = lines[k + 1 :]
        rows = following[: next(n for n, line in enumerate(following) if not line.startswith("|"))]
        for line in (lines[k - 1], *rows):
            assert len(re.findall(r"(?<!\\)\|", line)) == wide, line


def test_markdown_shows_every_figure_and_section(page: Page, written: Path) -> None:
    text = (written / "report-full.md").read_text(encoding="utf-8")
    shown = re.findall(r"\]\((figures/[^)]+)\)", text)
    assert set(shown) == {f"figures/{panel.name}.svg" for panel in page.panels}
    assert all((written / name).is_file() for name in shown)
    assert len(re.findall(r"^## ", text, flags=re.MULTILINE)) == len(page.sections)
    assert "{{" not in text
    assert "\n\n\n" not in text.strip()


def test_plain_text_stays_readable() -> None:
    assert plain("Hub–spoke trade: 2.83 × (2023)") == "Hub–spoke trade: 2.83 × (2023)"
    assert plain("") == ""
    assert plain("a\n# b") == "a \\# b"


def test_a_figure_of_the_page_is_the_file(written: Path) -> None:
    page = (written / "index.html").read_text(encoding="utf-8")
    drawing = (written / "figures" / "network.svg").read_text(encoding="utf-8")
    assert drawing.removeprefix('<?xml version="1.0" encoding="utf-8"?>\n').strip() in page


def test_a_new_verdict_needs_no_words(result: StudyResult) -> None:
    text = html(page_of(replace(result, verdict="SUPPORTED-BLOC")))
    assert 'data-verdict="SUPPORTED-BLOC"' in text
    assert "have not been run. <a" not in text


def test_a_result_without_tables_makes_a_page(result: StudyResult) -> None:
    bare = replace(result, tables={"economies": pa.table({"economy": ["CHN"], "name": ["China"]})})
    reader = read(html(page_of(bare)))
    assert "This result holds none." in reader.text

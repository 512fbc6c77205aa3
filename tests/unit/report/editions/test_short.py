import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from tradenet.report.blocks import Page
from tradenet.report.editions import reproduce
from tradenet.report.editions.short import short
from tradenet.study import StudyResult

Pages = Callable[[StudyResult], Page]


def test_it_holds_what_one_wants_to_paste(result: StudyResult, pages: Pages) -> None:
    page = pages(result)
    text = short(page, result)
    for told in (page.title, page.verdict, page.sentence, page.cannot_show, page.question):
        assert told in text.replace("\\", "")
    for number in page.numbers:
        assert number.meaning in text.replace("\\", "")
    assert result.facts["registration"]["hash"] in text
    assert result.facts["registration"]["sentence"] in text
    assert "| T8 |" in text
    assert "report-full.md" in text


def test_it_can_be_pasted(any_result: StudyResult, pages: Pages) -> None:
    text = short(pages(any_result), any_result)
    assert len(text.splitlines()) <= 200
    assert len(text.encode()) < 20_000
    assert "\n\n\n" not in text.strip()
    assert not re.search(r"(?m)^\|.*\|\n(?!\||\n)", text)  # a table ends with an empty line
    assert "None" not in text


def test_the_command_names_what_was_changed(result: StudyResult) -> None:
    assert reproduce.command(result) == (
        "tradenet report brown-2022 --flows reports.csv --set 'window.pre=[2018, 2019]'"
    )


def test_the_command_of_another_study_names_its_file(result: StudyResult) -> None:
    asked = replace(result.config.study, name="mine")
    other = replace(result, config=replace(result.config, study=asked))
    assert reproduce.command(other) == "tradenet report mine.toml --flows reports.csv"


def test_the_command_of_the_snapshot_names_no_file(result: StudyResult) -> None:
    own = replace(result, facts={**result.facts, "published": {"sources": []}})
    assert "--flows" not in reproduce.command(own)


def test_a_file_with_a_hostile_name_stays_in_its_line(result: StudyResult) -> None:
    evil = "a b\n# head\x1b[2J `x`.csv"
    (file,) = result.provenance.files
    provenance = replace(result.provenance, files=(replace(file, name=evil),))
    command = reproduce.command(replace(result, provenance=provenance))
    assert "\n" not in command
    assert "'a b # head" in command


def test_a_result_that_was_never_registered_says_so(result: StudyResult) -> None:
    facts = {name: fact for name, fact in result.facts.items() if name != "registration"}
    assert "hash not computed" in reproduce.made_with(replace(result, facts=facts))


def test_links_and_marks_of_others_are_plain_text(hostile: StudyResult, pages: Pages) -> None:
    text = short(pages(hostile), hostile)
    assert "<script" not in text.replace("\\<script", "")
    assert "<img" not in text.replace("\\<img", "")
    assert "<b>bold" not in text.replace("\\<b\\>bold", "").split("### How to make it again")[0]


def test_it_is_written_beside_the_page(written: Path) -> None:
    text = (written / "report.md").read_text(encoding="utf-8")
    assert "    tradenet report brown-2022" in text
    assert (written / "report-full.md").stat().st_size > 5 * len(text)

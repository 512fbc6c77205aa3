"""The section on financial and other ties: not tested, or layer by layer."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.report.conftest import WRITTEN_AT
from tests.unit.study.test_ties import rows
from tradenet.report.blocks import Grid, Section
from tradenet.report.page import page_of
from tradenet.report.records import manifest, verdict
from tradenet.report.render import html, markdown
from tradenet.report.sections.ties import ties
from tradenet.report.view import View
from tradenet.report.write import write
from tradenet.sources.ties import TIES
from tradenet.study import StudyResult
from tradenet.study.ties import look_at, with_ties


@pytest.fixture(scope="module")
def told(result: StudyResult, tmp_path_factory: pytest.TempPathFactory) -> StudyResult:
    """The small result with remittances, shares of settlement, and one row of arms."""
    path = tmp_path_factory.mktemp("ties") / "mine.csv"
    lines = rows("remittances", rise=6.0) + rows("settlement") + "arms,2019,CHN,RUS,5\n"
    path.write_text("kind,period,from,to,value\n" + lines, encoding="utf-8")
    return with_ties(result, look_at(result.config, [path]))


def grids(section: Section) -> dict[str, Grid]:
    return {block.name: block for block in section.blocks if isinstance(block, Grid)}


def test_without_tables_it_says_not_tested_and_what_can_be_loaded(view: View) -> None:
    """Every kind with its example, and how to load it."""
    section = ties(view)
    text = " ".join(section.paragraphs)
    assert "Financial ties: not tested." in text
    assert "tradenet report --ties FILE" in text
    assert "[[ties]]" in text
    (kinds,) = grids(section).values()
    assert [row[0] for row in kinds.rows] == list(TIES)
    assert [row[-1] for row in kinds.rows] == [kind.example for kind in TIES.values()]
    assert {row[1] for row in kinds.rows} == {"financial", "other"}


def test_every_layer_has_its_numbers(told: StudyResult) -> None:
    """Before and after, classes by period, and a reason where there is no number."""
    section = ties(View.of(told))
    found = grids(section)
    assert set(found) == {"tie-changes", "tie-classes", "tie-periods"}
    text = " ".join(section.paragraphs)
    assert "not tested" not in text
    assert "Not loaded: correspondent banks, ship calls and flights." in text
    assert "currency of settlement: not said; remittances: not said" in text
    assert [point.split(" (")[0] for point in section.points] == [
        "Currency of settlement", "Remittances", "Arms transfers",
    ]  # fmt: skip
    changes = {row[:2]: row for row in found["tie-changes"].rows}
    spokes = changes["Remittances", "Spoke–spoke"]
    assert spokes[4].startswith("× ")
    assert spokes[5] == "0.002"
    assert changes["Remittances", "Stays in the set"][4].endswith(" points")
    assert changes["Remittances", "Stays in the set"][2].endswith(" %")
    assert changes["Arms transfers", "Spoke–spoke"][2:7] == ("–",) * 5
    assert "Arms transfers: the table holds no period after the event" in found["tie-changes"].note
    assert "mean of the cells" in found["tie-classes"].note
    settled = [row for row in found["tie-classes"].rows if row[0] == "Currency of settlement"]
    assert {row[-1] for row in settled} == {"–"}
    assert len(found["tie-periods"].rows) == 2 + 2 + 1


def test_closeness_alone_leaves_financial_ties_untested(
    result: StudyResult, tmp_path: Path
) -> None:
    """Arms are no financial tie: both are said."""
    path = tmp_path / "arms.csv"
    path.write_text("kind,period,from,to,value\narms,2019,CHN,RUS,5\n", encoding="utf-8")
    section = ties(View.of(with_ties(result, look_at(result.config, [path]))))
    assert section.paragraphs[0].startswith("Financial ties: not tested.")
    assert section.points[0].startswith(
        "Arms transfers (closeness, but no financial tie; arms.csv, 2 economies): not compared"
    )


def test_many_sources_are_not_all_listed(result: StudyResult, tmp_path: Path) -> None:
    """Five are named, the rest is counted."""
    path = tmp_path / "arms.csv"
    lines = [f"arms,{2001 + k},CHN,RUS,5,book {k}" for k in range(9)]
    path.write_text("kind,period,from,to,value,source\n" + "\n".join(lines), encoding="utf-8")
    section = ties(View.of(with_ties(result, look_at(result.config, [path]))))
    whose = next(words for words in section.paragraphs if words.startswith("Whose figures"))
    assert whose.endswith("arms transfers: book 0, book 1, book 2, book 3, book 4 and 4 more.")


def test_machines_are_told(told: StudyResult, result: StudyResult) -> None:
    """verdict.json has the two words or a sentence per layer; the manifest has the file's hash."""
    assert verdict(result)["financial_ties"] == "not tested"
    assert verdict(result)["other_ties"] == {}
    said = verdict(told)
    assert list(said["financial_ties"]) == ["settlement", "remittances"]
    assert list(said["other_ties"]) == ["arms"]
    assert (said["verdict"], said["row"]) == (result.verdict, verdict(result)["row"])
    files = manifest(told, {}, WRITTEN_AT, {})["ties"]
    assert [line["kind"] for line in files] == ["settlement", "remittances", "arms"]
    assert {len(line["sha256"]) for line in files} == {64}


def test_page_and_files(told: StudyResult, tmp_path: Path) -> None:
    """The section stands in both renderings; its tables are files; the first screen follows."""
    page = page_of(told)
    for text in (html(page), markdown(page)):
        assert "Financial and other ties" in text
        assert "of these only currency of settlement and remittances were loaded" in text
    names = write(told, tmp_path, WRITTEN_AT)
    assert {f"tables/{name}.csv" for name in ("tie_changes", "tie_classes", "tie_periods")} <= set(
        names
    )


def test_names_from_a_file_are_text(result: StudyResult, tmp_path: Path) -> None:
    """What a user's file says is shown, never run."""
    path = tmp_path / "mine.csv"
    path.write_text(
        "kind,period,from,to,value,source\narms,2019,CHN,RUS,5,<script>alert(1)</script>\n",
        encoding="utf-8",
    )
    text = html(page_of(with_ties(result, look_at(result.config, [path]))))
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)" in text

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.unit.report.test_page import read
from tradenet.domain import SourceError
from tradenet.report import has_index, write_index
from tradenet.report.editions.forest import finding, forest
from tradenet.report.editions.told import Change, Told, first_page, reports_in
from tradenet.report.records import to_json, verdict
from tradenet.study import StudyResult

Change_ = Callable[[dict[str, Any]], None]
NAMES = ("index.html", "index.md", "verdicts.csv", "verdicts.json")


@pytest.fixture(scope="session")
def said(written: Path) -> dict[str, Any]:
    """What the written report tells of itself."""
    found: dict[str, Any] = json.loads((written / "verdict.json").read_text(encoding="utf-8"))
    return found


def put(folder: Path, said: dict[str, Any], name: str, **other: Any) -> None:  # noqa: ANN401 - JSON
    """Write the verdict of a study of another name, otherwise answered."""
    first = {**said["first_page"], **other.pop("first_page", {})}
    (folder / name).mkdir()
    told = {**said, "study": name, "first_page": first, **other}
    (folder / name / "verdict.json").write_bytes(to_json(told))


def change(**numbers: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {"words": "Mutual", "factor": None, "low": None, "high": None, "why_not": "", **numbers}


@pytest.fixture
def several(said: dict[str, Any], tmp_path: Path) -> Path:
    """Three studies in a folder, and what is no report."""
    put(tmp_path, said, "zeta", hypothesis="H1", verdict="SUPPORTED-BLOC", leading_reading=None,
        first_page={"changes": [change(factor=2.0, low=1.5, high=3.0)]})  # fmt: skip
    put(tmp_path, said, "beta", hypothesis="H2", first_page={"changes": [], "meaning": ""})
    put(tmp_path, said, "alpha", hypothesis="H2", verdict="DATA-DEPENDENT", registration=None,
        leading_reading="NOT-SUPPORTED",
        first_page={"changes": [change(factor=1.1), change(why_not="not seen")]})  # fmt: skip
    (tmp_path / "notebooks").mkdir()
    return tmp_path


def test_a_report_tells_the_first_page(result: StudyResult, said: dict[str, Any]) -> None:
    told = Told.of(said)
    assert told.title == result.config.study.title
    assert told.sentence == result.sentence
    assert set(told.economies) == {"China", "Russia", "Iran", "North Korea"}
    assert [change.words for change in told.changes] == ["Hub–spoke", "Spoke–spoke"]
    assert all((change.factor is None) == bool(change.why_not) for change in told.changes)


def test_factor_and_interval_are_those_of_the_test(said: dict[str, Any]) -> None:
    import math

    change, test = Told.of(said).changes[0], said["tests"][2]
    if change.factor is None:
        assert change.why_not == test["details"]["not_applicable"]
    else:
        assert math.log(change.factor) == pytest.approx(test["details"]["log_change"])


def test_studies_stand_by_hypothesis_and_name(several: Path) -> None:
    assert [told.study for told in reports_in(several)] == ["zeta", "alpha", "beta"]


def test_the_index_compares_all_that_lies_there(several: Path) -> None:
    assert write_index(several) == NAMES
    text = (several / "index.html").read_text(encoding="utf-8")
    page = read(text)
    assert len(page.ids) == len(set(page.ids))
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)
    for name in ("alpha", "beta", "zeta"):
        assert f"{name}/index.html" in page.links
    for words in (
        "SUPPORTED-BLOC",
        "DATA-DEPENDENT (leading reading: NOT-SUPPORTED)",
        "3 studies side by side",
        "alpha, Mutual: no estimate: not seen",
    ):
        assert words in page.text
    assert [tag for tag, _ in page.tags].count("svg") == 1
    assert page.headings[0] == 1
    assert "None" not in page.text
    assert "nan" not in page.text.split()


def test_text_and_tables_say_the_same(several: Path) -> None:
    write_index(several)
    with (several / "verdicts.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [(row["study"], row["factor"], row["why_not"]) for row in rows] == [
        ("zeta", "2", ""), ("alpha", "1.1", ""), ("alpha", "", "not seen"), ("beta", "", ""),
    ]  # fmt: skip
    held = json.loads((several / "verdicts.json").read_text(encoding="utf-8"))["studies"]
    assert [study["verdict"] for study in held][:2] == ["SUPPORTED-BLOC", "DATA-DEPENDENT"]
    text = (several / "index.md").read_text(encoding="utf-8")
    assert "zeta, mutual: × 2.00 (95 % interval × 1.50 to × 3.00)" in text
    assert "[alpha](alpha/index.html)" in text
    assert len(text.encode()) < 65_536


def test_the_same_reports_give_the_same_bytes(several: Path, tmp_path: Path) -> None:
    write_index(several)
    first = {name: (several / name).read_bytes() for name in NAMES}
    write_index(several)
    assert first == {name: (several / name).read_bytes() for name in NAMES}
    moved = tmp_path / "elsewhere"
    shutil.copytree(several, moved, ignore=shutil.ignore_patterns("elsewhere"))
    write_index(moved)
    assert first == {name: (moved / name).read_bytes() for name in NAMES}


def test_the_finding_counts_intervals() -> None:
    lines = [("a", Change("x", 2.0, 1.5, 3.0)), ("b", Change("x", 0.5, None, 0.9)),
             ("c", Change("x", None, None, None))]  # fmt: skip
    assert finding(lines) == (
        "Of 2 estimates, 1 wholly above expectation and 1 below; 1 class cannot be estimated"
    )
    assert finding(lines[2:]) == "No class of 1 can be estimated"


def test_without_estimates_there_is_no_figure(said: dict[str, Any], tmp_path: Path) -> None:
    put(tmp_path, said, "only", first_page={"changes": []})
    assert forest(reports_in(tmp_path)) is None
    write_index(tmp_path)
    assert "<svg" not in (tmp_path / "index.html").read_text(encoding="utf-8")


def test_a_folder_without_reports_has_an_empty_index(tmp_path: Path) -> None:
    write_index(tmp_path)
    assert "This folder holds no report." in (tmp_path / "index.html").read_text(encoding="utf-8")


def test_somebody_elses_page_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("mine", encoding="utf-8")
    with pytest.raises(SourceError, match="was not written by tradenet"):
        write_index(tmp_path)
    assert not has_index(tmp_path / "none")
    assert (tmp_path / "index.html").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("content", [b"{", b"[]", b'{"study": "old"}', b"\xff"])
def test_a_damaged_report_is_named(several: Path, content: bytes) -> None:
    (several / "beta" / "verdict.json").write_bytes(content)
    with pytest.raises(SourceError, match=r"beta/verdict\.json: cannot be compared .* anew"):
        write_index(several)


def test_hostile_reports_are_shown_not_obeyed(said: dict[str, Any], tmp_path: Path) -> None:
    evil = "<script>alert(1)</script>"
    put(tmp_path, said, "evil", hypothesis="=1+1", sentence=f"{evil}\x1b[2J",
        cannot_show="| a\n# b",
        first_page={"title": evil, "economies": ["@x", "\u202eevil", "n" * 300]})  # fmt: skip
    write_index(tmp_path)
    page = read((tmp_path / "index.html").read_text(encoding="utf-8"))
    assert "script" not in [tag for tag, _ in page.tags]
    assert f"{evil}⟨U+001B⟩[2J" in page.text
    text = (tmp_path / "index.md").read_text(encoding="utf-8")
    assert "\n# b" not in text
    assert "\\<script\\>" in text
    assert '"\'=1+1"' in (tmp_path / "verdicts.csv").read_text(encoding="utf-8")


def test_other_designs_have_no_changes(result: StudyResult, pages: Callable[..., Any]) -> None:
    from dataclasses import replace

    page = pages(result)
    design = replace(result.config.design, name="substitution")
    other = replace(result, config=replace(result.config, design=design))
    assert first_page(other, page)["changes"] == []
    assert "first_page" not in verdict(result)

"""Notebooks are lessons: a title first, one idea a cell, no number that nobody computed."""

import ast
import re
from pathlib import Path

import jupytext
import pytest

ROOT = Path(__file__).resolve().parents[2]
PATHS = sorted((ROOT / "reports" / "notebooks").glob("*.py"))
LESSONS = {
    "first_look", "how_the_verdict_is_made", "two_nulls", "your_own_flows", "your_own_study",
}  # fmt: skip
MOST_LINES = 40  # of a cell: what fits on a projector
# Numbers that prose may hold without computing them: years, codes in brackets, names of tests.
ALLOWED = re.compile(r"\b(?:19|20)\d\d\b|\(\d{1,3}\)|\bT[0-8]\b|`[^`]*`")
NUMBER = re.compile(r"\d")

each = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)


def cells(path: Path) -> list[tuple[str, str]]:
    """Return kind and text of every cell."""
    return [(cell.cell_type, cell.source) for cell in jupytext.read(path).cells]


def code(path: Path) -> list[str]:
    return [text for kind, text in cells(path) if kind == "code"]


def prose(path: Path) -> list[str]:
    return [text for kind, text in cells(path) if kind == "markdown"]


def told(path: Path) -> list[ast.expr]:
    """Return what the notebook's code gives to Markdown: sentences that state a finding."""
    calls = (
        node
        for text in code(path)
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Markdown"
    )
    return [call.args[0] for call in calls]


def unexplained(text: str) -> list[str]:
    return NUMBER.findall(ALLOWED.sub("", text))


def test_every_lesson_is_there() -> None:
    assert {path.stem for path in PATHS} == LESSONS


@each
def test_it_is_a_percent_script_that_starts_with_a_title(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "format_name: percent" in text
    assert "display_name: Python 3\n" in text
    kind, first = cells(path)[0]
    assert kind == "markdown"
    assert re.match(r"# \w.*\n\n\S", first)
    assert sum(each.startswith("# ") for each in prose(path)) == 1


@each
def test_one_idea_a_cell(path: Path) -> None:
    assert all(len(text.splitlines()) <= MOST_LINES for text in code(path))
    assert all(len(text.split()) <= 90 for text in prose(path))


@each
def test_prose_states_no_number_that_was_not_computed(path: Path) -> None:
    wrong = {text.splitlines()[0]: found for text in prose(path) if (found := unexplained(text))}
    assert wrong == {}


@each
def test_sentences_that_state_a_finding_are_computed(path: Path) -> None:
    sentences = told(path)
    assert len(sentences) >= 3
    assert all(isinstance(sentence, ast.JoinedStr) for sentence in sentences)


@each
def test_every_figure_has_a_title_and_a_sentence_that_tells_it(path: Path) -> None:
    drawing = [text for text in code(path) if "plt.show()" in text]
    assert drawing
    for text in drawing:
        assert "title=" in text or "suptitle(" in text
        assert "Markdown(" in text.split("plt.show()")[1]


@each
def test_what_it_says_is_held_to_by_assertions(path: Path) -> None:
    trees = [ast.parse(text) for text in code(path)]
    assert sum(isinstance(node, ast.Assert) for tree in trees for node in ast.walk(tree)) >= 2


@each
def test_it_runs_from_anywhere_without_a_network(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"https?://|\.\./|/(?:home|tmp|work)/|__file__|getcwd|Path\(\"", text)
    if "TemporaryDirectory" in text:
        assert "scratch.cleanup()" in text


@each
def test_every_notebook_it_points_to_is_there(path: Path) -> None:
    named = re.findall(r"`(\w+)\.py`", path.read_text(encoding="utf-8"))
    assert named
    assert set(named) <= LESSONS - {path.stem}


def test_a_number_in_prose_would_be_found() -> None:
    assert unexplained("Trade rose by 12 %.") == ["1", "2"]
    assert unexplained("In 2022, Chile (152) and `--period 2019`: see T2.") == []

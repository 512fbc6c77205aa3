"""Tables of ties from the command line: told beside the verdict, or refused with nothing written.

The numbers are invented.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.end_to_end.conftest import GOOD, Call
from tests.end_to_end.test_bad_input import refused
from tests.unit.study.test_ties import rows
from tradenet.sources import kept
from tradenet.sources.ties import HEADER, TIES
from tradenet.study import find

pytestmark = pytest.mark.long

Write = Callable[[str, str | bytes], Path]
HEAD = "kind,period,from,to,value\n"
QUICK = (
    "--set", "window.pre=[2018, 2019]", "--set", "window.post=[2023]",
    "--set", "shown.first=2018", "--set", "shown.last=2023",
    "--set", "structure.worlds=0", "--set", "structure.searches=1",
)  # fmt: skip


def test_ties_are_told_beside_the_verdict_and_kept_by_their_bytes(
    call: Call, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One run; the same files come back from what was kept, other bytes would not."""
    monkeypatch.setenv(kept.VARIABLE, str(tmp_path / "cache"))
    flows, one = write("pairs.csv", GOOD), write("one.csv", HEAD + rows("remittances", rise=6.0))
    other = write("other.csv", HEAD + rows("flights"))
    words = ("report", "--flows", flows, "--ties", one, "--ties", other, *QUICK)
    code, out, err = call(*words, "--out", tmp_path / "out")
    assert code == 0, err
    assert "of these only remittances were loaded" in out
    folder = tmp_path / "out" / "brown-2022"
    said = json.loads((folder / "verdict.json").read_text(encoding="utf-8"))
    assert "among the spokes" in said["financial_ties"]["remittances"]
    assert list(said["other_ties"]) == ["flights"]
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert [(x["kind"], x["file"]) for x in manifest["ties"]] == [
        ("remittances", "one.csv"), ("flights", "other.csv"),
    ]  # fmt: skip
    assert (folder / "tables" / "tie_changes.csv").is_file()
    assert "Financial and other ties" in (folder / "report-full.md").read_text(encoding="utf-8")
    (before,) = (path.name for path in (tmp_path / "cache").iterdir())
    call(*words, "--out", tmp_path / "again")
    assert [path.name for path in (tmp_path / "cache").iterdir()] == [before]
    again = tmp_path / "again" / "brown-2022" / "verdict.json"
    assert json.loads(again.read_text(encoding="utf-8")) == said


def test_the_key_of_what_is_kept_follows_the_tables(write: Write) -> None:
    """None, one, other bytes, another order: four reports."""
    flows, one = write("pairs.csv", GOOD), write("one.csv", HEAD + "arms,2019,CHN,RUS,1\n")
    two = write("two.csv", HEAD + "flights,2019,CHN,RUS,1\n")
    keys = [kept.key({}, flows, tables) for tables in ((), (one,), (one, two), (two, one))]
    one.write_text(HEAD + "arms,2019,CHN,RUS,2\n", encoding="utf-8")
    keys.append(kept.key({}, flows, (one,)))
    assert len(set(keys)) == 5
    assert keys[0] == kept.key({}, flows)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (HEAD + "arms,2019,CHN,RUS,many\n", ["mine.csv: 1 of 1 rows", "no value", "data row 1"]),
        (HEAD + "arms,2019,CHN,Russia,5\n", ["unknown economy", "CHN → Russia"]),
        (HEAD + "army,2019,CHN,RUS,5\n", ["unknown kind", "kinds are settlement"]),
        (HEAD.replace("from", "origin") + "arms,2019,CHN,RUS,5\n", ["no column from"]),
        (HEAD, ["no rows"]),
        ("", ["empty"]),
    ],
)
def test_a_bad_table_is_refused_and_nothing_is_written(
    call: Call, write: Write, tmp_path: Path, content: str, words: list[str]
) -> None:
    """Exit 2 and one line, before the study is run."""
    flows, mine = write("pairs.csv", GOOD), write("mine.csv", content)
    outcome = call("report", "--flows", flows, "--ties", mine, "--out", tmp_path / "out")
    refused(outcome, *words)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("section", "more", "words"),
    [
        ('file = "none.csv"', (), ["none.csv: no such file"]),
        ('file = "mine.csv"\nkind = "flights"', (), ["no row of kind 'flights'", "it holds arms"]),
        ('file = "mine.csv"', ("mine.csv",), ["arms stands in mine.csv and again in mine.csv"]),
        ('file = "mine.csv"\nkind = "flight"', (), ["did you mean 'flights'"]),
        ('path = "mine.csv"', (), ["2 mistakes", "unknown key ties.path", "file is missing"]),
    ],
)
def test_a_study_with_a_bad_section_is_refused(
    call: Call, write: Write, tmp_path: Path, section: str, more: tuple[str, ...], words: list[str]
) -> None:
    """Files are looked for beside the TOML, whatever folder one stands in."""
    flows = write("pairs.csv", GOOD)
    write("mine.csv", HEAD + "arms,2019,CHN,RUS,5\n")
    text = find("brown-2022").read_text(encoding="utf-8")
    study = write("mine.toml", f"{text}\n[[ties]]\n{section}\n")
    given = [word for name in more for word in ("--ties", tmp_path / name)]
    outcome = call("report", study, "--flows", flows, *given, "--out", tmp_path / "out")
    refused(outcome, *words)
    assert not (tmp_path / "out").exists()


def test_a_table_that_is_not_there_is_refused(call: Call, tmp_path: Path) -> None:
    """The path is named."""
    outcome = call("report", "--ties", tmp_path / "none.csv", "--out", tmp_path / "out")
    refused(outcome, "none.csv: no such file")
    assert not (tmp_path / "out").exists()


def test_sources_lists_every_kind(call: Call) -> None:
    """What is written, its unit, the columns, an example row."""
    out = call("sources")[1]
    assert HEADER in out
    for name, kind in TIES.items():
        assert f"{name}: {kind.summary()}. Example: {kind.example}" in out

"""The judgements of the doctor, one by one."""

from __future__ import annotations

import json
import shutil
import stat
from collections.abc import Iterator
from importlib.metadata import metadata
from pathlib import Path

import pytest

from tradenet.domain import ConfigError
from tradenet.sources import snapshot
from tradenet.sources.doctor import CHECKS, Finding, examine
from tradenet.sources.doctor.embedded import embedded
from tradenet.sources.doctor.engines import duckdb_answers, java, of_java
from tradenet.sources.doctor.extras import extras, of_extra
from tradenet.sources.doctor.places import cache, places, refusal, scratch, writable
from tradenet.sources.doctor.speech import colours, encoding
from tradenet.sources.doctor.versions import of_libraries, of_python, required, versions

LINES = ["numpy>=2.2", "rich>=14,<99", "httpx>=0.28; extra == 'fetch'",
         "tomli; python_version < '3'", "pyspark>=4; extra == 'spark'"]  # fmt: skip


def test_what_is_always_needed_is_apart_from_extras_and_other_pythons() -> None:
    assert list(required(LINES)) == ["numpy", "rich"]
    assert list(required(LINES, "fetch")) == ["httpx"]
    assert list(required(LINES, "spark")) == ["pyspark"]
    assert list(required(LINES, "pdf")) == []


@pytest.mark.parametrize(
    ("here", "states"),
    [
        ({"numpy": "2.2", "rich": "14.1"}, ["ok"]),
        ({"numpy": "2.1.9", "rich": "14.1"}, ["problem", "ok"]),
        ({"numpy": None, "rich": "99"}, ["problem", "problem"]),
    ],
)
def test_libraries_are_held_against_their_bounds(
    here: dict[str, str | None], states: list[str]
) -> None:
    found = list(of_libraries(required(LINES), here))
    assert [one.state for one in found] == states
    assert all(one.advice.startswith("pip install '") for one in found if one.state == "problem")


@pytest.mark.parametrize(("here", "state"), [("3.11.0", "ok"), ("3.15.0a1", "ok"),
                                             ("3.10.14", "problem")])  # fmt: skip
def test_python_is_held_against_its_bounds(here: str, state: str) -> None:
    assert of_python(here, ">=3.11").state == state


def test_the_metadata_of_this_package_is_understood() -> None:
    found = {one.what: one for one in versions()}
    assert found["tradenet"].found == metadata("tradenet")["Version"]
    assert found["Python"].state == "ok"
    assert "numpy" in found["libraries"].found
    named = {one.what for one in extras()}
    assert {"extra fetch", "extra pdf", "extra spark"} <= named
    assert "extra dev" not in named


def test_an_extra_lacks_what_is_absent_or_out_of_bounds() -> None:
    lines = ["rich>=999; extra == 'pdf'", "no-such-thing; extra == 'pdf'"]
    found = of_extra("pdf", lines)
    assert found.state == "note"
    assert "is out of bounds" in found.found
    assert "no-such-thing" in found.found
    assert found.advice == "needed for reports as PDF alone: pip install 'tradenet[pdf]'"
    assert of_extra("pdf", ["rich>=1; extra == 'pdf'"]).state == "ok"


@pytest.mark.parametrize(
    ("told", "state", "found"),
    [
        ('openjdk version "17.0.12" 2024-07-16', "ok", "Java 17 at j"),
        ('openjdk version "21" 2023-09-19', "ok", "Java 21 at j"),
        ('java version "1.8.0_292"', "note", "Java 8 at j"),
        ('openjdk version "11.0.2"', "note", "Java 11 at j"),
        ("Unrecognized option", "note", "j tells no version"),
    ],
)
def test_what_java_says(told: str, state: str, found: str) -> None:
    judged = of_java("j", told)
    assert (judged.state, judged.found) == (state, found)
    assert bool(judged.advice) is (state != "ok")


def program(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def test_the_java_that_spark_would_start_is_asked(tmp_path: Path) -> None:
    """That of JAVA_HOME before that of PATH; none, one that is no program, one that hangs."""
    old = program(tmp_path / "home" / "bin" / "java", "echo 'java version \"1.8.0\"' >&2")
    program(tmp_path / "path" / "java", "echo 'openjdk version \"17.0.1\"' >&2")
    search = str(tmp_path / "path")
    assert java({"PATH": search}).found == f"Java 17 at {tmp_path}/path/java"
    both = java({"PATH": search, "JAVA_HOME": str(tmp_path / "home")}, "problem")
    assert (both.state, both.found) == ("problem", f"Java 8 at {old}")
    assert java({"PATH": str(tmp_path)}).found == "not found"
    assert "holds no bin/java" in java({"PATH": search, "JAVA_HOME": str(tmp_path)}).found
    old.write_text("no program", encoding="utf-8")
    assert "does not answer" in java({"JAVA_HOME": str(tmp_path / "home")}).found


def test_duckdb_answers() -> None:
    assert duckdb_answers().state == "ok"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    copy = tmp_path / "snapshot"
    shutil.copytree(snapshot.folder(), copy)
    return copy


def test_a_whole_snapshot(home: Path) -> None:
    whole, vintages = embedded(home)
    assert (whole.state, vintages.state) == ("ok", "ok")
    assert whole.found == f"7 files whole, 14 MiB, in {home}"
    assert "imts_2025 2026-04" in vintages.found


def test_files_of_the_snapshot_that_are_gone_or_altered(home: Path) -> None:
    (home / "gdp.parquet").unlink()
    (home / "prices.parquet").write_bytes(b"PAR1")
    told = {one.found: one.state for one in embedded(home)}
    assert told["gdp.parquet cannot be read (No such file or directory)"] == "problem"
    assert told["prices.parquet differs from the manifest"] == "problem"
    assert not [found for found in told if "whole" in found]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"files": {}}', '{"files": {"a": {}}}'])
def test_a_manifest_that_is_none(home: Path, text: str) -> None:
    (home / "manifest.json").write_text(text, encoding="utf-8")
    (found,) = embedded(home)
    assert found.state == "problem"
    assert found.found.startswith("manifest.json: ")


def test_a_snapshot_without_a_manifest(home: Path) -> None:
    (home / "manifest.json").unlink()
    (found,) = embedded(home)
    assert (found.state, "no snapshot in" in found.found) == ("problem", True)


def test_folders_are_tried_and_left_as_they_were(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert refusal(tmp_path / "not" / "yet") == ""
    assert refusal(tmp_path / "file" / "cache") == "Not a directory"
    assert writable("reports", tmp_path).state == "ok"
    assert writable("reports", tmp_path / "file" / "x").state == "problem"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_the_cache_is_measured(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "a").write_bytes(b"0" * (3 << 20))
    assert cache(tmp_path).found == f"{tmp_path}, 1 files, 3 MiB"
    assert cache(None).state == "note"
    assert cache(tmp_path / "kept" / "a" / "below").state == "note"


def test_places_tell_where_reports_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "reports" not in {one.what for one in places()}
    (tmp_path / "reports").mkdir()
    assert {"cache", "scratch", "current folder", "reports"} == {one.what for one in places()}
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert {one.what: one.state for one in places()}["current folder"] == "problem"
    monkeypatch.chdir(tmp_path)
    assert scratch().state in ("ok", "note")


@pytest.mark.parametrize(
    ("environ", "on_terminal", "said"),
    [
        ({}, True, "on: a terminal"), ({}, False, "off: no terminal"),
        ({"NO_COLOR": "1"}, True, "off: NO_COLOR"),
        ({"FORCE_COLOR": "1"}, False, "on: FORCE_COLOR"),
        ({"TERM": "dumb"}, True, "off: TERM=dumb"),
    ],
)  # fmt: skip
def test_colours(environ: dict[str, str], *, on_terminal: bool, said: str) -> None:
    assert colours(environ, on_terminal=on_terminal).found == said


def test_encodings() -> None:
    assert [encoding(name).state for name in ("utf-8", "latin-1")] == ["ok", "problem"]


def test_a_check_that_breaks_off_is_a_finding_and_stops_no_other() -> None:
    def broken() -> Iterator[Finding]:
        yield Finding("one", "ok", "")
        json.loads("{")

    def refused() -> Iterator[Finding]:
        msg = "set it"
        raise ConfigError(msg)
        yield

    found = examine({"a": broken, "b": refused, "c": CHECKS["speech"]})
    assert [(one.what, one.state) for one in found[:3]] == [
        ("one", "ok"), ("a", "problem"), ("b", "problem"),
    ]  # fmt: skip
    assert {"encoding", "colours"} == {one.what for one in found[3:]}

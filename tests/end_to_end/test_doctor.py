"""`tradenet doctor` where things are truly broken: it tells, and never breaks itself."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT

PROGRAM = "from tradenet.cli import main; main()"
Findings = dict[str, dict[str, Any]]


def doctor(cwd: Path, root: Path = ROOT, **environ: str) -> tuple[int, Findings]:
    """Run it in a process of its own; return exit code, and findings by what was looked at."""
    base = {key: value for key, value in os.environ.items() if not key.startswith("TRADENET_")}
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, "doctor", "--json"],
        env={**base, "PYTHONPATH": str(root), "TRADENET_CACHE": str(cwd / "cache"), **environ},
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stderr == ""
    told = json.loads(ran.stdout)
    assert told["ok"] is (ran.returncode == 0)
    return ran.returncode, {one["what"]: one for one in told["findings"]}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the package and its data, to be broken."""
    root = tmp_path / "copy"
    shutil.copytree(ROOT / "tradenet", root / "tradenet", ignore=shutil.ignore_patterns("*.pyc"))
    shutil.copytree(ROOT / "data", root / "data")
    return root


def test_all_is_well_here(tmp_path: Path) -> None:
    code, found = doctor(tmp_path)
    assert code == 0, found
    assert found["DuckDB"]["state"] == "ok"
    assert found["snapshot"]["found"].startswith("7 files whole")
    assert "baci_2023 HS22 V202501" in found["vintages"]["found"]
    assert not (tmp_path / "cache").exists()


def test_many_things_are_broken_at_once(tmp_path: Path) -> None:
    """A cache below a file, a wrong JAVA_HOME with Spark chosen, too narrow an encoding."""
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    code, found = doctor(
        tmp_path,
        TRADENET_CACHE=str(tmp_path / "file" / "cache"),
        JAVA_HOME=str(tmp_path / "no-java"),
        TRADENET_ENGINE="spark",
        TRADENET_MEMORY="much",
        PYTHONIOENCODING="latin-1",
    )
    assert code == 1
    states = {what: one["state"] for what, one in found.items()}
    assert states["cache"] == "note"
    assert "every report is computed anew" in found["cache"]["advice"]
    assert states["Java"] == "problem"
    assert "holds no bin/java" in found["Java"]["found"]
    assert "JAVA_HOME" in found["Java"]["advice"]
    assert states["DuckDB"] == "problem"
    assert "TRADENET_MEMORY" in found["DuckDB"]["found"]
    assert states["encoding"] == "problem"
    assert "PYTHONUTF8" in found["encoding"]["advice"]


def test_java_is_no_problem_where_spark_is_not_chosen(tmp_path: Path) -> None:
    code, found = doctor(tmp_path, PATH=str(tmp_path), JAVA_HOME="", TRADENET_CACHE="off")
    assert code == 0
    assert (found["Java"]["state"], found["Java"]["found"]) == ("note", "not found")
    assert (found["cache"]["state"], found["cache"]["advice"]) == ("note", "unset TRADENET_CACHE")


def test_a_snapshot_that_is_not_whole_is_told_by_name(copy: Path, tmp_path: Path) -> None:
    """One file gone, one altered, then the manifest cut."""
    home = copy / "data" / "snapshot"
    (home / "gdp.parquet").unlink()
    with (home / "panel.parquet").open("r+b") as stream:
        stream.write(b"XXXX")
    code, found = doctor(tmp_path, copy)
    assert code == 1
    assert found["snapshot"]["state"] == "problem"
    assert "snapshot build" in found["snapshot"]["advice"]
    text = (home / "manifest.json").read_text(encoding="utf-8")
    (home / "manifest.json").write_text(text[:100], encoding="utf-8")
    code, found = doctor(tmp_path, copy)
    assert code == 1
    assert "manifest.json" in found["snapshot"]["found"]


def test_a_library_that_cannot_be_imported_is_a_finding(tmp_path: Path) -> None:
    """A folder before all others holds a DuckDB that is none."""
    root = tmp_path / "before"
    (root / "duckdb").mkdir(parents=True)
    (root / "duckdb" / "__init__.py").write_text(
        "raise ImportError('libduckdb.so is cut short')", encoding="utf-8"
    )
    code, found = doctor(tmp_path, PYTHONPATH=f"{root}{os.pathsep}{ROOT}")
    assert code == 1
    assert "libduckdb.so is cut short" in found["DuckDB"]["found"]
    assert "pip install" in found["DuckDB"]["advice"]
    assert found["snapshot"]["state"] == "ok"


def test_what_is_installed_without_its_metadata_or_too_old_is_told(tmp_path: Path) -> None:
    """Metadata of another version stands before the installed one: bounds that nobody meets."""
    info = tmp_path / "before" / "tradenet-9.9.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: tradenet\nVersion: 9.9\nRequires-Python: >=3.99\n"
        "Requires-Dist: numpy>=99\nRequires-Dist: no-such-thing>=1\nRequires-Dist: rich>=1\n"
        "Provides-Extra: fetch\nRequires-Dist: no-such-httpx>=1; extra == 'fetch'\n",
        encoding="utf-8",
    )
    code, found = doctor(tmp_path, PYTHONPATH=f"{info.parent}{os.pathsep}{ROOT}")
    assert code == 1
    assert found["Python"]["state"] == "problem"
    assert found["tradenet"]["found"] == "9.9"
    assert found["numpy"]["advice"] == "pip install 'numpy>=99'"
    assert found["no-such-thing"]["found"] == "not installed, needs >=1"
    assert found["libraries"]["found"].startswith("1 within bounds: rich ")
    assert found["extra fetch"]["state"] == "note"
    assert "pip install 'tradenet[fetch]'" in found["extra fetch"]["advice"]

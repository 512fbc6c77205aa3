"""`tradenet calibrate` from outside: one world, its files, the same bytes again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.end_to_end.conftest import Call

pytestmark = pytest.mark.long


@pytest.fixture(autouse=True)
def one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second process would only take its time to start."""
    monkeypatch.setattr("os.sched_getaffinity", lambda _: {0}, raising=False)


def test_one_world_is_told_and_kept(call: Call, tmp_path: Path) -> None:
    out = tmp_path / "kept"
    words = ("calibrate", "--worlds", 1, "--seed", 5, "--out", out)
    code, page, err = call(*words)
    assert code == 0
    assert err == ""  # nobody watches
    assert (out / "brown-2022.md").read_text(encoding="utf-8") in page
    told = json.loads((out / "brown-2022.json").read_text(encoding="utf-8"))
    assert told["options"]["seed"] == 5
    assert "USA" in told["options"]["sanctioners"]
    assert told["worlds_with_verdicts"] == 1
    written = {path.name: path.read_bytes() for path in out.iterdir()}
    code, again, err = call(*words, "--json")
    assert (code, err, json.loads(again)) == (0, "", told)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == written


def test_an_unknown_study_is_refused(call: Call) -> None:
    code, _, err = call("calibrate", "--study", "brwn")
    assert code == 2
    assert "brwn" in err

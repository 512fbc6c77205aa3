"""Tests that need README's example, a whole study, share one process."""

import re
from pathlib import Path

import pytest

from tests.conftest import ROOT, WHOLE_STUDY


def test_every_file_that_asks_for_the_whole_study_is_listed() -> None:
    """By the names of its fixtures; and nothing else is."""
    asking = re.compile(r"\b(readme_example|main_report)\b")
    here = Path(__file__)
    found = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "tests").rglob("test_*.py")
        if path != here and asking.search(path.read_text(encoding="utf-8"))
    }
    assert found == WHOLE_STUDY


@pytest.mark.parametrize("raw", [b"\x1f\x8b\x08 and then the time", b"again"])
def test_no_test_is_named_after_bytes(raw: bytes, request: pytest.FixtureRequest) -> None:
    """Both processes of a run must collect the same names; bytes may hold the time of the run."""
    assert re.fullmatch(r".*\[raw_?\d\]", request.node.name), (raw, request.node.name)

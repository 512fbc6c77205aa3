"""Tests that need README's example, a whole study, share one process."""

import re
from pathlib import Path

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

"""Published levels of trade and what each source here tells of them.

``pytest tests/golden/test_levels.py --rewrite-golden`` writes the numbers anew.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tradenet.study.levels import LevelReplication, levels


def numbers(replication: LevelReplication) -> dict[str, float]:
    return {
        f"{level.target.name} | {level.source}": level.ours
        for level in replication.levels
        if level.ours is not None
    }


def met(replication: LevelReplication) -> set[str]:
    return {level.target.name for level in replication.levels if level.passed}


def test_levels_of_the_snapshot(golden: Callable[..., None]) -> None:
    found = levels()
    golden("levels", numbers(found), rel=1e-9)
    assert found.summary().startswith("12 of 16 targets are met by at least one source; 0 are not")
    assert {level.target.name for level in found.levels} - met(found) == {
        "R6 total CHN-PRK 2021",  # the bridge's lower bound, 5.4 % below
        "R8 total CHN-IRN 2021",
        "R8 total CHN-IRN 2022",  # BACI took Iran's own exports, three times Chinese customs
        "R12 share of imports CHN-RUS 2023",  # BACI lacks exports to Russia of 43 economies
    }


@pytest.mark.realdata
def test_levels_with_the_files_of_a_folder(shared: Path, golden: Callable[..., None]) -> None:
    found = levels(shared)
    golden("levels_with_folder", numbers(found), rel=1e-9)
    wanting = {level.target.name for level in found.levels} - met(found)
    assert wanting == {"R8 total CHN-IRN 2021", "R12 share of imports CHN-RUS 2023"}
    press = [level for level in found.levels if "press" in level.source]
    assert len(press) == 9
    assert all(level.passed for level in press)

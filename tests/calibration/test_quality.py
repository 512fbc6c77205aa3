"""Precision and recall of the detectors over planted and clean worlds; `pytest -s` prints them."""

from __future__ import annotations

import pytest

from tests.calibration.quality_worlds import WORLDS, score


@pytest.mark.parametrize("name", sorted(WORLDS))
def test_precision_and_recall_over_four_hundred_worlds(name: str) -> None:
    counted = score(name, 400)
    print(f"\n{counted.summary(name)}")  # noqa: T201 - the numbers are the purpose
    assert counted.planted_worlds == 200
    assert counted.recall >= 0.8
    assert counted.precision >= 0.8

"""A glance at the planted worlds; tests/calibration counts over four hundred of each kind."""

from __future__ import annotations

import pytest

from tests.calibration.quality_worlds import WORLDS, score


@pytest.mark.parametrize("name", sorted(WORLDS))
def test_detectors_fire_on_planted_worlds_and_are_mostly_quiet_on_clean_ones(name: str) -> None:
    counted = score(name, 12, seed=7)
    assert counted.planted_found >= 5
    assert counted.recall >= 0.7
    assert counted.precision >= 0.6


@pytest.mark.parametrize("name", sorted(WORLDS))
def test_the_same_seed_gives_the_same_worlds(name: str) -> None:
    assert score(name, 2, seed=3) == score(name, 2, seed=3)

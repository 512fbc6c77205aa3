"""Published gravity estimates from the Guide's own panel."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tradenet.study import agtpa

pytestmark = pytest.mark.realdata


@pytest.fixture(scope="module")
def replication(shared: Path) -> agtpa.GuideReplication:
    return agtpa.guide(shared)


def test_our_numbers(replication: agtpa.GuideReplication, golden: Callable[..., None]) -> None:
    numbers = {target.name: target.ours for target in replication.targets}
    golden("agtpa_replication", numbers, rel=1e-6)


def test_the_published_numbers_are_met(replication: agtpa.GuideReplication) -> None:
    """R1 to R3; R4 comes near, since the Guide's own leads and lags are not in the held file."""
    failed = [target for target in replication.targets if not target.passed]
    assert {target.name[:2] for target in failed} == {"R4"}
    assert all("not in this file" in target.note for target in failed)
    gaps = [round(abs(target.ours - target.published), 4) for target in failed]
    assert gaps == [0.0107, 0.0018, 0.0018]

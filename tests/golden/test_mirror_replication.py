"""BACI's values of 2022 from the raw reports: the table of ARCHITECTURE, number by number."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tradenet.study import replicate

pytestmark = pytest.mark.realdata


@pytest.fixture(scope="module")
def replication(shared: Path) -> replicate.MirrorReplication:
    return replicate.mirror(shared)


def test_the_table(replication: replicate.MirrorReplication, golden: Callable[..., None]) -> None:
    numbers = {
        f"{name}/{level}/{measure}": getattr(found, measure)
        for name, *both in replication.rows
        for level, found in zip(("code", "dyad"), both, strict=True)
        for measure in ("weighted", "median", "p90", "rank_correlation", "coverage", "total_usd")
        if getattr(found, measure) > 1e-6
    }
    golden("mirror_replication", numbers, rel=1e-6)


def test_the_naive_errors_known_before_are_met(replication: replicate.MirrorReplication) -> None:
    """Duplicates and World rows removed, parts not: .43, .32 and .257; p90 1.03, 1.58 and .69."""
    found = {name: code for name, code, _ in replication.rows}
    for name, mean, p90 in (
        ("importer_first, parts counted", 0.43, 1.03),
        ("exporter_only, parts counted", 0.32, 1.58),
        ("mean, parts counted", 0.257, 0.69),
    ):
        assert found[name].weighted == pytest.approx(mean, abs=0.006)
        assert found[name].p90 == pytest.approx(p90, abs=0.02)


def test_importers_sum_is_far_above_baci_because_parts_were_counted(
    replication: replicate.MirrorReplication,
) -> None:
    sums = {name: value / 1e9 for name, value in replication.sums_usd.items()}
    assert sums["importers, parts counted"] == pytest.approx(545.4, abs=0.1)
    assert sums["importers, totals only"] == pytest.approx(383.9, abs=0.1)
    assert sums["BACI"] == pytest.approx(388.5, abs=0.1)


def test_at_most_half_the_error_of_the_best_rule_that_counts_parts(
    replication: replicate.MirrorReplication,
) -> None:
    """The aim set beforehand; `baci_cif` also beats every rule on totals alone, by a tenth."""
    rows = {name: (code, dyad) for name, code, dyad in replication.rows}
    for level in (0, 1):
        for name in ("baci", "baci_cif", "growth_lab"):
            assert rows[name][level].weighted <= rows["mean, parts counted"][level].weighted / 2
        assert rows["baci_cif"][level].weighted < 0.92 * rows["mean"][level].weighted


def test_what_bacis_values_say_of_their_making(replication: replicate.MirrorReplication) -> None:
    found = replication.implied
    assert found.additive > 0.98
    assert found.importer_alone_cif == pytest.approx(0.78, abs=0.01)
    assert found.one_side_near < 0.02
    assert found.one_side_far == pytest.approx(0.216, abs=0.005)

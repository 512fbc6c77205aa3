"""What must not change an answer on alignment: units, order, where the scale of votes begins."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.bloc.alignment.worlds import N, exposed
from tradenet.bloc.alignment.distance import deals, log_distance, terciles
from tradenet.bloc.alignment.shift import (
    REGION,
    Exposed,
    elasticity,
    null_of,
    orders_of,
)
from tradenet.gravity.exposure import partialled, scores

FEW = settings(max_examples=8)
POINTS = st.lists(st.floats(-3, 3), min_size=3, max_size=8).map(np.array)


@given(POINTS, st.floats(-2, 2))
def test_only_differences_of_votes_matter(points: np.ndarray, shift: float) -> None:
    """Neither where the scale begins nor which end is called positive changes a distance."""
    made = log_distance(points, 0.1)
    assert log_distance(points + shift, 0.1) == pytest.approx(made, abs=1e-9)
    assert log_distance(-points, 0.1) == pytest.approx(made)
    assert made == pytest.approx(made.T)


@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=9), st.integers(0, 99))
def test_dealing_never_leaves_a_stratum(strata: list[str], seed: int) -> None:
    made = deals(strata, 5, rng=np.random.default_rng(seed))
    named = np.array(strata)
    assert (named[made] == named).all()
    assert (np.sort(made, axis=1) == np.arange(len(strata))).all()


@given(st.lists(st.floats(0, 1e12), min_size=3, max_size=30).map(np.array))
def test_thirds_differ_by_one_at_most(size: np.ndarray) -> None:
    found = terciles(size)
    counts = [found.count(name) for name in ("small", "middle", "large")]
    assert max(counts) - min(counts) <= 1
    assert found == terciles(size * 2)


@FEW
@given(st.floats(1e-6, 1e6), st.integers(0, 5))
def test_the_unit_of_trade_changes_nothing(unit: float, seed: int) -> None:
    world = exposed(-0.1, seed=seed)
    two = world.contrast
    other = replace(world, contrast=replace(two, before=unit * two.before, after=unit * two.after))
    assert elasticity(other) == pytest.approx(elasticity(world), abs=1e-7)
    orders = orders_of(world, REGION, 19, 1)
    one, same = (null_of(x, orders) for x in (world, other))
    assert one.tails() == same.tails()
    assert one.tails(-0.1) == same.tails(-0.1)


@FEW
@given(st.floats(0.01, 100), st.integers(0, 5))
def test_growth_of_single_economies_changes_no_elasticity(growth: float, seed: int) -> None:
    """An exporter whose sales multiply takes it all into its own effect."""
    world = exposed(-0.1, seed=seed)
    after = world.contrast.after.copy()
    after[3] *= growth
    grown = replace(world, contrast=replace(world.contrast, after=after))
    grown_back = elasticity(grown)
    assert np.isfinite(grown_back)
    even = replace(world, contrast=replace(world.contrast, before=world.contrast.after))
    assert elasticity(even) == pytest.approx(0.0, abs=1e-7)


@FEW
@given(st.permutations(range(N)), st.integers(0, 3))
def test_the_order_of_economies_changes_nothing(order: list[int], seed: int) -> None:
    world = exposed(-0.1, seed=seed)
    at = np.ix_(order, order)
    two = world.contrast
    moved = Exposed(
        replace(two, before=two.before[at], after=two.after[at]),
        world.distance[at],
        {name: tuple(strata[k] for k in order) for name, strata in world.strata.items()},
    )
    assert elasticity(moved) == pytest.approx(elasticity(world), abs=1e-9)
    real = [
        null_of(each, orders_of(each, REGION, 19, 1)).statistics().statistic[0]
        for each in (world, moved)
    ]
    assert real[0] == pytest.approx(real[1], abs=1e-9)


@FEW
@given(st.floats(0.1, 10), st.floats(-5, 5), st.integers(0, 9))
def test_an_exposure_in_other_units_has_the_same_statistic(
    unit: float, level: float, seed: int
) -> None:
    """Scale and level of an exposure leave the test alone; the effect is per unit."""
    rng = np.random.default_rng(seed)
    weight = rng.random((8, 8)) * ~np.eye(8, dtype=bool)
    residual = rng.normal(size=(8, 8)) * (weight > 0)
    exposure = rng.normal(size=(1, 8, 8))
    one = scores(residual, partialled(exposure, weight), weight)
    other = scores(residual, partialled(unit * exposure + level, weight), weight)
    assert other.statistic == pytest.approx(one.statistic, rel=1e-6)
    assert other.one_step == pytest.approx(one.one_step / unit, rel=1e-6)
    assert other.error == pytest.approx(one.error / unit, rel=1e-6)

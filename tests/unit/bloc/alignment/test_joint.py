"""Several ways to deal the votes, the largest p of which counts; worked by hand where it can be."""

from __future__ import annotations

import numpy as np
import pytest

from tests.unit.bloc.alignment.worlds import exposed
from tradenet.bloc.alignment.shift import (
    FREE,
    REGION,
    SIZE,
    elasticity,
    interval,
    joint_tails,
    nulls_of,
    read,
    sizes,
)
from tradenet.bloc.contrast import Contrast


def test_what_each_economy_trades_is_what_is_seen_of_it() -> None:
    """A sells 1 to B and 2 to C, B sells 4 to A; what C sells is not seen after the event."""
    before = np.array([[np.nan, 1, 2], [4, np.nan, 8], [16, 32, np.nan]])
    after = before.copy()
    after[2] = np.nan
    two = Contrast(("A", "B", "C"), before, after, np.ones(3, dtype=bool))
    assert sizes(two).tolist() == [1 + 2 + 4, 4 + 8 + 1, 2 + 8]


def test_a_network_is_dealt_in_three_ways() -> None:
    nulls = nulls_of(exposed(0.0), 19, 1)
    assert list(nulls) == [REGION, SIZE, FREE]
    for null in nulls.values():
        assert null.exposures.shape[0] == 20
        assert (null.exposures[0] == nulls[REGION].exposures[0]).all()
    assert not (nulls[REGION].exposures[1] == nulls[SIZE].exposures[1]).all()


@pytest.mark.parametrize("effect", [0.0, -0.1])
def test_the_largest_p_of_all_ways_counts(effect: float) -> None:
    nulls = nulls_of(exposed(-0.02), 39, 1)
    each = [null.tails(effect) for null in nulls.values()]
    assert joint_tails(nulls, effect) == (max(x[0] for x in each), max(x[1] for x in each))


def test_the_joint_interval_is_no_shorter_than_that_of_one_way() -> None:
    world = exposed(-0.2)
    nulls = nulls_of(world, 59, 1)
    near, error = elasticity(world), float(nulls[REGION].statistics().error[0])
    low, high = interval(nulls, near, error)
    own = interval({REGION: nulls[REGION]}, near, error)
    assert low <= own[0] + 1e-9
    assert high >= own[1] - 1e-9
    assert low < -0.2 < high


def test_a_reading_holds_the_largest_p_away_and_against_what_matters() -> None:
    world = exposed(0.0)
    found = read(world, -0.1, 39, 1)
    nulls = nulls_of(world, 39, 1)
    assert found.p_away == joint_tails(nulls)[1]
    assert found.p_matters == joint_tails(nulls, -0.1)[1]
    assert found.p_towards == nulls[REGION].tails()[0]
    assert dict(found.p_by_strata) == {name: nulls[name].tails()[0] for name in (SIZE, FREE)}

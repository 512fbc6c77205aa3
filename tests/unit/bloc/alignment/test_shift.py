"""The movement of trade in worlds whose elasticity is known."""

from dataclasses import replace

import numpy as np
import pytest

from tests.unit.bloc.alignment.worlds import CODES, N, exposed
from tradenet.bloc.alignment.shift import (
    REGION,
    Exposed,
    elasticity,
    interval,
    null_of,
    orders_of,
    read,
    smallest_found,
)
from tradenet.domain import InsufficientData
from tradenet.study.designs.alignment.tables import regression


@pytest.fixture(scope="module")
def moved() -> Exposed:
    """Trade moved towards those who vote alike with an elasticity of -0.3."""
    return exposed(-0.3)


def test_a_movement_towards_is_found_with_its_size(moved: Exposed) -> None:
    found = read(moved, -0.1, 99, 1)
    assert found.direction == "towards"
    assert not found.small
    assert found.elasticity == pytest.approx(-0.3, abs=0.03)
    assert found.p_towards == 0.01
    assert (found.economies, found.cells) == (N, N * (N - 1))


def test_a_movement_away_is_found_as_such() -> None:
    found = read(exposed(0.3), -0.1, 99, 1)
    assert found.direction == "away"
    assert found.small
    assert found.p_away == 0.01


def test_none_is_ruled_out_where_the_data_are_sharp_and_left_open_where_not() -> None:
    sharp, vague = (read(exposed(0.0, noise=noise), -0.1, 99, 1) for noise in (0.1, 3.0))
    assert (sharp.direction, sharp.small) == ("open", True)
    assert (vague.direction, vague.small) == ("open", False)


def test_one_stratification_that_says_otherwise_keeps_it_open(moved: Exposed) -> None:
    found = read(moved, -0.1, 99, 1)
    doubtful = replace(found, p_by_strata={**found.p_by_strata, "size": 0.2})
    assert doubtful.direction == "open"


def test_the_interval_holds_the_estimate_and_the_truth(moved: Exposed) -> None:
    made = null_of(moved, orders_of(moved, REGION, 99, 1))
    near = elasticity(moved)
    low, high = interval({REGION: made}, near, float(made.statistics().error[0]))
    assert low < near < high
    assert low < -0.3 < high
    assert high < 0


def test_no_end_is_found_where_nothing_is_rejected(moved: Exposed) -> None:
    """With every economy alone in its stratum, no other way to deal the votes exists."""
    alone = replace(moved, strata={REGION: CODES})
    made = null_of(alone, orders_of(alone, REGION, 19, 1))
    assert interval({REGION: made}, 0.0, 0.01) == (-np.inf, np.inf)


def test_at_the_estimate_neither_tail_is_small(moved: Exposed) -> None:
    made = null_of(moved, orders_of(moved, REGION, 99, 1))
    assert min(made.tails(elasticity(moved))) > 0.05
    assert made.tails(0.0)[0] == 0.01


def test_what_could_be_found_shrinks_with_the_noise() -> None:
    small, large = (
        smallest_found(null_of(world, orders_of(world, REGION, 99, 1)))
        for world in (exposed(0.0, noise=0.1), exposed(0.0, noise=1.0))
    )
    assert large < small < 0


def test_the_regression_equals_the_two_period_fit(moved: Exposed) -> None:
    (line,) = regression(moved)
    assert line["elasticity"] == pytest.approx(elasticity(moved), abs=1e-6)
    assert line["dyadic_error"] > 0
    assert line["rows"] == 2 * N * (N - 1)


def test_equal_seeds_give_equal_readings(moved: Exposed) -> None:
    assert read(moved, -0.1, 49, 3) == read(moved, -0.1, 49, 3)


def test_without_distances_that_vary_there_is_no_answer(moved: Exposed) -> None:
    flat = replace(moved, distance=np.zeros((N, N)))
    with pytest.raises(InsufficientData, match="distances do not vary"):
        read(flat, -0.1, 19, 1)

"""Distances of votes, votes dealt anew, and thirds by size."""

import numpy as np
import pytest

from tradenet.bloc.alignment.distance import deals, dealt, log_distance, plain, terciles


def test_ten_percent_more_distance_is_nearly_ten_percent_of_the_elasticity() -> None:
    """Far above the offset the coefficient is the elasticity: 1.1 times as far is ln 1.1."""
    near, far = (log_distance(np.array([0.0, d]), 0.1)[0, 1] for d in (10.0, 11.0))
    assert far - near == pytest.approx(np.log(1.1), rel=0.02)


def test_a_state_without_votes_is_at_no_distance() -> None:
    made = log_distance(np.array([0.0, np.nan, 1.0]), 0.1)
    assert np.isnan(made[1]).all()
    assert np.isfinite(made[0, 2])
    assert (made[[0, 2]][:, [0, 2]] == made[[0, 2]][:, [0, 2]].T).all()


def test_votes_are_dealt_within_strata_alone() -> None:
    strata = ["a", "b", "a", "b", "a", "c"]
    made = deals(strata, 200, rng=np.random.default_rng(0))
    assert made.shape == (201, 6)
    assert made[0].tolist() == list(range(6))
    named = np.array(strata)
    assert (named[made] == named).all()
    assert (made[:, 5] == 5).all()
    assert len({tuple(row) for row in made[1:].tolist()}) == 12  # 3! ways times 2!


def test_rows_and_columns_are_dealt_together() -> None:
    far = log_distance(np.array([0.0, 1.0, 3.0]), 0.1)
    orders = np.array([[0, 1, 2], [2, 0, 1]])
    (made,) = dealt(far, orders)
    assert (made[0] == far).all()
    assert made[1, 0, 1] == far[2, 0]
    assert (made[1] == made[1].T).all()


def test_a_few_at_a_time_are_all_of_them() -> None:
    far = log_distance(np.arange(4.0), 0.1)
    orders = deals(["x"] * 4, 9, rng=np.random.default_rng(1))
    parts = list(dealt(far, orders, at_once=4))
    assert [len(part) for part in parts] == [4, 4, 2]
    assert (np.concatenate(parts) == next(dealt(far, orders))).all()


def test_thirds_hold_equally_many_and_rise() -> None:
    found = terciles(np.array([6.0, 5, 4, 3, 2, 1]))
    assert found == ("large", "large", "middle", "middle", "small", "small")


def test_zero_has_no_sign() -> None:
    assert [plain(x) for x in (-0.0004, 0.0004, -0.0474, 1.0)] == [
        "0.000", "0.000", "-0.047", "1.000",
    ]  # fmt: skip

"""Joint inference over specifications: by hand, by brute force, and its size under the null."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from tests.unit.bloc.worlds import network
from tradenet.bloc import infer, infer_class
from tradenet.bloc.joint import Specified, joint, specified
from tradenet.domain import stream


def one(statistic: float, others: dict[str, float], change: float = 0.1) -> Specified:
    values = np.array(list(others.values()))
    return Specified(statistic, change, tuple(others), values, values / 10)


def test_a_curve_by_hand() -> None:
    first = one(3.0, {"a": 1.0, "b": 2.0, "c": 4.0}, 0.30)
    second = one(5.0, {"c": 1.0, "a": 2.0, "b": 3.0}, 0.10)
    found = joint([first, second])
    assert found is not None
    assert (found.specifications, found.sets) == (2, 3)
    assert found.median_change == pytest.approx(0.20)
    # changes of a: .1, .2; b: .2, .3; c: .4, .1, so that b and c have a median of .25
    assert found.p_median == pytest.approx(3 / 4)
    # ranks of the set: second of four, first of four
    assert found.mean_z == pytest.approx((norm.isf(1.5 / 4) + norm.isf(0.5 / 4)) / 2)
    assert found.p_mean_z == pytest.approx(1 / 4)
    assert (found.share_significant, found.p_share) == (0.0, 1.0)


def test_only_sets_of_every_specification_count() -> None:
    first = one(3.0, {"a": 1.0, "b": 9.0})
    second = one(3.0, {"a": 1.0, "c": 9.0})
    found = joint([first, second])
    assert found is not None
    assert (found.sets, found.p_mean_z) == (1, 0.5)
    assert joint([first, one(1.0, {"z": 0.0})]) is None
    assert joint([]) is None


def test_brute_force() -> None:
    rng = stream(7, "tests/joint")
    names = tuple(f"s{k}" for k in range(40))
    values = rng.normal(size=(5, 41))
    values[:, 0] += 1.0
    curve = [Specified(row[0], row[0] / 9, names, row[1:], row[1:] / 9) for row in values]
    found = joint(curve)
    assert found is not None
    small = [[np.mean(row >= x) <= 0.05 for x in row] for row in values]
    shares = np.mean(small, axis=0)
    assert found.share_significant == shares[0]
    assert found.p_share == np.mean(shares >= shares[0])
    medians = np.median(values / 9, axis=0)
    assert found.p_median == np.mean(medians >= medians[0])


def test_one_specification_is_the_test_itself() -> None:
    rng = stream(8, "tests/joint")
    others = rng.normal(size=99)
    alone = Specified(1.5, 0.2, tuple(map(str, range(99))), others, others / 3)
    found = joint([alone])
    assert found is not None
    assert found.p_mean_z == (1 + np.sum(others >= 1.5)) / 100


def test_twenty_copies_are_no_more_than_one() -> None:
    """Agreeing specifications add nothing; p-values that were multiplied would."""
    rng = stream(9, "tests/joint")
    others = rng.normal(size=99)
    alone = Specified(1.5, 0.2, tuple(map(str, range(99))), others, others / 3)
    once, often = joint([alone]), joint([alone] * 20)
    assert once is not None
    assert often is not None
    assert (once.p_median, once.p_share, once.p_mean_z) == (
        often.p_median, often.p_share, often.p_mean_z,
    )  # fmt: skip


def test_size_under_the_null() -> None:
    """Correlated specifications of exchangeable sets reject once in twenty."""
    rng = stream(10, "tests/joint")
    hits = 0
    for _ in range(400):
        shared = rng.normal(size=60)
        values = shared + 0.5 * rng.normal(size=(6, 60))
        names = tuple(map(str, range(59)))
        found = joint([Specified(v[0], v[0], names, v[1:], v[1:]) for v in values])
        assert found is not None
        hits += found.p_mean_z <= 0.05
    assert 6 <= hits <= 38  # 99.9 % of a binomial of 400 and 0.05


def test_a_specification_is_read_off_an_inference() -> None:
    made = infer(network())
    found, told = infer_class(made, "hub_spoke"), specified(made, "hub_spoke")
    assert found is not None
    assert told is not None
    assert (told.statistic, told.change) == (found.statistic, found.change)
    assert len(told.sets) == len(set(told.sets)) == len(found.sets)
    codes = made.network.contrast.economies
    assert told.sets[0] == "+".join(codes[k] for k in found.sets[0])
    np.testing.assert_array_equal(told.statistics, found.others)

"""All sets of four: names, units and order do not matter; nor does who is not seen elsewhere."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tradenet.bloc.everyone import Everyone, Pairs, everyone
from tradenet.domain import stream

FEW = settings(max_examples=25)


def world(n: int, seed: int, seen: float) -> Pairs:
    rng = stream(seed, "tests/properties/everyone")

    def both(values: np.ndarray) -> np.ndarray:
        return np.triu(values, 1) + np.triu(values, 1).T

    drawn = [rng.normal(size=(n, n)), rng.gamma(2, 1, (n, n)), rng.gamma(2, 1, (n, n))]
    visible = both(rng.random((n, n))) > 1 - seen
    return Pairs(
        tuple(f"E{k}" for k in range(n)), *map(both, drawn), visible & ~np.eye(n, dtype=bool)
    )


worlds = st.builds(world, st.integers(4, 9), st.integers(0, 99), st.sampled_from([0.6, 0.9, 1.0]))


def shown(found: Everyone) -> list[tuple[list[int], list[float]]]:
    return [
        (one.counts.tolist(), [value for _, value in one.top])
        for one in (found.studentized, found.change)
    ]


@FEW
@given(worlds)
def test_as_many_sets_as_cliques_of_four(pairs: Pairs) -> None:
    cliques = sum(
        all(pairs.seen[pair] for pair in combinations(four, 2))
        for four in combinations(range(len(pairs.economies)), 4)
    )
    found = everyone(pairs)
    assert found.counted == cliques
    assert found.change.counts.sum() == cliques
    assert len(found.change.top) == min(50, cliques)


@FEW
@given(worlds, st.sampled_from([1e-3, 1e3, 1e9]))
def test_the_unit_of_money_does_not_matter(pairs: Pairs, unit: float) -> None:
    scaled = replace(
        pairs,
        residual=pairs.residual * unit,
        information=pairs.information * unit,
        variance=pairs.variance * unit**2,
    )
    before, after = everyone(pairs), everyone(scaled)
    for one, other in ((before.studentized, after.studentized), (before.change, after.change)):
        values = [value for _, value in one.top]
        assert [value for _, value in other.top] == pytest.approx(values)
        assert other.counts.sum() == one.counts.sum()


@FEW
@given(worlds, st.randoms(use_true_random=False))
def test_the_order_of_the_economies_does_not_matter(pairs: Pairs, random: object) -> None:
    order = np.arange(len(pairs.economies))
    random.shuffle(order)  # type: ignore[attr-defined]
    inside = np.ix_(order, order)
    moved = Pairs(
        tuple(pairs.economies[k] for k in order),
        *(m[inside] for m in (pairs.residual, pairs.information, pairs.variance, pairs.seen)),
    )
    for one, other in zip(shown(everyone(pairs)), shown(everyone(moved)), strict=True):
        assert other[1] == pytest.approx(one[1])
    tops = [
        {frozenset(names) for names, _ in found.change.top}
        for found in (everyone(pairs), everyone(moved))
    ]
    assert tops[0] == tops[1] or len(tops[0]) == 50


@FEW
@given(worlds)
def test_the_largest_has_nobody_above_it(pairs: Pairs) -> None:
    found = everyone(pairs)
    if found.counted:
        names, value = found.studentized.top[0]
        again = everyone(pairs, names)
        assert again.studentized.focus is not None
        assert again.studentized.focus.above == 0
        assert again.studentized.focus.statistic == value

"""Randomization inference: what no name, unit or bystander may change, and where numbers lie."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from tests.unit.bloc.worlds import BLOC, COUNT, grown, network, planted
from tradenet.bloc import Contrast, Network
from tradenet.bloc.inference import (
    ClassInference,
    class_pairs,
    effects,
    infer,
    infer_class,
    interval,
    tails,
)
from tradenet.bloc.placebo import FEWEST_CANDIDATES, NEIGHBOURS, Roles, roles, set_statistics
from tradenet.bloc.significance import LEVEL, benjamini_yekutieli, bound, holm, p_value
from tradenet.domain import Bloc

NAMES = ("hub_spoke", "spoke_spoke")
P_VALUES = st.lists(st.floats(1e-6, 1.0), min_size=1, max_size=8)
STATISTICS = hnp.arrays(np.float64, st.integers(0, 40), elements=st.integers(-5, 5).map(float))


@given(st.integers(-6, 6).map(float), STATISTICS)
def test_a_p_value_lies_on_its_grid_and_counts_ties(own: float, others: np.ndarray) -> None:
    """(1 + M) / (1 + N) with whole M and N; both tails together count the ties twice."""
    above, below = p_value(own, others), p_value(-own, -others)
    count = 1 + len(others)
    assert above * count == pytest.approx(round(above * count))
    assert 1 / count <= above <= 1
    ties = 1 + int((others == own).sum())
    assert (above + below) * count == pytest.approx(count + ties)


@given(st.integers(-6, 6).map(float), st.floats(0, 3), STATISTICS)
def test_a_larger_statistic_is_never_less_significant(
    own: float, more: float, others: np.ndarray
) -> None:
    assert p_value(own + more, others) <= p_value(own, others)


@given(P_VALUES, st.randoms())
def test_holm_and_fdr_know_no_order_and_only_raise(raw: list[float], random: object) -> None:
    """Adjusted in any order they are the same; the smallest stays the smallest; never above 1."""
    order = list(range(len(raw)))
    random.shuffle(order)  # type: ignore[attr-defined]
    for adjust in (holm, benjamini_yekutieli):
        once = adjust(raw)
        again = adjust([raw[k] for k in order])
        assert again == pytest.approx([once[k] for k in order])
        assert all(p <= q <= 1 for p, q in zip(raw, once, strict=True))
        by_raw = [q for _, q in sorted(zip(raw, once, strict=True))]
        assert by_raw == sorted(by_raw)


@given(P_VALUES)
def test_holm_rejects_what_bonferroni_rejects_and_a_family_grows_no_easier(
    raw: list[float],
) -> None:
    once = holm(raw)
    assert all(q <= min(1.0, len(raw) * p) + 1e-15 for p, q in zip(raw, once, strict=True))
    assert all(q <= r for q, r in zip(once, holm([*raw, 1.0]), strict=False))


@given(st.floats(-5, 5), st.sampled_from([0.025, 0.05]))
def test_a_bound_is_where_the_tail_crosses_the_level(edge: float, level: float) -> None:
    def tail(effect: float) -> float:
        return level * float(np.exp(3 * (edge - effect)))

    assert bound(tail, level, upper=True) == pytest.approx(edge, abs=1e-3)
    assert bound(lambda x: tail(2 * edge - x), level, upper=False) == pytest.approx(edge, abs=1e-3)


@given(
    hnp.arrays(np.float64, 30, elements=st.sampled_from([0.0, 1.0, 2.0, 5.0, 9.0])),
    st.sets(st.integers(1, 29), min_size=2, max_size=4),
    st.sets(st.integers(1, 29), max_size=3),
    hnp.arrays(np.bool_, 30),
)
def test_candidates_are_near_and_never_members_or_rivals(
    size: np.ndarray, spokes: set[int], rivals: set[int], filers: np.ndarray
) -> None:
    """Six larger and six smaller at most; nobody without trade; nobody who is asked about."""
    focus = np.array(sorted(spokes))
    found = roles(size, filers, 0, focus, rivals)
    barred = {0, *spokes, *rivals}
    for spoke, named in zip(focus.tolist(), found.candidates, strict=True):
        assert barred.isdisjoint(named.tolist())
        assert (size[named] > 0).all()
        assert len(set(named.tolist())) == len(named) <= 2 * NEIGHBOURS
        larger = [k for k in range(30) if k not in barred and size[k] > size[spoke]]
        assert {k for k in named.tolist() if size[k] > size[spoke]} <= set(larger)
        assert len(named) == 0 or size[spoke] > 0
    assert found.valid == all(len(named) >= FEWEST_CANDIDATES for named in found.candidates)


@settings(max_examples=25)
@given(st.permutations(range(12)), st.integers(2, 4))
def test_no_set_has_one_economy_twice_or_is_the_set_itself(order: list[int], size: int) -> None:
    focus = np.array(order[:size])
    named = tuple(np.array(order[size : size + 4]) for _ in range(size))
    sets = Roles(-1, focus, named).sets()
    listed = {tuple(row) for row in sets.tolist()}
    assert len(listed) == len(sets)
    assert all(len(set(row)) == size for row in listed)
    assert tuple(focus.tolist()) not in listed
    assert {k for row in listed for k in row} == {*focus.tolist(), *named[0].tolist()}


def classes(made: Network) -> dict[str, ClassInference]:
    fitted = infer(made)
    return {name: infer_class(fitted, name) for name in NAMES}  # type: ignore[misc]


WORLD = replace(network(), contrast=planted(grown(), list(BLOC.hub_spoke), 2.0))
MADE = infer(WORLD)
PLAIN = classes(WORLD)


def same(one: ClassInference, other: ClassInference) -> None:
    """Both statistics agree and each reference has the same values, in whatever order."""
    assert one.studentized == pytest.approx(other.studentized, rel=1e-4)
    assert one.change == pytest.approx(other.change, rel=1e-5, abs=1e-7)
    assert one.p_value == pytest.approx(other.p_value, abs=1 / (1 + len(one.sets)))
    np.testing.assert_allclose(np.sort(one.others), np.sort(other.others), rtol=1e-3, atol=1e-5)


@settings(max_examples=4, deadline=None)
@given(st.permutations(range(COUNT)))
def test_the_names_and_places_of_economies_change_nothing(order: list[int]) -> None:
    """Everybody gets another name, and with it another row and column."""
    old = WORLD.contrast
    inside = np.ix_(order, order)
    codes = old.economies
    name_of = {codes[k]: codes[place] for place, k in enumerate(order)}
    moved = Contrast(codes, old.before[inside], old.after[inside], old.filers[order])
    bloc = Bloc(tuple(name_of[s] for s in BLOC.spokes), name_of[BLOC.hub])
    found = classes(Network(moved, bloc))
    for name in NAMES:
        same(PLAIN[name], found[name])


@settings(max_examples=4, deadline=None)
@given(st.floats(1e-5, 1e4))
def test_the_unit_of_money_changes_no_statistic(unit: float) -> None:
    old = WORLD.contrast
    scaled = replace(old, before=old.before * unit, after=old.after * unit)
    found = classes(replace(WORLD, contrast=scaled))
    for name in NAMES:
        same(PLAIN[name], found[name])


@pytest.mark.parametrize("value", [0.0, np.nan])
def test_an_economy_that_trades_with_nobody_changes_nothing(value: float) -> None:
    """It is seen and silent, or not seen at all; in either case it is no placebo."""
    old = WORLD.contrast
    padded = [np.pad(each, (0, 1), constant_values=value) for each in (old.before, old.after)]
    for matrix in padded:
        matrix[-1, -1] = np.nan
    wider = Contrast((*old.economies, "ZZZ"), *padded, np.append(old.filers, True))
    found = classes(replace(WORLD, contrast=wider))
    for name in NAMES:
        same(PLAIN[name], found[name])
        assert COUNT not in found[name].sets


def test_exporting_is_importing_seen_from_the_other_side() -> None:
    old = WORLD.contrast
    turned = replace(old, before=old.before.T.copy(), after=old.after.T.copy())
    for name, found in classes(replace(WORLD, contrast=turned)).items():
        same(PLAIN[name], found)


def test_a_class_is_the_information_weighted_mean_of_its_parts() -> None:
    """Σr/ΣI of the class from those of its three pairs."""
    found = MADE.found
    parts = [infer_class(MADE, "hub_spoke", (pair,)) for pair in class_pairs(BLOC, "hub_spoke")]
    assert len({part.change for part in parts if part}) == len(parts) == 3
    told = [found.information[0, k] + found.information[k, 0] for k in MADE.roles.focus]
    mean = np.average([part.change for part in parts if part], weights=told)
    assert PLAIN["hub_spoke"].change == pytest.approx(mean)
    one = set_statistics(found, MADE.roles.focus[None, :], 0, PLAIN["hub_spoke"].cells)
    assert one.studentized[0] == PLAIN["hub_spoke"].studentized


@pytest.mark.parametrize("name", NAMES)
def test_the_interval_contains_the_estimate_and_the_tails_fall(name: str) -> None:
    """The larger the assumed effect, the likelier a statistic above it, the rarer one below."""
    low, high = interval(MADE, name)
    assert low < effects(MADE, PLAIN)[name] < high
    at = [tails(MADE, name, effect) for effect in (low - 0.5, low, high, high + 0.5)]
    above, below = zip(*at, strict=True)
    assert list(above) == sorted(above)
    assert list(below) == sorted(below, reverse=True)
    assert above[0] <= LEVEL / 2 < above[2]
    assert below[3] <= LEVEL / 2 < below[1]

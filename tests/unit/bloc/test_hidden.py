"""Hidden trade: what is added, what is taken, and which scenarios there are."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.bloc.evidences import evidence, with_bloc
from tests.unit.bloc.worlds import BLOC, network
from tradenet.bloc import TESTS, Evidence, Hidden, findings, judge, scenarios
from tradenet.bloc.dark import with_hidden

WORLD = network()
TO_SPOKE = Hidden("goods", "some", "E00", "E20", 1e9, 2e9)
RELABELLED = replace(TO_SPOKE, recorded_importer="E07")


def dollars(given: Evidence) -> tuple[float, float]:
    """Return all trade before and after in the neutral network."""
    made = given.made.network.contrast
    return float(np.nansum(made.before)), float(np.nansum(made.after))


def moved(one: Hidden) -> dict[tuple[str, str], tuple[float, float]]:
    """Return the cells that a scenario moves, in billions before and after."""
    old, new = WORLD.contrast, one.added_to(WORLD).contrast
    gain = [np.nan_to_num(getattr(new, x) - getattr(old, x)) / 1e9 for x in ("before", "after")]
    codes = old.economies
    return {
        (codes[i], codes[j]): (round(gain[0][i, j], 6), round(gain[1][i, j], 6))
        for i, j in np.argwhere((gain[0] != 0) | (gain[1] != 0)).tolist()
    }


@pytest.mark.parametrize(
    ("changes", "losing"),
    [
        ({}, None),
        ({"recorded_importer": "E07"}, ("E00", "E07")),
        ({"recorded_exporter": "E08"}, ("E08", "E20")),
        ({"recorded_exporter": "E08", "recorded_importer": "E07"}, ("E08", "E07")),
        ({"recorded_exporter": "XXX"}, None),
    ],
)
def test_one_cell_gains_what_another_loses(
    changes: dict[str, str], losing: tuple[str, str] | None
) -> None:
    small = replace(TO_SPOKE, before_usd=1e6, after_usd=2e6, **changes)
    wanted = {("E00", "E20"): (0.001, 0.002)}
    if losing:
        wanted[losing] = (-0.001, -0.002)
    assert moved(small) == wanted


def test_more_than_is_recorded_empties_the_record_and_no_more() -> None:
    """The assumed amount is what the other side gets; nobody's trade falls below nothing."""
    much = replace(RELABELLED, before_usd=1e15, after_usd=1e16)
    new = much.added_to(WORLD).contrast
    i, j = new.at(("E00", "E07"))
    assert (new.before[i, j], new.after[i, j]) == (0.0, 0.0)
    assert moved(much)["E00", "E20"] == (1e6, 1e7)
    assert np.nanmin(new.before) >= 0
    assert np.nanmin(new.after) >= 0


def test_the_world_and_the_neutral_network_get_the_same() -> None:
    base = evidence()
    there = with_hidden(base, (TO_SPOKE, replace(TO_SPOKE, importer="E30")))
    assert np.subtract(dollars(there), dollars(base)) == pytest.approx([2e9, 4e9], rel=1e-4)
    np.testing.assert_array_equal(there.world.contrast.after, there.made.network.contrast.after)
    bare = with_hidden(replace(base, world=None), (TO_SPOKE,))
    assert bare.world is None
    nothing = replace(base, made=None)
    assert with_hidden(nothing, (TO_SPOKE,)) is nothing


def test_trade_between_those_nobody_sees_moves_no_number() -> None:
    """Arms between two spokes whose cells are dark: the scenario has the main numbers."""
    world = with_bloc(3.0)
    pairs = {frozenset(pair) for pair in BLOC.spoke_spoke}
    arms = replace(TO_SPOKE, factor="arms", exporter="E20", importer="E30", after_usd=1e12)
    dark = world.hidden(world.cells(BLOC.spoke_spoke))
    given = evidence(dark, unseen=pairs, hidden=(arms,))
    (line,) = dict(TESTS["T8"](given).details)["scenarios"]
    assert (line["row"], line["scenario"]) == (judge(findings(given)).number, "arms: some")
    assert TESTS["T8"](given).passed


def test_a_rise_that_no_record_has_moves_the_row_only_on_all_dyads_together() -> None:
    """Of seven scenarios the one in which every spoke was sent nine times as much is a rise."""
    after = WORLD.contrast.after
    sent = [Hidden(f"to {spoke}", "much", "E00", spoke, 0.0, 8 * float(after[0, int(spoke[1:])]))
            for spoke in BLOC.spokes]  # fmt: skip
    given = evidence(hidden=tuple(sent))
    told = TESTS["T8"](given)
    lines = dict(told.details)["scenarios"]
    assert len(lines) == 3 + 3 + 1
    assert "PASS" not in [line["hub"] for line in lines[:3]]
    assert (lines[-1]["hub"], lines[-1]["scenario"]) == (
        "PASS",
        "to E20: much and to E30: much and to E40: much",
    )
    main = judge(findings(given)).number
    assert told.statistic == sum(line["row"] != main for line in lines)
    assert told.passed is False


def test_without_assumptions_or_without_a_fit_there_is_no_test() -> None:
    told = TESTS["T8"](evidence())
    assert "the study declares no hidden trade" in told.effect
    unfit = TESTS["T8"](replace(evidence(hidden=(TO_SPOKE,)), made=None))
    assert "nothing was fitted" in unfit.effect


@given(st.lists(st.integers(1, 3), min_size=1, max_size=4))
def test_every_level_alone_and_every_corner_of_the_largest(levels: list[int]) -> None:
    """Counted by brute force: all levels, and each choice of two or more factors."""
    listed = [
        Hidden(f"f{k}", str(level), "A", "B", 0.0, float(level))
        for k, count in enumerate(levels)
        for level in range(1, count + 1)
    ]
    found = scenarios(listed)
    corners = sum(
        1 for size in range(2, len(levels) + 1) for _ in itertools.combinations(levels, size)
    )
    assert len(found) == sum(levels) + corners
    assert len({name for name, _ in found}) == len(found)
    for _, parts in found[sum(levels) :]:
        assert all(part.after_usd == levels[int(part.factor[1:])] for part in parts)
        assert len({part.factor for part in parts}) == len(parts) > 1

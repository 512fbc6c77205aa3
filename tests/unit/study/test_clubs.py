"""All sets of four as tables: which networks, which place, and nothing where there is none."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from tests.unit.bloc.worlds import BLOC, grown, network, planted
from tradenet.bloc import Evidence, Network, infer, infer_class
from tradenet.bloc.everyone import Everyone, Pairs, everyone
from tradenet.domain import Bloc, Window
from tradenet.study.clubs import ALL, NEUTRAL, SCHEMAS, club_tables, clubs

Rows = dict[tuple[str, str], dict[str, Any]]


def alike(**focus: str) -> Everyone:
    """Five economies, all pairs alike."""
    ones = np.ones((5, 5))
    return everyone(Pairs(tuple("ABCDE"), ones, ones, ones, ones > 0), **focus)


def test_all_sets_of_four_as_tables() -> None:
    """Five economies: five sets, in the order of their names where all are alike."""
    tables = club_tables({"x": alike(focus="ABCD")})
    rows = tables["clubs"].to_pylist()
    assert [row["set"] for row in rows[:2]] == ["A+B+C+D", "A+B+C+E"]
    assert [row["rank"] for row in rows] == [1, 2, 3, 4, 5] * 2
    assert {row["value"] for row in rows if row["statistic"] == "change"} == {1.0}
    bins = tables["clubs_histogram"].to_pylist()
    (full,) = [row for row in bins if row["sets"] and row["statistic"] == "change"]
    assert full["from"] <= 1.0 < full["below"]
    assert (bins[0]["from"], bins[-1]["below"]) == (None, None)


def test_places() -> None:
    one, other = club_tables({"x": alike(focus="ABCD")})["club_places"].to_pylist()
    assert one == {
        "network": "x", "statistic": "studentized", "economies": 5, "sets": 5, "least_pairs": 6,
        "counted": 5, "value": pytest.approx(6**0.5), "above": 4, "share": 1.0,
    }  # fmt: skip
    assert (other["statistic"], other["value"]) == ("change", 1.0)


def test_without_a_place_there_is_no_share() -> None:
    for row in club_tables({"x": alike()})["club_places"].to_pylist():
        assert (row["counted"], row["value"], row["above"], row["share"]) == (5, None, None, None)


def evidence(neutral: Network, world: Network | None) -> Evidence:
    window = Window((2019,), (2023,))
    return Evidence(neutral.bloc, window, pa.table({}), {}, {}, made=infer(neutral), world=world)


def places(found: Evidence) -> Rows:
    rows = clubs(found)["club_places"].to_pylist()
    return {(row["network"], row["statistic"]): row for row in rows}


def test_both_networks_have_a_place_for_the_members() -> None:
    """The neutral one lacks five economies: C(60, 4) and C(55, 4) sets."""
    world = network()
    without = replace(world, contrast=world.contrast.without({f"E{k}" for k in range(50, 55)}))
    found = places(evidence(without, world))
    assert {name for name, _ in found} == {ALL, NEUTRAL}
    assert found[ALL, "change"]["sets"] == 487_635
    assert found[NEUTRAL, "change"]["sets"] == 341_055
    assert all(row["share"] == (row["above"] + 1) / row["counted"] for row in found.values())


def test_a_planted_bloc_stands_near_the_top() -> None:
    pairs = [(a, b) for a in BLOC.members for b in BLOC.members if a < b]
    quiet = places(evidence(network(), None))
    loud = places(evidence(Network(planted(grown(), pairs, 3.0), BLOC), None))
    assert set(loud) == {(NEUTRAL, "studentized"), (NEUTRAL, "change")}
    for key, row in loud.items():
        assert row["share"] < 1e-3 < quiet[key]["share"]


def test_a_set_counts_if_as_many_of_its_pairs_are_seen() -> None:
    """Nobody sees trade among the spokes: three pairs are left, and these are what T2 looks at."""
    made = network()
    spokes = made.contrast.cells([(a, b) for a in BLOC.spokes for b in BLOC.spokes])
    blind = replace(made, contrast=made.contrast.hidden(spokes))
    row = places(evidence(blind, None))[NEUTRAL, "studentized"]
    assert row["least_pairs"] == 3
    assert row["counted"] == row["sets"]
    found = infer_class(infer(blind), "hub_spoke")
    assert found is not None
    assert row["value"] == pytest.approx(found.studentized, rel=1e-12)


@pytest.mark.parametrize("bloc", [Bloc(("E20", "E30")), Bloc(("E20", "E30", "E40", "E50"), "E00")])
def test_other_than_four_members_have_empty_tables(bloc: Bloc) -> None:
    made = clubs(evidence(replace(network(), bloc=bloc), None))
    assert {name: table.num_rows for name, table in made.items()} == dict.fromkeys(SCHEMAS, 0)
    assert made["clubs"].column_names == list(SCHEMAS["clubs"])


def test_a_world_that_cannot_be_fitted_is_left_out() -> None:
    """Nothing is observed in it."""
    made = network()
    every = np.ones(made.contrast.before.shape, dtype=bool)
    dark = replace(made, contrast=made.contrast.hidden(every))
    assert {name for name, _ in places(evidence(made, dark))} == {NEUTRAL}


def test_no_network_no_sets() -> None:
    found = replace(evidence(network(), None), made=None)
    assert clubs(found)["club_places"].num_rows == 0

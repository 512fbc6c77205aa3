"""T5 and T7, which only describe: their ranks among matched sets by brute force."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import networkx as nx
import numpy as np
import pytest

from tests.unit.bloc.evidences import POST, evidence, with_bloc
from tests.unit.bloc.worlds import BLOC, grown
from tradenet.bloc import TESTS, Evidence
from tradenet.bloc.cohesion import cohesion_lines, rank_of_persistence
from tradenet.domain import Bloc, Partition

YEAR = POST[0]
CODES = grown().economies


def partition(labels: np.ndarray) -> Partition:
    return Partition(CODES, labels, 0.0, "by hand")


@pytest.fixture(scope="module")
def given() -> Evidence:
    """A bloc that trades more; communities drawn at random, four times."""
    rng = np.random.default_rng(5)
    drawn = tuple(partition(rng.integers(0, 6, len(CODES))) for _ in range(4))
    return evidence(with_bloc(3.0), partitions={YEAR: drawn})


def ranked(own: float, others: list[float]) -> float:
    return (1 + sum(value >= own for value in others)) / (1 + len(others))


def test_persistence_is_the_share_of_a_walk_that_stays(given: Evidence) -> None:
    """NetworkX walks over the same dollars: its stochastic matrix, weighted by exports."""
    values = np.nan_to_num(given.graphs[YEAR].values)
    walk = nx.DiGraph(values)
    members = [CODES.index(code) for code in BLOC.members]
    step = nx.stochastic_graph(walk)
    out = dict(walk.out_degree(weight="weight"))
    stay = sum(
        out[i] * step[i][j]["weight"] for i in members for j in members if step.has_edge(i, j)
    )
    (line,) = [line for line in cohesion_lines(given) if line["period"] == YEAR]
    assert line["persistence"] == pytest.approx(stay / sum(out[i] for i in members))


def test_the_rank_of_persistence_counts_every_matched_set(given: Evidence) -> None:
    """The hub stays in every set; nobody else's place is fixed."""
    values = np.nan_to_num(given.graphs[YEAR].values)

    def stays(who: list[int]) -> float:
        return float(values[np.ix_(who, who)].sum() / values[who].sum())

    others = [stays([*row, 0]) for row in given.made.roles.sets().tolist()]
    own = stays([20, 30, 40, 0])
    assert rank_of_persistence(given, YEAR) == ranked(own, others)
    assert TESTS["T5"](given).p_value == ranked(own, others)


def test_without_a_hub_the_spokes_alone_are_ranked(given: Evidence) -> None:
    values = np.nan_to_num(given.graphs[YEAR].values)
    alone = replace(given, bloc=Bloc(BLOC.spokes))
    shares = [values[np.ix_(row, row)].sum() / values[row].sum()
              for row in given.made.roles.sets().tolist()]  # fmt: skip
    own = values[np.ix_([20, 30, 40], [20, 30, 40])].sum() / values[[20, 30, 40]].sum()
    assert rank_of_persistence(alone, YEAR) == ranked(own, shares)


def test_the_rank_of_co_assignment_counts_every_matched_set(given: Evidence) -> None:
    """Mean share of seeds over the six pairs of a set, the hub in it."""
    labels = np.array([each.membership for each in given.partitions[YEAR]])

    def mean(who: list[int]) -> float:
        pairs = list(combinations(who, 2))
        return float(np.mean([(labels[:, i] == labels[:, j]).mean() for i, j in pairs]))

    result = TESTS["T7"](given)
    others = [round(mean([*row, 0]), 9) for row in given.made.roles.sets().tolist()]
    own = round(mean([20, 30, 40, 0]), 9)
    assert result.statistic == pytest.approx(own)
    assert result.p_value == pytest.approx(ranked(own, others), abs=0.02)


def test_a_member_without_trade_has_no_pairs_and_no_rank(given: Evidence) -> None:
    """Communities of the others only: its pairs are null, the mean is that of the other three."""
    kept = [k for k, code in enumerate(CODES) if code != "E30"]
    few = tuple(
        Partition(tuple(CODES[k] for k in kept), each.membership[kept], 0.0, "by hand")
        for each in given.partitions[YEAR]
    )
    result = TESTS["T7"](replace(given, partitions={YEAR: few}))
    pairs = dict(result.details)["pairs"]
    lost = [line for line in pairs if line["co_assignment"] is None]
    assert len(pairs) == 6
    assert all("E30" in (line["one"], line["other"]) for line in lost)
    assert len(lost) == 3
    assert result.p_value is None
    known = [line["co_assignment"] for line in pairs if line["co_assignment"] is not None]
    assert result.statistic == pytest.approx(np.mean(known))


def test_nothing_after_the_event_is_no_description(given: Evidence) -> None:
    before = {year: graph for year, graph in given.graphs.items() if year != YEAR}
    assert TESTS["T5"](replace(given, graphs=before)).passed is None
    assert "no member exports" in TESTS["T5"](replace(given, graphs=before)).effect
    assert "no communities were sought" in TESTS["T7"](replace(given, partitions={})).effect
    assert rank_of_persistence(given, 1900) is None
    assert rank_of_persistence(replace(given, made=None), YEAR) is None
    unmatched = TESTS["T7"](replace(given, made=None))
    assert (unmatched.p_value, unmatched.statistic is None) == (None, False)

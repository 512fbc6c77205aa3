"""Communities through time: matching, cores, moves, slices and breaks, by hand and brute force."""

from collections.abc import Callable, Iterator
from itertools import permutations

import numpy as np
import pytest

from tradenet.domain import (
    ConfigError,
    Expected,
    InsufficientData,
    Partition,
    Period,
    SchemaError,
    TradeGraph,
    stream,
)
from tradenet.gravity import Margins
from tradenet.networks import Leiden, modularity
from tradenet.networks.communities.surplus import surplus_matrix
from tradenet.networks.evolution import break_test, cores, match, moves, multislice

GraphOf = Callable[..., TradeGraph]
NAMES = tuple("ABCDEFGHIJKL")
MARGINS = Margins(tolerance=1e-10)


def parts(**years: str) -> dict[int, Partition]:
    """Return partitions written as one letter per economy; a dot is not in the graph."""
    found = {}
    for year, written in years.items():
        there = [k for k, letter in enumerate(written) if letter != "."]
        labels = [ord(written[k]) for k in there]
        found[int(year[1:])] = Partition(tuple(NAMES[k] for k in there), labels, 0.0, "by hand")
    return found


def told(**years: str) -> list[tuple[int, str, int, int | None]]:
    events = match(parts(**years)).events.to_pylist()
    return [(at["period"], at["event"], at["label"], at["other"]) for at in events]


def test_labels_last_however_communities_are_numbered() -> None:
    found = match(parts(y1="aaaabbbcc", y2="cccaaaabb", y3="zzzxxxxyy"))
    assert found.labels[1].tolist() == found.labels[2].tolist()
    assert found.label_of("A", 2) == found.label_of("C", 3)


def test_each_kind_of_event_by_hand() -> None:
    assert told(y1="aaaabb", y2="aaccbb") == [
        (1, "birth", 0, None), (1, "birth", 1, None),
        (2, "continue", 0, None), (2, "continue", 1, None), (2, "split", 2, 0),
    ]  # fmt: skip
    assert told(y1="aaaabbb", y2="aaaaaaa")[2:] == [(2, "continue", 0, None), (2, "merge", 1, 0)]
    assert told(y1="aaaabb..", y2="aaaa..cc")[2:] == [
        (2, "continue", 0, None), (2, "death", 1, None), (2, "birth", 2, None)
    ]  # fmt: skip


def test_an_economy_alone_is_in_no_community_that_is_followed() -> None:
    found = match(parts(y1="aab", y2="abb"))
    assert found.labels[0].tolist() == [0, 0, -1]
    assert found.labels[1].tolist()[0] == -1


def test_a_name_is_never_given_twice() -> None:
    """What died and was born again is another."""
    found = match(parts(y1="aaabb", y2="aaaxy", y3="aaabb"))
    assert [(e["event"], e["label"]) for e in found.events.to_pylist()] == [
        ("birth", 0), ("birth", 1), ("continue", 0), ("death", 1), ("continue", 0), ("birth", 2)
    ]  # fmt: skip


def test_economies_in_one_period_alone_do_not_part_communities() -> None:
    """Jaccard counts those in both graphs: three newcomers leave it at one."""
    event = match(parts(y1="aaa...", y2="aaaaaa")).events.to_pylist()[1]
    assert (event["event"], event["jaccard"], event["size"]) == ("continue", 1.0, 6)


@pytest.mark.parametrize("seed", range(6))
def test_matches_have_the_largest_sum_of_overlaps(seed: int) -> None:
    """Against all one-to-one matches of two divisions of twelve."""
    rng = np.random.default_rng(seed)
    one, other = rng.integers(0, 4, (2, 12))
    found = match(
        {k: Partition(NAMES, labels, 0.0, "drawn") for k, labels in ((1, one), (2, other))},
        least_size=1, least_jaccard=1e-9,
    )  # fmt: skip
    table = np.array([
        [((one == a) & (other == b)).sum() / ((one == a) | (other == b)).sum()
         for b in np.unique(other)] for a in np.unique(one)
    ])  # fmt: skip
    wide = table if table.shape[0] <= table.shape[1] else table.T
    best = max(
        sum(wide[r, c] for r, c in enumerate(order))
        for order in permutations(range(wide.shape[1]), wide.shape[0])
    )
    ours = [e["jaccard"] for e in found.events.to_pylist() if e["event"] == "continue"]
    assert sum(ours) == pytest.approx(best)


def test_matching_needs_partitions_and_sound_thresholds() -> None:
    with pytest.raises(InsufficientData, match="no partition"):
        match({})
    with pytest.raises(ConfigError, match="overlaps"):
        match(parts(y1="aa"), least_jaccard=0.0)


def test_timelines_say_what_they_hold() -> None:
    found = match(parts(y1="aaabb.", y2="aaabbb", y3="aaabbc"))
    assert found.members(1, 2) == ("D", "E", "F")
    assert found.label_of("F", 1) == found.label_of("Z", 1) == -1
    assert found.to_arrow().num_rows == 5 + 6 + 5
    assert found.summary() == "2 communities over 3 periods: 2 births, 0 deaths, 0 merges, 0 splits"


def test_moves_name_who_when_and_with_whom() -> None:
    found = moves(match(parts(y1="aaaabbbb", y2="aaabbbbb", y3="bbbbbbbb")))
    rows = found.to_pylist()
    assert rows[0] == {
        "period": 2, "economy": "D", "from_label": 0, "to_label": 1, "with_community": None
    }  # fmt: skip
    assert [(r["economy"], r["with_community"]) for r in rows[1:]] == [
        (code, "merge") for code in "ABC"
    ]


def test_nobody_moved() -> None:
    assert moves(match(parts(y1="aabb", y2="aabb"))).num_rows == 0


def test_shares_of_trade_within_by_hand(graph_of: GraphOf) -> None:
    """A and B trade 3 + 1, both with C 100; C has nobody in its community."""
    graph = graph_of([[0, 3, 60], [1, 0, 50], [40, 50, 0]], ("A", "B", "C"))
    found = cores(Partition(graph.economies, [0, 0, 1], 0.0, "by hand"), graph).to_pylist()
    assert [(r["economy"], r["share"], r["is_core"]) for r in found] == [
        ("A", 0.5, True), ("B", 0.5, False), ("C", None, False)
    ]  # fmt: skip
    assert found[0]["within_usd"] == 4.0
    assert found[0]["period"] == 2019


def test_the_core_trades_most_within_and_not_most_at_all(graph_of: GraphOf) -> None:
    graph = graph_of(
        [[0, 5, 5, 0], [5, 0, 1, 900], [5, 1, 0, 0], [0, 900, 0, 0]], ("A", "B", "C", "D")
    )
    found = cores(Partition(graph.economies, [0, 0, 0, 1], 0.0, "by hand"), graph)
    (core,) = [r["economy"] for r in found.to_pylist() if r["is_core"]]
    assert core == "A"
    assert sum(r["share"] or 0 for r in found.to_pylist()) == pytest.approx(1.0)


def test_cores_want_partition_and_graph_of_one_period(graph_of: GraphOf) -> None:
    with pytest.raises(SchemaError, match="different economies"):
        cores(Partition(("A", "B"), [0, 0], 0.0, "by hand"), graph_of(np.ones((3, 3))))


def year(code: int, seed: int, n: int = 3, names: tuple[str, ...] = ()) -> TradeGraph:
    values = np.random.default_rng(seed).lognormal(0, 1.5, (n, n))
    np.fill_diagonal(values, np.nan)
    return TradeGraph(names or NAMES[:n], values, Period(code))


def divisions(n: int) -> Iterator[list[int]]:
    """Yield every division of n nodes as labels that grow by one."""

    def grow(labels: list[int]) -> Iterator[list[int]]:
        if len(labels) == n:
            yield labels
            return
        for label in range(max(labels, default=-1) + 2):
            yield from grow([*labels, label])

    yield from grow([])


def expected_of_all(graphs: list[TradeGraph]) -> list[Expected]:
    return [MARGINS(graph) for graph in graphs]


@pytest.mark.parametrize("coupling", [0.0, 0.2, 1.0, 5.0])
@pytest.mark.parametrize("seed", range(3))
def test_slices_reach_the_best_of_all_divisions(seed: int, coupling: float) -> None:
    """Three periods of three economies: all 21,147 divisions of nine, the formula written out."""
    graphs = [year(2000 + k, 10 * seed + k) for k in range(3)]
    hoped = expected_of_all(graphs)
    found = multislice(graphs, hoped, coupling, restarts=20, rng=stream(seed, "m"))
    gain = np.zeros((9, 9))
    for k, (graph, each) in enumerate(zip(graphs, hoped, strict=True)):
        cut = slice(3 * k, 3 * k + 3)
        gain[cut, cut] = surplus_matrix(graph, each, 1.0) * 3 / graph.total_usd
    for k in range(6):
        gain[k, k + 3] = gain[k + 3, k] = coupling
    np.fill_diagonal(gain, 0.0)
    labels = np.array(list(divisions(9)))
    same = labels[:, :, None] == labels[:, None, :]
    best = np.einsum("kij,ij->k", same, gain).max() / (9 + 2 * coupling * 6)
    assert found.quality == pytest.approx(best, abs=1e-9)


def test_without_coupling_every_period_is_for_itself() -> None:
    graphs = [year(2000 + k, k, 8) for k in range(4)]
    hoped = expected_of_all(graphs)
    found = multislice(graphs, hoped, 0.0, restarts=10, rng=stream(1, "m"))
    for graph, each in zip(graphs, hoped, strict=True):
        alone = Leiden(restarts=20)(graph, each, rng=stream(1, "l"))
        ours = modularity(found.partitions[graph.period.code], graph, each)
        assert ours == pytest.approx(alone.quality, abs=1e-9)


def test_strong_coupling_holds_everybody_in_place() -> None:
    graphs = [year(2000 + k, k, 8) for k in range(4)]
    found = multislice(graphs, expected_of_all(graphs), 100.0, restarts=5, rng=stream(1, "m"))
    assert len({tuple(labels.tolist()) for labels in found.labels}) == 1


def test_slices_may_hold_other_economies_and_stand_in_any_order() -> None:
    one, other = year(2001, 1), year(2000, 2, 3, ("A", "C", "Z"))
    graphs = [one, other]
    found = multislice(graphs, expected_of_all(graphs), 50.0, restarts=5, rng=stream(1, "m"))
    assert found.periods == (2000, 2001)
    was = dict(zip(other.economies, found.labels[0].tolist(), strict=True))
    now = dict(zip(one.economies, found.labels[1].tolist(), strict=True))
    assert (was["A"], was["C"]) == (now["A"], now["C"])
    assert found.to_arrow().num_rows == 6


def test_dollars_of_a_period_do_not_matter_to_its_slice() -> None:
    """Trade grows a thousandfold: the same communities, to the last label."""
    graphs = [year(2000 + k, k, 8) for k in range(3)]
    grown = [TradeGraph(g.economies, 2.0 ** (10 * k) * g.values, g.period)
             for k, g in enumerate(graphs)]  # fmt: skip
    one, other = (
        multislice(each, expected_of_all(each), restarts=5, rng=stream(1, "m"))
        for each in (graphs, grown)
    )
    assert one.quality == pytest.approx(other.quality)
    assert [labels.tolist() for labels in one.labels] == [x.tolist() for x in other.labels]


def test_slices_refuse_what_makes_no_sense() -> None:
    graph = year(2000, 1)
    with pytest.raises(InsufficientData, match="at least one period"):
        multislice([], [], rng=stream(1, "m"))
    with pytest.raises(ConfigError, match="coupling -1"):
        multislice([graph], [MARGINS(graph)], -1.0, rng=stream(1, "m"))
    with pytest.raises(ConfigError, match="one of each period"):
        multislice([graph, graph], [MARGINS(graph)] * 2, rng=stream(1, "m"))


def years(change_at: int, n: int = 6) -> dict[int, tuple[tuple[str, ...], np.ndarray]]:
    """Return co-assignments in which A, B and C come together after a year."""
    rng = stream(1, "years")
    made = {}
    for at in range(1990, 2021):
        shares = rng.uniform(0.2, 0.4, (n, n))
        shares = (shares + shares.T) / 2
        if at > change_at:
            shares[:3, :3] += 0.5
        np.fill_diagonal(shares, 1.0)
        made[at] = (NAMES[:n], shares)
    return made


def test_a_break_is_found_among_dates_and_sets() -> None:
    dates = [at for at in range(1996, 2015) if abs(at - 2005) > 4]
    sets = [("D", "E", "F"), ("A", "D", "E"), ("B", "E", "F")]
    found = break_test(years(2005), ("A", "B", "C"), 2005, placebo_dates=dates, placebo_sets=sets)
    assert found.change == pytest.approx(0.5, abs=0.1)
    assert found.p_dates == 1 / (1 + len(dates))
    assert found.p_sets == 1 / 4
    assert found.to_arrow()["is_event"].to_pylist() == [True] + [False] * len(dates)
    assert "at 2005" in found.summary()


def test_without_a_break_the_rank_is_any() -> None:
    """Noise alone: over 21 dates as events the ranks fill the range from 0 to 1 evenly."""
    made, ranks = years(2030), []
    dates = list(range(1995, 2016))
    for at in dates:
        others = [other for other in dates if other != at]
        ranks.append(break_test(made, ("A", "B", "C"), at, placebo_dates=others).p_dates)
    assert sorted(ranks) == pytest.approx(np.arange(1, 22) / 21)


def test_the_date_belongs_to_neither_side_and_width_counts_periods() -> None:
    made = {at: (("A", "B"), np.full((2, 2), float(at == 2003))) for at in range(2000, 2007)}
    assert break_test(made, ("A", "B"), 2003, width=2).change == 0.0
    assert break_test(made, ("A", "B"), 2002, width=2).change == 0.5
    assert break_test(made, ("A", "B"), 2001, width=1).change == 0.0


def test_members_that_are_not_there_leave_the_others() -> None:
    made = years(2005)
    for at in (1999, 2010):
        names, shares = made[at]
        made[at] = (("A", "B", *(f"X{name}" for name in names[2:])), shares)
    found = break_test(made, ("A", "B", "C"), 2005)
    assert not np.isnan(dict(found.path)[2010])
    gone = break_test(made, ("Y", "Z"), 2005, placebo_sets=[("A", "B")])
    assert (gone.change, gone.p_dates, gone.p_sets) == (None, None, None)
    assert "not known" in gone.summary()


@pytest.mark.parametrize(("members", "width", "dates"), [
    (("A",), 4, ()), (("A", "B"), 0, ()), (("A", "B"), 4, (2005,)),
])  # fmt: skip
def test_breaks_refuse_what_makes_no_sense(
    members: tuple[str, ...], width: int, dates: tuple[int, ...]
) -> None:
    with pytest.raises(ConfigError, match="want two members"):
        break_test(years(2005), members, 2005, width=width, placebo_dates=dates)

"""T2 to T8 and the rule, on worlds whose answer is known."""

from dataclasses import replace

import numpy as np
import pytest

from tests.unit.bloc.evidences import POST, evidence, with_bloc
from tests.unit.bloc.worlds import BLOC, grown, planted
from tradenet.bloc import (
    BATTERY,
    TESTS,
    Hidden,
    diversion,
    findings,
    judge,
    scenarios,
    verdict,
)
from tradenet.bloc.dark import with_hidden
from tradenet.bloc.inference import Inference, Network, infer, infer_class
from tradenet.bloc.timing import pre_trend
from tradenet.bloc.verdict import DATA_DEPENDENT, Reading
from tradenet.domain import Partition

SPOKE_PAIRS = {frozenset(pair) for pair in BLOC.spoke_spoke}
HUB_PAIRS = {frozenset(pair) for pair in BLOC.hub_spoke}
T2, T3, T4, T5, T6, T7, T8 = (TESTS[f"T{k}"] for k in range(2, 9))


def test_every_test_of_the_battery_is_built() -> None:
    assert set(TESTS) == set(BATTERY)


@pytest.mark.parametrize("name", ["T2", "T3", "T4", "T5", "T6", "T7", "T8"])
def test_every_result_can_be_quoted_and_written(name: str) -> None:
    import json

    result = TESTS[name](evidence(with_bloc(3.0)))
    assert result.name == name
    assert result.rule
    assert name in result.summary()
    json.dumps(result.to_dict())


def test_a_planted_bloc_is_supported() -> None:
    found = findings(evidence(with_bloc(4.0)))
    assert (found.hub, found.spokes) == (Reading.PASS, Reading.PASS)
    assert judge(found).verdict == "SUPPORTED-BLOC"
    assert found.broad


def test_a_world_without_a_rise_supports_nothing() -> None:
    found = findings(evidence(grown(5)))
    assert judge(found).number in {8, 9, 10, 11}
    assert found.hub is not Reading.PASS


def test_a_rise_with_the_hub_alone_is_no_bloc() -> None:
    found = findings(evidence(with_bloc(3.0, list(BLOC.hub_spoke))))
    assert found.hub is Reading.PASS
    assert judge(found).verdict in {"HUB-AND-SPOKE", "HUB-GROWTH-BLOC-UNDETERMINED"}


def test_one_risen_dyad_is_one_dyad() -> None:
    """The others rise a little: a dyad quite alone is the first of thirteen, which is no proof."""
    risen = planted(with_bloc(1.3, list(BLOC.hub_spoke)), list(BLOC.hub_spoke[:1]), 5.0)
    assert judge(findings(evidence(risen))).verdict == "SINGLE-DYAD"
    alone = findings(evidence(with_bloc(12.0, list(BLOC.hub_spoke[:1]))))
    assert alone.hub is Reading.OPEN


def test_unobserved_spokes_give_no_verdict_on_spokes() -> None:
    """The same bloc, its spokes' trade seen by nobody: the gate closes the class."""
    world = with_bloc(4.0)
    blind = evidence(world.hidden(world.cells(BLOC.spoke_spoke)), unseen=SPOKE_PAIRS)
    found = findings(blind)
    assert not found.spokes_observed
    assert judge(found).number == 7
    result = T4(blind)
    assert result.passed is None
    assert result.effect.startswith("not applicable: spoke–spoke trade is not observed")


def test_an_unobserved_hub_is_insufficient() -> None:
    world = with_bloc(4.0)
    unseen = HUB_PAIRS | SPOKE_PAIRS
    blind = evidence(world.hidden(world.cells(BLOC.dyads)), unseen=unseen)
    assert judge(findings(blind)).number == 1


def test_t2_says_estimate_interval_and_power() -> None:
    result = T2(evidence(with_bloc(3.0, list(BLOC.hub_spoke))))
    details = dict(result.details)
    assert result.passed
    assert result.p_value is not None
    assert result.p_value <= 0.05
    assert result.interval is not None
    assert result.interval[0] < np.log(3) < result.interval[1]
    assert details["placebo_sets"] == len(details["reference"])
    assert {line["one"] for line in details["dyads"]} == {"E00"}
    assert details["detectable_factor"] is None or details["detectable_factor"] > 1


def test_t3_needs_placebo_dates() -> None:
    none = T3(evidence(with_bloc(3.0), dates=(2001, 2002)))
    assert none.passed is None
    assert "too few placebo dates" in none.effect


def test_t3_passes_over_years_of_real_episodes() -> None:
    world = with_bloc(3.0)
    result = T3(evidence(world, real_years=(2002,)))
    years = [line["year"] for line in dict(result.details)["classes"]["hub_spoke"]["dates"]]
    assert years == [2001, 2003, 2004]


def test_t3_fails_where_another_date_shows_more() -> None:
    """The set itself rose five times as much at every placebo date."""

    def louder(year: int) -> Inference:
        return infer(Network(planted(grown(seed=year), list(BLOC.dyads), 20.0), BLOC))

    world = with_bloc(2.0, list(BLOC.hub_spoke))
    calm, loud = T3(evidence(world)), T3(evidence(world, earlier=louder))
    assert calm.passed
    assert calm.p_value < loud.p_value


def test_t3_event_study_shows_the_rise_where_it_was_planted() -> None:
    lines = dict(T3(evidence(with_bloc(3.0, list(BLOC.hub_spoke)))).details)["event_study"]
    hub = {x["period"]: x for x in lines if x["class"] == "hub_spoke"}
    assert hub[POST[0]]["log_change"] > hub[POST[0]]["high"]
    assert all(x["low"] < x["log_change"] < x["high"] for t, x in hub.items() if t != POST[0])


def test_a_rise_before_the_event_is_a_pre_trend() -> None:
    steady = evidence()
    graphs = dict(steady.graphs)
    for year in (2017, 2018):
        values = graphs[year].values.copy()
        rising = grown().cells(BLOC.hub_spoke)
        graphs[year] = replace(graphs[year], values=np.where(rising, values * 4, values))
    trend = pre_trend(replace(steady, graphs=graphs), "hub_spoke")
    flat = pre_trend(steady, "hub_spoke")
    assert trend is not None
    assert flat is not None
    assert trend <= 0.05 < flat


def test_t6_the_hub_is_first_where_only_it_rose() -> None:
    result = T6(evidence(with_bloc(4.0, list(BLOC.hub_spoke))))
    assert result.passed
    assert dict(result.details)["rank"] == 1
    assert result.p_value == pytest.approx(1 / 20)


def test_t6_a_stronger_partner_takes_the_first_rank() -> None:
    world = planted(with_bloc(2.0, list(BLOC.hub_spoke)), [("E20", "E01")], 30.0)
    result = T6(evidence(world))
    assert not result.passed
    assert "the strongest is E01" in result.effect


def test_t6_without_a_target_does_not_apply() -> None:
    assert "names no target" in T6(evidence(target="")).effect


def test_t5_counts_only_what_is_seen() -> None:
    world = grown()
    lines = dict(T5(evidence(world)).details)["periods"]
    last = lines[-1]
    inside = world.at(BLOC.members)
    trade = np.nansum(world.after[np.ix_(inside, inside)])
    assert last["persistence"] == pytest.approx(trade / np.nansum(world.after[inside]))
    spokes = world.at(BLOC.spokes)
    mean = np.nansum(world.after[np.ix_(spokes, spokes)]) / 6
    assert last["spokes_log_intensity"] == pytest.approx(np.log(mean / 1e9))


def test_t7_reports_the_share_of_seeds() -> None:
    economies = grown().economies
    together = Partition(economies, np.zeros(len(economies), dtype=int), 0.0, "one")
    apart = Partition(economies, np.arange(len(economies)), 0.0, "each alone")
    result = T7(evidence(partitions={POST[0]: (together, apart, apart, apart)}))
    shares = {line["co_assignment"] for line in dict(result.details)["pairs"]}
    assert shares == {0.25}
    assert result.statistic == 0.25
    assert result.p_value == 1.0  # every set shares a community equally often


CRUDE = Hidden("crude", "few", "E00", "E20", 1e9, 1e9)
MUCH = Hidden("crude", "much", "E00", "E20", 0.0, 1e13)


def test_hidden_trade_enters_its_cell_and_leaves_the_other() -> None:
    base = evidence()
    moved = Hidden("relabelled", "some", "E30", "E00", 0.0, 1e6, recorded_exporter="E10")
    made = with_hidden(base, [moved]).made
    assert made is not None
    there, was = made.network.contrast, base.made.network.contrast
    i, j, k = there.at(("E30", "E10", "E00"))
    assert there.after[i, k] == pytest.approx(was.after[i, k] + 1e6)
    assert there.after[j, k] == pytest.approx(max(0.0, was.after[j, k] - 1e6))
    np.testing.assert_array_equal(there.before, was.before)
    assert np.nansum(there.after) <= np.nansum(was.after) + 1e-3


def test_hidden_trade_in_an_unseen_cell_changes_nothing() -> None:
    world = grown()
    blind = evidence(world.hidden(world.cells([("E20", "E30")])))
    made = with_hidden(blind, [Hidden("arms", "all", "E20", "E30", 0, 1e12)]).made
    assert made is not None
    np.testing.assert_array_equal(made.network.contrast.after, blind.made.network.contrast.after)


def test_t8_says_which_amounts_move_the_row() -> None:
    base = evidence(grown(5), hidden=(CRUDE, MUCH))
    result = T8(base)
    rows = {line["scenario"]: line["row"] for line in dict(result.details)["scenarios"]}
    assert set(rows) == {name for name, _ in scenarios((CRUDE, MUCH))}
    main = judge(findings(base)).number
    assert result.statistic == sum(row != main for row in rows.values())
    assert result.passed == (result.statistic == 0)


def test_t8_without_assumptions_does_not_apply() -> None:
    assert "declares no hidden trade" in T8(evidence()).effect


def test_diversion_is_told_from_a_bloc() -> None:
    """Spokes lose the sanctioners and turn to all neutrals alike: the naive answer is fooled."""
    world = grown(3, noise=0.1)
    sanctioners = world.economies[1:30:2]
    spokes = world.at(BLOC.spokes)
    west = world.at(sanctioners)
    after = world.after.copy()
    for spoke in spokes:
        for side in (0, 1):
            row = after[spoke] if side == 0 else after[:, spoke]
            lost = 0.9 * row[west]
            row[west] -= lost
            others = np.ones(len(row), dtype=bool)
            others[[spoke, *west]] = False
            row[others] *= 1 + lost.sum() / row[others].sum()
    moved = replace(world, after=after)
    base = evidence(moved)
    network = replace(base.world, contrast=moved.without(sanctioners))
    both = replace(base, made=infer(network))
    told = diversion(both)
    assert told.naive_change > 0.3
    assert told.naive_p <= 0.05
    assert told.neutral_change > 0.3
    assert told.neutral_p <= 0.05
    assert told.holds
    assert findings(both).hub is not Reading.PASS


def test_reading_missing_as_zero_flips_the_answer_and_the_result_says_so() -> None:
    """Nothing rose; eleven economies and the spokes fell silent towards each other.

    Read as zero, the vanished trade lowers what the spokes are expected to trade with everybody
    else, and what they trade with the hub and with each other looks like a rise.
    """
    world = grown()
    silent = world.economies[1:12]
    unseen = world.cells([(one, spoke) for one in silent for spoke in BLOC.spokes])
    seen = replace(world, after=np.where(unseen, np.nan, world.after))
    honest, wrong = evidence(seen), evidence(seen.missing_as_zero())
    assert judge(findings(honest)).verdict == "NOT-SUPPORTED"
    assert judge(findings(wrong)).verdict == "SPOKES-ONLY"
    p_values = [infer_class(x.made, "hub_spoke").p_value for x in (honest, wrong)]
    assert p_values[0] > 0.5
    assert p_values[1] < 0.01
    other = ("absent cells: whatever is missing is zero", judge(findings(wrong)).number)
    told = verdict(findings(honest), [other])
    assert (told.name, told.leading_reading) == (DATA_DEPENDENT, "NOT-SUPPORTED")
    assert "1 of 1 critical variants give another row" in told.sentence

"""Random sets, simulated evidence and trials, on a small ground."""

import dataclasses
from itertools import combinations

import numpy as np
import pytest

from tests.unit.bloc.worlds import BLOC, grown
from tradenet.bloc.calibration import STRATA, Trial, draw_bloc, run_trial
from tradenet.bloc.calibration.simulated import PLACEBO_DATES, seen_cells, simulated
from tradenet.bloc.calibration.strata import members_of
from tradenet.bloc.calibration.summary import (
    broken_lines,
    power_lines,
    promises,
    rate,
    size_lines,
    verdict_lines,
)
from tradenet.bloc.calibration.trials import REAL, RISES, SEEN, Changed
from tradenet.bloc.coverage import Coverage
from tradenet.bloc.worlds import WORLDS, Cast, Ground, ground
from tradenet.domain import InsufficientData, stream

CAST = Cast(BLOC, ("E02", "E05", "E50"))
RIVALS = ("E06",)


@pytest.fixture(scope="module")
def made() -> Ground:
    return ground(grown(), CAST, RIVALS)


@pytest.fixture(scope="module")
def trial(made: Ground) -> Trial:
    return run_trial(made, 1, 0, tuple(WORLDS))


def size_of(made: Ground, code: str) -> float:
    return float(made.made.found.size[made.made.network.contrast.economies.index(code)])


def test_sets_of_a_stratum_are_of_its_size(made: Ground) -> None:
    able = members_of(made.made, made)
    cut = [made.made.found.size[third] for third in np.array_split(able, 3)]
    for name, sizes in zip(("big", "mid", "small"), cut, strict=True):
        for k in range(10):
            for spoke in draw_bloc(made, name, rng=stream(k, name)).spokes:
                assert sizes.min() <= size_of(made, spoke) <= sizes.max()


def test_nobody_is_drawn_who_is_part_of_the_question(made: Ground) -> None:
    drawn = {spoke for name in STRATA[:3] for k in range(60)
             for spoke in draw_bloc(made, name, rng=stream(k, name)).spokes}  # fmt: skip
    assert not drawn & {*BLOC.members, *CAST.sanctioners, *RIVALS}
    assert len(drawn) > 30


def test_a_set_like_the_real_one_plays_its_roles(made: Ground) -> None:
    codes = made.made.network.contrast.economies
    for k in range(10):
        spokes = draw_bloc(made, "like", rng=stream(k, "like")).spokes
        for spoke, named in zip(spokes, made.made.roles.candidates, strict=True):
            assert spoke in {codes[i] for i in named}


def test_the_least_trade_is_that_of_every_pair(made: Ground) -> None:
    contrast = made.contrast
    trade = contrast.before + contrast.before.T
    least = float(np.nanquantile(trade, 0.5))
    bloc = draw_bloc(made, "big", rng=stream(1, "b"), least_usd=least)
    assert all(trade[tuple(contrast.at(pair))] >= least for pair in combinations(bloc.spokes, 2))
    with pytest.raises(InsufficientData, match="valid reference"):
        draw_bloc(made, "big", rng=stream(1, "b"), least_usd=1e18)


def test_simulated_evidence_passes_the_gate_where_cells_are_seen(made: Ground) -> None:
    null = made.null(rng=stream(1, "n"))
    evidence = simulated(made, null, BLOC, seed=1, name="x")
    assert Coverage().gates(evidence) == {"hub_spoke": True, "spoke_spoke": True}
    blind = WORLDS["missing_spokes"](null, CAST, rng=stream(1, "m"))
    hidden = simulated(made, blind, BLOC, seed=1, name="x")
    assert Coverage().gates(hidden) == {"hub_spoke": True, "spoke_spoke": False}


def test_the_target_is_the_largest_spoke_and_dates_are_other_worlds(made: Ground) -> None:
    null = made.null(rng=stream(1, "n"))
    evidence = simulated(made, null, BLOC, seed=1, name="x")
    assert evidence.target == max(BLOC.spokes, key=lambda spoke: size_of(made, spoke))
    first, second = (evidence.earlier(year) for year in PLACEBO_DATES[:2])
    assert first is not None
    assert second is not None
    worlds = [date.network.contrast for date in (first, second)]
    assert not np.array_equal(worlds[0].after, worlds[1].after)
    assert not set(worlds[0].economies) & set(CAST.sanctioners)


def test_cells_tell_seen_from_unseen_by_hand(made: Ground) -> None:
    world = made.contrast.hidden(made.contrast.cells([("E20", "E30")]))
    table = seen_cells(world, BLOC).to_pylist()
    assert len(table) == 2 * 12
    unseen = [row for row in table if row["status"] == "absent"]
    assert {(row["exporter"], row["importer"]) for row in unseen} == {
        ("E20", "E30"), ("E30", "E20")
    }  # fmt: skip
    assert all(row["value_usd"] is None for row in unseen)


def test_a_trial_is_the_same_whoever_runs_it(made: Ground, trial: Trial) -> None:
    again = run_trial(made, 1, 0, tuple(WORLDS))
    assert dataclasses.asdict(again) == dataclasses.asdict(trial)
    short = run_trial(made, 1, 0)
    assert short.size == trial.size
    assert not short.rows
    assert run_trial(made, 1, 1).size != trial.size
    assert run_trial(made, 2, 0).size != trial.size


def test_a_trial_asks_every_kind_of_both_sets(trial: Trial) -> None:
    assert set(trial.size) == {*STRATA, REAL}
    assert {which: set(given) for which, given in trial.rows.items()} == {
        SEEN: set(WORLDS), REAL: set(WORLDS)
    }  # fmt: skip
    assert all(row in range(12) for given in trial.rows.values() for row in given.values())
    assert all(0 < p <= 1 for found in trial.size.values() for p in found.values())


def test_a_rise_is_asked_of_sets_of_every_size(trial: Trial) -> None:
    assert set(trial.power) == {SEEN, REAL, "big", "mid", "small"}
    assert set(trial.power["mid"]) == {"null", *RISES}
    assert set(trial.power[SEEN]) == set(WORLDS)
    found = [trial.power[SEEN][kind]["hub_spoke"] for kind in ("null", *RISES)]
    assert found == sorted(found, reverse=True)


def test_unseen_spokes_get_no_verdict(trial: Trial) -> None:
    for which in (SEEN, REAL):
        assert trial.rows[which]["missing_spokes"] not in (2, 3, 6, 9)


def test_a_world_that_shows_nothing_gets_row_zero(made: Ground) -> None:
    blind = made.contrast.hidden(np.ones(made.contrast.before.shape, dtype=bool))
    lost = Changed(made, blind, BLOC, 1, "x")
    assert lost.answer("null") == ({}, 0)
    assert lost.p_values("null") == {}


BY_HAND = [
    Trial(0, {"mid": {"hub_spoke": 0.01}}, {SEEN: {"bloc_3": {"hub_spoke": 0.01}}},
          {SEEN: {"null": 9, "hub_only": 2}}),
    Trial(1, {"mid": {"hub_spoke": 0.05}}, {SEEN: {"bloc_3": {"hub_spoke": 0.06}}},
          {SEEN: {"null": 9, "hub_only": 6}}),
    Trial(2, {"mid": {"hub_spoke": 0.60, "spoke_spoke": 0.2}}),
]  # fmt: skip


def test_sizes_are_counted_by_hand() -> None:
    lines = {(line["stratum"], line["class"]): line for line in size_lines(BY_HAND)}
    mid = lines["mid", "hub_spoke"]
    assert (mid["hits"], mid["draws"], mid["inside"]) == (2, 3, True)
    assert lines["mid", "spoke_spoke"]["draws"] == 1
    assert lines["big", "hub_spoke"]["inside"] is None


def test_power_is_counted_by_hand() -> None:
    line = next(x for x in power_lines(BY_HAND) if (x["set"], x["kind"]) == (SEEN, "bloc_3"))
    assert (line["hits"], line["draws"]) == (1, 2)


def test_the_confusion_matrix_is_counted_by_hand() -> None:
    lines = {(line["set"], line["kind"]): line for line in verdict_lines(BY_HAND)}
    assert lines[SEEN, "null"]["9"] == 2
    assert (lines[SEEN, "hub_only"]["2"], lines[SEEN, "hub_only"]["6"]) == (1, 1)
    assert (REAL, "null") not in lines


def test_a_promise_that_is_broken_says_so() -> None:
    told = {promise.what: promise for promise in promises(BY_HAND)}
    broken = told["seen, hub_only: no bloc is declared"]
    assert (broken.rate.hits, broken.rate.draws, broken.kept) == (1, 2, False)
    assert told["seen, null: no bloc is declared"].kept
    assert not told["seen, bloc_3: hub_spoke is found to have risen"].kept


def test_size_catches_halved_p_values_and_power_catches_ones() -> None:
    """Uniform p-values, all rises found: what size misses power sees, and the other way round."""
    trials = [
        Trial(k, {"mid": {"hub_spoke": (k + 1) / 400}}, {SEEN: {"bloc_3": {"hub_spoke": 0.01}}})
        for k in range(400)
    ]
    lines = {line["test"]: line for line in broken_lines(trials)}
    assert {name: line["size"] for name, line in lines.items()} == {
        "as it is": 0.05, "p halved": 0.1, "p = 1": 0.0
    }  # fmt: skip
    assert lines["as it is"]["caught_by"] == "nothing"
    assert lines["p halved"]["caught_by"] == "size"
    assert lines["p = 1"]["caught_by"] == "size, power"
    few = {line["test"]: line["caught_by"] for line in broken_lines(trials[:40])}
    assert few["p = 1"] == "power"


def test_a_bloc_of_small_trade_may_be_found_by_either_class() -> None:
    told = [
        Trial(0, {}, {"mid": {"bloc_3": {"hub_spoke": 0.02, "spoke_spoke": 0.4, "either": 0.04}}}),
        Trial(1, {}, {"mid": {"bloc_3": {"hub_spoke": 0.3, "spoke_spoke": 0.04, "either": 0.08}}}),
    ]
    found = {promise.what: promise.rate.hits for promise in promises(told)}
    for name in ("hub_spoke", "spoke_spoke", "either"):
        assert found[f"mid, bloc_3: {name} is found to have risen"] == 1


def test_unknown_p_values_are_not_counted() -> None:
    found = rate([0.01, None, 0.5])
    assert (found.hits, found.draws) == (1, 2)


def test_without_verdicts_the_numbers_are_those_of_the_whole_trial(
    made: Ground, trial: Trial
) -> None:
    quick = run_trial(made, 1, 0, ("null", "bloc_3"), verdicts=False)
    assert quick.size == trial.size
    assert set(quick.power) == {"big", "mid", "small"}
    assert quick.power["mid"] == {kind: trial.power["mid"][kind] for kind in ("null", "bloc_3")}
    assert not quick.rows
    kept = {promise.what for promise in promises([quick]) if promise.rate.draws}
    assert kept == {f"mid, bloc_3: {name} is found to have risen"
                    for name in ("hub_spoke", "spoke_spoke", "either", "together")}  # fmt: skip
    strata = {line["stratum"] for line in size_lines([quick])}
    assert {"mid", "mid, seen", "real"} <= strata
    assert "mid, seen" not in {line["stratum"] for line in size_lines(BY_HAND)}
    shown = power_lines([quick])
    assert {line["set"] for line in shown} == {"big", "mid", "small"}
    share = next(x["share"] for x in shown if (x["set"], x["kind"], x["class"])
                 == ("mid", "bloc_3", "hub_spoke"))  # fmt: skip
    assert broken_lines([quick])[0]["power"] == share


def test_together_is_the_hubs_class_where_nobody_sees_the_spokes(trial: Trial) -> None:
    blind = trial.power[SEEN]["missing_spokes"]
    assert blind["together"] == blind["hub_spoke"]
    assert trial.power[SEEN]["bloc_3"]["together"] < trial.power[SEEN]["null"]["together"]

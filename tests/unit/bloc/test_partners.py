"""T6, T3 and the turn to neutral partners, each number made a second time from the residuals."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.unit.bloc.evidences import evidence, with_bloc
from tests.unit.bloc.worlds import BLOC, grown, planted
from tradenet.bloc import TESTS, Evidence, diversion
from tradenet.bloc.diversion import Diversion, turn_to_neutrals
from tradenet.bloc.inference import effects, infer, infer_class
from tradenet.bloc.rivals import Rivals, partner_lines, rival_changes
from tradenet.bloc.significance import p_value
from tradenet.bloc.timing import class_timing, event_study, pre_trend
from tradenet.gravity import fit_change

TARGET = "E20"


@pytest.fixture(scope="module")
def given() -> Evidence:
    """A set whose trade rose threefold, one rival that rose tenfold with the target."""
    return evidence(planted(with_bloc(3.0), [("E05", TARGET)], 10.0))


def z_of(given: Evidence, partner: str) -> float:
    """Return r / σ of a pair with the target, from its two cells."""
    found = given.made.found
    i, j = given.made.network.contrast.at((TARGET, partner))
    told = np.array(found.information[i, j] + found.information[j, i])
    smaller = np.array(min(found.size[i], found.size[j]))
    left = found.residual[i, j] + found.residual[j, i]
    return float(left / np.sqrt(found.variance(told, smaller)))


def test_partners_are_the_best_observed_ones_and_no_members(given: Evidence) -> None:
    lines = partner_lines(given.made, TARGET, 19)
    found, codes = given.made.found, given.made.network.contrast.economies
    told = {
        code: found.information[20, k] + found.information[k, 20]
        for k, code in enumerate(codes)
        if code not in BLOC.members
    }
    best = sorted(told, key=told.__getitem__, reverse=True)[:19]
    assert [line["partner"] for line in lines] == [BLOC.hub, *best]
    for line in lines:
        assert line["z"] == pytest.approx(z_of(given, line["partner"]))
    assert not set(BLOC.spokes) & {line["partner"] for line in lines}


def test_money_of_a_partner_is_that_of_both_directions(given: Evidence) -> None:
    contrast = given.made.network.contrast
    line = partner_lines(given.made, TARGET, 1)[0]
    for phase, name in ((contrast.before, "before_usd"), (contrast.after, "after_usd")):
        assert line[name] == pytest.approx(phase[0, 20] + phase[20, 0])


@pytest.mark.parametrize("partners", [5, 19, 40])
def test_the_rank_is_one_more_than_the_stronger_partners(given: Evidence, partners: int) -> None:
    """With 40 partners two ranks are in the top 5 %; with five none is."""
    result = Rivals(partners)(given)
    lines = partner_lines(given.made, TARGET, partners)
    rank = 1 + sum(line["z"] >= lines[0]["z"] for line in lines[1:])
    assert dict(result.details)["rank"] == rank
    assert result.p_value == pytest.approx(rank / (1 + partners))
    assert result.passed == (rank / (1 + partners) <= 0.05)
    assert Rivals(partners).tops(given) == result.passed


def test_too_few_partners_is_a_reason(given: Evidence) -> None:
    """Sixty economies: three spokes and the hub leave 56 neutral partners."""
    assert "E20 has 56 observed neutral partners, 57 are needed" in Rivals(57)(given).effect
    assert not Rivals(57).tops(given)


def test_a_rival_is_measured_in_a_fit_of_its_own(given: Evidence) -> None:
    lines = {line["rival"]: line["log_change"] for line in rival_changes(given.made, TARGET)}
    world = given.made.network.contrast
    assert set(lines) == {"E05", "E06"}
    fit = fit_change(world.before, world.after, world.observed,
                     terms=[world.cells([("E05", TARGET)])])  # fmt: skip
    assert lines["E05"] == pytest.approx(float(fit.effects[0]), abs=1e-8)
    assert lines["E05"] > np.log(5) > 1 > abs(lines["E06"])


def test_a_rival_without_trade_has_no_change() -> None:
    world = grown()
    none = np.where(world.cells([("E06", TARGET)]), 0.0, world.after)
    lines = rival_changes(evidence(replace(world, after=none)).made, TARGET)
    assert lines[1] == {"rival": "E06", "log_change": None}
    assert lines[0]["log_change"] is not None


@pytest.mark.parametrize("name", ["hub_spoke", "spoke_spoke"])
def test_the_joint_p_value_ranks_the_set_among_all_sets_at_all_dates(
    given: Evidence, name: str
) -> None:
    line = class_timing(given, name)
    here = infer_class(given.made, name)
    others = list(here.others)
    for year in given.dates:
        moved = infer_class(given.earlier(year), name)
        others += [*moved.others, moved.statistic]
    assert line["references"] == len(others)
    assert line["p_joint"] == (1 + sum(t >= here.statistic for t in others)) / (1 + len(others))
    assert [date["year"] for date in line["dates"]] == list(given.dates)
    assert line["holds"] == (line["p_joint"] <= 0.05 < line["p_trend"])


@pytest.mark.parametrize(("real", "dates"), [((2001, 2002), None), ((2001,), 3), ((), 4)])
def test_three_dates_without_an_episode_are_needed(
    given: Evidence, real: tuple[int, ...], dates: int | None
) -> None:
    line = class_timing(replace(given, real_years=real), "hub_spoke")
    assert (len(line["dates"]) if line else None) == dates


def test_a_date_at_which_nothing_can_be_fitted_is_passed_over(given: Evidence) -> None:
    held = replace(given, earlier=lambda year: None if year == 2002 else given.earlier(year))
    assert [d["year"] for d in class_timing(held, "hub_spoke")["dates"]] == [2001, 2003, 2004]
    assert class_timing(replace(given, made=None), "hub_spoke") is None


def test_the_trend_is_two_sided_and_capped(given: Evidence) -> None:
    """A fall before the event is a trend too; p is twice the smaller tail, at most one."""
    graphs = dict(given.graphs)
    cells = given.world.contrast.cells(BLOC.hub_spoke)
    for year in (2017, 2018):
        values = graphs[year].values
        graphs[year] = replace(graphs[year], values=np.where(cells, values / 6, values))
    assert pre_trend(replace(given, graphs=graphs), "hub_spoke") <= 0.05
    assert 0.05 < pre_trend(given, "hub_spoke") <= 1.0


def test_one_year_before_has_no_halves(given: Evidence) -> None:
    one = {year: given.graphs[year] for year in (2018, 2023)}
    assert pre_trend(replace(given, graphs=one), "hub_spoke") is None
    assert [line["period"] for line in event_study(replace(given, graphs=one), "hub_spoke")] == [
        2023
    ]
    assert event_study(replace(given, made=None), "hub_spoke") == []


def test_a_year_that_nobody_saw_is_left_out_of_the_event_study(given: Evidence) -> None:
    blank = replace(given.graphs[2016], values=np.full_like(given.graphs[2016].values, np.nan))
    lines = event_study(replace(given, graphs={**given.graphs, 2016: blank}), "hub_spoke")
    assert [line["period"] for line in lines] == []
    lines = event_study(given, "hub_spoke")
    assert [line["period"] for line in lines] == [2015, 2016, 2017, 2018, 2023]


def test_the_turn_to_neutrals_by_brute_force(given: Evidence) -> None:
    """Sums over neutral partners, one pair at a time; the hub and the spokes are no partners."""
    everyone = infer(given.world)
    change, chance = turn_to_neutrals(everyone, given.made)
    found, codes = everyone.found, everyone.network.contrast.economies
    partners = [k for k, code in enumerate(codes) if code not in BLOC.members]

    def sums(i: int) -> tuple[float, float, float]:
        left = told = spread = 0.0
        for j in partners:
            if i != j:
                both = found.information[i, j] + found.information[j, i]
                smaller = min(found.size[i], found.size[j])
                left += found.residual[i, j] + found.residual[j, i]
                told += both
                spread += float(found.variance(np.array(both), np.array(smaller)))
        return left, told, spread

    alone = np.array([sums(i) for i in range(len(codes))])
    left, told, spread = alone[[20, 30, 40]].sum(axis=0)
    assert change == pytest.approx(left / told)
    others = alone[given.made.roles.sets()].sum(axis=1)
    reference = others[:, 0] / np.sqrt(others[:, 2])
    assert chance == p_value(left / np.sqrt(spread), reference)


def test_the_naive_answer_is_that_of_the_whole_world() -> None:
    """Two statistics with two p-values: the one that decides elsewhere decides here."""
    whole = evidence()
    assert diversion(whole) == Diversion()  # nobody was left out: there is nothing to divert from
    neutral = replace(whole.world, contrast=whole.world.contrast.without({"E55"}))
    plain = replace(whole, made=infer(neutral))
    everyone = infer(plain.world)
    found = infer_class(everyone, "hub_spoke")
    told = diversion(plain)
    assert found.p_change != found.p_value == told.naive_p
    assert told.naive_change == effects(everyone, {"hub_spoke": found})["hub_spoke"]
    assert (told.neutral_change, told.neutral_p) == turn_to_neutrals(everyone, plain.made)


YES = Diversion(0.5, 0.01, 0.2, 0.01)


@pytest.mark.parametrize(
    ("changes", "holds"),
    [
        ({}, True),
        ({"naive_p": 0.051}, False),
        ({"naive_change": float(np.log(1.24))}, False),
        ({"naive_change": float(np.log(1.25))}, True),
        ({"neutral_p": 0.051}, False),
        ({"neutral_change": -0.2}, False),
        ({"neutral_change": None, "neutral_p": None}, False),
        ({"naive_change": None, "naive_p": None}, False),
    ],
)
def test_diversion_needs_both_halves(changes: dict[str, float | None], *, holds: bool) -> None:
    assert replace(YES, **changes).holds is holds


def test_without_a_world_or_a_hub_there_is_no_diversion(given: Evidence) -> None:
    assert diversion(replace(given, world=None)) == diversion(replace(given, made=None))
    blind = given.world.contrast.hidden(np.ones((60, 60), dtype=bool))
    assert diversion(replace(given, world=replace(given.world, contrast=blind))) == Diversion()
    assert TESTS["T6"](replace(given, made=None)).passed is None

"""Inputs that an opponent would choose: nothing crashes, nothing is called significant."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from tests.unit.bloc.evidences import cells, evidence, with_bloc
from tests.unit.bloc.worlds import BLOC, grown, network, planted
from tradenet.bloc import TESTS, Contrast, diversion, findings, judge
from tradenet.bloc.class_result import why_not
from tradenet.bloc.classes import names_of, read_classes
from tradenet.bloc.inference import Network, effects, infer, infer_class, judged, tails
from tradenet.bloc.placebo import FEWEST_CANDIDATES, HUB, Roles, observed_cells
from tradenet.bloc.rivals import Rivals
from tradenet.bloc.robustness import power_curve
from tradenet.bloc.significance import p_value
from tradenet.bloc.timing import class_timing, event_study
from tradenet.bloc.verdict import Reading
from tradenet.domain import Bloc, ConfigError, stream

CLASSES = {"hub_spoke": BLOC.hub_spoke, "spoke_spoke": BLOC.spoke_spoke}
OF_CLASS = {"hub_spoke": "T2", "spoke_spoke": "T4"}


def emptied(pairs: Sequence[tuple[str, str]], phase: str) -> Contrast:
    """Return a world in which some pairs are seen and have no trade in one phase."""
    world = grown()
    mask = world.cells(pairs)
    return replace(world, **{phase: np.where(mask, 0.0, getattr(world, phase))})


def lonely() -> Contrast:
    """Return a world in which the hub's trade is seen with the spokes alone."""
    world = grown()
    others = [code for code in world.economies if code not in BLOC.members]
    return world.hidden(world.cells([(BLOC.hub, other) for other in others]))


@pytest.mark.parametrize("phase", ["before", "after"])
@pytest.mark.parametrize("name", CLASSES)
def test_a_class_without_trade_in_a_phase_is_open_and_the_rest_is_judged(
    name: str, phase: str
) -> None:
    """No change can be estimated from or to nothing; the other class has its answer."""
    given = evidence(emptied(CLASSES[name], phase))
    found = findings(given)
    reading, other = (found.hub, found.spokes) if name == "hub_spoke" else (found.spokes, found.hub)
    assert reading is Reading.OPEN
    assert other in (Reading.LOW, Reading.OPEN)
    assert judge(found).number in {10, 11}
    assert diversion(given).naive_change is None or name == "spoke_spoke"
    result = TESTS[OF_CLASS[name]](given)
    assert (result.passed, result.statistic) == (None, None)
    assert "has no trade before or none after the event" in result.effect


def test_what_has_no_estimate_does_not_change_the_other_estimate() -> None:
    made = infer(replace(network(), contrast=emptied(BLOC.spoke_spoke, "after")))
    found = {name: infer_class(made, name) for name in CLASSES}
    both = {name: here for name, here in found.items() if here is not None}
    assert set(both) == set(CLASSES)
    assert list(effects(made, both)) == ["hub_spoke"]
    assert effects(made, both) == effects(made, {"hub_spoke": both["hub_spoke"]})
    assert effects(made, {"spoke_spoke": both["spoke_spoke"]}) == {}


def test_a_hub_that_is_not_in_the_network_is_nobody_else() -> None:
    """Position -1 means absent; read as an index it would be the last economy."""
    made = infer(replace(network(), contrast=grown().without([BLOC.hub])))
    assert made.roles.hub == -1
    assert made.found.information[-1, made.roles.focus].min() > 0
    assert infer_class(made, "hub_spoke") is None
    assert infer_class(made, "spoke_spoke") is not None
    assert set(read_classes(made, dict.fromkeys(CLASSES, True))) == {"spoke_spoke"}


def test_cells_of_an_absent_hub_are_not_observed() -> None:
    seen = np.ones((4, 4), dtype=bool)
    pairs = ((HUB, 0), (HUB, 1), (0, 1))
    assert observed_cells(pairs, Roles(-1, np.array([1, 2]), ()), seen) == ((0, 1), (1, 0))
    assert len(observed_cells(pairs, Roles(3, np.array([1, 2]), ()), seen)) == 6


def test_a_hub_that_only_the_spokes_see_has_no_reference() -> None:
    """No matched set is observed, so that N = 0: nothing is significant, nothing is low."""
    given = evidence(lonely())
    found = infer_class(given.made, "hub_spoke")
    assert found is not None
    assert (len(found.sets), found.p_value, found.p_below) == (0, 1.0, 1.0)
    assert names_of(given.made, found, 10) == []
    assert tails(given.made, "hub_spoke", 1.0) == (1.0, 1.0)
    assert power_curve(given.made, found, (2.0,), 5, rng=stream(1, "p")) == []
    assert findings(given).hub is Reading.OPEN
    assert "no matched set is observed" in TESTS["T2"](given).effect
    assert {line["class"] for line in event_study(given, "spoke_spoke")} == {"spoke_spoke"}
    assert event_study(given, "hub_spoke") == []


def test_timing_without_sets_at_the_event_has_the_dates_alone() -> None:
    """Four placebo dates; each gives its own sets and the set itself there."""
    given = evidence(lonely())
    line = class_timing(given, "hub_spoke")
    assert line is not None
    dates = [infer_class(given.earlier(year), "hub_spoke") for year in given.dates]
    assert line["references"] == sum(len(found.sets) + 1 for found in dates if found)
    json.dumps(line)


@pytest.mark.parametrize("target", ["XXX", BLOC.hub])
def test_a_target_that_cannot_be_compared_is_a_reason_and_no_crash(target: str) -> None:
    given = evidence(with_bloc(4.0), target=target)
    assert TESTS["T6"](given).effect.startswith("not applicable: ")
    assert not Rivals().tops(given)
    assert findings(given).hub is not Reading.PASS


def test_without_a_target_rivals_are_not_asked_and_the_hub_may_pass() -> None:
    given = evidence(with_bloc(4.0), target="")
    assert "so that this is not asked" in TESTS["T6"](given).effect
    assert findings(given).hub is Reading.PASS


def test_a_set_without_a_hub_is_judged_by_its_mutual_trade() -> None:
    """Every test is made or says why not, in words that fit; nothing hangs on a hub."""
    members = Bloc(("E20", "E30", "E40"))
    world = with_bloc(4.0, list(members.dyads))
    alone = Network(world, members, rivals=("E05", "E06"))
    given = replace(
        evidence(world),
        bloc=members,
        cells=cells(members, world),
        made=infer(alone),
        world=alone,
        earlier=lambda year: infer(Network(grown(seed=year), members)),
    )
    found = findings(given)
    assert judge(found).verdict == "SUPPORTED-BLOC"
    told = {name: test(given) for name, test in TESTS.items()}
    assert told["T4"].effect.startswith("mutual trade × ")
    assert told["T2"].effect == told["T6"].effect == "not applicable: the study names no hub"
    assert told["T3"].passed
    for name in ("T0", "T1", "T3", "T5"):
        assert "spoke" not in told[name].effect
    assert not diversion(given).holds


def test_one_pair_of_members_can_pass_though_none_can_be_left_out() -> None:
    pair = Bloc(("E20", "E30"))
    world = planted(grown(noise=0.1), list(pair.dyads), 8.0)
    alone = Network(world, pair)
    given = replace(
        evidence(world),
        bloc=pair,
        cells=cells(pair, world),
        made=infer(alone),
        world=alone,
        earlier=lambda year: infer(Network(grown(seed=year, noise=0.1), pair)),
    )
    assert findings(given).spokes is Reading.PASS


def test_a_hub_whose_trade_with_the_target_is_not_seen_is_not_first() -> None:
    """The dyad of the event is dark, the two others are seen: enough for T2, nothing for T6."""
    world = with_bloc(4.0)
    dark = world.hidden(world.cells([(BLOC.hub, "E20")]))
    given = evidence(dark, unseen={frozenset((BLOC.hub, "E20"))})
    assert not why_not(given, "hub_spoke")
    assert not Rivals().tops(given)
    assert TESTS["T6"](given).passed is None


def test_spokes_that_are_nobodys_neighbours_have_no_reference() -> None:
    """The largest economy of all has six smaller neighbours, fewer than the eight needed."""
    largest = grown().economies[int(np.argmax(infer(network()).found.size))]
    made = infer(replace(network(), bloc=Bloc((largest, "E30", "E40"), "E20")))
    assert [len(named) for named in made.roles.candidates] == [6, 12, 12]
    assert FEWEST_CANDIDATES == 8
    assert infer_class(made, "hub_spoke") is None
    assert why_not(replace(evidence(), made=made), "hub_spoke") == (
        "no valid reference: the roles have [6, 12, 12] candidates, eight are needed"
    )


def test_one_spoke_is_no_bloc_and_two_have_one_dyad() -> None:
    with pytest.raises(ConfigError, match="two or more different spokes"):
        Bloc(("E20",), "E00")
    made = infer(replace(network(), bloc=Bloc(("E20", "E30"), "E00")))
    found = infer_class(made, "spoke_spoke")
    assert found is not None
    assert found.pairs == ((0, 1),)
    one, other = ({*named.tolist(), spoke} for named, spoke in
                  zip(made.roles.candidates, made.roles.focus.tolist(), strict=True))  # fmt: skip
    chosen = {frozenset((a, b)) for a in one for b in other if a != b}
    assert len(found.sets) == len(chosen) - 1


def test_without_a_hub_only_the_spokes_are_a_class() -> None:
    lone = Bloc(BLOC.spokes)
    made = infer(replace(network(), bloc=lone))
    assert infer_class(made, "hub_spoke") is None
    assert judged(made, "spoke_spoke") is made
    given = replace(evidence(), bloc=lone, made=made, world=made.network)
    found = findings(given)
    assert (found.hub_observed, found.hub, found.diversion) == (False, Reading.OPEN, False)
    assert judge(found).number in {3, 4}


def test_what_is_no_number_counts_against_us() -> None:
    assert p_value(float("nan"), [1.0, 2.0, 3.0]) == 1.0
    assert p_value(2.5, [1.0, float("nan"), 2.0]) == 2 / 4


def test_an_economy_that_vanishes_moves_no_one_elses_answer_much() -> None:
    """A small neutral economy stops reporting after the event: it is nobody's placebo any more."""
    world = grown()
    gone = world.hidden(world.cells([("E59", other) for other in world.economies]))
    one, other = (infer_class(infer(replace(network(), contrast=made)), "hub_spoke")
                  for made in (gone, world.without(["E59"])))  # fmt: skip
    assert one is not None
    assert other is not None
    assert one.studentized == pytest.approx(other.studentized, rel=1e-6)
    np.testing.assert_array_equal(one.sets, other.sets)


def test_identical_growth_everywhere_has_nothing_to_compare_with() -> None:
    """Every cell doubles: no residual, no variance, an error that says so."""
    world = grown()
    made = replace(network(), contrast=replace(world, after=2 * world.before))
    risen = replace(network(), contrast=planted(made.contrast, list(BLOC.hub_spoke), 3.0))
    found = infer_class(infer(risen), "hub_spoke")
    assert found.p_value == 1 / (1 + len(found.sets))

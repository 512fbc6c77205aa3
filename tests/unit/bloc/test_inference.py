"""Randomization inference on worlds in which the answer is known."""

from dataclasses import replace

import numpy as np
import pytest

from tests.unit.bloc.worlds import BLOC, grown, network, planted
from tradenet.bloc.classes import ClassReading, read_classes
from tradenet.bloc.contrast import Contrast
from tradenet.bloc.inference import (
    ClassInference,
    Network,
    effects,
    infer,
    infer_class,
    interval,
    tails,
)
from tradenet.bloc.placebo import SetStatistics
from tradenet.bloc.robustness import (
    detectable,
    dyad_changes,
    masked_ranks,
    masked_statistic,
    planted_statistics,
    power_curve,
    without_each,
)
from tradenet.domain import Bloc, InsufficientData, stream

HUB_SPOKE, SPOKES = list(BLOC.hub_spoke), list(BLOC.spoke_spoke)
BOTH = {"hub_spoke": True, "spoke_spoke": True}


def with_rise(pairs: list[tuple[str, str]], factor: float, seed: int = 1) -> Network:
    made = network(seed)
    return replace(made, contrast=planted(made.contrast, pairs, factor))


def test_a_planted_rise_of_the_hub_is_found_and_measured() -> None:
    made = infer(with_rise(HUB_SPOKE, 3.0))
    readings = read_classes(made, BOTH)
    assert readings["hub_spoke"].rises
    assert np.exp(readings["hub_spoke"].change) == pytest.approx(3, rel=0.25)
    assert not readings["spoke_spoke"].rises


def test_a_planted_rise_among_spokes_is_not_the_hubs() -> None:
    readings = read_classes(infer(with_rise(SPOKES, 4.0)), BOTH)
    assert readings["spoke_spoke"].rises
    assert not readings["hub_spoke"].rises


@pytest.mark.parametrize("factor", [2.0, 6.0])
def test_the_hubs_rise_does_not_move_what_is_said_of_the_spokes(factor: float) -> None:
    """It raises the spokes' own effects; judged beside the hub's effect theirs is what it was."""
    alone = infer_class(infer(with_rise(SPOKES, 2.0)), "spoke_spoke")
    both = with_rise(SPOKES, 2.0)
    both = replace(both, contrast=planted(both.contrast, HUB_SPOKE, factor))
    beside = infer_class(infer(both), "spoke_spoke")
    assert alone is not None
    assert beside is not None
    assert beside.change == pytest.approx(alone.change, abs=0.02)
    assert beside.p_value == pytest.approx(alone.p_value, abs=0.01)


def test_the_estimate_of_the_spokes_alone_has_the_hubs_effect_beside_it() -> None:
    made = infer(with_rise([*HUB_SPOKE, *SPOKES], 4.0))
    found = {name: infer_class(made, name) for name in BOTH}
    known = {name: here for name, here in found.items() if here is not None}
    alone = effects(made, {"spoke_spoke": known["spoke_spoke"]})
    assert alone["spoke_spoke"] == pytest.approx(effects(made, known)["spoke_spoke"], abs=1e-6)


def test_nothing_planted_nothing_found_and_the_bound_is_low() -> None:
    reading = read_classes(infer(network(5)), BOTH)["hub_spoke"]
    assert not reading.rises
    assert reading.low


def test_a_planted_rise_is_not_low() -> None:
    assert not read_classes(infer(with_rise(HUB_SPOKE, 2.0)), BOTH)["hub_spoke"].low


def test_a_class_that_the_gate_closes_is_not_read() -> None:
    assert set(read_classes(infer(network()), {"hub_spoke": True, "spoke_spoke": False})) == {
        "hub_spoke"
    }


def test_the_interval_holds_the_truth_and_the_estimate() -> None:
    made = infer(with_rise(HUB_SPOKE, 2.0))
    low, high = interval(made, "hub_spoke")
    found = infer_class(made, "hub_spoke")
    assert found is not None
    assert low < np.log(2) < high
    assert low < effects(made, {"hub_spoke": found})["hub_spoke"] < high


def test_the_ends_of_the_interval_are_where_the_test_rejects() -> None:
    made = infer(with_rise(HUB_SPOKE, 2.0))
    low, high = interval(made, "hub_spoke")
    assert (
        tails(made, "hub_spoke", low - 0.01)[0] <= 0.025 < tails(made, "hub_spoke", low + 0.01)[0]
    )
    assert (
        tails(made, "hub_spoke", high + 0.01)[1] <= 0.025 < tails(made, "hub_spoke", high - 0.01)[1]
    )


def test_the_scale_of_money_changes_no_p_value() -> None:
    made = network()
    scaled = replace(
        made.contrast, before=made.contrast.before * 1e3, after=made.contrast.after * 1e3
    )
    one = infer_class(infer(made), "hub_spoke")
    two = infer_class(infer(replace(made, contrast=scaled)), "hub_spoke")
    assert one is not None
    assert two is not None
    assert one.p_value == two.p_value
    assert one.statistic == pytest.approx(two.statistic, rel=1e-5)


def test_names_and_order_of_economies_change_no_p_value() -> None:
    made = grown()
    order = stream(3, "order").permutation(len(made.economies))
    names = {code: f"X{place:02d}" for place, code in enumerate(np.array(made.economies)[order])}
    inside = np.ix_(order, order)
    again = Contrast(
        tuple(names[made.economies[k]] for k in order),
        made.before[inside],
        made.after[inside],
        made.filers[order],
    )
    bloc = Bloc(tuple(names[s] for s in BLOC.spokes), names[BLOC.hub])
    one = infer_class(infer(network()), "hub_spoke")
    two = infer_class(infer(replace(network(), contrast=again, bloc=bloc)), "hub_spoke")
    assert one is not None
    assert two is not None
    assert one.p_value == two.p_value


def test_growth_of_an_economy_with_everybody_is_no_rise() -> None:
    """A spoke whose trade doubles with all partners alike leaves every p-value where it was."""
    made = network()
    k = made.contrast.economies.index("E30")
    after = made.contrast.after.copy()
    after[k] *= 2
    after[:, k] *= 2
    one = infer_class(infer(made), "hub_spoke")
    two = infer_class(
        infer(replace(made, contrast=replace(made.contrast, after=after))), "hub_spoke"
    )
    assert one is not None
    assert two is not None
    assert abs(one.p_value - two.p_value) < 0.02


def test_one_dyad_left_out_shows_who_carries_it() -> None:
    made = infer(with_rise(HUB_SPOKE[:1], 5.0))
    found = infer_class(made, "hub_spoke")
    assert found is not None
    rest = dict(without_each(made, "hub_spoke"))
    # One dyad alone is the first of thirteen at best, which is no better than 1/13.
    assert rest[found.pairs[0]].p_value > 0.10 > rest[found.pairs[1]].p_value
    lines = dyad_changes(made, found)
    assert lines[0]["log_change"] > 1
    assert {lines[0]["one"], lines[0]["other"]} == {"E00", "E20"}


def test_masking_the_class_raises_a_rise() -> None:
    """In the fit a rise drags its own expectation along; masked it does not."""
    made = infer(with_rise(HUB_SPOKE, 3.0))
    found = infer_class(made, "hub_spoke")
    assert found is not None
    assert masked_statistic(made, found.cells, made.roles.focus) > found.studentized
    before, masked, compared = masked_ranks(made, found, most=10)
    assert (before, masked, compared) == (1, 1, 10)


def test_planting_in_a_placebo_equals_planting_in_the_data() -> None:
    made = infer(network())
    found = infer_class(made, "hub_spoke")
    assert found is not None
    by_hand = infer_class(infer(with_rise(HUB_SPOKE, 2.0)), "hub_spoke")
    assert by_hand is not None
    studentized, change = planted_statistics(made, found.cells, made.roles.focus, 2.0)
    assert studentized == pytest.approx(by_hand.studentized, rel=1e-5)
    assert change == pytest.approx(by_hand.change, rel=1e-6)


def test_power_grows_with_the_effect_and_starts_near_the_level() -> None:
    made = infer(network())
    found = infer_class(made, "hub_spoke")
    assert found is not None
    curve = power_curve(made, found, (1.0, 1.5, 4.0), 25, rng=stream(1, "power"))
    powers = [line["power"] for line in curve]
    assert powers == sorted(powers)
    assert powers[0] <= 0.2
    assert powers[-1] == 1.0
    factor = detectable(curve)
    assert factor is not None
    assert 1.0 < factor < 4.0


def test_no_factor_is_enough() -> None:
    assert detectable([{"factor": 2.0, "power": 0.3}, {"factor": 3.0, "power": 0.5}]) is None


def test_an_economy_with_an_effect_of_its_own_does_not_move_the_null() -> None:
    """A neutral partner that takes all diverted trade pulls the margins; apart it cannot."""
    stolen = with_rise([("E05", spoke) for spoke in BLOC.spokes], 20.0)
    pulled = infer_class(infer(stolen), "hub_spoke")
    apart = infer_class(infer(replace(stolen, apart=("E05",))), "hub_spoke")
    clean = infer_class(infer(network()), "hub_spoke")
    assert pulled is not None
    assert apart is not None
    assert clean is not None
    assert abs(apart.change - clean.change) < abs(pulled.change - clean.change)


def test_a_member_outside_the_network_has_no_inference() -> None:
    lost = replace(network(), contrast=grown().without(["E30"]))
    assert infer_class(infer(lost), "hub_spoke") is None


def test_an_empty_network_is_refused() -> None:
    made = grown()
    blind = made.hidden(np.ones(made.before.shape, dtype=bool))
    with pytest.raises(InsufficientData):
        infer(replace(network(), contrast=blind))


@pytest.mark.parametrize(
    ("name", "passes"), [("hub_spoke", [True, True, False]), ("spoke_spoke", [True, False, False])]
)
def test_spokes_pass_at_one_in_a_hundred_and_a_hub_at_five(name: str, passes: list[bool]) -> None:
    """Of 999 references 4, 29 and 79 are larger: p = 0.5 %, 3 % and 8 %."""
    ladder = np.arange(999.0)
    blank = np.zeros((999, 3), dtype=np.intp)
    told = []
    for larger in (4, 29, 79):
        found = ClassInference((), (), 998.5 - larger, 1.0, blank, SetStatistics(ladder, ladder))
        told.append(ClassReading(name, found, float(np.log(2)), low=False).rises)
    assert told == passes

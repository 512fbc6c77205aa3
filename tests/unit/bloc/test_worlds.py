"""Every kind of world against what it says it does: dollars, mask, effect."""

from dataclasses import replace

import numpy as np
import pytest

from tests.unit.bloc.worlds import BLOC, grown
from tradenet.bloc.contrast import Contrast
from tradenet.bloc.inference import effects, infer, infer_class
from tradenet.bloc.worlds import WORLDS, Cast, Ground, ground
from tradenet.bloc.worlds.dark import DarkTrade
from tradenet.bloc.worlds.diversion import Diversion, large_partner
from tradenet.bloc.worlds.growth import HubGrowth
from tradenet.bloc.worlds.planted import Planted
from tradenet.bloc.worlds.silence import SilentNeutrals
from tradenet.bloc.worlds.source import SourceSwitch
from tradenet.domain import stream

WEST = ("E01", "E02", "E03", "E04", "E50")
CAST = Cast(BLOC, WEST)


@pytest.fixture(scope="module")
def made() -> Ground:
    return ground(grown(), CAST)


@pytest.fixture(scope="module")
def null(made: Ground) -> Contrast:
    return made.null(rng=stream(1, "null"))


def after_of(kind: str, null: Contrast) -> Contrast:
    return WORLDS[kind](null, CAST, rng=stream(1, kind))


@pytest.mark.parametrize("kind", WORLDS)
def test_a_kind_draws_from_its_stream_alone_and_leaves_the_past(kind: str, null: Contrast) -> None:
    kept = null.after.copy()
    one, other = after_of(kind, null), after_of(kind, null)
    np.testing.assert_array_equal(one.after, other.after)
    np.testing.assert_array_equal(one.before, null.before)
    np.testing.assert_array_equal(null.after, kept)
    assert one.economies == null.economies


@pytest.mark.parametrize("kind", WORLDS)
def test_no_kind_shows_what_was_not_seen(kind: str, null: Contrast) -> None:
    hidden = null.hidden(null.cells([("E20", "E30"), ("E00", "E50")]))
    world = after_of(kind, hidden)
    assert not (world.observed & ~hidden.observed).any()
    assert (world.after[world.observed] >= 0).all()


def test_a_null_world_keeps_sizes_and_holds_no_effect(made: Ground, null: Contrast) -> None:
    real, fake = np.nansum(made.contrast.after), np.nansum(null.after)
    assert fake == pytest.approx(real, rel=0.1)
    np.testing.assert_array_equal(after_of("null", null).after, null.after)
    p = [infer_class(infer(made.network(made.null(rng=stream(s, "n")), BLOC)), "hub_spoke")
         for s in range(5)]  # fmt: skip
    assert sum(found is not None and found.p_value < 0.05 for found in p) <= 2


def test_a_real_rise_is_in_no_null_world(made: Ground) -> None:
    """The set's own residuals are handed to nobody, itself included."""
    risen = Planted(50.0, 50.0)(made.contrast, CAST, rng=stream(1, "x"))
    world = ground(risen, CAST).null(rng=stream(2, "x"))
    found = infer_class(infer(made.network(world, BLOC)), "hub_spoke")
    assert found is not None
    assert found.p_value > 0.05


@pytest.mark.parametrize("factor", [1.5, 3.0])
def test_a_planted_rise_is_measured(made: Ground, null: Contrast, factor: float) -> None:
    def measured(world: Contrast) -> dict[str, float]:
        done = infer(made.network(world, BLOC))
        found = {name: infer_class(done, name) for name in ("hub_spoke", "spoke_spoke")}
        return effects(done, {name: here for name, here in found.items() if here is not None})

    without, with_it = measured(null), measured(Planted(factor, 2.0)(null, CAST, rng=stream(1, "")))
    assert with_it["hub_spoke"] - without["hub_spoke"] == pytest.approx(np.log(factor), abs=0.15)
    assert with_it["spoke_spoke"] - without["spoke_spoke"] == pytest.approx(np.log(2), abs=0.15)


def test_hub_only_leaves_the_spokes_trade_alone(null: Contrast) -> None:
    world = after_of("hub_only", null)
    changed = ~np.isclose(world.after, null.after, equal_nan=True)
    assert set(zip(*np.nonzero(changed), strict=True)) == set(
        zip(*np.nonzero(null.cells(BLOC.hub_spoke)), strict=True)
    )


def dollars(world: Contrast, null: Contrast, *, west: bool) -> float:
    """Return what the spokes' trade changed by, with the sanctioning economies or with others."""
    touched = np.isin(world.economies, BLOC.spokes)
    cells = np.logical_or.outer(touched, touched)
    side = CAST.sanctioning(world)
    inside = np.logical_or.outer(side, side)
    return float(np.nansum((world.after - null.after)[cells & (inside if west else ~inside)]))


@pytest.mark.parametrize("to_one", [0.0, 0.8])
def test_half_of_what_is_lost_is_found_again(null: Contrast, to_one: float) -> None:
    world = Diversion(0.7, 0.5, to_one)(null, CAST, rng=stream(3, "d"))
    lost, found = -dollars(world, null, west=True), dollars(world, null, west=False)
    assert lost > 0
    assert found == pytest.approx(0.5 * lost, rel=0.02)  # spokes divert to each other twice
    west, spoke = world.at(WEST), world.at(BLOC.spokes)
    np.testing.assert_allclose(
        world.after[np.ix_(spoke, west)], 0.3 * null.after[np.ix_(spoke, west)]
    )


def test_diverted_trade_is_proportional_and_one_partner_may_take_most(null: Contrast) -> None:
    even = Diversion()(null, CAST, rng=stream(3, "d"))
    spoke, others = int(null.at(BLOC.spokes)[0]), np.flatnonzero(CAST.others(null))
    ratio = even.after[spoke, others] / null.after[spoke, others]
    np.testing.assert_allclose(ratio, ratio[0])
    lumpy = Diversion(to_one=0.8)(null, CAST, rng=stream(3, "d"))
    gain = (lumpy.after - null.after)[spoke, others]
    assert gain.max() > 0.8 * gain.sum()
    one = large_partner(null, CAST, stream(3, "d"))
    assert others[gain.argmax()] == one
    assert null.economies[one] not in {*BLOC.members, *WEST}


def test_the_hub_grows_with_everybody(null: Contrast) -> None:
    world, hub = HubGrowth(1.5)(null, CAST, rng=stream(1, "")), int(null.at(("E00",))[0])
    ratio = world.after / null.after
    np.testing.assert_allclose(ratio[hub, 1:], 1.5)
    np.testing.assert_allclose(ratio[1:, hub], 1.5)
    np.testing.assert_allclose(ratio[1:, 1:][~np.eye(len(ratio) - 1, dtype=bool)], 1.0)


def test_who_falls_silent_is_seen_by_those_who_speak(null: Contrast) -> None:
    filers = np.arange(len(null.economies)) % 3 > 0
    base = replace(null, filers=filers)
    world = SilentNeutrals(0.25)(base, CAST, rng=stream(2, "s"))
    gone = filers & ~world.filers
    assert gone.sum() == round(0.25 * (filers & CAST.others(base)).sum())
    assert not (gone & np.isin(null.economies, (*BLOC.members, *WEST))).any()
    unseen = np.isnan(world.after) & ~np.isnan(null.after)
    i, j = np.nonzero(unseen)
    assert unseen.any()
    assert ((gone[i] | gone[j]) & ~world.filers[i] & ~world.filers[j]).all()
    quiet = np.flatnonzero(gone)[0]
    assert np.isfinite(world.after[quiet, world.filers]).all()


def test_missing_spokes_are_missing_after_and_only_they(null: Contrast) -> None:
    world = after_of("missing_spokes", null)
    np.testing.assert_array_equal(
        np.isnan(world.after) & ~np.isnan(null.after), null.cells(BLOC.spoke_spoke)
    )


def test_another_source_has_levels_by_class_and_noise_without_bias(null: Contrast) -> None:
    base = replace(null, filers=np.arange(len(null.economies)) < 30)
    world = SourceSwitch(shift=0.5, noise=0.2)(base, CAST, rng=stream(4, "s"))
    gap = np.log(world.after / base.after)
    levels = [gap[:30, 30:], gap[30:, :30], gap[30:, 30:][~np.eye(30, dtype=bool)]]
    assert np.std([block.mean() for block in levels]) > 0.05
    assert all(block.std() == pytest.approx(0.2, abs=0.02) for block in levels)
    pure = SourceSwitch(shift=0.0, noise=0.2)(base, CAST, rng=stream(5, "s"))
    assert np.nanmean(pure.after / base.after) == pytest.approx(1, abs=0.02)


def test_dark_trade_leaves_the_hubs_imports(null: Contrast) -> None:
    rise = Planted(3.0, 3.0)
    open_, dark = rise(null, CAST, rng=stream(1, "")), DarkTrade()(null, CAST, rng=stream(1, "d"))
    hub, spokes = int(null.at(("E00",))[0]), null.at(BLOC.spokes)
    assert np.nansum(dark.after[:, hub]) == pytest.approx(np.nansum(open_.after[:, hub]))
    np.testing.assert_allclose(dark.after[spokes, hub], 0.7 * open_.after[spokes, hub])
    np.testing.assert_array_equal(dark.after[hub], open_.after[hub])
    assert (dark.after[:, hub] > open_.after[:, hub]).sum() == 1

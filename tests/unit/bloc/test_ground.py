"""What worlds are made of: who plays, what is taken out, what a null world keeps."""

from dataclasses import replace

import numpy as np
import pytest

from tests.unit.bloc.worlds import BLOC, grown, planted
from tradenet.bloc.contrast import Contrast
from tradenet.bloc.worlds import WORLDS, Cast, Ground, ground
from tradenet.bloc.worlds.dark import DarkTrade
from tradenet.bloc.worlds.diversion import Diversion, large_partner
from tradenet.bloc.worlds.growth import HubGrowth
from tradenet.bloc.worlds.planted import Planted
from tradenet.bloc.worlds.silence import SilentNeutrals
from tradenet.domain import Bloc, InsufficientData, stream

WEST = ("E01", "E02", "E03", "E04", "E50")
CAST = Cast(BLOC, WEST)
LONE = Cast(Bloc(("E20", "E30")), WEST)


def losing(share: float) -> Contrast:
    """A world in which the spokes trade `share` less with the sanctioning economies."""
    pairs = [(spoke, one) for spoke in BLOC.spokes for one in WEST]
    return planted(grown(noise=0.01), pairs, 1 - share)


def test_who_plays_by_hand() -> None:
    world = grown()
    assert [world.economies[k] for k in CAST.spokes(world)] == list(BLOC.spokes)
    assert {world.economies[k] for k in np.flatnonzero(CAST.sanctioning(world))} == set(WEST)
    others = {world.economies[k] for k in np.flatnonzero(CAST.others(world))}
    assert others == set(world.economies) - {*WEST, *BLOC.members}


def test_the_neutral_network_has_no_sanctioning_economy() -> None:
    made = ground(grown(), CAST, ("E10",))
    network = made.network(made.contrast, BLOC)
    assert not set(network.contrast.economies) & set(WEST)
    assert network.rivals == ("E10",)


def spoke_sums(world: Contrast) -> tuple[float, float]:
    """Return the spokes' trade with others than the sanctioning economies, before and after."""
    touched, side = np.isin(world.economies, BLOC.spokes), CAST.sanctioning(world)
    cells = np.logical_or.outer(touched, touched) & ~np.logical_or.outer(side, side)
    return float(np.nansum(world.before[cells])), float(np.nansum(world.after[cells]))


def test_what_was_lost_with_sanctioners_does_not_pull_other_trade() -> None:
    real = losing(0.9)
    null = ground(real, CAST).null(rng=stream(1, "n"))
    for fake, true in zip(spoke_sums(null), spoke_sums(real), strict=True):
        assert fake == pytest.approx(true, rel=0.03)


def test_without_effects_of_its_own_the_loss_would_pull() -> None:
    """The same world, nobody named as sanctioning: the spokes seem smaller after, larger before."""
    real = losing(0.9)
    null = ground(real, Cast(BLOC)).null(rng=stream(1, "n"))
    assert spoke_sums(null)[0] > 1.05 * spoke_sums(real)[0]
    assert spoke_sums(null)[1] < 0.95 * spoke_sums(real)[1]


def test_a_null_world_contains_no_loss() -> None:
    null = ground(losing(0.9), CAST).null(rng=stream(1, "n"))
    touched, side = np.isin(null.economies, BLOC.spokes), CAST.sanctioning(null)
    ratio = null.after[np.ix_(touched, side)].sum() / null.before[np.ix_(touched, side)].sum()
    whole = losing(0.0)
    kept = whole.after[np.ix_(touched, side)].sum() / whole.before[np.ix_(touched, side)].sum()
    assert ratio == pytest.approx(kept, rel=0.25)
    assert ratio > 3 * 0.1 * kept


def test_a_null_world_is_seen_where_the_real_one_is() -> None:
    real = grown()
    hidden = real.hidden(real.cells([("E20", "E30"), ("E07", "E08")]))
    null = ground(hidden, CAST).null(rng=stream(2, "n"))
    np.testing.assert_array_equal(null.observed, hidden.observed)
    np.testing.assert_array_equal(null.filers, hidden.filers)


def test_nothing_to_fit_is_refused() -> None:
    real = grown()
    blind = real.hidden(np.ones(real.before.shape, dtype=bool))
    with pytest.raises(InsufficientData):
        ground(blind, CAST)


@pytest.fixture(scope="module")
def null() -> Contrast:
    made: Ground = ground(grown(), CAST)
    return made.null(rng=stream(3, "n"))


@pytest.mark.parametrize("kind", WORLDS)
def test_a_set_without_a_hub_has_every_kind(kind: str, null: Contrast) -> None:
    world = WORLDS[kind](null, LONE, rng=stream(1, kind))
    assert world.economies == null.economies
    assert not (world.observed & ~null.observed).any()


def test_without_a_hub_nobody_grows_and_nothing_is_dark(null: Contrast) -> None:
    np.testing.assert_array_equal(HubGrowth()(null, LONE, rng=stream(1, "")).after, null.after)
    rise = Planted(3.0, 3.0)(null, LONE, rng=stream(1, ""))
    np.testing.assert_array_equal(DarkTrade()(null, LONE, rng=stream(1, "")).after, rise.after)


def test_who_has_nobody_to_turn_to_loses_nothing(null: Contrast) -> None:
    spoke = int(null.at(("E20",))[0])
    alone = null.after.copy()
    others = ~CAST.sanctioning(null)
    alone[spoke, others], alone[others, spoke] = 0.0, 0.0
    alone[spoke, spoke] = np.nan
    world = Diversion()(replace(null, after=alone), CAST, rng=stream(1, "d"))
    np.testing.assert_array_equal(world.after[spoke], alone[spoke])
    np.testing.assert_array_equal(world.after[:, spoke], alone[:, spoke])


def test_nothing_lost_is_nothing_found(null: Contrast) -> None:
    world = Diversion(lost=0.0, to_one=0.8)(null, CAST, rng=stream(1, "d"))
    np.testing.assert_allclose(world.after, null.after)


def test_the_large_partner_is_among_twenty_and_any_of_them(null: Contrast) -> None:
    drawn = {large_partner(null, CAST, stream(k, "p")) for k in range(200)}
    trade = np.nan_to_num(null.before)
    spokes = CAST.spokes(null)
    total = trade[spokes].sum(axis=0) + trade[:, spokes].sum(axis=1)
    total[~CAST.others(null)] = 0.0
    assert drawn <= set(np.argsort(-total)[:20].tolist())
    assert len(drawn) == 20


def test_nobody_falls_silent_where_none_should(null: Contrast) -> None:
    world = SilentNeutrals(0.0)(null, CAST, rng=stream(1, "s"))
    np.testing.assert_array_equal(world.after, null.after)
    np.testing.assert_array_equal(world.filers, null.filers)

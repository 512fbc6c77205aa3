"""Simulated worlds: whose fate is taken, what is planted, how readings are counted."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from tests.unit.bloc.substitution.panels import changed, panel
from tradenet.bloc.substitution import COLLAPSE, Collapse, Range, frequencies, transplanted
from tradenet.bloc.substitution.neighbours import fitted, paths
from tradenet.bloc.substitution.worlds import KINDS, REACH
from tradenet.domain import stream

NEEDED = Range(0.02, 0.08)
FOCUS = ("L00", "S00")


def drawn(count: int, size: np.ndarray | None = None, seed: int = 1):  # noqa: ANN201 - three parts
    given = panel(60)
    made = COLLAPSE.respond(given, *FOCUS)
    taken = paths(given, share=True)
    ordered = given.mean_before()[made.places] if size is None else size
    rng = stream(seed, "test/substitution/worlds")
    return taken, made, transplanted(taken, made, ordered, count, rng=rng)


def test_worlds_have_a_path_for_every_dyad_of_the_comparison() -> None:
    taken, made, worlds = drawn(7)
    assert worlds.steps.shape == (7, made.places.size, taken.price_steps.size)
    assert worlds.jump.shape == (7, made.places.size)
    assert worlds.price_jump == taken.price_jump
    assert np.array_equal(worlds.price_steps, taken.price_steps)


def test_a_dyad_keeps_its_growth_and_takes_anothers_surprises() -> None:
    """With no surprises at all, every world is the usual course of the dyad itself."""
    taken, made, _ = drawn(1)
    quiet_fit = dataclasses.replace(made.fit, residuals=np.zeros_like(made.fit.residuals))
    usual = made.fit.loading * taken.price_jump + made.fit.growth * taken.years
    quiet = dataclasses.replace(made, fit=quiet_fit)
    calm = dataclasses.replace(taken, jump=usual)
    size = np.ones(made.places.size)
    worlds = transplanted(calm, quiet, size, 3, rng=stream(1, "test/quiet"))
    refitted = fitted(worlds, price=True, trend=True)
    for world in range(3):
        assert refitted.growth[world] == pytest.approx(made.fit.growth[made.places])
        assert refitted.loading[world] == pytest.approx(made.fit.loading[made.places])
        assert refitted.change[world] == pytest.approx(0, abs=1e-9)


def test_surprises_are_those_of_a_dyad_of_like_size() -> None:
    """The surprise at the event names its donor; it is at most REACH ranks away."""
    taken, made, _ = drawn(1)
    count = made.places.size
    names = np.arange(count, dtype=float) * 1000
    expected = made.fit.loading[made.places] * taken.price_jump
    expected += made.fit.growth[made.places] * taken.years
    jump = np.full(taken.jump.shape, np.nan)
    jump[made.places] = expected + names
    size = np.linspace(100, 1, count)
    marked = dataclasses.replace(taken, jump=jump)
    worlds = transplanted(marked, made, size, 200, rng=stream(2, "test/donors"))
    donors = np.rint((worlds.jump - expected) / 1000).astype(int)
    apart = np.abs(donors - np.arange(count))
    assert apart.max() == REACH
    assert set(donors[:, 0].tolist()) == set(range(REACH + 1))
    assert set(donors[:, 30].tolist()) == set(range(30 - REACH, 30 + REACH + 1))


def test_order_of_size_is_what_counts() -> None:
    """Turned around, the largest dyad takes from the other end."""
    taken, made, _ = drawn(1)
    count = made.places.size
    size = np.linspace(1, 100, count)
    surprises = np.zeros(taken.jump.shape)
    expected = made.fit.loading * taken.price_jump + made.fit.growth * taken.years
    surprises[made.places] = np.arange(count) * 1000.0
    marked = dataclasses.replace(taken, jump=expected + surprises)
    worlds = transplanted(marked, made, size, 100, rng=stream(2, "test/donors"))
    donors = np.rint((worlds.jump - expected[made.places]) / 1000).astype(int)
    assert np.abs(donors - np.arange(count)).max() == REACH


def test_the_same_stream_gives_the_same_worlds() -> None:
    one, other, third = (drawn(5, seed=seed)[2] for seed in (1, 1, 2))
    assert np.array_equal(one.steps, other.steps)
    assert np.array_equal(one.jump, other.jump)
    assert not np.array_equal(one.jump, third.jump)


def readings(test: Collapse, count: int = 300, seed: int = 3, needed: Range = NEEDED):  # noqa: ANN201
    given = panel(60)
    made = test.respond(given, *FOCUS)
    rng = stream(seed, "test/readings")
    return list(frequencies(test, given, made, needed, rng=rng, count=count))


def test_every_kind_is_counted_and_what_is_implied_comes_last() -> None:
    lines = readings(COLLAPSE)
    assert [line.kind for line in lines] == [kind for kind, _ in KINDS] + ["as the account implies"]
    assert lines[-1].planted == NEEDED.high
    for line in lines:
        assert line.worlds == 300
        assert line.rise + line.fall + line.low + line.small + line.open_ == pytest.approx(1)


def test_more_is_found_where_more_is_planted() -> None:
    lines = {line.kind: line for line in readings(COLLAPSE)}
    assert lines["× 5"].rise >= lines["× 2"].rise >= lines["× 1.5"].rise >= lines["absent"].rise
    assert lines["reversed, × 0.5"].fall > lines["absent"].fall
    assert lines["reversed, × 0.5"].rise <= lines["absent"].rise


def test_what_is_needed_decides_between_the_other_readings() -> None:
    """Nothing planted: a need beyond what would be seen is ruled out or open, never small."""
    (absent, *_) = readings(COLLAPSE, needed=Range(3.0, 4.0))
    assert absent.small == 0
    assert absent.low > 0.8
    (absent, *_) = readings(COLLAPSE, needed=Range(1e-6, 1e-5))
    assert absent.small > 0.8
    assert absent.open_ == 0


@pytest.mark.parametrize("trend", [True, False])
def test_a_choice_is_tested_as_it_is_made(trend: bool) -> None:  # noqa: FBT001 - the choice
    """Growth planted in the first dyad alone: a rise only where it is left in."""
    given = panel(60, first_growth=0.3, noise=0.05)
    test = Collapse(trend=trend)
    made = test.respond(given, *FOCUS)
    rng = stream(4, "test/growth")
    (absent, *_) = frequencies(test, given, made, NEEDED, rng=rng, count=200)
    assert (absent.rise > 0.5) is not trend


def test_a_dyad_apart_is_no_donor() -> None:
    """Those that are no comparison, struck or not told of, hand nothing on."""
    given = panel(60)
    struck = given.exposed.copy()
    struck[50:] = True
    wild = given.trade_usd.copy()
    wild[50:, -1] *= 1e6
    odd = changed(given, exposed=struck, trade_usd=wild)
    made = COLLAPSE.respond(odd, *FOCUS)
    taken = paths(odd, share=True)
    size = odd.mean_before()[made.places]
    worlds = transplanted(taken, made, size, 50, rng=stream(1, "test/apart"))
    assert made.places.size == 50
    assert np.abs(worlds.jump).max() < 5

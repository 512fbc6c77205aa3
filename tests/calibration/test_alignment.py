"""The movement of trade towards those who vote alike, in worlds whose elasticity is known.

Trade is that of the main network of `alignment`, its largest economies, with the residual paths of
pairs handed on to pairs of like size. A pair's path is told forwards or backwards by the toss of a
coin: paths of the largest pairs of all drift one way (tariffs between China and the United States),
and without the coin a drift of large pairs would be no null. Votes are the real ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pytest

from tradenet.bloc.alignment.distance import dealt, log_distance
from tradenet.bloc.alignment.shift import (
    REGION,
    Exposed,
    Null,
    joint_tails,
    nulls_of,
    orders_of,
    sizes,
)
from tradenet.domain import stream
from tradenet.domain.arrays import Matrix
from tradenet.gravity import fit_change
from tradenet.gravity.exposure import partialled, weights
from tradenet.gravity.transplant import Transplant, transplant
from tradenet.study import load
from tradenet.study.answer import known
from tradenet.study.designs.alignment.exposing import exposed, mean_points
from tradenet.study.designs.alignment.gather import world_of
from tradenet.study.designs.ground import ground_of
from tradenet.study.material import material

LARGEST = 60
PERMUTATIONS = 119  # 6 of 120 is 5 %, 3 of 120 is 2.5 %
WORLDS = 2_000
PLANTED = 240
EFFECTS = (-0.05, -0.1, -0.2)


@dataclass(frozen=True)
class Bench:
    """The network, its null with permuted distances, and its residual paths."""

    exposed: Exposed
    nulls: Mapping[str, Null]
    paths: Transplant

    def world(self, rng: np.random.Generator, effect: float = 0.0) -> tuple[Matrix, Matrix]:
        """Return trade before and after where distance has an effect and nothing else has."""
        zero, one = self.paths(rng=rng)
        hoped = self.nulls[REGION].change
        fitted = hoped.fitted
        coin = np.triu(rng.random(zero.shape) < 0.5, 1)
        turned = (coin | coin.T) & fitted
        ratios = [np.divide(x, mu, out=np.ones_like(x), where=fitted)
                  for x, mu in ((zero, hoped.before), (one, hoped.after))]  # fmt: skip
        early, late = np.where(turned, ratios[::-1], ratios)
        moved = np.exp(effect * (self.exposed.distance - self.exposed.distance[fitted].mean()))
        return (np.where(fitted, hoped.before * early, zero),
                np.where(fitted, hoped.after * late * moved, one))  # fmt: skip

    def seen(self, rng: np.random.Generator, effect: float = 0.0) -> dict[str, Null]:
        """Return the nulls fitted to such a world; distances keep the weights of the real one."""
        zero, one = self.world(rng, effect)
        two = replace(self.exposed.contrast, before=zero, after=one)
        change = fit_change(zero, one, two.observed, start=self.nulls[REGION].change.start)
        here = replace(self.exposed, contrast=two)
        return {name: Null(here, change, null.exposures) for name, null in self.nulls.items()}


@pytest.fixture(scope="module")
def bench() -> Bench:
    """The largest economies of the study's main network, from the embedded snapshot."""
    config = load("alignment", ["shown.first=2015"])
    ground = ground_of(config, None)
    flowing = material(ground.given, known(ground.on_set))
    whole = world_of(config, flowing, ground.evidence.graphs)
    options = config.design.chosen()
    main = exposed(whole, options, flowing.known.sanctioners - set(config.bloc.members)).contrast
    rank = np.argsort(np.argsort(-sizes(main)))
    small = {c for c, place in zip(main.economies, rank, strict=True) if place >= LARGEST}
    made = exposed(main, options, small)
    nulls = nulls_of(made, PERMUTATIONS, config.run.seed)
    paths = transplant(made.contrast.before, made.contrast.after, nulls[REGION].change,
                       np.zeros(made.distance.shape, dtype=np.intp))  # fmt: skip
    return Bench(made, nulls, paths)


def streams(name: str, count: int) -> Iterator[np.random.Generator]:
    """Yield a named stream for every world."""
    return (stream(4, f"calibration/alignment/{name}/{k}") for k in range(count))


def test_its_size_is_its_level(bench: Bench) -> None:
    """Of worlds without an effect one in twenty is called a movement, either way."""
    tails = np.array([joint_tails(bench.seen(rng)) for rng in streams("null", WORLDS)])
    towards, away = (tails <= 0.05).mean(axis=0)
    print(  # noqa: T201 - calibration prints what it measures
        f"\n{WORLDS} worlds without an effect, {LARGEST} economies: towards {towards:.3f}, "
        f"away {away:.3f} at 0.05"
    )
    assert towards == pytest.approx(0.05, abs=0.015)
    assert away == pytest.approx(0.05, abs=0.015)


def test_a_planted_elasticity_is_in_its_interval_and_found_as_often_as_printed(
    bench: Bench,
) -> None:
    """Inverting the test covers the truth in at least 93 %; power rises with the effect."""
    power, covered = [], []
    for effect in EFFECTS:
        found, inside = [], []
        for rng in streams(f"planted/{effect}", PLANTED):
            made = bench.seen(rng, effect)
            found.append(joint_tails(made)[0] <= 0.05)
            inside.append(min(joint_tails(made, effect)) > 0.025)
        power.append(np.mean(found))
        covered.append(np.mean(inside))
    told = ", ".join(
        f"{effect:g}: found {p:.2f}, covered {c:.3f}"
        for effect, p, c in zip(EFFECTS, power, covered, strict=True)
    )
    print(f"\n{PLANTED} worlds each, elasticity {told}")  # noqa: T201 - as above
    assert np.mean(covered) >= 0.93
    assert power == sorted(power)
    assert power[-1] > 0.8


def test_distances_of_a_worlds_own_weights_say_the_same(bench: Bench) -> None:
    """Keeping the real network's weights in every world changes no rank that matters.

    Residuals add up to zero by exporter and importer, so that the score is the same to rounding;
    only its error is taken at other weights.
    """
    orders = orders_of(bench.exposed, REGION, PERMUTATIONS, 2022)
    far = log_distance(mean_points(bench.exposed.contrast.economies, range(2015, 2020)), 0.1)
    differences = []
    for rng in streams("weights", 10):
        made = bench.seen(rng)[REGION]
        own = [partialled(some, weights(made.change)) for some in dealt(far, orders)]
        there = Null(made.exposed, made.change, np.concatenate(own))
        differences.append(made.tails()[0] - there.tails()[0])
    assert np.abs(differences).max() < 0.1
    assert abs(np.mean(differences)) < 0.03

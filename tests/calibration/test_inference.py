"""Size, power and verdicts of the instrument on worlds made of the snapshot; `-s` prints them.

`tradenet calibrate` is the long run; here are as many worlds as a few minutes allow, with bands
that a right test leaves once in a thousand times.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from tradenet import study as studies
from tradenet.bloc.calibration import STRATA, Rate, Trial, binomial_band, draw_bloc
from tradenet.bloc.calibration.summary import BROKEN, LARGEST_JOINT
from tradenet.bloc.calibration.trials import CLASSES, LEAST_USD, Changed
from tradenet.bloc.contrast import Contrast
from tradenet.bloc.worlds import Ground
from tradenet.domain import stream
from tradenet.gravity import fit_change
from tradenet.study.calibrate import calibrate, cores
from tradenet.study.grounds import make_ground

WORLDS = 160
STRONG = 40
NEVER = 30
HONEST, HALVED, ALWAYS_ONE = BROKEN["as it is"], BROKEN["p halved"], BROKEN["p = 1"]


def grounded(*settings: str) -> Ground:
    return make_ground(studies.load("brown-2022", list(settings)))


@pytest.fixture(scope="module")
def ground() -> Ground:
    return grounded()


@pytest.fixture(scope="module")
def trials(ground: Ground) -> list[Trial]:
    numbers = range(1, WORLDS + 1)
    return list(calibrate(ground, 7, numbers, processes=cores(), whole_every=10 * WORLDS))


@pytest.fixture(scope="module")
def strong(ground: Ground) -> list[Changed]:
    """Null worlds with sets of observed spokes that trade with each other."""
    made = []
    for k in range(STRONG):
        null = ground.null(rng=stream(11, f"{k}"))
        bloc = draw_bloc(ground, "big", rng=stream(11, f"{k}/set"), least_usd=LEAST_USD)
        made.append(Changed(ground, null, bloc, 11, f"{k}"))
    return made


def size(trials: list[Trial], stratum: str, name: str, how: Callable[[float], float]) -> Rate:
    found = [trial.size[stratum][name] for trial in trials if name in trial.size[stratum]]
    return Rate(sum(how(p) <= 0.05 for p in found), len(found))


def pooled(trials: list[Trial], how: Callable[[float], float]) -> Rate:
    rates = [size(trials, stratum, "hub_spoke", how) for stratum in STRATA]
    return Rate(sum(rate.hits for rate in rates), sum(rate.draws for rate in rates))


@pytest.mark.parametrize("name", CLASSES)
@pytest.mark.parametrize("stratum", STRATA)
def test_size_is_what_it_says(trials: list[Trial], stratum: str, name: str) -> None:
    found = size(trials, stratum, name, HONEST)
    low, high = binomial_band(0.05, found.draws)
    print(f"\n{stratum} {name}: {found.share:.3f} of {found.draws} ({low:.3f} to {high:.3f})")  # noqa: T201
    assert low <= found.share <= high


def test_a_halved_p_value_is_caught_by_size(trials: list[Trial]) -> None:
    """All strata together: twice the size is out of the band that the honest test keeps."""
    honest, broken = pooled(trials, HONEST), pooled(trials, HALVED)
    low, high = binomial_band(0.05, honest.draws)
    assert low <= honest.share <= high
    assert broken.share > high


def test_a_p_value_of_one_is_caught_by_power(trials: list[Trial], strong: list[Changed]) -> None:
    """It never errs, so that no bound on errors finds it; it never finds anything either."""
    assert pooled(trials, ALWAYS_ONE).share <= 0.05
    assert power(strong, "bloc_3", "hub_spoke", ALWAYS_ONE).share == 0.0
    assert power(strong, "bloc_3", "hub_spoke", HONEST).share >= 0.8


def power(strong: list[Changed], kind: str, name: str, how: Callable[[float], float]) -> Rate:
    told = [changed.p_values(kind) for changed in strong]
    found = [p_values[name] for p_values in told if name in p_values]
    return Rate(sum(how(p) <= 0.05 for p in found), len(found))


def test_a_rise_of_the_spokes_is_found_beside_the_hubs(strong: list[Changed]) -> None:
    both, hub = (power(strong, kind, "spoke_spoke", HONEST) for kind in ("bloc_3", "hub_only"))
    print(f"\nspokes found: {both.share:.2f} of blocs, {hub.share:.2f} of hubs")  # noqa: T201
    assert both.share >= 0.5
    assert hub.share <= binomial_band(0.05, hub.draws)[1]


@pytest.mark.parametrize("kind", ["hub_only", "diversion", "lumpy_diversion", "missing_spokes"])
def test_no_bloc_is_declared_where_there_is_none(strong: list[Changed], kind: str) -> None:
    rows = [changed.answer(kind)[1] for changed in strong[:NEVER]]
    print(f"\n{kind}: rows {sorted(rows)}")  # noqa: T201
    barred = (2, 3, 6, 9) if kind == "missing_spokes" else (2,)
    assert share(rows, barred) <= binomial_band(0.01, len(rows))[1]
    if "diversion" in kind:
        assert share(rows, (2, 3, 5, 6, 7)) <= binomial_band(LARGEST_JOINT, len(rows))[1]


def share(rows: list[int], among: tuple[int, ...]) -> float:
    """Return how often one of some rows of the decision table was given."""
    return sum(row in among for row in rows) / len(rows)


def band(made: Ground, world: Contrast) -> tuple[float, float]:
    """Return the 5 % and 95 % of pairs' change beyond expectation, pairs of 1 to 10 bn USD.

    Pairs of the spokes stay out: to them something happened.
    """
    fit = fit_change(world.before, world.after, world.observed)
    spoke = np.isin(world.economies, made.cast.bloc.spokes)
    used = fit.fitted & ~np.logical_or.outer(spoke, spoke)
    i, j = np.triu_indices(len(used), 1)
    told = (world.before, world.after, fit.before, fit.after)
    cells = [np.where(used, matrix, 0.0) for matrix in told]
    zero, one, zero_hoped, one_hoped = ((matrix + matrix.T)[i, j] for matrix in cells)
    mean = (zero_hoped + one_hoped) / 2
    chosen = (mean >= 1e9) & (mean < 1e10) & (zero > 0) & (one > 0)
    gap = np.log(one[chosen] / one_hoped[chosen]) - np.log(zero[chosen] / zero_hoped[chosen])
    low, high = np.quantile(gap, [0.05, 0.95])
    return float(low), float(high)


def test_null_worlds_have_the_real_spread_of_changes() -> None:
    """2010–14 against 2016–19, one source: nothing is known to have happened to most pairs."""
    made = grounded(
        "window.pre=[2010, 2011, 2012, 2013, 2014]",
        "window.post=[2016, 2017, 2018, 2019]",
        "event.date=2015-07-01",
    )
    real = band(made, made.contrast)
    worlds = [band(made, made.null(rng=stream(1, f"band/{k}"))) for k in range(15)]
    fake = np.mean(worlds, axis=0)
    print(f"\nreal {real[0]:.3f} {real[1]:.3f}, transplanted {fake[0]:.3f} {fake[1]:.3f}")  # noqa: T201
    np.testing.assert_allclose(fake, real, rtol=0, atol=0.05)

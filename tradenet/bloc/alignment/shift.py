"""Whether trade moved towards those who voted alike before the event: one network, one answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from tradenet.bloc.alignment.distance import Deals, deals, dealt
from tradenet.bloc.contrast import Contrast
from tradenet.bloc.significance import LEVEL, p_value
from tradenet.domain import InsufficientData, stream
from tradenet.domain.arrays import Matrix
from tradenet.gravity import Change, fit_change
from tradenet.gravity.exposure import Scores, partialled, scores, weights

Vector = npt.NDArray[np.float64]
REGION, SIZE, FREE = "region", "size", "everywhere"


@dataclass(frozen=True, slots=True, eq=False)
class Exposed:
    """Two periods of a network whose pairs are exposed to a distance fixed before the event.

    Attributes
    ----------
    contrast : Contrast
        Economies with an ideal point.
    distance : float array, shape (n, n)
        Log distance of ideal points.
    strata : mapping of str to tuple of str
        By name, the stratum of each economy within which ideal points are dealt anew.
    """

    contrast: Contrast
    distance: Matrix
    strata: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Null:
    """The null of no movement with permuted distances, ready for many hypothesised effects.

    Attributes
    ----------
    exposed : Exposed
        What is asked of.
    change : Change
        The two-period fit without an effect of distance.
    exposures : float array, shape (1 + N, n, n)
        Distances without what exporters and importers take, the real one first.
    """

    exposed: Exposed
    change: Change
    exposures: npt.NDArray[np.float64]

    def statistics(self, effect: float = 0.0) -> Scores:
        """Return the score tests of all distances where the real one has a known effect."""
        two, far = self.exposed.contrast, self.exposed.distance
        change = self.change
        if effect:
            change = fit_change(two.before, two.after, two.observed, offset=effect * far,
                                start=change.start)  # fmt: skip
        residual = np.where(change.fitted, two.after - change.after, 0.0)
        return scores(residual, self.exposures, weights(change))

    def tails(self, effect: float = 0.0) -> tuple[float, float]:
        """Return the p-values against a true elasticity below, and above, a hypothesised one."""
        told = self.statistics(effect).statistic
        others = told[1:][np.isfinite(told[1:])]
        real = float(told[0])
        if not np.isfinite(real) or not len(others):
            return 1.0, 1.0
        return p_value(-real, -others), p_value(real, others)


def null_of(exposed: Exposed, orders: Deals) -> Null:
    """Fit the null and take exporters' and importers' effects out of every permuted distance.

    Raises
    ------
    InsufficientData
        If too little trade is observed.
    """
    two = exposed.contrast
    change = fit_change(two.before, two.after, two.observed)
    weight = weights(change)
    made = [partialled(some, weight) for some in dealt(exposed.distance, orders)]
    return Null(exposed, change, np.concatenate(made))


@dataclass(frozen=True, slots=True)
class Reading:
    """What a network says of the movement.

    Attributes
    ----------
    elasticity : float
        Of trade after the event to distance before it, all else as three-way gravity has it.
    error : float
        Dyadic-robust standard error.
    p_towards, p_away : float
        One-sided p-values of a movement towards those who vote alike, within regions, and away
        from them, the largest of all strata.
    p_matters : float
        p-value against an elasticity at least as strong as would matter, the largest of all strata:
        small where it is ruled out.
    p_by_strata : mapping of str to float
        p of a movement towards, ideal points dealt within other strata.
    economies, cells : int
        That inform the fit.
    """

    elasticity: float
    error: float
    p_towards: float
    p_away: float
    p_matters: float
    p_by_strata: Mapping[str, float]
    economies: int
    cells: int

    @property
    def direction(self) -> str:
        """``towards``, ``away`` or ``open``, at 5 % one-sided, stratum by stratum."""
        if max(self.p_towards, *self.p_by_strata.values()) <= LEVEL:
            return "towards"
        return "away" if self.p_away <= LEVEL else "open"

    @property
    def small(self) -> bool:
        """Whether an elasticity that would matter is ruled out at 5 %."""
        return self.p_matters <= LEVEL


def elasticity(exposed: Exposed) -> float:
    """Return the Poisson estimate: two periods, exporter, importer and pair effects."""
    two = exposed.contrast
    fit = fit_change(two.before, two.after, two.observed, terms=[exposed.distance])
    return float(fit.effects[0])


def orders_of(exposed: Exposed, stratum: str, count: int, seed: int) -> Deals:
    """Return the permutations within a stratification, the same in every run."""
    rng = stream(seed, f"bloc/alignment/{stratum}")
    return deals(exposed.strata[stratum], count, rng=rng)


def read(exposed: Exposed, matters: float, count: int, seed: int) -> Reading:
    """Return the reading of a network; decides within regions, other strata stand beside.

    Parameters
    ----------
    exposed : Exposed
        With strata ``region``, and others.
    matters : float
        Elasticity < 0 that would matter.
    count, seed : int
        Permutations, and of which stream.

    Raises
    ------
    InsufficientData
        If too little trade is observed, or distance does not vary.
    """
    nulls = nulls_of(exposed, count, seed)
    real = nulls[REGION].statistics()
    if not np.isfinite(real.statistic[0]):
        msg = "distances do not vary once exporters and importers have their effects"
        raise InsufficientData(msg)
    towards = {name: null.tails()[0] for name, null in nulls.items()}
    return Reading(
        elasticity(exposed), float(real.error[0]), towards[REGION], joint_tails(nulls)[1],
        joint_tails(nulls, matters)[1],
        {name: p for name, p in towards.items() if name != REGION},
        len(exposed.contrast.economies), int(nulls[REGION].change.fitted.sum()),
    )  # fmt: skip


def nulls_of(exposed: Exposed, count: int, seed: int) -> dict[str, Null]:
    """Return the null with ideal points dealt anew within each stratification."""
    return {
        name: null_of(exposed, orders_of(exposed, name, count, seed)) for name in exposed.strata
    }


def joint_tails(nulls: Mapping[str, Null], effect: float = 0.0) -> tuple[float, float]:
    """Return the larger p-values of all stratifications: what is claimed holds in each."""
    tails = [null.tails(effect) for null in nulls.values()]
    return max(tail[0] for tail in tails), max(tail[1] for tail in tails)


def interval(
    nulls: Mapping[str, Null], near: float, error: float, steps: int = 9
) -> tuple[float, float]:
    """Return the 95 % interval of the elasticity, by inverting the joint permutation test.

    Elasticities whose two one-sided p-values both exceed 2.5 % are inside. Each end is sought
    within eight standard errors of the estimate, by halving; infinite where it is not there.
    """
    ends = []
    for side, sign in ((1, -1.0), (0, 1.0)):
        inside, outside = near, near + 8 * sign * error
        if joint_tails(nulls, outside)[side] > LEVEL / 2:
            ends.append(sign * np.inf)
            continue
        for _ in range(steps):
            middle = (inside + outside) / 2
            held = joint_tails(nulls, middle)[side] > LEVEL / 2
            inside, outside = (middle, outside) if held else (inside, middle)
        ends.append((inside + outside) / 2)
    return float(ends[0]), float(ends[1])


def smallest_found(made: Null, power: float = 0.8) -> float:
    """Return the elasticity that would be found with a power of 80 %, < 0: normal approximation.

    The distance from the 5 % point of the permutation distribution of the one-step estimate to its
    80 % point.
    """
    spread = made.statistics().one_step[1:]
    low, high = np.nanquantile(spread, [LEVEL, power])
    return float(low - high)


def sizes(contrast: Contrast) -> Vector:
    """Return what each economy trades before the event where it is seen, USD."""
    known: Matrix = np.where(contrast.observed, contrast.before, 0.0)
    total: Vector = known.sum(axis=0) + known.sum(axis=1)
    return total


def exposed_of(
    contrast: Contrast, distance: Matrix, regions: Sequence[str], terciles: Sequence[str]
) -> Exposed:
    """Return a network with the three stratifications that the reader sees."""
    everywhere = ("",) * len(contrast.economies)
    strata = {REGION: tuple(regions), SIZE: tuple(terciles), FREE: everywhere}
    return Exposed(contrast, distance, strata)

"""Trade lost with the sanctioning economies, part of it found again elsewhere: no bloc."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from tradenet.bloc.contrast import Contrast
from tradenet.bloc.worlds.ground import Cast
from tradenet.domain.arrays import Mask, Matrix

Vector = npt.NDArray[np.float64]

LARGEST_PARTNERS = 20


@dataclass(frozen=True, slots=True)
class Diversion:
    """The spokes lose trade with the sanctioning economies and find part of it with neutral ones.

    Attributes
    ----------
    lost : float
        Share of the trade with the sanctioning economies that is lost, 0 to 1.
    back : float
        Share of it that is found again, in proportion to the trade with all other partners: the
        hub and the other spokes impose no sanctions either.
    to_one : float
        Share of what is found again that one neutral economy, drawn from the spokes' twenty
        largest partners beside the members, takes for itself.
    """

    lost: float = 0.7
    back: float = 0.5
    to_one: float = 0.0

    def __call__(self, world: Contrast, cast: Cast, *, rng: np.random.Generator) -> Contrast:
        """Return the world with diverted trade."""
        after, against = world.after.copy(), cast.sanctioning(world)
        one = large_partner(world, cast, rng) if self.to_one else -1
        for spoke in cast.spokes(world).tolist():
            seen = world.observed[spoke], world.observed[:, spoke]
            for values, known in zip((after[spoke], after[:, spoke]), seen, strict=True):
                self._turn(values, against & known, ~against & known, one)
        return replace(world, after=after)

    def _turn(self, values: Vector, against: Mask, neutral: Mask, one: int) -> None:
        """Turn one direction of one spoke's trade, in place."""
        found = self.lost * self.back * float(values[against].sum())
        total = float(values[neutral].sum())
        if total <= 0:
            return  # nobody to turn to: what would be lost stays
        values[against] *= 1 - self.lost
        taken = self.to_one * found if one >= 0 and neutral[one] else 0.0
        values[neutral] *= 1 + (found - taken) / total
        values[one] += taken


def large_partner(world: Contrast, cast: Cast, rng: np.random.Generator) -> int:
    """Draw one of the spokes' twenty largest neutral partners beside the members."""
    trade: Matrix = np.nan_to_num(world.before)
    spokes = cast.spokes(world)
    total = trade[spokes].sum(axis=0) + trade[:, spokes].sum(axis=1)
    total[~cast.others(world)] = 0.0
    largest = [k for k in np.argsort(-total, kind="stable")[:LARGEST_PARTNERS] if total[k] > 0]
    return int(rng.choice(largest)) if largest else -1

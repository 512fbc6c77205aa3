"""A bloc part of whose trade stands in the books under somebody else's name."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from tradenet.bloc.contrast import Contrast
from tradenet.bloc.worlds.diversion import large_partner
from tradenet.bloc.worlds.ground import Cast
from tradenet.bloc.worlds.planted import Planted


@dataclass(frozen=True, slots=True)
class DarkTrade:
    """A rise whose exports to the hub are partly recorded as another neutral economy's.

    Attributes
    ----------
    rise : Planted
        What happened.
    share : float
        Of the spokes' exports to the hub after the event, 0 to 1, recorded under the name of one
        of the spokes' twenty largest neutral partners.
    """

    rise: Planted = field(default_factory=lambda: Planted(3.0, 3.0))
    share: float = 0.3

    def __call__(self, world: Contrast, cast: Cast, *, rng: np.random.Generator) -> Contrast:
        """Return the world as the books have it; the hub's imports stay what they are."""
        risen = self.rise(world, cast, rng=rng)
        after, hub = risen.after.copy(), int(world.at((cast.bloc.hub,))[0])
        other = large_partner(world, cast, rng)
        if min(hub, other) < 0 or not world.observed[other, hub]:
            return risen
        spokes = [k for k in cast.spokes(world).tolist() if world.observed[k, hub]]
        after[other, hub] += self.share * after[spokes, hub].sum()
        after[spokes, hub] *= 1 - self.share
        return replace(risen, after=after)

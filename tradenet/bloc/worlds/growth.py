"""The hub grows with everybody: no bloc."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from tradenet.bloc.contrast import Contrast
from tradenet.bloc.worlds.ground import Cast


@dataclass(frozen=True, slots=True)
class HubGrowth:
    """All trade of the hub is multiplied after the event.

    Attributes
    ----------
    factor : float
        Of its exports to, and its imports from, everybody.
    """

    factor: float = 1.5

    def __call__(self, world: Contrast, cast: Cast, *, rng: np.random.Generator) -> Contrast:
        """Return the world with a larger hub; nothing is drawn."""
        del rng
        after, hub = world.after.copy(), int(world.at((cast.bloc.hub,))[0])
        if hub >= 0:
            after[hub] *= self.factor
            after[:, hub] *= self.factor
        return replace(world, after=after)

"""A rise of known size."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from tradenet.bloc.contrast import Contrast
from tradenet.bloc.worlds.ground import Cast


@dataclass(frozen=True, slots=True)
class Planted:
    """Trade of the hub with the spokes, and among the spokes, is multiplied after the event.

    Attributes
    ----------
    hub_spoke, spoke_spoke : float
        Factors; 1 is nothing.
    """

    hub_spoke: float = 1.0
    spoke_spoke: float = 1.0

    def __call__(self, world: Contrast, cast: Cast, *, rng: np.random.Generator) -> Contrast:
        """Return the world with the rise in it; nothing is drawn."""
        del rng
        after = np.where(world.cells(cast.bloc.hub_spoke), self.hub_spoke, 1.0) * world.after
        inside = world.cells(cast.bloc.spoke_spoke)
        return replace(world, after=np.where(inside, self.spoke_spoke, 1.0) * after)

"""Trade that goes on and is seen no more."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from tradenet.bloc.contrast import Contrast
from tradenet.bloc.worlds.ground import Cast


@dataclass(frozen=True, slots=True)
class SilentNeutrals:
    """Some neutral economies stop filing: their trade with others who do not file is not seen.

    Attributes
    ----------
    share : float
        Of the neutral economies that file, members apart, 0 to 1.
    """

    share: float = 0.25

    def __call__(self, world: Contrast, cast: Cast, *, rng: np.random.Generator) -> Contrast:
        """Return the world with fewer filers."""
        able = np.flatnonzero(cast.others(world) & world.filers)
        filers = world.filers.copy()
        filers[rng.choice(able, size=round(self.share * len(able)), replace=False)] = False
        # A cell seen before that neither side filed was told by somebody else, and still is.
        unseen = np.logical_or.outer(world.filers, world.filers)
        unseen &= ~np.logical_or.outer(filers, filers)
        return replace(world, after=np.where(unseen, np.nan, world.after), filers=filers)


@dataclass(frozen=True, slots=True)
class MissingSpokes:
    """Trade among the spokes is not seen after the event."""

    def __call__(self, world: Contrast, cast: Cast, *, rng: np.random.Generator) -> Contrast:
        """Return the world without these cells; nothing is drawn."""
        del rng
        inside = world.cells(cast.bloc.spoke_spoke)
        return replace(world, after=np.where(inside, np.nan, world.after))

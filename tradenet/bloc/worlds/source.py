"""The same trade, told by another source after the event."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from tradenet.bloc.contrast import Contrast
from tradenet.bloc.worlds.ground import Cast


@dataclass(frozen=True, slots=True)
class SourceSwitch:
    r"""All values after the event come from another source.

    .. math:: x' = x \exp(s_{f_i f_j} + \varepsilon_{ij} - \nu^2 / 2)

    with a level shift :math:`s` for each of the four classes of cells, by whether exporter and
    importer file, and noise :math:`\varepsilon` of standard deviation :math:`\nu`, which leaves
    the expected dollars of a class.

    Attributes
    ----------
    shift, noise : float
        Standard deviations of s and ε, log points.
    """

    shift: float = 0.05
    noise: float = 0.15

    def __call__(self, world: Contrast, cast: Cast, *, rng: np.random.Generator) -> Contrast:
        """Return the world as the other source has it."""
        del cast
        files = world.filers.astype(int)
        level = rng.normal(0, self.shift, (2, 2))[np.ix_(files, files)]
        noise = rng.normal(-(self.noise**2) / 2, self.noise, world.after.shape)
        return replace(world, after=world.after * np.exp(level + noise))

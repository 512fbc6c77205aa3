"""What worlds are made of: a real contrast, who plays in it, and its residuals to hand on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
import numpy.typing as npt

from tradenet.bloc.contrast import Contrast
from tradenet.bloc.inference import Inference, Network, infer
from tradenet.domain import Bloc
from tradenet.domain.arrays import Mask
from tradenet.gravity import Change, Transplant, fit_change, transplant

Indices = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Cast:
    """Who plays whom in a world.

    Attributes
    ----------
    bloc : Bloc
        The set to which something happens.
    sanctioners : tuple of str
        Economies with sanctions of their own on a member.
    """

    bloc: Bloc
    sanctioners: tuple[str, ...] = ()

    def spokes(self, world: Contrast) -> Indices:
        """Return the positions of the spokes."""
        return world.at(self.bloc.spokes)

    def sanctioning(self, world: Contrast) -> Mask:
        """Return which economies impose sanctions, shape (n,)."""
        named = set(self.sanctioners)
        return np.array([code in named for code in world.economies])

    def others(self, world: Contrast) -> Mask:
        """Return which economies neither impose sanctions nor are members, shape (n,)."""
        return ~(self.sanctioning(world) | np.isin(world.economies, self.bloc.members))


class World(Protocol):
    """A kind of world: what it does to a world in which nothing happened."""

    def __call__(self, world: Contrast, cast: Cast, *, rng: np.random.Generator) -> Contrast:
        """Return the world after something happened to the cast."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """A real contrast, ready to make worlds in which nothing happened.

    Attributes
    ----------
    contrast : Contrast
        The whole world as observed.
    cast : Cast
        The real set and the sanctioning economies.
    rivals : tuple of str
        Nobody's placebos.
    paths : Transplant
        The residuals of the two-period fit.
    made : Inference
        The null on the real neutral network: sizes, roles, what is observed.
    """

    contrast: Contrast
    cast: Cast
    rivals: tuple[str, ...]
    paths: Transplant
    made: Inference

    def null(self, *, rng: np.random.Generator) -> Contrast:
        """Return a world in which nothing happened: every pair has another pair's residuals."""
        before, after = self.paths(rng=rng)
        return replace(self.contrast, before=before, after=after)

    def network(self, world: Contrast, bloc: Bloc) -> Network:
        """Return the neutral network of a world, with a set in question."""
        return Network(world.without(self.cast.sanctioners), bloc, self.rivals)


def ground(contrast: Contrast, cast: Cast, rivals: tuple[str, ...] = ()) -> Ground:
    """Fit the null to a real contrast and prepare its residuals.

    What the spokes lost with the sanctioning economies gets effects of its own, which no world then
    contains; else that loss would pull the spokes' trade with everybody down after the event, and
    up before. Pairs of two neutral economies take from such pairs, others from others. Pairs of a
    spoke hand nothing on: something may have happened to them, which is the question.

    Parameters
    ----------
    contrast : Contrast
        The whole world.
    cast : Cast
        The real set and the sanctioning economies.
    rivals : tuple of str
        Economies that are nobody's placebo.

    Raises
    ------
    InsufficientData
        If too little is observed, or a member is not there.
    """
    outside = cast.sanctioning(contrast)
    change = _without_losses(contrast, cast)
    kind = np.logical_or.outer(outside, outside).astype(np.intp)
    spoke = np.isin(contrast.economies, cast.bloc.spokes)
    kind = np.where(np.logical_or.outer(spoke, spoke), -kind - 1, kind)
    paths = transplant(contrast.before, contrast.after, change, kind)
    neutral = Network(contrast.without(cast.sanctioners), cast.bloc, rivals)
    return Ground(contrast, cast, rivals, paths, infer(neutral))


def _without_losses(contrast: Contrast, cast: Cast) -> Change:
    """Fit the null with effects for the spokes' trade with sanctioners; leave these out again."""
    outside, observed = cast.sanctioning(contrast), contrast.observed
    terms: list[Mask] = []
    for spoke in cast.spokes(contrast).tolist():
        for axis in (0, 1):
            cells = np.zeros_like(observed)
            np.moveaxis(cells, axis, 0)[spoke] = outside
            cells &= observed
            if contrast.before[cells].any() and contrast.after[cells].any():
                terms.append(cells)
    made = fit_change(contrast.before, contrast.after, observed, terms=terms)
    both = made.before + made.after
    rise = 1.0 / (1.0 + np.exp(-np.add.outer(*made.start)))
    after = both * rise
    return replace(made, before=both - after, after=after, effects=made.effects[:0])

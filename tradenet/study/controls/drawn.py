"""Sets that nobody ever called a bloc, at dates when nothing is known to have happened to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tradenet.bloc import Contrast, Inference, Network, infer, infer_class
from tradenet.domain import Bloc, InsufficientData, Window, stream
from tradenet.study.controls.known import Control, WindowRule
from tradenet.study.controls.measure import FEWEST_SETS, worlds

Indices = npt.NDArray[np.intp]
World = Callable[[Window], Mapping[str, Contrast]]


@dataclass(frozen=True, slots=True)
class DrawRule:
    """How many random sets, and like what.

    Attributes
    ----------
    dates : int
        Years drawn, without repetition, from those whose whole window is held.
    sets : int
        Sets drawn at each date.
    ranks : int
        How far an economy may stand, in ranks of size, from the member it is like.
    tries : int
        Draws at a date before it is left with fewer sets.
    """

    dates: int = 20
    sets: int = 6
    ranks: int = 6
    tries: int = 120


@dataclass(frozen=True, slots=True)
class Drawn:
    """One random set.

    Attributes
    ----------
    event : int
        Year.
    like : str
        The control whose members' ranks of size it has.
    members : str
        Joined by ``+``.
    sets : int
        Matched sets it is compared with.
    p_rise, p_fall : float
        One-sided p-values of the statistic that decides.
    p_rise_change : float
        `p_rise` by the rank of the change.
    """

    event: int
    like: str
    members: str
    sets: int
    p_rise: float
    p_fall: float
    p_rise_change: float


def profiles(controls: Sequence[Control], world: World = worlds) -> dict[str, Indices]:
    """Return, for each control without a hub or mergers, its members' ranks of size, 0 the largest.

    Sets of more than six have too few references to be judged, so they are nobody's model.

    Parameters
    ----------
    controls : sequence of Control
        The named ones.
    world : callable
        From a window to its contrast.
    """
    return {
        control.name: _ranks(world(control.window)["zero"], control.bloc)
        for control in controls
        if control.window and not control.of_hub and not control.mergers
        and len(control.bloc.spokes) <= _MOST_MEMBERS
    }  # fmt: skip


_MOST_MEMBERS = 6


def _order(world: Contrast) -> Indices:
    """Return positions by trade before, the largest first, as the roles rank them."""
    cells = np.where(world.observed, world.before, 0.0)
    order: Indices = np.argsort(-(cells.sum(axis=0) + cells.sum(axis=1)), kind="stable")
    return order


def _ranks(world: Contrast, bloc: Bloc) -> Indices:
    order = _order(world).tolist()
    return np.array([order.index(k) for k in world.at(bloc.spokes)], dtype=np.intp)


def drawn(
    like: dict[str, Indices],
    rule: DrawRule,
    window: WindowRule,
    world: World = worlds,
    *,
    rng: np.random.Generator,
) -> tuple[Drawn, ...]:
    """Draw sets and test them as if they had been blocs.

    Parameters
    ----------
    like : mapping of str to int array
        Ranks of size to be like, by name (`profiles`).
    rule : DrawRule
        How many.
    window : WindowRule
        That of the controls.
    world : callable
        From a window to its contrast.
    rng : Generator
        Chooses dates.
    """
    first, last = window.first + window.before, window.last - window.skipped - window.after + 1
    years = np.sort(rng.choice(np.arange(first, last + 1), rule.dates, replace=False))
    return tuple(
        one
        for year in years.tolist()
        for one in _at(year, like, rule, world(window.around(year))["zero"])
    )


def _at(year: int, like: dict[str, Indices], rule: DrawRule, world: Contrast) -> Iterator[Drawn]:
    """Yield the sets of one date; a set without a reference is drawn again."""
    rng, order, names = stream(0, f"study/controls/{year}"), _order(world), sorted(like)
    made, found = None, 0
    for _ in range(rule.tries):
        if found == rule.sets:
            return
        name = names[rng.integers(len(names))]
        who = np.unique(order[np.clip(_near(like[name], rule.ranks, rng=rng), 0, len(order) - 1)])
        if len(who) < len(like[name]):
            continue
        made = _inference(world, who, made)
        one = _tested(made, year, name) if made else None
        if one is not None:
            found += 1
            yield one


def _near(ranks: Indices, most: int, *, rng: np.random.Generator) -> Indices:
    return ranks + rng.integers(-most, most, size=len(ranks), endpoint=True)


def _inference(world: Contrast, who: Indices, near: Inference | None) -> Inference | None:
    bloc = Bloc(tuple(world.economies[k] for k in who))
    try:
        return infer(Network(world, bloc), near=near.change if near else None)
    except InsufficientData:
        return None


def _tested(made: Inference, year: int, name: str) -> Drawn | None:
    found = infer_class(made, "spoke_spoke")
    if found is None or len(found.sets) < FEWEST_SETS:
        return None
    members = "+".join(made.network.bloc.spokes)
    chances = (found.p_value, found.p_below, found.p_change)
    return Drawn(year, name, members, len(found.sets), *chances)


def interval(hits: int, of: int, level: float = 0.05) -> tuple[float, float]:
    """Return the exact binomial interval of a share (Clopper and Pearson 1934).

    Examples
    --------
    >>> [round(end, 3) for end in interval(5, 100)]
    [0.016, 0.113]
    """
    from scipy.stats import binomtest

    found = binomtest(hits, of).proportion_ci(1 - level, method="exact")
    return float(found.low), float(found.high)

"""Sets that could have been the bloc and are not: the references of randomization inference."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from tradenet.domain import stream
from tradenet.domain.arrays import Mask, Matrix
from tradenet.gravity.residuals import Residuals

Indices = npt.NDArray[np.intp]
Vector = npt.NDArray[np.float64]

HUB = -1  # the hub's place among the roles; spokes are 0, 1, …

NEIGHBOURS = 6
FEWEST_CANDIDATES = 8
MOST_SETS = 28_561  # a spoke and its twelve candidates in each of four roles
SAME_CLASS = 10


@dataclass(frozen=True, slots=True, eq=False)
class Roles:
    """Who plays whom.

    Attributes
    ----------
    hub : int
        Position of the hub, the same in every set; -1 where there is none.
    focus : int array, shape (k,)
        Positions of the spokes in question.
    candidates : tuple of k int arrays
        Who may play each spoke, larger economies first.
    """

    hub: int
    focus: Indices
    candidates: tuple[Indices, ...]

    @property
    def valid(self) -> bool:
        """Whether every role has enough candidates for a reference."""
        return all(len(named) >= FEWEST_CANDIDATES for named in self.candidates)

    def sets(self) -> Indices:
        """Return every set but the one in question, each once, nobody twice: shape (N, k).

        A role is played by one of its candidates or by the spoke itself. Under the null any of
        these is as likely to be the one that was asked about, so that the set in question is a
        random one of all these sets: the test is exact. Without the sets in which only some spokes
        are replaced it is not: the reference is then made of a dozen draws a role that the set
        itself is no part of, and too narrow. It is too narrow as well where economies that may
        play several roles are counted once for each way of casting them, since the sets that share
        no spoke with the one in question can be cast in the most ways.

        Where there are more than `MOST_SETS`, as with more than four roles, that many are drawn,
        always the same ones.
        """
        return _sets(tuple((spoke, *named.tolist()) for spoke, named in
                           zip(self.focus.tolist(), self.candidates, strict=True)))  # fmt: skip


@lru_cache(maxsize=16)  # an interval asks for the same sets in thirty fits
def _sets(players: tuple[tuple[int, ...], ...]) -> Indices:
    """Return every choice of one player a role, read-only; first of each role is the spoke."""
    focus = np.array([named[0] for named in players], dtype=np.intp)
    if math.prod(len(named) for named in players) > MOST_SETS:
        rng = stream(0, "bloc/placebo/sets")
        every = np.column_stack([rng.choice(named, 4 * MOST_SETS) for named in players])
        found = _others(every, focus)[:MOST_SETS]
    else:
        grid = np.meshgrid(*players, indexing="ij")
        found = _others(np.stack([axis.ravel() for axis in grid], axis=-1), focus)
    found.flags.writeable = False
    return found


def _others(sets: Indices, focus: Indices) -> Indices:
    """Return each set in which nobody plays twice once, without the one in question."""
    ordered = np.sort(sets, axis=1)
    kept = np.all(ordered[:, 1:] != ordered[:, :-1], axis=1)
    kept &= np.any(ordered != np.sort(focus), axis=1)
    sets, ordered = sets[kept], ordered[kept]
    order = np.lexsort(ordered.T)
    again = np.zeros(len(sets), dtype=bool)
    again[order[1:]] = np.all(ordered[order[1:]] == ordered[order[:-1]], axis=1)
    others: Indices = sets[~again].astype(np.intp)
    return others


def roles(size: Vector, filers: Mask, hub: int, focus: Indices, excluded: Iterable[int]) -> Roles:
    """Return, for each spoke, the economies of like size that may play it.

    Economies are ranked by size; a spoke's candidates stand within six ranks of it. Where ten or
    more of these are of the spoke's own kind (filers, or not), only they are taken.

    Parameters
    ----------
    size : float array, shape (n,)
        Trade before the event, USD; economies without any are nobody's candidates.
    filers : bool array, shape (n,)
        Who files in every period.
    hub : int
        Position of the hub, or -1.
    focus : int array, shape (k,)
        Positions of the spokes.
    excluded : iterable of int
        Rivals: economies whose own rise is part of the question.
    """
    barred = {hub, *focus.tolist(), *excluded}
    order = [k for k in np.argsort(-size, kind="stable").tolist() if size[k] > 0]
    named = []
    for spoke in focus.tolist():
        ranked = [k for k in order if k == spoke or k not in barred]
        if spoke not in ranked:
            named.append(np.array([], dtype=np.intp))
            continue
        place = ranked.index(spoke)
        near = ranked[max(0, place - NEIGHBOURS) : place] + ranked[place + 1 :][:NEIGHBOURS]
        alike = [k for k in near if filers[k] == filers[spoke]]
        named.append(np.array(alike if len(alike) >= SAME_CLASS else near, dtype=np.intp))
    return Roles(hub, focus, tuple(named))


Cells = tuple[tuple[int, int], ...]


def observed_cells(pairs: Cells, roles: Roles, seen: Mask) -> Cells:
    """Return the directed cells, as roles, of those pairs that are seen for the focus set."""
    both = [cell for one, other in pairs for cell in ((one, other), (other, one))]
    at = [*roles.focus.tolist(), roles.hub]  # at[-1] is the hub
    places = {cell: (at[cell[0]], at[cell[1]]) for cell in both}
    return tuple(cell for cell in both if min(places[cell]) >= 0 and seen[places[cell]])


@dataclass(frozen=True, slots=True, eq=False)
class SetStatistics:
    """What the residuals say of each of many sets.

    Attributes
    ----------
    studentized : float array, shape (N,)
        Σr / √Σσ² over the cells; NaN for a set one of whose cells is not observed.
    change : float array, shape (N,)
        Σr / ΣI, the one-step estimate of the log change; NaN likewise. It ranks, no more.
    """

    studentized: Vector
    change: Vector


def set_statistics(found: Residuals, sets: Indices, hub: int, cells: Cells) -> SetStatistics:
    """Return the statistics of sets of economies over the given role cells.

    Both directions of a pair share one predicted variance, that of their joint information.

    Parameters
    ----------
    found : Residuals
        Of the null.
    sets : int array, shape (N, k)
        Positions of the spokes.
    hub : int
        Position of the hub.
    cells : tuple of (role, role)
        Directed cells that take part; `HUB` stands for the hub.
    """
    at = np.column_stack([sets, np.full(len(sets), hub, dtype=np.intp)])
    total, told, variance = (np.zeros(len(sets)) for _ in range(3))
    complete = np.ones(len(sets), dtype=bool)
    for pair in sorted({tuple(sorted(cell)) for cell in cells}):
        left, information = np.zeros(len(sets)), np.zeros(len(sets))
        for one, other in (cell for cell in cells if tuple(sorted(cell)) == pair):
            i, j = at[:, one], at[:, other]
            left += found.residual[i, j]
            information += found.information[i, j]
            complete &= found.information[i, j] > 0
        smaller = np.minimum(found.size[at[:, pair[0]]], found.size[at[:, pair[1]]])
        total += left
        told += information
        variance += found.variance(information, smaller)
    blank = np.full(len(sets), np.nan)
    known = complete & (variance > 0)
    return SetStatistics(
        np.divide(total, np.sqrt(variance), out=blank.copy(), where=known),
        np.divide(total, told, out=blank.copy(), where=known),
    )


def focus_mask(shape: Matrix, roles: Roles) -> Mask:
    """Return the cells among the members, in both directions."""
    members = [*roles.focus.tolist(), *([roles.hub] if roles.hub >= 0 else [])]
    mask = np.zeros(shape.shape, dtype=bool)
    mask[np.ix_(members, members)] = True
    return mask

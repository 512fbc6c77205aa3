"""Randomization inference on two periods of a network: the set in question among its peers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from tradenet.bloc.contrast import Contrast
from tradenet.bloc.placebo import (
    HUB,
    Cells,
    Indices,
    Roles,
    SetStatistics,
    focus_mask,
    observed_cells,
    roles,
    set_statistics,
)
from tradenet.bloc.significance import LEVEL, bound, p_value
from tradenet.domain import Bloc, InsufficientData
from tradenet.domain.arrays import Mask, Matrix
from tradenet.gravity import Change, Residuals, fit_change, residuals

Vector = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """Where the inference is made, fixed before any number is computed.

    Attributes
    ----------
    contrast : Contrast
        Two periods of the economies that take part.
    bloc : Bloc
        The set in question.
    rivals : tuple of str
        Economies whose own rise is part of the question: nobody's placebo.
    apart : tuple of str
        Economies whose change of trade with the members gets an effect of its own.
    hub_apart : bool
        Whether hub–spoke trade gets an effect of its own as well: spokes are judged so (`judged`).
    """

    contrast: Contrast
    bloc: Bloc
    rivals: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    hub_apart: bool = False

    def terms(self) -> list[Mask]:
        """Return the cells of each economy that stands apart, with all members; then the hub's."""
        pairs = ([(one, member) for member in self.bloc.members if member != one]
                 for one in self.apart)  # fmt: skip
        hub = [self.bloc.hub_spoke] if self.hub_apart else []
        masks = (self.contrast.cells(listed) for listed in (*pairs, *hub))
        return [mask for mask in masks if _moves(self.contrast, mask)]


def _moves(contrast: Contrast, mask: Mask) -> bool:
    seen = mask & contrast.observed
    return bool((contrast.before[seen] > 0).any() and (contrast.after[seen] > 0).any())


@dataclass(frozen=True, slots=True, eq=False)
class Inference:
    """The null fitted to a network, and what it leaves over.

    Attributes
    ----------
    network : Network
        Where it was made.
    change : Change
        The two-period fit.
    found : Residuals
        What is left over, with its predicted variance.
    roles : Roles
        Who may play whom.
    """

    network: Network
    change: Change
    found: Residuals
    roles: Roles


def infer(network: Network, offset: Matrix | None = None, near: Change | None = None) -> Inference:
    """Fit the null and name the candidates of each role.

    Parameters
    ----------
    network : Network
        Where the inference is made.
    offset : float array, shape (n, n), optional
        Log change that the hypothesis gives to cells; none where not given.
    near : Change, optional
        A similar fit to start from.

    Raises
    ------
    InsufficientData
        If a member is not in the network, or too little is observed.
    """
    contrast = network.contrast
    change = fit_change(
        contrast.before,
        contrast.after,
        contrast.observed,
        terms=network.terms(),
        offset=offset,
        start=near.start if near else None,
    )
    members = contrast.at(network.bloc.spokes)
    hub = int(contrast.at((network.bloc.hub,))[0]) if network.bloc.hub else HUB
    shape = Roles(hub, members, ())
    found = residuals(
        contrast.before,
        contrast.after,
        (change.before, change.after),
        change.fitted,
        focus_mask(contrast.before, shape),
    )
    rivals = [int(k) for k in contrast.at(network.rivals) if k >= 0]
    return Inference(
        network, change, found, roles(found.size, contrast.filers, hub, members, rivals)
    )


@lru_cache(maxsize=8)  # one class is asked for many times; an inference is its own key
def judged(made: Inference, name: str) -> Inference:
    """Return the inference that a class is judged by.

    A rise of hub–spoke trade raises the spokes' own effects, and with them what they are expected
    to trade with each other: of a bloc nothing would be left to see among the spokes. So these are
    judged in a fit in which hub–spoke trade has its own effect, where there is enough of it.
    """
    if name != "spoke_spoke" or made.network.hub_apart or not made.network.bloc.hub:
        return made
    try:
        return infer(replace(made.network, hub_apart=True), near=made.change)
    except InsufficientData:
        return made


def class_pairs(bloc: Bloc, name: str) -> Cells:
    """Return the pairs of a class as roles: hub with each spoke, or each spoke with each."""
    count = len(bloc.spokes)
    if name == "hub_spoke":
        return tuple((HUB, k) for k in range(count)) if bloc.hub else ()
    return tuple((one, other) for one in range(count) for other in range(one + 1, count))


@dataclass(frozen=True, slots=True, eq=False)
class ClassInference:
    """One class of dyads of the set among the same class of its placebos.

    Attributes
    ----------
    pairs : tuple of (role, role)
        The pairs of the class.
    cells : tuple of (role, role)
        Their directed cells that are observed for the set; the same roles are compared.
    studentized, change : float
        Σr/√Σσ², which decides, and Σr/ΣI of the set.
    sets : int array, shape (N, k)
        Placebo sets whose cells are all observed.
    reference : SetStatistics
        Theirs.
    """

    pairs: Cells
    cells: Cells
    studentized: float
    change: float
    sets: Indices
    reference: SetStatistics

    @property
    def statistic(self) -> float:
        """The statistic that decides."""
        return self.studentized

    @property
    def others(self) -> Vector:
        """The same statistic of the placebos."""
        return self.reference.studentized

    @property
    def p_value(self) -> float:
        """One-sided p-value of the statistic that decides."""
        return p_value(self.statistic, self.others)

    @property
    def p_below(self) -> float:
        """The chance of a statistic this small."""
        return p_value(-self.statistic, -self.others)

    @property
    def p_change(self) -> float:
        """One-sided p-value of the rank of the one-step change."""
        return p_value(self.change, self.reference.change)


def infer_class(made: Inference, name: str, pairs: Cells | None = None) -> ClassInference | None:
    """Return a class among its placebos; None where nothing of it is observed or no reference is.

    The studentized statistic decides for both classes. The rank of the change stands beside it: it
    has the same size, and less power, because a set of small pairs widens its reference.

    Parameters
    ----------
    made : Inference
        The null.
    name : str
        ``hub_spoke`` or ``spoke_spoke``.
    pairs : tuple of (role, role), optional
        Some of the pairs of the class; all where not given.
    """
    made = judged(made, name)
    roles_ = made.roles
    pairs = class_pairs(made.network.bloc, name) if pairs is None else pairs
    if roles_.focus.min(initial=0) < 0 or not roles_.valid:
        return None
    cells = observed_cells(pairs, roles_, made.found.information > 0)
    if not cells:
        return None
    focus = set_statistics(made.found, roles_.focus[None, :], roles_.hub, cells)
    sets = roles_.sets()
    every = set_statistics(made.found, sets, roles_.hub, cells)
    known = ~np.isnan(every.studentized)
    return ClassInference(
        pairs,
        cells,
        float(focus.studentized[0]),
        float(focus.change[0]),
        sets[known],
        SetStatistics(every.studentized[known], every.change[known]),
    )


def cell_mask(
    made: Inference, cells: Iterable[tuple[int, int]], who: Indices | None = None
) -> Mask:
    """Return role cells as a mask of the network, for the set or for another set of economies."""
    at = [*(made.roles.focus if who is None else who).tolist(), made.roles.hub]
    mask = np.zeros(made.found.residual.shape, dtype=bool)
    for one, other in cells:
        mask[at[one], at[other]] = True
    return mask


def effects(made: Inference, classes: Mapping[str, ClassInference]) -> dict[str, float]:
    """Return the Poisson estimate of each class's log change, all classes in one fit.

    Beside the spokes' class alone, hub–spoke trade has its effect all the same. A class without
    trade before, or without trade after, has no estimate and is left out.
    """
    contrast, fitted = made.network.contrast, made.change.fitted
    extra = replace(made.network, hub_apart="hub_spoke" not in classes).terms()
    every = {name: fitted & cell_mask(made, found.cells) for name, found in classes.items()}
    masks = {name: mask for name, mask in every.items() if _moves(contrast, mask)}
    fit = fit_change(contrast.before, contrast.after, contrast.observed,
                     terms=[*masks.values(), *extra], start=made.change.start)  # fmt: skip
    return {name: float(effect) for name, effect in zip(masks, fit.effects, strict=False)}


def tails(made: Inference, name: str, effect: float) -> tuple[float, float]:
    """Return the p-values against a true effect above, and below, a hypothesised one.

    The effect is an offset of the class's cells in a new fit, in which the set is compared with its
    placebos: the chance of a statistic this large, and of one this small.
    """
    made = judged(made, name)
    found = infer_class(made, name)
    if found is None:
        return 1.0, 1.0
    offset = np.where(cell_mask(made, found.cells), effect, 0.0)
    here = infer_class(infer(made.network, offset, made.change), name)
    return (here.p_value, here.p_below) if here is not None else (1.0, 1.0)


def interval(made: Inference, name: str) -> tuple[float, float]:
    """Return the 95 % interval of a class's log change, by inverting the test.

    Effects whose two one-sided p-values both exceed 2.5 % are inside.
    """
    low = bound(lambda at: tails(made, name, at)[0], LEVEL / 2, upper=False)
    high = bound(lambda at: tails(made, name, at)[1], LEVEL / 2, upper=True)
    return low, high

"""Whether the members' trade turned from the sanctioning economies to neutral ones in general."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tradenet.bloc.classes import SMALLEST_RISE
from tradenet.bloc.evidence import Evidence
from tradenet.bloc.inference import (
    Inference,
    effects,
    infer,
    infer_class,
)
from tradenet.bloc.significance import LEVEL, p_value
from tradenet.domain import InsufficientData

Vector = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Diversion:
    """The naive answer, and how much of it is diversion.

    Attributes
    ----------
    naive_change : float or None
        Poisson estimate of the rise of hub–spoke trade, or of that among the members where there
        is no hub, where the sanctioning economies are comparators too.
    naive_p : float or None
        Its p-value among matched sets of the whole world.
    neutral_change : float or None
        One-step log change of the members' trade with neutral economies, without the hub.
    neutral_p : float or None
        Its p-value among matched sets.
    """

    naive_change: float | None = None
    naive_p: float | None = None
    neutral_change: float | None = None
    neutral_p: float | None = None

    @property
    def holds(self) -> bool:
        """V: the naive estimate passes and trade with neutrals rose, both at 5 %."""
        naive = self.naive_p is not None and self.naive_p <= LEVEL
        large = self.naive_change is not None and self.naive_change >= SMALLEST_RISE
        turned = self.neutral_p is not None and self.neutral_p <= LEVEL
        return naive and large and turned and (self.neutral_change or 0.0) > 0


def diversion(evidence: Evidence) -> Diversion:
    """Return the naive estimate and the members' turn to neutral partners, if anybody sanctions."""
    if evidence.world is None or evidence.made is None:
        return Diversion()
    if evidence.world.contrast.economies == evidence.made.network.contrast.economies:
        return Diversion()  # nobody imposes sanctions on a member: nothing to divert from
    try:
        everyone = infer(evidence.world)
    except InsufficientData:
        return Diversion()
    name = "hub_spoke" if evidence.bloc.hub else "spoke_spoke"
    found = infer_class(everyone, name)
    change, chance = turn_to_neutrals(everyone, evidence.made)
    if found is None:
        return Diversion(None, None, change, chance)
    naive = effects(everyone, {name: found}).get(name)
    return Diversion(naive, found.p_value, change, chance)


def turn_to_neutrals(everyone: Inference, neutral: Inference) -> tuple[float | None, float | None]:
    """Return the members' one-step change with neutral partners, and its p-value.

    Compared with sets of neutral economies that may play the members.
    """
    codes, found = everyone.network.contrast.economies, everyone.found
    names = neutral.network.contrast.economies
    members = set(everyone.network.bloc.members)
    partner = np.array([code in set(names) - members for code in codes])
    told = found.information + found.information.T
    left = found.residual + found.residual.T
    variance = found.variance(told, np.minimum.outer(found.size, found.size))
    sums = [np.where(partner, matrix, 0.0).sum(axis=1) for matrix in (left, told, variance)]
    focus = everyone.network.contrast.at(everyone.network.bloc.spokes)
    if focus.min(initial=0) < 0 or not neutral.roles.valid:
        return None, None
    where = everyone.network.contrast.at(names)
    sets = where[neutral.roles.sets()]
    residual, information, spread = (total[focus].sum() for total in sums)
    if information <= 0 or spread <= 0:
        return None, None
    others = [total[sets].sum(axis=1) for total in sums]
    known = others[2] > 0
    reference = others[0][known] / np.sqrt(others[2][known])
    return float(residual / information), p_value(float(residual / np.sqrt(spread)), reference)

"""What T2 and T4 share: one class of dyads, measured, compared and read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from tradenet.bloc.inference import (
    ClassInference,
    Inference,
    effects,
    infer_class,
    tails,
)
from tradenet.bloc.significance import LEVEL

SMALLEST_RISE: Final = float(np.log(1.25))
# Where the hub's trade rises and the spokes' does not, nothing but this level stands between a hub
# and the verdict of a bloc, which must be wrong in at most one of a hundred worlds: at 5 % it was
# in two of a hundred simulated ones.
PASS_AT: Final[Mapping[str, float]] = {"hub_spoke": LEVEL, "spoke_spoke": 0.01}
LOW_BELOW: Final[Mapping[str, float]] = {
    "hub_spoke": float(np.log(1.5)),
    "spoke_spoke": float(np.log(2.0)),
}


@dataclass(frozen=True, slots=True, eq=False)
class ClassReading:
    """A class as the rule needs it.

    Attributes
    ----------
    name : str
        ``hub_spoke`` or ``spoke_spoke``.
    found : ClassInference
        The class among its placebos.
    change : float
        Poisson estimate of the log change, all classes in one fit.
    low : bool
        Whether its one-sided 95 % upper bound is below what would matter.
    """

    name: str
    found: ClassInference
    change: float
    low: bool

    @property
    def p_value(self) -> float:
        """One-sided p-value of the statistic that decides."""
        return self.found.p_value

    @property
    def rises(self) -> bool:
        """Whether the rise is significant and large enough to matter, before Holm."""
        return self.p_value <= PASS_AT[self.name] and self.change >= SMALLEST_RISE


def read_classes(made: Inference, seen: Mapping[str, bool]) -> dict[str, ClassReading]:
    """Return the readings of those classes that T0 lets be judged and that have a reference.

    Parameters
    ----------
    made : Inference
        The null.
    seen : mapping of class to bool
        Whether T0 holds the class to be observed.
    """
    found = {name: infer_class(made, name) for name, passed in seen.items() if passed}
    known = {name: here for name, here in found.items() if here is not None and len(here.sets)}
    change = effects(made, known) if known else {}
    return {
        name: ClassReading(
            name,
            here,
            change[name],
            is_low(made, name),
        )
        for name, here in known.items()
        if name in change
    }


def is_low(made: Inference, name: str) -> bool:
    """Return whether the test rejects every rise that would matter, at 5 %."""
    return tails(made, name, LOW_BELOW[name])[1] <= LEVEL


def names_of(made: Inference, found: ClassInference, most: int) -> list[dict[str, Any]]:
    """Return the placebo sets nearest to the top, by name, with their statistics."""
    codes = made.network.contrast.economies
    order = np.argsort(-found.reference.studentized, kind="stable")[:most]
    return [
        {
            "set": "+".join(codes[i] for i in found.sets[k]),
            "statistic": float(found.reference.studentized[k]),
            "log_change": float(found.reference.change[k]),
        }
        for k in order
    ]

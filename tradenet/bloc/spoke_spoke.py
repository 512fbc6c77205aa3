"""T4: whether the spokes trade among themselves beyond gravity and diversion."""

from __future__ import annotations

from dataclasses import dataclass

from tradenet.bloc.class_result import class_result
from tradenet.bloc.evidence import Evidence
from tradenet.bloc.result import BlocTestResult


@dataclass(frozen=True, slots=True)
class SpokeSpoke:
    r"""Whether trade among the spokes rose more than among matched sets of other economies.

    Null: trade among the spokes changed as the economies' own growth did. Alternative: it rose
    more. Statistic and reference: those of `HubSpoke`, in a fit in which hub–spoke trade has an
    effect of its own. Without it a rise of the whole set hides the spokes' part of it: in simulated
    worlds in which all trade of the set triples it was found among the spokes in 3 to 7 % of them,
    with it in 25 to 75 %; where the spokes' trade did not rise in at most 5 %, either way. A rise
    counts if two thirds of the dyads are observed and rise, and if no single dyad carries the sign.

    Attributes
    ----------
    placebos_refitted, power_draws : int
        As in `HubSpoke`.
    """

    placebos_refitted: int = 100
    power_draws: int = 60

    def __call__(self, evidence: Evidence) -> BlocTestResult:
        """Return rank, p-value, estimate with interval, dyads left out one by one, power."""
        return class_result(evidence, "T4", "spoke_spoke", self.placebos_refitted, self.power_draws)

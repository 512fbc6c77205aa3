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
    more. Statistic: the one-step log change :math:`\sum r / \sum I`, ranked among the sets of
    `HubSpoke`; under diversion its rank keeps its size where the studentized one does not. A rise
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

"""T2: whether trade between the hub and the spokes rose beyond gravity and diversion."""

from __future__ import annotations

from dataclasses import dataclass

from tradenet.bloc.class_result import class_result
from tradenet.bloc.evidence import Evidence
from tradenet.bloc.result import BlocTestResult


@dataclass(frozen=True, slots=True)
class HubSpoke:
    r"""Whether the hub's trade with the spokes rose more than with matched sets of other economies.

    Null: the hub's trade with the spokes changed as the economies' own growth and the hub's trade
    with economies of like size did. Alternative: it rose more. Statistic:
    :math:`T = \sum r / \sqrt{\sum \sigma^2}` over the observed cells, on the network without the
    sanctioning economies, with :math:`\sigma^2` predicted from the pair's information and size.
    Null distribution: T of every set that keeps the hub and draws each spoke from economies within
    six ranks of its size. Clustered standard errors of the usual Poisson dummy reject a true null
    far too often with so few treated economies (MacKinnon and Webb 2017,
    doi:10.1002/jae.2508).

    Attributes
    ----------
    placebos_refitted : int
        Strongest placebos that are fitted anew with their class masked.
    power_draws : int
        Placebo sets in which each rise is planted.
    """

    placebos_refitted: int = 100
    power_draws: int = 60

    def __call__(self, evidence: Evidence) -> BlocTestResult:
        """Return statistic, p-value, estimate with interval, power."""
        return class_result(evidence, "T2", "hub_spoke", self.placebos_refitted, self.power_draws)

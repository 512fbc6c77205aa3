"""R1 asks whether the division between the two patrons is told before and after the event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from tradenet.bloc.realignment.evidence import Patronage
from tradenet.bloc.result import BlocTestResult

QUESTION = "Does each patron tell its trade with the economy before and after the event?"


@dataclass(frozen=True, slots=True)
class Seen:
    """Whether each patron tells its trade in enough years on both sides of the event.

    Attributes
    ----------
    fewest : float
        Share of the window's years that each patron must tell, before and after apart.
    """

    fewest: float = 2 / 3

    def __call__(self, given: Patronage) -> BlocTestResult:
        """Return how many years of each side each patron tells."""
        lines = [self._line(given, patron) for patron in given.case.triple[1:]]
        passed = all(line["enough"] for line in lines)
        said = "; ".join(
            f"{line['patron']} tells {line['before']} of {len(given.window.pre)} years before and "
            f"{line['after']} of {len(given.window.post)} after"
            for line in lines
        )
        return BlocTestResult(
            name="R1",
            question=QUESTION,
            rule=f"each patron tells at least {self.fewest:.0%} of the years on either side",
            statistic=float(sum(line["enough"] for line in lines)),
            effect=said,
            passed=passed,
            details=(("patrons", lines),),
        )

    def _line(self, given: Patronage, patron: str) -> dict[str, Any]:
        told = np.isfinite(given.trade.pair(given.case.triple[0], patron))
        years = {int(year) for year in np.asarray(given.trade.years)[told]}
        before, after = (
            sum(year in years for year in side) for side in (given.window.pre, given.window.post)
        )
        return {
            "patron": patron,
            "before": before,
            "after": after,
            "first_told": min(years, default=None),
            "last_told": max(years, default=None),
            "enough": before >= self.fewest * len(given.window.pre)
            and after >= self.fewest * len(given.window.post),
        }

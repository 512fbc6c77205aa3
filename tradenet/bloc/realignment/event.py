"""R2 asks whether the division moved at the event, further than other economies' divisions."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from tradenet.bloc.realignment.evidence import Patronage
from tradenet.bloc.realignment.moment import Shift, contrasts, is_beyond, shift_at
from tradenet.bloc.realignment.placebos import FEWEST
from tradenet.bloc.realignment.seen import Seen
from tradenet.bloc.result import BlocTestResult, not_applicable

QUESTION = "Did the division between the patrons move at the event?"


@dataclass(frozen=True, slots=True)
class AtEvent:
    """The change of the log ratio over the window, among comparison economies at the same date.

    Attributes
    ----------
    smallest : float
        The change that matters, log points.
    bound : float
        A change beyond this, log points, must be ruled out before no change is said.
    """

    smallest: float = float(np.log(1.25))
    bound: float = float(np.log(2))

    def __call__(self, given: Patronage) -> BlocTestResult:
        """Return change, interval and ranks; not applicable where a patron is not told."""
        rule = f"two-sided p ≤ 0.05 and a change of at least × {np.exp(self.smallest):.2f}"
        seen = Seen()(given)
        if not seen.passed:
            return self._silent(given, rule, seen.effect)
        if not given.case.comparable:
            few = f"{len(given.case.placebos)} comparison economies, {FEWEST} are needed"
            return not_applicable("R2", QUESTION, rule, few)
        shift = shift_at(given.case.paths, given.case.years, given.event, given.around_event)
        if shift is None:
            return not_applicable("R2", QUESTION, rule, "too few other dates to compare with")
        return self._result(shift, rule, len(given.case.placebos))

    def _silent(self, given: Patronage, rule: str, reason: str) -> BlocTestResult:
        """Say what could have been found, had the patrons told: measured at the last date told."""
        made = not_applicable("R2", QUESTION, rule, reason)
        last = max(contrasts(given.case.paths, given.case.years, given.around_event), default=None)
        if last is None or not given.case.comparable:
            return made
        shift = shift_at(given.case.paths, given.case.years, last, given.around_event)
        if shift is None:
            return made
        told = (("detectable_if_told", shift.detectable), ("measured_at", last))
        return replace(
            made,
            effect=f"{made.effect}; had it been told, × {np.exp(shift.detectable):.1f} would have "
            f"been found with a chance of 80 % (measured at {last})",
            details=(*made.details, *told),
        )

    def _result(self, shift: Shift, rule: str, placebos: int) -> BlocTestResult:
        return BlocTestResult(
            name="R2",
            question=QUESTION,
            null="the division moved as those of economies between two partners of their own do",
            alternative="it moved further, to either patron",
            rule=rule,
            statistic=shift.statistic,
            effect=(
                f"first over second patron × {np.exp(shift.change):.2f} (95 % interval "
                f"{np.exp(shift.low):.2f} to {np.exp(shift.high):.2f}; {placebos} comparison "
                f"economies); × {np.exp(shift.detectable):.1f} would be found with a chance of 80 %"
            ),
            interval=(shift.low, shift.high),
            p_value=shift.p_value,
            passed=is_beyond(shift, self.smallest),
            details=(
                *as_details(shift),
                ("bounded", -self.bound < shift.low and shift.high < self.bound),
            ),
        )


def as_details(shift: Shift) -> tuple[tuple[str, Any], ...]:
    """Return a shift as named plain values."""
    plain = {**asdict(shift), "reference": [float(x) for x in shift.reference]}
    return tuple(plain.items())

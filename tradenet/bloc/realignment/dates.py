"""R4 asks whether a dated fact is special among all dates, and among other economies then."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tradenet.bloc.realignment.evidence import DatedFact, Patronage
from tradenet.bloc.realignment.moment import Around, shift_at
from tradenet.bloc.result import BlocTestResult, not_applicable
from tradenet.bloc.significance import LEVEL, holm

QUESTION = "Is a dated fact special among all dates?"


@dataclass(frozen=True, slots=True)
class AtDates:
    """The change of the log ratio around each dated fact: years before it against years from it on.

    Attributes
    ----------
    years : int
        On either side.
    fewest : float
        Share of them that must be told.
    """

    years: int = 5
    fewest: float = 0.6

    def __call__(self, given: Patronage) -> BlocTestResult:
        """Return change and ranks at each date; a date that is not told has none."""
        rule = f"no part in the verdict; p ≤ {LEVEL} after Holm is called special"
        if not given.dates:
            return not_applicable("R4", QUESTION, rule, "the study names no dates")
        lines = [self._line(given, fact) for fact in given.dates]
        told = [line for line in lines if line["p_value"] is not None]
        for line, adjusted in zip(told, holm([line["p_value"] for line in told]), strict=True):
            line["p_holm"], line["special"] = adjusted, adjusted <= LEVEL
        special = ", ".join(line["date"] for line in told if line["special"]) or "none"
        return BlocTestResult(
            name="R4",
            question=QUESTION,
            null="the division moved as those of the comparison economies at that date",
            alternative="it moved further",
            rule=rule,
            statistic=float(len(told)),
            effect=f"{len(told)} of {len(lines)} dates are told on both sides; special: {special}",
            details=(("dates", lines),),
        )

    def _line(self, given: Patronage, fact: DatedFact) -> dict[str, Any]:
        case, first = given.case, fact.first_year
        gap = first - int(fact.date[:4])
        before = tuple(range(-self.years - gap, -gap))
        around = Around(before, tuple(range(self.years)), self.fewest)
        shift = shift_at(case.paths, case.years, first, around) if case.comparable else None
        return {
            "date": fact.date,
            "fact": fact.fact,
            "source": fact.source,
            "checked": fact.checked,
            "first_year": first,
            "change": shift.change if shift else None,
            "p_value": shift.p_value if shift else None,
            "p_holm": None,
            "p_dates": shift.p_dates if shift else None,
            "other_dates": shift.dates if shift else None,
            "special": None,
        }

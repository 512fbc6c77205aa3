"""R3 asks whether the division broke at any date; breaks are sought one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from tradenet.bloc.realignment.breaks import date_set, memory, self_normalised, split_of
from tradenet.bloc.realignment.evidence import Patronage
from tradenet.bloc.realignment.moment import Matrix
from tradenet.bloc.realignment.placebos import FEWEST
from tradenet.bloc.result import BlocTestResult, not_applicable
from tradenet.bloc.significance import LEVEL, p_value

QUESTION = "Did the division break at any date?"


@dataclass(frozen=True, slots=True)
class Breaks:
    """The largest self-normalised shift over all dates, ranked among comparison economies.

    The first break is sought in all years; where its p-value passes, the years before and after it
    are searched in turn. The comparison economies are looked at in the same years.

    Attributes
    ----------
    trim : float
        Share of the years that must lie on either side of a break.
    most : int
        Breaks at most.
    shortest : int
        Fewest years in which a break is sought.
    """

    trim: float = 0.15
    most: int = 3
    shortest: int = 10

    def __call__(self, given: Patronage) -> BlocTestResult:
        """Return every stretch searched, its strongest date with its set, and whether it broke."""
        rule = (
            f"p ≤ {LEVEL} among comparison economies in the same years; at most {self.most} breaks"
        )
        case = given.case
        if not case.comparable:
            few = f"{len(case.placebos)} comparison economies, {FEWEST} are needed"
            return not_applicable("R3", QUESTION, rule, few)
        if len(case.years) < self.shortest:
            short = f"the division is told in {len(case.years)} years, {self.shortest} are needed"
            return not_applicable("R3", QUESTION, rule, short)
        lines = list(self.searched(case.paths, case.years))
        found = [line for line in lines if line["breaks"]]
        first = lines[0]
        years = ", ".join(str(line["year"]) for line in found) or "none"
        kept = memory(case.paths)
        return BlocTestResult(
            name="R3",
            question=QUESTION,
            null="the level of the division shifts as those of the comparison economies do",
            alternative="it shifts further at some date",
            rule=rule,
            statistic=first["statistic"],
            effect=(
                f"breaks found: {years}; the strongest date is {first['year']} "
                f"(× {np.exp(first['shift']):.2f}, {len(case.placebos)} comparison economies)"
            ),
            p_value=first["p_value"],
            passed=bool(found),
            details=(
                ("stretches", lines),
                ("memory", float(kept[0])),
                ("compared_with_more_memory", int((kept[1:] >= kept[0]).sum())),
            ),
        )

    def searched(self, paths: Matrix, years: tuple[int, ...]) -> Iterator[dict[str, Any]]:
        """Yield the stretches searched, the whole first, then around each break found."""
        waiting, found = [(0, len(years))], 0
        while waiting and found < self.most:
            start, end = waiting.pop(0)
            if end - start < self.shortest:
                continue
            line = self._stretch(paths[:, start:end], years[start:end])
            yield line
            if line["breaks"]:
                found += 1
                at = years.index(line["year"])
                waiting += [(start, at), (at, end)]

    def _stretch(self, paths: Matrix, years: tuple[int, ...]) -> dict[str, Any]:
        statistics = self_normalised(paths, self.trim).max(axis=1)
        at = int(split_of(paths[:1], self.trim)[0])
        p = p_value(float(statistics[0]), statistics[1:])
        held = date_set(paths[0], paths[1:], self.trim, LEVEL)
        return {
            "first": years[0],
            "last": years[-1],
            "year": years[at],
            "shift": float(paths[0, at:].mean() - paths[0, :at].mean()),
            "statistic": float(statistics[0]),
            "p_value": p,
            "breaks": p <= LEVEL,
            "set": [years[k] for k in held],
            "reference": [float(x) for x in statistics[1:]],
            "reference_years": [years[int(k)] for k in split_of(paths[1:], self.trim)],
        }

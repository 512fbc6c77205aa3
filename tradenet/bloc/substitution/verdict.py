"""The rule of substitution: eight rows, the first that holds is the verdict."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Any, Final

from tradenet.bloc.row import Row, as_plain, first
from tradenet.bloc.significance import LEVEL
from tradenet.bloc.substitution import collapse, months
from tradenet.bloc.substitution.rank import FEWEST, POWER

YEARS: Final = (
    collapse.RISE, collapse.FALL, collapse.LOW, collapse.SMALL, collapse.OPEN, collapse.UNSEEN,
)  # fmt: skip
MONTHLY: Final = (months.RISE, months.FALL, months.NEITHER, months.NOT_TESTABLE)


@dataclass(frozen=True, slots=True)
class Findings:
    """What the rule looks at.

    Attributes
    ----------
    years : str
        Reading of the collapse of 2014 (S2), one of `YEARS`.
    months : str
        Reading of the months (S3), one of `MONTHLY`.
    stable : bool
        Whether every critical choice gives the same reading of S2.
    """

    years: str
    months: str
    stable: bool = True

    def says(self, word: str) -> bool:
        """Return whether either test reads so."""
        return word in (self.years, self.months)

    @property
    def shaken(self) -> bool:
        """Whether a rise or a fall rests on S2 alone, and another choice takes it away."""
        moved = self.years in (collapse.RISE, collapse.FALL)
        return moved and not self.stable and self.months != self.years


TABLE: Final[tuple[Row[Findings], ...]] = (
    Row(1, "INSUFFICIENT-DATA", "Y = UNSEEN and M = NOT-TESTABLE",
        lambda f: f.years == collapse.UNSEEN and f.months == months.NOT_TESTABLE,
        "Trade between the two was not observed on both sides of the rouble's collapse, or too few "
        "other neighbours could be compared."),
    Row(2, "CONFLICTING", "one of Y, M = RISE and the other = FALL",
        lambda f: f.says(months.RISE) and f.says(months.FALL),
        "Yearly and monthly trade moved in opposite directions."),
    Row(3, "DATA-DEPENDENT", "Y = RISE or FALL, not STABLE, and M not the same",
        lambda f: f.shaken,
        "Whether trade moved hangs on a choice that could be made otherwise."),
    Row(4, "SUPPORTED", "Y = RISE or M = RISE",
        lambda f: f.says(months.RISE),
        "Trade rose as the rouble fell, beyond what is usual."),
    Row(5, "REVERSED", "Y = FALL or M = FALL",
        lambda f: f.says(months.FALL),
        "Trade fell as the rouble fell, beyond what is usual and against the claim."),
    Row(6, "NOT-SUPPORTED", "Y = LOW",
        lambda f: f.years == collapse.LOW,
        "Trade did not rise by what it would take to replace the hard currency that was lost."),
    Row(7, "TOO-SMALL-TO-SEE", "Y = SMALL",
        lambda f: f.years == collapse.SMALL,
        "Trade did not move visibly, and the rise that would replace the lost hard currency is "
        "smaller than anything these data could show."),
    Row(8, "INSUFFICIENT-DATA", "otherwise",
        lambda _: True,
        "The rise that the claim needs could have been seen, and was neither found nor ruled out."),
)  # fmt: skip


def judge(findings: Findings) -> Row[Findings]:
    """Return the row that holds.

    Examples
    --------
    >>> judge(Findings("SMALL", "NOT-TESTABLE")).verdict
    'TOO-SMALL-TO-SEE'
    """
    return first(TABLE, findings)


def states() -> tuple[Findings, ...]:
    """Return every state that the findings can be in."""
    return tuple(Findings(*made) for made in product(YEARS, MONTHLY, (True, False)))


def rule() -> dict[str, Any]:
    """Return the thresholds and the decision table as plain values."""
    return {
        "level": LEVEL,
        "level_of_two": months.LEVEL_OF_TWO,
        "fewest_comparisons": FEWEST,
        "fewest_yearly_changes": collapse.FEWEST_STEPS,
        "power": POWER,
        "table": as_plain(TABLE),
    }

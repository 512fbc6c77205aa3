"""The rule that turns results into a verdict, fixed before any number was computed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from typing import Final

from tradenet.bloc.row import Row, first
from tradenet.domain.notebook import card


class Reading(StrEnum):
    """What a class of dyads says of itself.

    ``PASS``: more intense than the null explains, at the time of the event. ``LOW``: any rise is
    bounded below what would matter. ``OPEN``: neither, or not observed.
    """

    PASS = "PASS"
    LOW = "LOW"
    OPEN = "OPEN"


@dataclass(frozen=True, slots=True)
class Findings:
    """All that the rule looks at.

    Attributes
    ----------
    hub_observed, spokes_observed : bool
        O_h and O_s: whether T0 lets the class be judged.
    hub, spokes : Reading
        H and S; ``OPEN`` where the class is not observed.
    broad : bool
        Whether hub–spoke growth is more than one dyad; only looked at where H is ``PASS``.
    diversion : bool
        V: whether the naive estimate passes and the members' trade with neutrals rose as well.
    has_hub : bool
        Whether the set names a hub: there is a table for sets that do not.
    """

    hub_observed: bool
    spokes_observed: bool
    hub: Reading
    spokes: Reading
    broad: bool
    diversion: bool
    has_hub: bool = True

    @property
    def feasible(self) -> bool:
        """Whether a class that is not observed is open, and breadth is asked only of a pass."""
        unseen_open = (self.hub_observed or self.hub is Reading.OPEN) and (
            self.spokes_observed or self.spokes is Reading.OPEN
        )
        return unseen_open and (self.hub is Reading.PASS or not self.broad)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer.

    Attributes
    ----------
    name : str
        A verdict of the table, or ``DATA-DEPENDENT`` where a critical variant gives another row.
    row : int
        The row that the main specification gives.
    leading_reading : str
        The verdict of that row.
    sentence : str
        What was found.
    findings : Findings
        What the rule looked at.
    variants : tuple of (str, int)
        Each critical variant with the row that it gives.
    """

    name: str
    row: int
    leading_reading: str
    sentence: str
    findings: Findings
    variants: tuple[tuple[str, int], ...] = ()

    @property
    def stable(self) -> bool:
        """Whether every critical variant gives the same row."""
        return all(row == self.row for _, row in self.variants)

    def _repr_html_(self) -> str:
        moved = sum(row != self.row for _, row in self.variants)
        rows = [
            ("found", self.sentence),
            ("row of the table", f"{self.row} ({self.leading_reading})"),
            ("critical variants", f"{len(self.variants)}, of which {moved} give another row"),
        ]
        return card(f"Verdict: {self.name}", rows)


DATA_DEPENDENT: Final = "DATA-DEPENDENT"
_PASS, _LOW = Reading.PASS, Reading.LOW

TABLE: Final[tuple[Row[Findings], ...]] = (
    Row(
        1, "INSUFFICIENT-DATA", "not O_h and not O_s",
        lambda f: not f.hub_observed and not f.spokes_observed,
        "Neither the trade of the hub with the spokes nor that among the spokes can be seen well "
        "enough to judge.",
    ),
    Row(
        2, "SUPPORTED-BLOC", "O_s, O_h, S = PASS, H = PASS",
        lambda f: f.spokes_observed and f.hub_observed and f.spokes is _PASS and f.hub is _PASS,
        "Trade rose beyond what size, distance and diversion explain both between the hub and the "
        "spokes and among the spokes: the set trades as a bloc.",
    ),
    Row(
        3, "SPOKES-ONLY", "O_s, S = PASS", lambda f: f.spokes_observed and f.spokes is _PASS,
        "Trade among the spokes rose beyond what size, distance and diversion explain, their trade "
        "with the hub did not, or cannot be judged.",
    ),
    Row(
        4, "INSUFFICIENT-DATA", "not O_h", lambda f: not f.hub_observed,
        "The trade of the hub with the spokes cannot be seen well enough to judge, and that among "
        "the spokes did not rise so that it would show.",
    ),
    Row(
        5, "SINGLE-DYAD", "H = PASS, not BROAD", lambda f: f.hub is _PASS and not f.broad,
        "Trade with the hub rose beyond what diversion explains, but in one dyad only.",
    ),
    Row(
        6, "HUB-AND-SPOKE", "H = PASS, O_s, S = LOW",
        lambda f: f.hub is _PASS and f.spokes_observed and f.spokes is _LOW,
        "Trade of the spokes with the hub rose beyond what diversion explains, trade among the "
        "spokes did not: a hub with spokes, no bloc.",
    ),
    Row(
        7, "HUB-GROWTH-BLOC-UNDETERMINED", "H = PASS", lambda f: f.hub is _PASS,
        "Trade of the spokes with the hub rose beyond what diversion explains; whether they trade "
        "among themselves as well cannot be judged.",
    ),
    Row(
        8, "DIVERSION-ONLY", "H = LOW, V", lambda f: f.hub is _LOW and f.diversion,
        "Trade with the hub rose, but no more than trade diverted from the sanctioning economies "
        "to any neutral partner explains.",
    ),
    Row(
        9, "NOT-SUPPORTED", "H = LOW, O_s, S = LOW",
        lambda f: f.hub is _LOW and f.spokes_observed and f.spokes is _LOW,
        "Neither trade with the hub nor trade among the spokes rose in a way that would matter.",
    ),
    Row(
        10, "NO-HUB-GROWTH-BLOC-UNDETERMINED", "H = LOW", lambda f: f.hub is _LOW,
        "Trade with the hub did not rise in a way that would matter; trade among the spokes cannot "
        "be judged.",
    ),
    Row(
        11, "INSUFFICIENT-DATA", "otherwise", lambda _: True,
        "What can be seen of the trade is too noisy to tell a rise that matters from none.",
    ),
)  # fmt: skip

# A set without a hub has one class of dyads, so that its rise is the whole question.
TABLE_WITHOUT_HUB: Final[tuple[Row[Findings], ...]] = (
    Row(
        1, "INSUFFICIENT-DATA", "not O_s", lambda f: not f.spokes_observed,
        "Trade among the members cannot be seen well enough to judge.",
    ),
    Row(
        2, "SUPPORTED-BLOC", "S = PASS", lambda f: f.spokes is _PASS,
        "Trade among the members rose beyond what size, distance and diversion explain: the set "
        "trades as a bloc.",
    ),
    Row(
        3, "NOT-SUPPORTED", "S = LOW", lambda f: f.spokes is _LOW,
        "Trade among the members did not rise in a way that would matter.",
    ),
    Row(
        4, "INSUFFICIENT-DATA", "otherwise", lambda _: True,
        "Trade among the members can be seen, but the data are too noisy to tell a rise that "
        "matters from none.",
    ),
)  # fmt: skip


def table(*, has_hub: bool) -> tuple[Row[Findings], ...]:
    """Return the decision table of sets with a hub, or of sets without one.

    Examples
    --------
    >>> len(table(has_hub=True)), len(table(has_hub=False))
    (11, 4)
    """
    return TABLE if has_hub else TABLE_WITHOUT_HUB


def judge(findings: Findings) -> Row[Findings]:
    """Return the first row of the set's table whose condition holds.

    Examples
    --------
    >>> judge(Findings(True, False, Reading.PASS, Reading.OPEN, True, False)).verdict
    'HUB-GROWTH-BLOC-UNDETERMINED'
    """
    return first(table(has_hub=findings.has_hub), findings)


def verdict(findings: Findings, variants: Iterable[tuple[str, int]] = ()) -> Verdict:
    """Return the verdict: the row of the main specification if every critical variant shares it.

    Parameters
    ----------
    findings : Findings
        Of the main specification.
    variants : iterable of (str, int)
        Each critical variant with the row that it gives (`judge`).
    """
    row = judge(findings)
    rows = tuple(variants)
    moved = [name for name, number in rows if number != row.number]
    name, sentence = row.verdict, row.sentence
    if moved:
        name = DATA_DEPENDENT
        sentence = (
            f"The answer depends on choices that the data cannot settle: {len(moved)} of "
            f"{len(rows)} critical variants give another row. The main specification reads: "
            f"{row.sentence}"
        )
    return Verdict(name, row.number, row.verdict, sentence, findings, rows)


def feasible() -> tuple[Findings, ...]:
    """Return every state that can occur (40: with stable or not, 80)."""
    flags = (True, False)
    states = (Findings(*state) for state in product(flags, flags, Reading, Reading, flags, flags))
    return tuple(state for state in states if state.feasible)

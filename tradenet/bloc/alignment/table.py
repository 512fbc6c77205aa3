"""From the findings on alignment to a verdict, by a table of rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from tradenet.bloc.row import Row, as_plain, first
from tradenet.bloc.significance import LEVEL

DATA_DEPENDENT: Final = "DATA-DEPENDENT"
TOWARDS, AWAY, OPEN = "towards", "away", "open"


@dataclass(frozen=True, slots=True)
class Findings:
    """What the table looks at.

    Attributes
    ----------
    seen : bool
        Enough economies with ideal points, and cells observed on both sides of the event.
    shift : str
        ``towards`` those who vote alike, ``away``, or ``open``.
    small : bool
        An elasticity that would matter is ruled out.
    before : bool
        Those who vote alike traded more with each other before the event already.
    """

    seen: bool
    shift: str
    small: bool
    before: bool


TABLE: Final[tuple[Row[Findings], ...]] = (
    Row(1, "INSUFFICIENT-DATA", "not seen", lambda f: not f.seen,
        "Too few pairs with known votes are observed on both sides of the event."),
    Row(2, "ALIGNED", "shift = towards, not small", lambda f: f.shift == TOWARDS and not f.small,
        "After the event trade moved towards states that had voted alike."),
    Row(3, "ALIGNED-SLIGHTLY", "shift = towards, small", lambda f: f.shift == TOWARDS,
        "After the event trade moved towards states that had voted alike, by less than would "
        "matter."),
    Row(4, "REVERSED", "shift = away", lambda f: f.shift == AWAY,
        "After the event trade moved away from states that had voted alike."),
    Row(5, "ALIGNED-BEFORE-ALREADY", "small, before", lambda f: f.small and f.before,
        "States that vote alike traded more with each other before the event already, and it "
        "changed little."),
    Row(6, "NOT-ALIGNED", "small", lambda f: f.small,
        "A movement of trade towards states that vote alike, as large as would matter, is ruled "
        "out."),
    Row(7, "INSUFFICIENT-DATA", "otherwise", lambda _: True,
        "The data neither show a movement of trade towards states that vote alike nor rule it "
        "out."),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict: name, sentence, the row that holds, and the row of every critical variant."""

    name: str
    sentence: str
    row: int
    leading_reading: str
    moved: tuple[str, ...]


def judge(found: Findings) -> Row[Findings]:
    """Return the first row that holds.

    Examples
    --------
    >>> judge(Findings(seen=True, shift="open", small=True, before=False)).verdict
    'NOT-ALIGNED'
    >>> judge(Findings(seen=False, shift="towards", small=True, before=False)).verdict
    'INSUFFICIENT-DATA'
    """
    return first(TABLE, found)


def verdict(found: Findings, variants: Sequence[tuple[str, int]]) -> Verdict:
    """Return the verdict; where a critical variant gives another row it depends on the data.

    Parameters
    ----------
    found : Findings
        Of the main specification.
    variants : sequence of (name, row)
        Row 0 for one that cannot be computed: silence is no stability.
    """
    row = judge(found)
    moved = tuple(name for name, number in variants if number != row.number)
    if not moved or row.verdict == TABLE[-1].verdict:
        return Verdict(row.verdict, row.sentence, row.number, row.verdict, moved)
    said = (
        f"{len(moved)} of {len(variants)} critical choices give another answer; with the choices "
        f"as fixed: {row.sentence[0].lower()}{row.sentence[1:]}"
    )
    return Verdict(DATA_DEPENDENT, said, row.number, row.verdict, moved)


def rule() -> dict[str, Any]:
    """Return the level and the table as plain values.

    Examples
    --------
    >>> rule()["level"], len(rule()["table"])
    (0.05, 7)
    """
    return {"level": LEVEL, "table": as_plain(TABLE)}

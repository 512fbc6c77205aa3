"""What a row of a table of ties must be, and what is said of one that is not."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tradenet.domain import Period, SchemaError, TieKind

STAR: Final = "*"


@dataclass(frozen=True, slots=True)
class Row:
    """A row as written and as understood: period 0 and value NaN where it is none."""

    number: int
    kind: str
    when: str
    origin: str
    target: str
    written: str
    source: str
    period: int
    value: float

    @property
    def starred(self) -> bool:
        """Whether it speaks of all other economies."""
        return STAR in (self.origin, self.target)

    @property
    def cell(self) -> tuple[str, int, str, str]:
        """What a row is about."""
        return self.kind, self.period, self.origin, self.target


def check(
    name: str, rows: Sequence[Row], kinds: Mapping[str, TieKind], codes: Collection[str]
) -> None:
    """Refuse a file one of whose rows breaks a rule.

    Parameters
    ----------
    name : str
        Of the file.
    rows : sequence of Row
        All of it.
    kinds : mapping of str to TieKind
        What there is.
    codes : collection of str
        Of economies.

    Raises
    ------
    SchemaError
        What is wrong, in how many rows, the first of them, and what to do.
    """
    for what, broken, remedy in _rules(kinds, codes):
        _refuse(name, rows, [row for row in rows if broken(row)], (what, remedy))
    _refuse_repeated(name, rows)
    _refuse_mixed(name, rows)


_Rule = tuple[str, Callable[[Row], bool], str]


def _rules(kinds: Mapping[str, TieKind], codes: Collection[str]) -> Iterator[_Rule]:
    """Yield what may be wrong with a row, the rows it is true of, and what to do."""
    shares = {name for name, kind in kinds.items() if kind.share}
    sides = {*codes, STAR}

    yield (
        "an unknown kind",
        lambda row: row.kind not in kinds,
        f"kinds are {', '.join(kinds)}",
    )
    yield (
        "no period",
        lambda row: not row.period,
        "write a year (2019) or a month (2019-03)",
    )
    yield (
        "an unknown economy",
        lambda row: row.origin not in sides or row.target not in sides,
        "codes stand in data/reference/economies.csv (China is CHN)",
    )
    yield (
        "an economy with itself",
        lambda row: row.origin == row.target != STAR,
        "leave these rows out",
    )
    yield (
        "no value, or one that is no number from 0 up",
        lambda row: math.isnan(row.value),
        "leave a row out where the value is not known: an absent row is not held, never zero",
    )
    yield (
        "a share above 1",
        lambda row: row.kind in shares and row.value > 1,
        "write shares from 0 to 1, not percent",
    )
    yield (
        "a star with a value above 0",
        lambda row: row.starred and row.value > 0,
        "a star says that all other economies have none: its value is 0",
    )
    yield (
        "a star for a share",
        lambda row: row.starred and row.kind in shares,
        "a share of no trade is not zero but unknown; leave these rows out",
    )


def _refuse(name: str, rows: Sequence[Row], bad: Sequence[Row], words: tuple[str, str]) -> None:
    if not bad:
        return
    what, remedy = words
    first = bad[0]
    msg = (
        f"{name}: {len(bad):,} of {len(rows):,} rows have {what} (first: data row "
        f"{first.number:,}, {first.kind or 'no kind'} {first.when or 'no period'} "
        f"{first.origin or 'nobody'} → {first.target or 'nobody'} '{first.written}'); {remedy}"
    )
    raise SchemaError(msg)


def _refuse_repeated(name: str, rows: Sequence[Row]) -> None:
    first: dict[tuple[str, int, str, str], int] = {}
    for row in rows:
        first.setdefault(row.cell, row.number)
    bad = [row for row in rows if first[row.cell] != row.number]
    words = ("a cell that an earlier row has", "keep one row per kind, period and direction")
    _refuse(name, rows, bad, words)


def _refuse_mixed(name: str, rows: Sequence[Row]) -> None:
    usual: dict[str, str] = {}
    for row in rows:
        usual.setdefault(row.kind, Period.from_code(row.period).frequency)
    bad = [row for row in rows if Period.from_code(row.period).frequency != usual[row.kind]]
    remedy = "write years or months throughout a kind"
    _refuse(name, rows, bad, ("a month where others of the kind have years, or a year", remedy))

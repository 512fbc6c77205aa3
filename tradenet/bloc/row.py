"""A decision table: rows that are read from the top, the first that holds is the verdict."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

F = TypeVar("F")


@dataclass(frozen=True, slots=True)
class Row(Generic[F]):
    """One row of a decision table.

    Attributes
    ----------
    number : int
        Its place, from 1; the first row whose condition holds is the verdict.
    verdict : str
        The verdict's name.
    condition : str
        In the words of the table.
    holds : callable
        From the findings of the design to bool.
    sentence : str
        What was found, in plain words.
    """

    number: int
    verdict: str
    condition: str
    holds: Callable[[F], bool]
    sentence: str


def first(table: Sequence[Row[F]], findings: F) -> Row[F]:
    """Return the first row of a table whose condition holds.

    Examples
    --------
    >>> table = (
    ...     Row(1, "LARGE", "x > 1", lambda x: x > 1, ""),
    ...     Row(2, "SMALL", "else", lambda x: True, ""),
    ... )
    >>> first(table, 0.5).verdict
    'SMALL'
    """
    return next(row for row in table if row.holds(findings))


def as_plain(table: Sequence[Row[F]]) -> list[list[object]]:
    """Return number, verdict and condition of each row, as a registration holds them."""
    return [[row.number, row.verdict, row.condition] for row in table]

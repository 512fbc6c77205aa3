"""Ranges of numbers that nobody knows better: a low and a high end, carried through exactly."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Range:
    """All numbers from a low to a high one; arithmetic keeps every value that the parts allow.

    Two ranges are combined as if each could lie anywhere within itself whatever the other is. Where
    they are estimated from one and the same figure the result is too wide, never too narrow.

    Attributes
    ----------
    low, high : float
        In one unit, low ≤ high.

    Examples
    --------
    >>> Range(2, 3).times(Range(-1, 4)), Range(2, 3).over(Range(4, 8))
    (Range(low=-3, high=12), Range(low=0.25, high=0.75))
    """

    low: float
    high: float

    def __post_init__(self) -> None:
        if not self.low <= self.high:  # also refuses NaN
            msg = f"{self.low} to {self.high} is no range from low to high"
            raise ValueError(msg)

    def times(self, other: Range | float) -> Range:
        """Return the products: the least and the largest of those of the ends.

        The product of two intervals takes its extremes at ends of both, since it is linear in each;
        with a negative factor low and high change places.
        """
        ends = (other.low, other.high) if isinstance(other, Range) else (other,)
        made = [mine * its for mine in (self.low, self.high) for its in ends]
        return Range(min(made), max(made))

    def over(self, other: Range) -> Range:
        """Return the quotients by a range above zero: low by its high end, high by its low end."""
        if other.low <= 0:
            msg = f"a range that holds {other.low} cannot divide"
            raise ValueError(msg)
        made = [mine / its for mine in (self.low, self.high) for its in (other.low, other.high)]
        return Range(min(made), max(made))


def hull(ranges: Iterable[Range]) -> Range:
    """Return the range from the lowest to the highest end: estimates that conflict are all kept.

    Examples
    --------
    >>> hull([Range(17500, 17500), Range(30000, 40000)])
    Range(low=17500, high=40000)
    """
    held = list(ranges)
    return Range(min(each.low for each in held), max(each.high for each in held))

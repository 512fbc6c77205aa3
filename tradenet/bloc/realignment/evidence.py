"""What the tests of a realignment are given."""

from __future__ import annotations

from dataclasses import dataclass

from tradenet.bloc.realignment.moment import Around
from tradenet.bloc.realignment.placebos import Case
from tradenet.bloc.realignment.trade import PartnerTrade
from tradenet.domain import Window

_SECOND_HALF = 7  # July


@dataclass(frozen=True, slots=True)
class DatedFact:
    """A date at which the division is looked at, with what happened and who says so.

    Attributes
    ----------
    date : str
        ISO, as precise as known.
    fact, source, checked : str
        In words; whose; ``read`` or ``memory``.
    actors : tuple of str
        Economies that the fact is about.

    Examples
    --------
    >>> DatedFact("2006-10-09", "first nuclear test", "a chronology", "read").first_year
    2007
    >>> DatedFact("2020-01", "border closed", "general knowledge", "memory").first_year
    2020
    >>> DatedFact("1991", "end of the USSR", "a table", "read").first_year
    1992
    """

    date: str
    fact: str
    source: str
    checked: str
    actors: tuple[str, ...] = ()

    @property
    def first_year(self) -> int:
        """The first year of which more than half lies after the date; the next of a bare year."""
        year, _, rest = self.date.partition("-")
        return int(year) + (not rest or int(rest[:2]) >= _SECOND_HALF)


@dataclass(frozen=True, slots=True, eq=False)
class Patronage:
    """Everything a test of realignment may look at.

    Attributes
    ----------
    case : Case
        The economy in question and its likes, in the years its division is told.
    trade : PartnerTrade
        As the partners tell it, all years.
    window : Window
        Years before and after the event.
    event : int
        Its year.
    dates : tuple of DatedFact
        Other dates at which the division is looked at.
    """

    case: Case
    trade: PartnerTrade
    window: Window
    event: int
    dates: tuple[DatedFact, ...] = ()

    @property
    def around_event(self) -> Around:
        """The window of the study, counted from the event."""
        before, after = (
            tuple(year - self.event for year in years)
            for years in (self.window.pre, self.window.post)
        )
        return Around(before, after)

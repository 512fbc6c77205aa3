"""Facts with their dates and sources: sanctions, agreements, groups, events, votes."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from tradenet.domain.errors import SchemaError

READ, MEMORY = "read", "memory"
BROAD, NARROW, NONE = "broad", "narrow", "none"
REACHES = (BROAD, NARROW, NONE)
_WRITTEN = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_DECEMBER = 12


def first_day(written: str) -> dt.date:
    """Return the first day of an ISO date of any precision; `SchemaError` where it is none.

    Examples
    --------
    >>> str(first_day("2014-03")), str(first_day("2014-03-17"))
    ('2014-03-01', '2014-03-17')
    """
    year, month, day = _parts(written)
    return _day(written, year, 1 if month is None else month, 1 if day is None else day)


def last_day(written: str) -> dt.date:
    """Return the last day of an ISO date of any precision; `SchemaError` where it is none.

    Examples
    --------
    >>> str(last_day("2016")), str(last_day("2012-02"))
    ('2016-12-31', '2012-02-29')
    """
    year, month, day = _parts(written)
    month = _DECEMBER if month is None else month
    if day is None and 1 <= month <= _DECEMBER:
        day = calendar.monthrange(year, month)[1]
    return _day(written, year, month, day or 0)


def _parts(written: str) -> tuple[int, int | None, int | None]:
    found = _WRITTEN.fullmatch(written)
    if found is None:
        msg = f"'{written}' is no date; write 2014, 2014-03 or 2014-03-17, as far as it is known"
        raise SchemaError(msg)
    month, day = (int(part) if part else None for part in found.groups()[1:])
    return int(found[1]), month, day


def _day(written: str, year: int, month: int, day: int) -> dt.date:
    try:
        return dt.date(year, month, day)
    except ValueError as error:
        msg = f"'{written}' is no date of the calendar ({error})"
        raise SchemaError(msg) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Sourced:
    """Something known, with where it was read.

    Attributes
    ----------
    source : str
        Where it stands.
    checked : str
        ``read`` if the source was read, ``memory`` if it was not: then show it as such.
    """

    source: str
    checked: str

    def __post_init__(self) -> None:
        if self.checked not in (READ, MEMORY) or not self.source:
            msg = f"a fact needs a source, and checked = read or memory, not '{self.checked}'"
            raise SchemaError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell(Sourced):
    """A fact that holds from a date until another.

    Attributes
    ----------
    since, until : str
        ISO dates as precise as they are known (``2014``, ``2014-03``, ``2014-03-17``); an empty
        `until` for what has not ended. The day of `until` is no longer part of it.
    """

    since: str
    until: str = ""

    def __post_init__(self) -> None:
        # `super()` without arguments does not work in a class with slots.
        Sourced.__post_init__(self)
        start, end = self.start, self.end
        if end is not None and end < start:
            msg = f"it ends ({self.until}) before it begins ({self.since})"
            raise SchemaError(msg)

    @property
    def start(self) -> dt.date:
        """First day; of a month or year only known as such, its first."""
        return first_day(self.since)

    @property
    def end(self) -> dt.date | None:
        """The day it was over; of a month or year only known as such, its last. None if open."""
        return last_day(self.until) if self.until else None

    def in_force(self, on: dt.date) -> bool:
        """Say whether it holds on a day."""
        return self.start <= on and (self.end is None or on < self.end)

    def overlaps(self, first: dt.date, last: dt.date) -> bool:
        """Say whether it holds on any day from `first` to `last`."""
        return self.start <= last and (self.end is None or max(first, self.start) < self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode(Spell):
    """One measure of one sender against a target.

    Attributes
    ----------
    episode : str
        Number; senders of one measure share it.
    target, sender : str
        Economies; the sender may also be ``UN`` or ``EU``, or the target itself (a
        counter-measure).
    instrument : str
        The legal act.
    kinds : tuple of str
        What it restricts, in words.
    reach : str
        ``broad`` (trade, transport or finance of whole sectors), ``narrow`` (arms, nuclear goods,
        luxury, listed persons), ``none`` (announcements, monitoring, relief, tariffs).
    """

    episode: str
    target: str
    sender: str
    instrument: str
    kinds: tuple[str, ...]
    reach: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sanctioner(Spell):
    """An economy that imposes sanctions of its own on a target; measures of the UN do not count.

    Attributes
    ----------
    sender, target : str
        Economies; a member of the European Union stands for itself.
    reach : str
        ``broad``, or ``narrow`` where it is weak: few goods, few names, a region.
    scope : str
        In words.
    """

    sender: str
    target: str
    reach: str
    scope: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementSpell(Spell):
    """Economies that a trade agreement binds over the same time.

    Attributes
    ----------
    agreement : str
        Its name.
    wto_id : str
        Number in the WTO's database; empty where it is not there.
    type : str
        ``FTA`` or ``CU``.
    side : str
        Economies on different sides have the agreement with each other; ``*`` where each economy
        is a side of its own.
    economies : tuple of str
        Codes.
    """

    agreement: str
    wto_id: str
    type: str
    side: str
    economies: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupSpell(Spell):
    """Economies that belonged to a historical group over the same time."""

    group: str
    economies: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedEvent(Sourced):
    """Something that happened on a day, or in a month or year: who, what, of which kind."""

    date: str
    actors: tuple[str, ...]
    event: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteBlock(Sourced):
    """Economies that voted alike on a resolution of the General Assembly of the UN.

    Attributes
    ----------
    resolution, date : str
        Number and ISO date.
    vote : str
        ``yes``, ``against``, ``abstain`` or ``absent``.
    economies : tuple of str
        Those known to have voted so.
    published : int
        How many voted so in all blocks together, by the published count.
    """

    resolution: str
    date: str
    vote: str
    economies: tuple[str, ...]
    published: int

"""Who is in the set and why: from dated sanction episodes, never from flows."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

import pyarrow as pa

from tradenet.domain import Bloc, Episode, Period, Sanctioner, Window
from tradenet.domain.facts import BROAD, MEMORY, NARROW

_DECEMBER = 12
_RESTRICTS = (BROAD, NARROW)


@dataclass(frozen=True, slots=True)
class Step:
    """A day on which measures against a member begin or end: a dated step on its hub dyad.

    Attributes
    ----------
    member : str
        The member against whom.
    date : date
        The day; of a month or year only known as such, its first for a beginning, its last for an
        end.
    begins : bool
        False where measures end.
    reach : str
        ``broad`` where any of them is broad, else ``narrow``.
    episodes : tuple of str
        Their numbers.
    """

    member: str
    date: dt.date
    begins: bool
    reach: str
    episodes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Membership:
    """What the facts say of a set at its event.

    Of measures against the hub only broad ones count, which bend its trade with everybody; that it
    is the hub is the study's claim, and no fact.

    Attributes
    ----------
    bloc : Bloc
        The set.
    event : date
        Day of the event.
    before : date
        Last day of the periods before the event.
    in_force : tuple of Episode
        Measures against a member in force on that day, by others than itself.
    sanctioners : tuple of Sanctioner
        Own sanctions on a member, in force on any day of the window.
    steps : tuple of Step
        Beginnings and ends of measures against a member inside the window.
    real_years : tuple of int
        Calendar years in which a measure against a member began or ended: no placebo dates.
    """

    bloc: Bloc
    event: dt.date
    before: dt.date
    in_force: tuple[Episode, ...]
    sanctioners: tuple[Sanctioner, ...]
    steps: tuple[Step, ...]
    real_years: tuple[int, ...]

    @property
    def unsanctioned(self) -> tuple[str, ...]:
        """The spokes that no measure targets on the day of the event; empty where all are."""
        targets = {episode.target for episode in self.in_force}
        return tuple(spoke for spoke in self.bloc.spokes if spoke not in targets)

    @property
    def from_memory(self) -> tuple[str, ...]:
        """The spokes whose measures in force were all stated from memory, unchecked."""
        targets = {episode.target for episode in self.in_force}
        checked = {e.target for e in self.in_force if e.checked != MEMORY}
        return tuple(spoke for spoke in self.bloc.spokes if spoke in targets - checked)

    def senders(self, reaches: Iterable[str] = _RESTRICTS) -> tuple[str, ...]:
        """Return who imposed sanctions of their own on a member during the window, sorted."""
        kept = set(reaches)
        return tuple(sorted({fact.sender for fact in self.sanctioners if fact.reach in kept}))

    def own_steps(self, reaches: Iterable[str] = (BROAD,)) -> tuple[Step, ...]:
        """Return the steps in the periods before the event: a member's own, not the event's."""
        kept = set(reaches)
        return tuple(s for s in self.steps if s.date <= self.before and s.reach in kept)

    def placebo_years(self, candidates: Iterable[int]) -> tuple[int, ...]:
        """Return the years in which nothing began or ended for a member."""
        return tuple(sorted(set(candidates) - set(self.real_years)))

    def to_arrow(self) -> pa.Table:
        """Return the measures in force, one row each, with source and how it was checked."""
        names = [field.name for field in fields(Episode) if field.name != "kinds"]
        rows: list[dict[str, Any]] = [
            {name: getattr(episode, name) for name in names} for episode in self.in_force
        ]
        schema = pa.schema([(name, pa.string()) for name in names])
        return pa.Table.from_pylist(rows, schema=schema)


def membership(
    bloc: Bloc,
    event: dt.date,
    window: Window,
    episodes: Iterable[Episode],
    sanctioners: Iterable[Sanctioner],
) -> Membership:
    """Say of a set who was sanctioned, by whom, since when, and which dates are real episodes.

    Parameters
    ----------
    bloc : Bloc
        The set; its members are looked up as targets.
    event : date
        Day of the event.
    window : Window
        From the first day of its first period to the last of its last.
    episodes : iterable of Episode
        Every measure known. Announcements, monitoring, relief and tariffs (reach ``none``) are
        passed over.
    sanctioners : iterable of Sanctioner
        Own sanctions of economies. Measures of the UN are not among them: they bind all.

    Returns
    -------
    Membership
        In the order of target, date and number, whatever the order given.

    Examples
    --------
    >>> import datetime as dt
    >>> from tradenet.domain import Bloc, Episode, Window
    >>> ban = Episode(
    ...     episode="1",
    ...     target="IRN",
    ...     sender="EU",
    ...     instrument="ban",
    ...     kinds=("oil",),
    ...     reach="broad",
    ...     since="2012-07-01",
    ...     until="2016",
    ...     source="a",
    ...     checked="read",
    ... )
    >>> found = membership(
    ...     Bloc(("IRN", "RUS"), "CHN"),
    ...     dt.date(2014, 3, 1),
    ...     Window((2011, 2013), (2015,)),
    ...     [ban],
    ...     [],
    ... )
    >>> found.unsanctioned, found.real_years, [str(step.date) for step in found.steps]
    (('RUS',), (2012, 2016), ['2012-07-01'])
    """
    first, before, last = (
        _first_day(window.periods[0]),
        _last_day(window.pre[-1]),
        _last_day(window.post[-1]),
    )
    targets = set(bloc.members)
    reaches = {**dict.fromkeys(bloc.spokes, _RESTRICTS), bloc.hub: (BROAD,)}
    measures = sorted(
        (e for e in episodes if e.target in targets and e.reach in reaches[e.target]),
        key=lambda e: (bloc.members.index(e.target), e.start, e.episode, e.sender),
    )
    steps = _steps(measures)
    own = (fact for fact in sanctioners if fact.target in targets and fact.overlaps(first, last))
    return Membership(
        bloc=bloc,
        event=event,
        before=before,
        in_force=tuple(e for e in measures if e.in_force(event) and e.sender != e.target),
        sanctioners=tuple(sorted(own, key=lambda f: (f.target, f.start, f.sender))),
        steps=tuple(step for step in steps if first <= step.date <= last),
        real_years=tuple(sorted({step.date.year for step in steps})),
    )


def _steps(measures: Iterable[Episode]) -> list[Step]:
    """Gather beginnings and ends of the same member and day."""
    found: dict[tuple[str, dt.date, bool], list[Episode]] = defaultdict(list)
    for episode in measures:
        found[episode.target, episode.start, True].append(episode)
        if episode.end is not None:
            found[episode.target, episode.end, False].append(episode)
    return [
        Step(
            member=member,
            date=day,
            begins=begins,
            reach=BROAD if any(e.reach == BROAD for e in group) else NARROW,
            episodes=tuple(dict.fromkeys(e.episode for e in group)),
        )
        for (member, day, begins), group in sorted(found.items())
    ]


def _first_day(code: int) -> dt.date:
    period = Period.from_code(code)
    return dt.date(period.year, period.month or 1, 1)


def _last_day(code: int) -> dt.date:
    period = Period.from_code(code)
    month = period.month or _DECEMBER
    following = dt.date(period.year + month // _DECEMBER, month % _DECEMBER + 1, 1)
    return following - dt.timedelta(days=1)

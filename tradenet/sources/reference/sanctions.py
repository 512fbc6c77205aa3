"""Who restricts trade with whom, since when and until when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import cache

from tradenet.domain import Episode, Sanctioner, SchemaError
from tradenet.domain.facts import BROAD, NARROW, REACHES
from tradenet.sources.reference.economies import economies
from tradenet.sources.reference.folder import facts, listed, made

SENDERS_IN_COMMON = ("EU", "UN")


@cache
def episodes() -> tuple[Episode, ...]:
    """Return every measure of every sender: ``data/reference/sanctions_episodes.csv``.

    Raises
    ------
    SchemaError
        If a row has an unknown economy, no source, or a date that is none.

    Examples
    --------
    >>> sorted(e.sender for e in episodes() if e.target == "PRK" and e.since.startswith("2006-10"))
    ['CHE', 'JPN', 'UN']
    """
    return made("sanctions_episodes", facts("sanctions_episodes"), episode_of)


def episode_of(row: dict[str, str]) -> Episode:
    """Make an episode of a row of text."""
    sender = row["sender"]
    return Episode(
        since=row["start"],
        until=row["end"],
        source=row["source"],
        checked=row["checked"],
        episode=row["episode"],
        target=economies().check(row["target"]),
        sender=sender if sender in SENDERS_IN_COMMON else economies().check(sender),
        instrument=row["instrument"],
        kinds=listed(row["kinds"]),
        reach=_reach(row["reach"]),
    )


@cache
def autonomous() -> tuple[Sanctioner, ...]:
    """Return whose own sanctions apply to whom: ``data/reference/autonomous_sanctioners.csv``.

    Raises
    ------
    SchemaError
        As for `episodes`.
    """
    return made("autonomous_sanctioners", facts("autonomous_sanctioners"), sanctioner_of)


def sanctioner_of(row: dict[str, str]) -> Sanctioner:
    """Make a sanctioner of a row of text."""
    return Sanctioner(
        since=row["start"],
        until=row["end"],
        source=row["source"],
        checked=row["checked"],
        sender=economies().check(row["sender"]),
        target=economies().check(row["target"]),
        reach=_reach(row["reach"]),
        scope=row["scope"],
    )


def sanctioners(
    targets: Iterable[str], *, on: dt.date, reaches: Iterable[str] = (BROAD, NARROW)
) -> tuple[str, ...]:
    """Return the economies with sanctions of their own on any of the targets on a day.

    Measures of the UN do not count: they bind every state.

    Parameters
    ----------
    targets : iterable of str
        Economies.
    on : date
        The day.
    reaches : iterable of str
        ``("broad",)`` leaves out those whose measures are weak.

    Returns
    -------
    tuple of str
        Codes, sorted.

    Examples
    --------
    >>> import datetime as dt
    >>> sanctioners(["IRN"], on=dt.date(2009, 1, 1))
    ('USA',)
    """
    wanted, kept = set(targets), set(reaches)
    return tuple(
        sorted(
            {
                fact.sender
                for fact in autonomous()
                if fact.target in wanted and fact.reach in kept and fact.in_force(on)
            }
        )
    )


def _reach(word: str) -> str:
    if word not in REACHES:
        msg = f"reach '{word}' is none of {', '.join(REACHES)}"
        raise SchemaError(msg)
    return word

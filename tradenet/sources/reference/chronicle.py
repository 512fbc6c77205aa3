"""Events, votes of the General Assembly, and groups of the past."""

from __future__ import annotations

from functools import cache

from tradenet.domain import DatedEvent, GroupSpell, SchemaError, UnknownName, VoteBlock, nearest
from tradenet.domain.facts import READ, first_day
from tradenet.sources.reference.economies import economies
from tradenet.sources.reference.folder import facts, listed, made

VOTES = ("yes", "against", "abstain", "absent")
MEMBERS_OF_THE_UN = 193  # since South Sudan joined on 2011-07-14


@cache
def events() -> tuple[DatedEvent, ...]:
    """Return dated events, in order: ``data/reference/events.csv``.

    Raises
    ------
    SchemaError
        If a row has no source or a date that is none.
    """
    return made("events", facts("events"), event_of)


def event_of(row: dict[str, str]) -> DatedEvent:
    """Make an event of a row of text; actors are codes, or names of groups."""
    first_day(row["date"])
    return DatedEvent(
        source=row["source"],
        checked=row["checked"],
        date=row["date"],
        actors=listed(row["actors"]),
        event=row["event"],
        kind=row["kind"],
    )


@cache
def votes() -> tuple[VoteBlock, ...]:
    """Return who voted how, in blocks of one source: ``data/reference/votes.csv``.

    ES-11/2 is incomplete; `whole` says which roll calls are not.

    Raises
    ------
    SchemaError
        If a row has an unknown economy or vote, or no source.

    Examples
    --------
    >>> [b.economies for b in votes() if b.resolution == "ES-11/1" and b.vote == "against"]
    [('BLR', 'ERI', 'PRK', 'RUS', 'SYR')]
    """
    return made("votes", facts("votes"), vote_of)


def whole(resolution: str) -> bool:
    """Say whether the votes of all members of the UN on a resolution are held.

    So it is where the blocks of each of the four votes hold as many economies as were published,
    and those are all 193.

    Raises
    ------
    UnknownName
        If no vote on it is held; the message names the nearest.

    Examples
    --------
    >>> [whole(name) for name in ("68/262", "ES-11/1", "ES-11/2", "ES-11/4", "ES-11/6")]
    [True, True, False, True, True]
    """
    blocks = [block for block in votes() if block.resolution == resolution]
    if not blocks:
        known = {block.resolution for block in votes()}
        msg = f"no votes on the resolution '{resolution}' are held{nearest(resolution, known)}"
        raise UnknownName(msg)
    told, held = dict.fromkeys(VOTES, 0), dict.fromkeys(VOTES, 0)
    for block in blocks:
        told[block.vote] = block.published
        held[block.vote] += len(block.economies)
    return told == held and sum(held.values()) == MEMBERS_OF_THE_UN


def vote_of(row: dict[str, str]) -> VoteBlock:
    """Make a block of votes of a row of text."""
    if row["vote"] not in VOTES:
        msg = f"vote '{row['vote']}' is none of {', '.join(VOTES)}"
        raise SchemaError(msg)
    first_day(row["date"])
    return VoteBlock(
        source=row["source"],
        checked=row["checked"],
        resolution=row["resolution"],
        date=row["date"],
        vote=row["vote"],
        economies=_known(row["economies"]),
        published=int(row["published"]),
    )


@cache
def groups() -> tuple[GroupSpell, ...]:
    """Return groups of the past: ``data/reference/groups.csv``, and the USSR's successors.

    Raises
    ------
    SchemaError
        If a row has an unknown economy, no source, or a date that is none.

    Examples
    --------
    >>> [len(spell.economies) for spell in groups() if spell.group == "ex-USSR"]
    [15]
    """
    return (*made("groups", facts("groups"), group_of), _former("ex-USSR", "SUN"))


def group_of(row: dict[str, str]) -> GroupSpell:
    """Make a group of a row of text."""
    return GroupSpell(
        since=row["start"],
        until=row["end"],
        source=row["source"],
        checked=row["checked"],
        group=row["group"],
        economies=_known(row["economies"]),
    )


def _former(group: str, economy: str) -> GroupSpell:
    """Group the successors of an economy; together they begin where it ended."""
    (row,) = [row for row in facts("economies") if row["economy"] == economy]
    return GroupSpell(
        since=row["valid_to"],
        source=f"data/reference/economies.csv, successors of {economy}",
        checked=READ,
        group=group,
        economies=listed(row["successors"]),
    )


def _known(cell: str) -> tuple[str, ...]:
    return tuple(economies().check(code) for code in listed(cell))

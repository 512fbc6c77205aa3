"""What happened when: the dated facts that concern the members of a study."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any, Final

import pyarrow as pa

from tradenet.domain import DatedEvent, Episode, Period
from tradenet.domain.facts import NONE, first_day
from tradenet.sources import reference
from tradenet.study.config import StudyConfig

MEASURE: Final = "sanctions"
RELIEF: Final = "sanctions relief"
_COLUMNS: Final = ("date", "kind", "actors", "event", "source", "checked")
SCHEMA: Final = pa.schema([("number", pa.int32()), *((name, pa.string()) for name in _COLUMNS)])
Row = dict[str, Any]


def timeline(config: StudyConfig) -> pa.Table:
    """Return what concerns a member within the shown periods, numbered by date.

    Events of which a member, or a trade agreement that has one, is an actor; and beginnings and
    ends of measures against a member, senders of one act together.

    Returns
    -------
    pyarrow.Table
        ``number`` (from 1), ``date`` (ISO, as precise as known), ``kind``, ``actors`` (codes joined
        by ``|``), ``event``, ``source`` and ``checked`` (``read`` or ``memory``).
    """
    first, last = (Period.from_code(code).year for code in (config.shown.first, config.shown.last))
    members = set(config.bloc.members)
    rows = [row for row in (*_events(members), *_measures(members, reference.episodes()))
            if first <= first_day(row["date"]).year <= last]  # fmt: skip
    rows.sort(key=lambda row: tuple(row[name] for name in _COLUMNS))
    return pa.Table.from_pylist(
        [{"number": k, **row} for k, row in enumerate(rows, start=1)], schema=SCHEMA
    )


def _events(members: set[str]) -> Iterator[Row]:
    for event in reference.events():
        if _concerned(event, members):
            yield {
                "date": event.date,
                "kind": event.kind,
                "actors": "|".join(event.actors),
                "event": event.event,
                "source": event.source,
                "checked": event.checked,
            }


def _concerned(event: DatedEvent, members: set[str]) -> bool:
    if members & set(event.actors):
        return True
    on = first_day(event.date)
    return any(members & _party(actor, on) for actor in event.actors)


def _party(group: str, on: dt.date) -> set[str]:
    """Return the economies of the trade agreement whose name ends with a group's letters."""
    return {
        economy
        for spell in reference.agreements().spells
        if spell.agreement.endswith(f"({group})") and spell.in_force(on)
        for economy in spell.economies
    }


def _measures(members: set[str], episodes: Iterable[Episode]) -> Iterator[Row]:
    """Yield beginnings and ends of measures; those that restrict nothing are no measures."""
    found: dict[tuple[str, str, str, str], list[Episode]] = {}
    for one in episodes:
        if one.target in members and one.reach != NONE:
            for date, kind in ((one.since, MEASURE), (one.until, RELIEF)):
                if date:
                    found.setdefault((date, kind, one.target, one.instrument), []).append(one)
    for (date, kind, target, instrument), acts in found.items():
        senders = list(dict.fromkeys(act.sender for act in acts))
        ends = " ends" if kind == RELIEF else ""
        yield {
            "date": date,
            "kind": kind,
            "actors": "|".join([*senders, target]),
            "event": f"{instrument}{ends}",
            "source": acts[0].source,
            "checked": acts[0].checked,
        }

"""Who is in the set, and why: from dated sanctions, never from flows."""

from __future__ import annotations

from collections.abc import Iterator

from tradenet.domain.text import listed
from tradenet.report.blocks import Column, Grid, Section
from tradenet.report.view import View
from tradenet.report.wording import plural


def members(view: View) -> Section:
    """Return the section on the set: measures in force at the event, who left the network."""
    rows = tuple(
        (
            view.name(row["target"]),
            view.name(row["sender"]),
            row["instrument"],
            row["since"],
            row["reach"],
            row["source"],
            row["checked"],
        )
        for row in view.rows("sanctions")
    )
    note = "Memory: stated from memory, its source was not read. Dates are as precise as known."
    return Section(
        anchor="members",
        short="The set",
        title="Who is in the set, and why",
        paragraphs=tuple(_paragraphs(view)),
        blocks=(
            Grid(
                "sanctions",
                "Measures in force at the event",
                _COLUMNS,
                rows,
                note,
                folded=True,
                data=("sanctions",),
            ),
        )
        if rows
        else (),
    )


_COLUMNS = (
    Column("Target"),
    Column("Sender"),
    Column("Measure"),
    Column("Since"),
    Column("Reach"),
    Column("Source"),
    Column("Checked"),
)


def _clean(view: View) -> tuple[str, ...]:
    """Return the hub where no measure targets it: nothing need be said of it."""
    hub = view.result.config.bloc.hub
    return () if any(row["target"] == hub for row in view.rows("sanctions")) else (hub,)


def _paragraphs(view: View) -> Iterator[str]:
    bloc, event = view.result.config.bloc, view.result.config.event
    day = event.date.isoformat()
    free = [x for x in bloc.spokes if x not in {r["target"] for r in view.rows("sanctions")}]
    if free:
        was = "was" if len(free) == 1 else "were"
        named = listed([view.name(spoke) for spoke in free])
        yield (
            f"{named} {was} under no sanctions that we know of on {day}; the study’s claim names "
            f"{'it' if len(free) == 1 else 'them'}."
        )
    for spoke in (x for x in bloc.members if x not in (*free, *_clean(view))):
        rows = [row for row in view.rows("sanctions") if row["target"] == spoke]
        senders = listed(list(dict.fromkeys(view.name(row["sender"]) for row in rows)))
        unread = sum(row["checked"] == "memory" for row in rows)
        yield (
            f"On {day} {view.name(spoke)} was under {plural(len(rows), 'measure')} that we list, "
            f"the first since {min(row['since'] for row in rows)}, by {senders}; {unread} of them "
            "are stated from memory."
        )
    if bloc.hub:
        yield f"{view.name(bloc.hub)} is the hub because the study’s claim says so."
    if view.left_out:
        names = listed([view.name(code) for code in view.left_out])
        yield f"Left out of the tests, for sanctions of their own on a member: {names}."

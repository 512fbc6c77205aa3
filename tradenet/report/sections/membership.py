"""Who is in the set, and why: from dated sanctions, never from flows."""

from __future__ import annotations

from collections.abc import Iterator

from tradenet.report.blocks import Column, Grid, Section
from tradenet.report.view import View
from tradenet.report.wording import listed


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
            Grid("sanctions", "Measures in force at the event", _COLUMNS, rows, note, folded=True),
        ),
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


def _paragraphs(view: View) -> Iterator[str]:
    bloc, event = view.result.config.bloc, view.result.config.event
    day = event.date.isoformat()
    for spoke in bloc.spokes:
        rows = [row for row in view.rows("sanctions") if row["target"] == spoke]
        if not rows:
            yield f"{view.name(spoke)} was under no measure that we know of on {day}."
            continue
        senders = listed(list(dict.fromkeys(view.name(row["sender"]) for row in rows)))
        unread = sum(row["checked"] == "memory" for row in rows)
        yield (
            f"On {day} {view.name(spoke)} was under {len(rows)} measures that we list, the "
            f"first since {min(row['since'] for row in rows)}, by {senders}; {unread} of them are "
            "stated from memory."
        )
    if bloc.hub:
        yield f"{view.name(bloc.hub)} is the hub because the study’s claim says so."

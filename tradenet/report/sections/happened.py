"""What happened when: the dated events that stand under every time series."""

from __future__ import annotations

from collections.abc import Iterator

from tradenet.domain.text import listed
from tradenet.report.blocks import Column, Grid, Section
from tradenet.report.view import Row, View
from tradenet.report.wording import plural


def events(view: View) -> Section:
    """Return the section on dated events: who did what, by whose word."""
    rows = view.rows("timeline")
    return Section(
        anchor="events",
        short="What happened when",
        title="What happened when",
        paragraphs=tuple(_said(view, rows)),
        blocks=(_table(view, rows),) if rows else (),
    )


def _said(view: View, rows: tuple[Row, ...]) -> Iterator[str]:
    shown = view.result.config.shown
    if not rows:
        yield (
            f"No event between {shown.first} and {shown.last} that we list concerns a member. Our "
            "list is short outside the cases it was gathered for, so this says little."
        )
        return
    memory = sum(row["checked"] == "memory" for row in rows)
    yield (
        f"{plural(len(rows), 'event')} and measures that concern a member, {shown.first} "
        f"to {shown.last}. They stand as small marks under the years of every time series, in "
        "lines by kind, and the numbers there are those of the table. They are for looking up, "
        "not for explaining: with so many dates something happened near every turn of a curve."
    )
    if memory:
        yield (
            f"{memory} of them {'is' if memory == 1 else 'are'} stated from memory, whose source "
            "was not read, and marked with an asterisk. The list is longest for the cases it was "
            "gathered for."
        )


def _table(view: View, rows: tuple[Row, ...]) -> Grid:
    return Grid(
        "timeline",
        "Events and measures by date",
        (
            Column("No.", numeric=True), Column("Date"), Column("Event"), Column("Who"),
            Column("Kind"), Column("Source"),
        ),
        tuple(
            (str(row["number"]), row["date"], row["event"], _who(view, row["actors"]),
             row["kind"], row["source"] + (" *" if row["checked"] == "memory" else ""))
            for row in rows
        ),
        "Dates are as precise as known. *: from memory, the source was not read.",
        folded=True, data=("timeline",),
    )  # fmt: skip


def _who(view: View, actors: str) -> str:
    return listed([view.name(code) for code in actors.split("|")])

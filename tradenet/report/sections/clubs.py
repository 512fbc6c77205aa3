"""Beside the matched sets: all sets of four economies there are."""

from __future__ import annotations

from collections.abc import Iterator

from tradenet.domain.text import listed
from tradenet.report.blocks import Column, Grid, Link, Section
from tradenet.report.figures import FIGURES
from tradenet.report.figures.clubs import NETWORKS, networks, place
from tradenet.report.view import View
from tradenet.report.wording import percent, ratio
from tradenet.report.words import TABLES

STATISTICS = {"studentized": "in standard errors", "change": "in log points"}
_SHOWN, _FOUR = 10, 4


def clubs(view: View) -> Section:
    """Return the section on all sets of four economies."""
    told = len(view.result.config.bloc.members) == _FOUR
    return Section(
        anchor="clubs",
        short="All sets of four",
        title="The members among all sets of four economies",
        paragraphs=tuple(_said(view)),
        blocks=(FIGURES["clubs"](view), _places(view), _largest(view)) if told else (),
        links=tuple(
            Link(f"tables/{name}.csv", TABLES[name]) for name in ("clubs", "clubs_histogram")
        )
        if told
        else (),
    )


def _said(view: View) -> Iterator[str]:
    yield (
        "A picture of the world’s clubs, not a test, and without weight in the verdict. The sets "
        "are not matched to the members: most are of small economies with little trade, and the "
        "largest are found by looking. So a place among them is no p-value."
    )
    row = place(view, "all")
    if row is None:
        count = len(view.result.config.bloc.members)
        yield (
            f"The members are {count}, so they are not among them."
            if count != _FOUR
            else "There are no such sets here: no network could be made."
        )
        return
    yield (
        f"{row['sets']:,} sets of four can be made of {row['economies']:,} economies, and each was "
        f"looked at. {row['counted']:,} count: at least {row['least_pairs']} of their six pairs "
        "are seen before and after the event, as many as of the members."
    )
    yield from _matched(view)


def _matched(view: View) -> Iterator[str]:
    """Put the place beside the p-value of the matched sets, and both networks beside each other."""
    bloc = view.result.config.bloc
    name, word = ("T2", "hub–spoke") if bloc.hub else ("T4", bloc.word("spoke_spoke"))
    hub = next((test for test in view.result.tests if test.name == name), None)
    where = "Without the sanctioning economies" if view.left_out else "Among all economies"
    every, row = place(view, "all"), place(view, "neutral")
    if every is None or row is None or every["share"] is None or row["share"] is None:
        return
    if hub is not None and hub.p_value is not None:
        sets = dict(hub.details).get("placebo_sets", 0)
        yield (
            f"Among {sets:,} matched sets the p-value of {word} trade is {hub.p_value:.3f}. "
            f"{where}, where that test is made, {percent(row['share'])} of all "
            f"{row['counted']:,} sets that count stand where the members stand, or above."
        )
    if view.left_out and every["share"] < row["share"]:
        yield (
            f"Among all economies it is {percent(every['share'])}: there the members are compared "
            "with those that imposed sanctions on them, so that trade which only turned away from "
            "these counts as a rise."
        )


def _places(view: View) -> Grid:
    rows = tuple(
        (
            NETWORKS[row["network"]],
            STATISTICS[row["statistic"]],
            f"{row['counted']:,}",
            ratio(row["value"]),
            "–" if row["above"] is None else f"{row['above'] + 1:,}",
            percent(row["share"]),
        )
        for row in view.rows("club_places")
        if row["network"] in networks(view)
    )
    note = (
        "The place counts sets at least as high, the members included. Only pairs that are seen "
        "enter a set’s rise."
    )
    return Grid(
        "clubs-places", "Where the members stand", _PLACES, rows, note, data=("club_places",)
    )


_PLACES = (
    Column("Network"),
    Column("Rise beyond expectation"),
    Column("Sets that count", numeric=True),
    Column("Members", numeric=True),
    Column("Place", numeric=True),
    Column("Share at or above", numeric=True),
)


def _largest(view: View) -> Grid:
    rows = tuple(
        (
            NETWORKS[row["network"]],
            str(row["rank"]),
            listed([view.name(code) for code in row["set"].split("+")]),
            ratio(row["value"]),
        )
        for row in view.rows("clubs")
        if row["statistic"] == "studentized"
        and row["rank"] <= _SHOWN
        and row["network"] in networks(view)
    )
    heads = (Column("Network"), Column("Place"), Column("Set"),
             Column("Rise", "standard errors", numeric=True))  # fmt: skip
    note = "Found by looking, so that chance and single dyads of great change lead the list."
    return Grid(
        "clubs-largest", "The largest rises", heads, rows, note, folded=True, data=("clubs",)
    )

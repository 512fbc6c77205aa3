"""The trade itself: the dyads, the classes, and what was expected."""

from __future__ import annotations

from collections.abc import Iterator

from tradenet.report.blocks import Column, Grid, Section
from tradenet.report.both_sides import line
from tradenet.report.figures import FIGURES
from tradenet.report.states import STATES, state
from tradenet.report.view import Row, View
from tradenet.report.wording import billions, percent, ratio, slug, usd, when


def dyads(view: View) -> Section:
    """Return the section on the dyads over time."""
    count = len(view.dyads)
    return Section(
        anchor="dyads",
        short="The dyads over time",
        title=f"The {_counted(count)} over time",
        paragraphs=(
            "Every pair of members has two directions, and each is drawn on its own. What was "
            "reported by an economy that files throughout counts; what was reported by others is "
            "shown hollow and grey, so that the reader sees it without being led by it.",
        ),
        blocks=(FIGURES["dyads"](view), _values(view), *both_sides(view)),
    )


def both_sides(view: View) -> Iterator[Grid]:
    """Yield a table for each dyad: what both sides told, in every period held."""
    for _, (one, other) in view.dyads:
        yield Grid(
            slug("dyads-reports", one, other),
            f"Both reports, {view.name(one)} – {view.name(other)}",
            _REPORTS,
            tuple(
                (when(code), view.flow(*flow), *line(view, view.cells[code, *flow]))
                for code in view.calendar
                for flow in ((one, other), (other, one))
                if (code, *flow) in view.cells
            ),
            "Free on board: importers’ reports, which include freight, were brought to it. A dash: "
            "nobody told, its source published one reconciled number alone, or it does not count. "
            "Periods that are not listed are not held. All is as told to the source of the line; "
            "what was told to others stands in “Source against source” and may differ.",
            folded=True,
            data=("dyads",),
        )


_REPORTS = (
    Column("Period"),
    Column("Flow"),
    Column("Exporter’s report", "bn USD", numeric=True),
    Column("Importer’s report", "bn USD", numeric=True),
    Column("Difference", "bn USD", numeric=True),
    Column("Exporter’s ÷ importer’s", "ratio", numeric=True),
    Column("Counts", "bn USD", numeric=True),
    Column("Who told"),
    Column("Source"),
)


def _counted(count: int) -> str:
    words = ("", "one dyad", "two dyads", "three dyads", "four dyads", "five dyads", "six dyads")
    return words[count] if 0 < count < len(words) else f"{count} dyads"


def _values(view: View) -> Grid:
    shown = view.compared
    cells = view.cells
    rows = tuple(
        (
            view.flow(exporter, importer),
            *(text for code in shown for text in _value(cells.get((code, exporter, importer)))),
        )
        for _, exporter, importer in view.flows
    )
    heads = (
        column
        for code in shown
        for column in (
            Column(when(code), "bn USD", numeric=True),
            Column(f"Who told, {when(code)}"),
        )
    )
    return Grid(
        "dyads-values",
        "The dyads in the last period held before and after the event",
        (Column("Flow"), *heads),
        rows,
        "Goods, FOB, current prices. A dash: no number counts.",
        folded=True,
        data=("dyads",),
    )


def _value(row: Row | None) -> tuple[str, str]:
    counted = row is not None and row["status"] == "kept"
    return billions(row["value_usd"] if row and counted else None), STATES[state(row)].words


def groups(view: View) -> Section:
    """Return the section on hub–spoke and spoke–spoke trade."""
    hub = view.result.config.bloc.hub
    return Section(
        anchor="groups",
        short="Hub–spoke and spoke–spoke" if hub else "Trade among the members",
        title="Hub–spoke and spoke–spoke trade" if hub else "Trade among the members",
        paragraphs=(
            "A bloc would show in trade among the spokes. Trade of each spoke with the hub can "
            "grow without one, so the two are never added into one number."
            if hub
            else "A bloc would show in trade of the members with one another. They have no hub "
            "here: every pair counts alike.",
        ),
        blocks=(FIGURES["groups"](view), _readings(view)),
        technical=(
            "Some sources cannot write a zero: an empty cell is zero or missing, and nobody can "
            "say which. Both readings are computed for every economy, because absent cells "
            "anywhere move what is expected of the members.",
            _null(view),
        ),
    )


def _null(view: View) -> str:
    name = view.result.config.expected.null
    return (
        f"Expected trade: the null called “{name}”. With “margins”, each economy’s total exports "
        "and imports are kept and spread over its partners in proportion to their size, without "
        "trade with oneself; only observed cells take part."
    )


def _readings(view: View) -> Grid:
    shown = set(view.compared)
    rows = tuple(
        (
            view.class_words.get(row["class"], row["class"]),
            when(row["period"]),
            f"absent = {row['reading']}",
            billions(row["trade_usd"]),
            billions(row["expected_usd"]),
            ratio(row["intensity"]),
            percent(row["share_of_members_trade"]),
            f"{row['cells_observed']} of {row['cells']}",
        )
        for row in sorted(view.rows("groups"), key=_order)
        if row["period"] in shown and row["class"] != "intra"
    )
    return Grid(
        "groups-values",
        "Both readings of absent cells, last period held before and after the event",
        _READINGS,
        rows,
        "A dash: no cell of the class counts in that period.",
        folded=True,
        data=("groups",),
    )


def _order(row: Row) -> tuple[str, int, str]:
    return row["class"], row["period"], row["reading"]


_READINGS = (
    Column("Class"),
    Column("Period"),
    Column("Reading"),
    Column("Trade", "bn USD", numeric=True),
    Column("Expected", "bn USD", numeric=True),
    Column("Observed ÷ expected", "ratio", numeric=True),
    Column("Share", "% of members’ trade", numeric=True),
    Column("Cells", "observed", numeric=True),
)


def intensity(view: View) -> Section:
    """Return the section on observed over expected trade."""
    largest = view.largest
    words = "Size alone makes large economies trade much with each other."
    if largest is not None:
        flow = view.flow(largest["exporter"], largest["importer"])
        words += (
            f" {flow} was worth {usd(largest['value_usd'])} in {when(largest['period'])}, where "
            f"sizes would lead one to expect {usd(largest['expected_usd'])}."
        )
    return Section(
        anchor="intensity",
        short="Observed ÷ expected",
        title="Observed trade over expected trade",
        paragraphs=(f"{words} Dividing one by the other takes size out, and only size.",),
        blocks=(FIGURES["intensity"](view),),
    )

"""Other economies between two patrons, measured in the same way."""

from __future__ import annotations

from collections.abc import Iterator

from tradenet.report.blocks import Column, Grid, Section
from tradenet.report.figures.realignment import division, shares
from tradenet.report.sections.realignment.division import breaks
from tradenet.report.sections.realignment.told import economy_of, sides, states
from tradenet.report.view import View
from tradenet.report.wording import chance, factor, known, plural


def beside(view: View) -> Section:
    """Return the section on the economies beside the one in question."""
    own = economy_of(view)
    others = tuple(r["economy"] for r in view.rows("division_verdicts") if r["economy"] != own)
    drawn = (shares.draw(view, others, "patrons-beside"),
             division.draw(view, others, "division-beside"))  # fmt: skip
    return Section(
        anchor="beside",
        short="Others beside it",
        title="Others between two patrons, measured in the same way",
        paragraphs=tuple(_readings(view, own)),
        blocks=(
            verdicts(view),
            *(figure for figure in drawn if figure is not None),
            *((breaks(view, others, "breaks-beside"), sides(view, others, "sides-beside"),
               states(view, others, "states-beside")) if others else ()),
        ),
    )  # fmt: skip


def _readings(view: View, own: str) -> Iterator[str]:
    for row in view.rows("division_verdicts"):
        if row["economy"] == own:
            continue
        first, second = division.patrons(view, row["economy"])
        said = f"{view.name(row['economy'])} between {first} and {second}: {row['verdict']}."
        if known(row["change"]):
            said += (
                f" The division changed by {factor(row['change'])} at the event (95 % interval "
                f"{factor(row['low'])} to {factor(row['high'])}, p = {chance(row['p_event'])} "
                f"among {plural(row['placebos'], 'economy', 'economies')} compared)."
            )
        yield said


def verdicts(view: View) -> Grid:
    """Return what the table says of each economy; the study's verdict is that of the first."""
    rows = tuple(
        (
            view.name(row["economy"]), f"{row['row']}: {row['verdict']}",
            f"{row['first_year']}–{row['last_year']}" if row["years"] else "never",
            f"{row['placebos']:,}", factor(row["change"]), chance(row["p_event"]),
            chance(row["p_dates"]), factor(row["detectable"]),
        )
        for row in view.rows("division_verdicts")
    )  # fmt: skip
    note = (
        "Change: of the first patron’s trade over the second’s, at the event; a dash where it is "
        "not told. p: rank among the economies compared; p of dates: rank among the economy’s own "
        "other dates. Detectable: what would be found with a chance of 80 %, or would have been, "
        "had both patrons told."
    )
    title = "The table’s row for each economy"
    return Grid("division-verdicts", title, _VERDICTS, rows, note, data=("division_verdicts",))


_VERDICTS = (
    Column("Economy"),
    Column("Row and reading"),
    Column("Both tell"),
    Column("Compared", numeric=True),
    Column("Change", "factor", numeric=True),
    Column("p", numeric=True),
    Column("p of dates", numeric=True),
    Column("Detectable", "factor", numeric=True),
)

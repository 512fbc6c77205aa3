"""Who told the patrons' trade, how large their shares are, and whose company the economy keeps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tradenet.report.blocks import Column, Grid, Section
from tradenet.report.figures.realignment import shares
from tradenet.report.figures.realignment.shares import TOLD, of
from tradenet.report.view import PHASE_WORDS, Row, View
from tradenet.report.wording import billions, known, percent, plural, ratio, spans, usd


def economy_of(view: View) -> str:
    """Return the economy in question."""
    return str(view.result.config.design.to_dict()["economy"])


def told(view: View) -> Section:
    """Return the section on what is seen of the trade with each patron."""
    economy = economy_of(view)
    figure = shares.draw(view, (economy,), "patrons-shares")
    return Section(
        anchor="see",
        short="What can we see?",
        title="What can we see of the trade with each patron?",
        paragraphs=(
            *_told(view, economy),
            "Where nobody tells, nothing is drawn: the trade may have been nothing, or anything.",
        ),
        blocks=(
            *((figure,) if figure is not None else ()),
            states(view, (economy,)),
            sides(view, (economy,)),
        ),
        technical=(
            "Every economy is seen by its partners’ reports alone, exports to it and imports from "
            "it, in every year. North Korea reports nothing, so that this is the only way to see "
            "it; seeing the others in the same way keeps a change of reporter from looking like a "
            "change of trade. A year counts where the patron tells both directions, or one while "
            "nobody lists trade in the other. Shares are of all that partners tell: a partner that "
            "falls silent leaves the sum, and the others’ shares rise without any trade.",
        ),
    )


def _told(view: View, economy: str) -> Iterator[str]:
    for line in view.result.facts["patrons_told"]:
        code = line["patron"]
        years = [
            r["period"]
            for r in of(view, economy)
            if r["patron"] == code and r["state"] == "partner"
        ]
        enough = "enough" if line["enough"] else "not enough"
        yield (
            f"{view.name(code)} tells its trade with {view.name(economy)} in {spans(years)}: "
            f"{line['before']} of the years before the event and {line['after']} of those after "
            f"it, which is {enough}."
        )


def states(view: View, economies: Sequence[str], name: str = "patrons-states") -> Grid:
    """Return in how many years each dyad is in each state, by the codes of the time."""
    counted: dict[tuple[str, str, str], list[int]] = {}
    for economy in economies:
        for row in of(view, economy):
            key = (row["economy_code"], row["patron_code"], row["state"])
            counted.setdefault(key, []).append(row["period"])
    rows = tuple(
        (view.name(one), view.name(other), TOLD[state].words, str(len(years)), spans(years))
        for (one, other, state), years in sorted(counted.items())
    )
    heads = (Column("Economy"), Column("Patron"), Column("State"),
             Column("Years", "count", numeric=True), Column("Which"))  # fmt: skip
    return Grid(name, "Who told what, and when", heads, rows,
                "Years that no source holds for any pair are not listed.", folded=True,
                data=("patrons",))  # fmt: skip


def sides(view: View, economies: Sequence[str], name: str = "division-sides") -> Grid:
    """Return the mean of each patron's part before and after the event, over the years told."""
    rows = tuple(
        (
            view.name(row["economy"]), view.name(row["patron"]), PHASE_WORDS[row["phase"]],
            f"{row['told']} of {row['years']}", billions(row["value_usd"]), percent(row["share"]),
            ratio(row["intensity"]),
        )
        for row in view.rows("division_sides")
        if row["economy"] in economies
    )  # fmt: skip
    return Grid(name, "Each patron’s part before and after the event", _SIDES, rows,
                "Means over the years told. Intensity: observed trade over what the sizes of the "
                "two lead one to expect. A dash: not told, which is not nothing.",
                data=("division_sides",))  # fmt: skip


_SIDES = (
    Column("Economy"),
    Column("Patron"),
    Column("Phase"),
    Column("Years told"),
    Column("Trade", "bn USD a year", numeric=True),
    Column("Share", "% of what partners tell", numeric=True),
    Column("Intensity", "ratio", numeric=True),
)


def company(view: View) -> Section:
    """Return the section on communities shared with the patrons, and on concentration."""
    economies = tuple(dict.fromkeys(row["economy"] for row in view.rows("patrons")))
    rows = tuple(row for code in economies for row in _company(view, code))
    heads = (Column("Economy"), Column("With"), Column("Same community"), Column("Apart"),
             Column("Not known", "years", numeric=True))  # fmt: skip
    return Section(
        anchor="company",
        short="Communities",
        title="In whose community does the economy trade?",
        paragraphs=(
            "In each year communities of economies that trade more with one another than their "
            "sizes lead one to expect were sought, and it was looked up whether the economy shares "
            "one with either patron. Communities are exploratory and have no part in the verdict.",
            *_concentration(view, economy_of(view)),
        ),
        blocks=(
            Grid(
                "patrons-together",
                "Communities shared with a patron",
                heads,
                rows,
                data=("patrons",),
            ),
        ),
    )


def _company(view: View, economy: str) -> Iterator[tuple[str, ...]]:
    rows = of(view, economy)
    by_year: dict[int, list[Row]] = {}
    for row in rows:
        by_year.setdefault(row["period"], []).append(row)
    for patron in shares.patrons(rows):
        flags = {r["period"]: r["together"] for r in rows if r["patron"] == patron}
        yield _flags(view, economy, view.name(patron), flags)
    both = {year: _both([row["together"] for row in two]) for year, two in by_year.items()}
    yield _flags(view, economy, "both patrons", both)


def _both(flags: Sequence[bool | None]) -> bool | None:
    return False if False in flags else None if None in flags else True


def _flags(view: View, economy: str, other: str, flags: dict[int, bool | None]) -> tuple[str, ...]:
    years = {flag: [y for y, x in flags.items() if x is flag] for flag in (True, False, None)}
    return (view.name(economy), other, spans(years[True]), spans(years[False]),
            str(len(years[None])))  # fmt: skip


def _concentration(view: View, economy: str) -> Iterator[str]:
    rows = [
        row
        for row in view.rows("division")
        if row["economy"] == economy and known(row["concentration"])
    ]
    if rows:
        first, last = rows[0], rows[-1]
        yield (
            f"The concentration of {view.name(economy)}’s told trade over its partners (Herfindahl "
            f"index, 1 where there is one partner) was {ratio(first['concentration'])} among "
            f"{plural(first['partners'], 'partner')} in {first['period']} and "
            f"{ratio(last['concentration'])} among {plural(last['partners'], 'partner')} in "
            f"{last['period']}."
        )


def doubtful(view: View) -> Section:
    """Return the section on cells of the economy that were set aside."""
    economy, every = economy_of(view), view.rows("set_aside")
    own = [row for row in every if economy in {row["exporter"], row["importer"]}]
    heads = (Column("Period"), Column("Flow"), Column("Value", "bn USD", numeric=True))
    rows = tuple(
        (str(r["period"]), view.flow(r["exporter"], r["importer"]), billions(r["value_usd"]))
        for r in own
    )
    patrons = {row["patron"] for row in of(view, economy)}
    near = sum(bool(patrons & {r["exporter"], r["importer"]}) for r in own)
    return Section(
        anchor="doubts",
        short="Doubtful flows",
        title="Doubtful flows",
        paragraphs=(
            f"{plural(len(own), 'cell')} of {view.name(economy)}’s trade worth "
            f"{usd(sum(r['value_usd'] for r in own))} look like trade of another economy booked "
            f"under its name; {near} of them with a patron. They are set aside, which means marked "
            "and not counted; [quality] quarantine = false counts them.",
        ),
        blocks=(
            Grid("set-aside", "Cells set aside", heads, rows, folded=True, data=("set_aside",)),
        )
        if rows
        else (),
    )

"""The section on the collapse: the dyad in question among its neighbours."""

from __future__ import annotations

from collections.abc import Iterator

from tradenet.bloc.substitution import MAIN
from tradenet.report.blocks import Column, Figure, Grid, Section
from tradenet.report.figures import neighbours
from tradenet.report.tested import details, outcome, why_not
from tradenet.report.view import Row, View
from tradenet.report.wording import billions, chance, factor, p_is, percent, plural, ratio


def collapse(view: View) -> Section:
    """Return the section on the dyad among its neighbours."""
    return Section(
        anchor="collapse",
        short="The collapse of the rouble",
        title="The collapse of the rouble, with the border open",
        paragraphs=tuple(_collapse_words(view)),
        blocks=(
            *_drawn(view),
            *_choices(view), *_worlds(view), *_dyads(view),
        ),
        technical=(
            "Comparisons: economies with a common border of which one trades at least three times "
            "what the other does, with a trade between 1/30 and 30 times that of the dyad in "
            "question, told by the large side in every year; not the successors of the USSR, which "
            "the rouble struck itself, and not the small side’s other borders. Trade is divided by "
            "what the large side trades with all others. Yearly changes before the event give each "
            "dyad’s growth and its loading on the price of coal (Australian, mean of the year), "
            "which are taken off its change at the event. The change is measured by the dyad’s own "
            "spread before the event, drawn halfway to the median, and ranked among all, itself "
            "included. Bounds are those changes that taken off leave p above 5 %.",
        ),
    )  # fmt: skip


def _drawn(view: View) -> Iterator[Figure]:
    yield from (each for each in (neighbours.paths(view), neighbours.scores(view)) if each)


def _collapse_words(view: View) -> Iterator[str]:
    yield (
        "When the rouble collapsed at the end of 2014, trade across the border ran. If lost "
        "remittances had to be replaced by exports to the large neighbour, those should rise more "
        "than the exports of other small economies to a large neighbour did. Sanctions on coal "
        "begin in 2016, so that one year is left to see it."
    )
    if outcome(view, "S2") is None or why_not(view, "S2"):
        yield f"The comparison cannot be made: {why_not(view, 'S2') or 'it was not run'}."
        return
    for row in (r for r in view.rows("substitution_choices") if r["choice"] == MAIN):
        if row["change"] is not None:
            yield (
                f"{neighbours.words_of(view, row['direction'])}: {factor(row['change'])} of what "
                f"usual growth and coal prices lead one to expect ({p_is(row['p_rise'])} of a rise "
                f"among {plural(row['comparisons'] + 1, 'dyad')}; one-sided 95 % bounds "
                f"{factor(row['lower'])} and {factor(row['upper'])}). A rise of "
                f"{factor(row['detectable'])} would be found in four cases of five."
            )
    needed = details(view, "S2").get("needed")
    if needed:
        yield (
            f"To replace the shortfall, exports had to rise by {factor(needed[0])} to "
            f"{factor(needed[1])}. That decides whether the question can be answered at all."
        )


def _choices(view: View) -> Iterator[Grid]:
    rows = view.rows("substitution_choices")
    for direction in dict.fromkeys(row["direction"] for row in rows):
        mine = [row for row in rows if row["direction"] == direction]
        asked = direction == "to_large"
        yield Grid(
            f"collapse-choices-{direction.replace('_', '-')}",
            f"{neighbours.words_of(view, direction)} under other choices",
            _CHOICE_HEADS,
            tuple(_choice(row) for row in mine),
            "Highlighted: critical choices; they must read the same for a rise or a fall to count."
            if asked
            else "Shown beside it; what the account needs is said of the other direction.",
            folded=not asked,
            marked=tuple(k for k, row in enumerate(mine) if row["critical"] and asked),
            data=("substitution_choices",),
        )


_CHOICE_HEADS = (
    Column("Choice"), Column("Dyads", "compared", numeric=True),
    Column("Change", "factor", numeric=True), Column("Bounds", "95 % each", numeric=True),
    Column("p", "rise", numeric=True), Column("p", "fall", numeric=True),
    Column("Seen", "from", numeric=True), Column("Reading"),
)  # fmt: skip


def _choice(row: Row) -> tuple[str, ...]:
    if row["change"] is None:
        return (row["choice"], *("–",) * 6, f"not made: {row['problem']}")
    return (
        row["choice"], f"{row['comparisons']}", factor(row["change"]),
        f"{factor(row['lower'])}–{factor(row['upper']).removeprefix('× ')}",
        chance(row["p_rise"]), chance(row["p_fall"]), factor(row["detectable"]), row["reading"],
    )  # fmt: skip


def _worlds(view: View) -> Iterator[Grid]:
    rows = view.rows("substitution_worlds")
    if rows:
        yield Grid(
            "collapse-worlds",
            "What the test says in simulated worlds whose answer is known",
            (Column("Planted response"), Column("Worlds", numeric=True),
             Column("RISE", numeric=True), Column("FALL", numeric=True),
             Column("LOW", numeric=True), Column("SMALL", numeric=True),
             Column("OPEN", numeric=True)),
            tuple(
                (row["kind"], f"{row['worlds']:,}",
                 *(percent(row[name]) for name in ("rise", "fall", "low", "small", "open_")))
                for row in rows
            ),
            "Every dyad takes the surprises of a dyad of like size and keeps its own growth and "
            "loading; then the response is planted. Without one, a rise should be called in 5 % of "
            "the worlds at most, and so should a fall.", data=("substitution_worlds",),
        )  # fmt: skip


def _dyads(view: View) -> Iterator[Grid]:
    rows = view.rows("substitution_neighbours")
    for roles, name, title, note in (
        (("in question", "compared"), "collapse-dyads", "The dyad in question and its comparisons",
         "In order of size within each direction, the dyad in question first."),
        (("exposed",), "collapse-exposed", "Dyads that the rouble struck itself",
         "No comparisons: with a successor of the USSR. If remittances in roubles moved trade, it "
         "should show here first."),
    ):  # fmt: skip
        mine = [row for row in rows if row["role"] in roles]
        if mine:
            yield Grid(
                name, title, _DYAD_HEADS,
                tuple(_dyad(view, row) for row in sorted(mine, key=_order)), note, folded=True,
                data=("substitution_neighbours",),
            )  # fmt: skip


_DYAD_HEADS = (
    Column("Flow"), Column("Mean before", "bn USD", numeric=True),
    Column("Growth", "log points a year", numeric=True), Column("Loading on coal", numeric=True),
    Column("Change", "factor", numeric=True), Column("Spread", "log points", numeric=True),
)  # fmt: skip


def _order(row: Row) -> tuple[str, bool, float]:
    return row["direction"], row["role"] != "in question", -row["base_usd"]


def _dyad(view: View, row: Row) -> tuple[str, ...]:
    large, small = row["large"], row["small"]
    ends = (small, large) if row["direction"] == "to_large" else (large, small)
    return (
        view.flow(*ends), billions(row["base_usd"]), ratio(row["growth"]), ratio(row["loading"]),
        factor(row["change"]), ratio(row["spread"]),
    )  # fmt: skip

"""Financial and other ties: what was loaded, or that they were not tested and what could be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tradenet.domain.text import listed
from tradenet.report.blocks import Column, Grid, Section
from tradenet.report.view import Row, View
from tradenet.report.wording import ABSENT, chance, factor, percent, ratio, sentence, when
from tradenet.sources.ties import HEADER, TIES

_NOT_TESTED = (
    "Financial ties: not tested. Goods trade can at most be consistent with closer financial ties, "
    "and no table of such ties was loaded."
)
_HOW = (
    f"To load tables: tradenet report --ties FILE, or [[ties]] with file = \"…\" in the study. A "
    f"file has the columns {HEADER} (the last may be left out) and a row per kind, period and "
    "directed pair. A pair without a row is not held, never zero; a zero is written, and a star "
    "in place of an economy stands for every other one that the table names. The command tradenet "
    "sources prints the kinds."
)  # fmt: skip
_MOST_NAMED = 5


def ties(view: View) -> Section:
    """Return the section on ties other than goods trade."""
    facts = view.result.facts
    financial, others = facts.get("financial_ties"), facts.get("other_ties") or {}
    tested = financial if isinstance(financial, dict) else {}
    loaded = facts.get("tie_tables") or ()
    return Section(
        anchor="ties",
        short="Financial and other ties",
        title="Financial and other ties",
        paragraphs=(
            *(() if tested else (_NOT_TESTED,)),
            *(_loaded(loaded) if loaded else (_HOW,)),
        ),
        points=(*tested.values(), *others.values()),
        blocks=tuple(_grids(view)) if loaded else (_kinds(),),
        technical=(*_TECHNICAL, _HOW) if loaded else (),
    )


_TECHNICAL = (
    "T1 and T5 of each layer. Expected: what the sizes of both sides leave to expect (margins, "
    "fitted on the cells that the table holds); of shares, their means. Before and after: means of "
    "the periods held, over cells held in every one of them.",
    "The sizes of both sides are kept, so that what rises in one class lowers what is left for the "
    "other: a fall between hub and spokes beside a rise among the spokes may be no more than that.",
    "p: the share of artificial worlds in which the measure rose as much. In a world every pair "
    "keeps its expected ties and takes the departures of another pair of like size, both phases "
    "and both directions together; the members’ own departures are handed to nobody. The adjusted "
    "p counts all looks at all layers (Benjamini and Yekutieli 2001). Nothing of it enters the "
    "rule.",
)


def _loaded(tables: Sequence[Row]) -> Iterator[str]:
    """Yield what was loaded, whose figures they are, and what was not loaded."""
    yield (
        "Tables of ties were loaded by who ran the study. They are looked at as trade is in T1 and "
        "T5, and change nothing of the verdict."
    )
    yield "Whose figures they are, as the files say: " + "; ".join(map(_whose, tables)) + "."
    kinds = {line["kind"] for line in tables}
    left = [kind.title.lower() for name, kind in TIES.items() if name not in kinds]
    if left:
        yield f"Not loaded: {listed(left)}."


def _whose(line: Row) -> str:
    named, more = line["sources"][:_MOST_NAMED], len(line["sources"]) - _MOST_NAMED
    whose = listed([*named, *([f"{more} more"] if more > 0 else [])])
    return f"{TIES[line['kind']].title.lower()}: {whose or 'not said'}"


def _kinds() -> Grid:
    rows = tuple(
        (
            name,
            "financial" if kind.financial else "other",
            f"{sentence(kind.value)}; from {kind.origin} to {kind.target}",
            kind.unit,
            kind.example,
        )
        for name, kind in TIES.items()
    )
    heads = ("Kind", "Sort", "What a row holds", "Unit", "Row, made up")
    columns = tuple(Column(head) for head in heads)
    return Grid("tie-kinds", "What can be loaded", columns, rows, folded=True)


def _grids(view: View) -> Iterator[Grid]:
    yield Grid(
        "tie-changes",
        "Ties of the members before and after the event",
        (
            Column("Kind"), Column("Measure"), Column("Before", numeric=True),
            Column("After", numeric=True), Column("Change", numeric=True),
            Column("p", numeric=True), Column("p", "adjusted", numeric=True),
            Column("Cells held", "both phases", numeric=True),
        ),
        tuple(_change(view, row) for row in view.rows("tie_changes")),
        "Classes: ties over what is to be expected from sizes alone. "
        + " ".join(_reasons(view)),
        data=("tie_changes",),
    )  # fmt: skip
    yield Grid(
        "tie-classes",
        "Ties by kind, period and class",
        (
            Column("Kind"), Column("Period"), Column("Class"), Column("Ties", numeric=True),
            Column("Expected", numeric=True), Column("Intensity", numeric=True),
            Column("Cells held", numeric=True), Column("Of the members’ ties", numeric=True),
        ),
        tuple(_class(view, row) for row in view.rows("tie_classes")),
        "Units: " + "; ".join(_units(view)) + ".",
        folded=True,
        data=("tie_classes",),
    )  # fmt: skip
    yield Grid(
        "tie-periods",
        "Cohesion by kind and period",
        (
            Column("Kind"), Column("Period"), Column("Stays in the set", numeric=True),
            Column(f"{view.spokes.capitalize()} alone", "factor of expectation", numeric=True),
            Column(f"Cells among the {view.spokes}", "held", numeric=True),
        ),
        tuple(
            (TIES[row["kind"]].title, when(row["period"]), percent(row["persistence"]),
             factor(row["spokes_log_intensity"]), str(row["spoke_cells_held"]))
            for row in view.rows("tie_periods")
        ),
        folded=True,
        data=("tie_periods",),
    )  # fmt: skip


def _change(view: View, row: Row) -> tuple[str, ...]:
    share = row["measure"] == "persistence"
    shown, change = (percent, _points) if share else (ratio, factor)
    words = "Stays in the set" if share else view.class_words[row["measure"]]
    return (
        TIES[row["kind"]].title, words, shown(row["before"]),
        shown(row["after"]), change(row["change"]), chance(row["p_value"]),
        chance(row["p_adjusted"]), str(row["cells"]),
    )  # fmt: skip


def _points(difference: float | None) -> str:
    return ABSENT if difference is None else f"{100 * difference:+.1f} points"


def _reasons(view: View) -> Iterator[str]:
    """Yield why numbers are missing, each reason of a layer once."""
    told = {(row["kind"], row["reason"]): None for row in view.rows("tie_changes") if row["reason"]}
    for kind, reason in told:
        yield f"{TIES[kind].title}: {reason}."


def _class(view: View, row: Row) -> tuple[str, ...]:
    return (
        TIES[row["kind"]].title, when(row["period"]), view.class_words[row["class"]],
        _amount(row["value"]), _amount(row["expected"]), ratio(row["intensity"]),
        f"{row['cells_held']} of {row['cells']}", percent(row["share_of_members"]),
    )  # fmt: skip


def _amount(value: float | None) -> str:
    if value is None:
        return ABSENT
    return f"{value:,.0f}" if value >= _WHOLE or value == 0 else f"{value:.3g}"


_WHOLE = 100  # from here on decimals say nothing


def _units(view: View) -> Iterator[str]:
    for line in view.result.facts["tie_tables"]:
        kind = TIES[line["kind"]]
        mean = ", mean of the cells" if kind.share else ""
        yield f"{kind.title}, {kind.unit}{mean}"

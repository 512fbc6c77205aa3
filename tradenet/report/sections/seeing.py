"""What can we see? Coverage of each class before and after the event."""

from __future__ import annotations

from tradenet.report.blocks import Column, Grid, Section
from tradenet.report.figures import FIGURES
from tradenet.report.view import PHASE_WORDS, View
from tradenet.report.wording import percent, ratio, spans


def coverage(view: View) -> Section:
    """Return the section on coverage: in words, as a table, as a time line."""
    return Section(
        anchor="see",
        short="What can we see?",
        title="What can we see?",
        paragraphs=tuple(_paragraphs(view)),
        blocks=(_grid(view), FIGURES["observability"](view)),
        technical=(
            "A directed dyad-period is covered where an economy that files in every period of "
            "the window speaks of it. Economies that do not are known by their partners’ reports "
            "only, in all periods: a change of reporter at the event would look like a change of "
            "trade. Between two such economies nothing counts; what they report themselves is "
            "drawn, not used.",
            f"Rule: {_rule(view)}.",
        ),
    )


def _rule(view: View) -> str:
    rules = (test.rule for test in view.result.tests if test.name == "T0")
    return next(rules, "") or "T0 was not run"


def _paragraphs(view: View) -> list[str]:
    said = []
    for class_ in dict.fromkeys(class_ for class_, _ in view.dyads):
        lines = [row for row in view.rows("coverage") if row["class"] == class_]
        seen = " and ".join(
            f"in {row['covered']} of {row['cells']} directed dyad-years "
            f"{PHASE_WORDS.get(row['phase'], row['phase'])}"
            for row in lines
        )
        gate = bool(view.result.facts.get(f"observable_{class_}"))
        verdict = {True: "It can be seen.", False: "It cannot be seen well enough to be tested."}
        if seen:
            word = view.class_words[class_]
            said.append(f"{word} trade is covered {seen}. {verdict[gate]}".strip())
    return said


def _grid(view: View) -> Grid:
    rows = tuple(
        (
            view.class_words.get(row["class"], row["class"]),
            f"{PHASE_WORDS.get(row['phase'], row['phase'])} ({spans(view.phase(row['phase']))})",
            f"{row['cells']:,}",
            f"{row['covered']:,}",
            percent(row["coverage"]),
            percent(row["imputed"]) if row["covered"] else "–",
            ratio(row["median_abs_log_gap"]),
        )
        for row in view.rows("coverage")
    )
    note = (
        "Imputed: share of the class’s value that a statistical office estimated. Gap: median "
        "absolute difference of the two reports of a cell, in log points (0.05 is about 5 %), "
        "where both are held"
    )
    missing = [c for phase in PHASE_WORDS for c in view.phase(phase) if c not in view.held(phase)]
    lacking = f". Not held: {spans(missing)}" if missing else ""
    return Grid(
        "coverage",
        "Coverage by class and phase",
        _COLUMNS,
        rows,
        f"{note}{lacking}.",
        data=("coverage",),
    )


_COLUMNS = (
    Column("Class"),
    Column("Phase"),
    Column("Cells", "dyad-years", numeric=True),
    Column("Covered", "dyad-years", numeric=True),
    Column("Coverage", "% of cells", numeric=True),
    Column("Imputed", "% of value", numeric=True),
    Column("Gap", "log points", numeric=True),
)

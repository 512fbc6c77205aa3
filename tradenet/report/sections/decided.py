"""The rule of a design: its decision table, what it looked at, and the row that holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from tradenet.bloc.row import Row
from tradenet.report.blocks import Column, Grid, Section
from tradenet.report.view import View


def decided(
    table: Sequence[Row[Any]], inputs: Callable[[View], Iterable[tuple[str, str, str]]], detail: str
) -> Callable[[View], Section]:
    """Return the section on the rule of a design.

    Parameters
    ----------
    table : sequence of Row
        The design's decision table.
    inputs : callable
        Yields sign, question and answer of everything that the table looks at.
    detail : str
        What the signs mean exactly, thresholds included.
    """

    def section(view: View) -> Section:
        holds = view.result.facts.get("verdict_row")
        looked = Grid(
            "rule-inputs", "What the table looks at",
            (Column("Sign"), Column("Question"), Column("Answer")), tuple(inputs(view)),
            data=("rule_inputs",), ordered=True,
        )  # fmt: skip
        return Section(
            anchor="rule",
            short="The rule",
            title="The rule: from the tests to the verdict",
            paragraphs=(
                "The table is the same for every study of this design. It is read from the top; "
                "the first row whose condition holds is the verdict.",
                *reading(table, view),
            ),
            blocks=(looked, rows_of(table, holds)),
            technical=(detail,),
        )

    return section


def reading(table: Sequence[Row[Any]], view: View) -> Iterable[str]:
    """Yield which row of a design's table holds."""
    holds = view.result.facts.get("verdict_row")
    for row in table:
        if row.number == holds:
            yield (
                f"The rule gives this answer: row {row.number} of {len(table)} of "
                f"the decision table ({row.condition})."
            )


def rows_of(table: Sequence[Row[Any]], holds: int | None) -> Grid:
    """Return a decision table, the row that holds highlighted."""
    return Grid(
        "rule-table",
        "The decision table",
        (Column("Row"), Column("Condition"), Column("Verdict")),
        tuple((f"▶ {row.number}" if row.number == holds else str(row.number), row.condition,
               row.verdict) for row in table),
        "Highlighted: the row that holds." if holds else "",
        marked=tuple(k for k, row in enumerate(table) if row.number == holds), ordered=True,
    )  # fmt: skip

"""The rule: the decision table, what it looked at, and the row that every choice gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tradenet.report.blocks import Column, Grid, Section
from tradenet.report.glance import judged, reading
from tradenet.report.sections.decided import rows_of
from tradenet.report.tested import rule_inputs, target
from tradenet.report.view import Row, View
from tradenet.study.answer import MAIN

_INPUTS = {
    "hub_observed": ("O_h", "Can hub–spoke trade be seen before and after the event? (T0)"),
    "spokes_observed": ("O_s", "Can trade among the spokes be seen? (T0)"),
    "hub": ("H", "Did hub–spoke trade rise? (T2 with T3 and T6)"),
    "spokes": ("S", "Did trade among the spokes rise? (T4 with T3)"),
    "broad": ("BROAD", "Is hub–spoke growth more than one dyad? (asked where H is PASS)"),
    "diversion": ("V", "Is the usual estimate large because trade turned to neutrals in general?"),
}
_WITHOUT_HUB = {
    "spokes_observed": ("O_s", "Can trade among the members be seen? (T0)"),
    "spokes": ("S", "Did trade among the members rise? (T4 with T3)"),
}
_ANSWERS = {"True": "yes", "False": "no"}


def decision(view: View) -> Section:
    """Return the section on the rule."""
    row = view.result.facts.get("verdict_row") if judged(view) else None
    said = tuple(reading(view)) or (
        "The rule was not applied: the tests that decide were not run.",
    )
    return Section(
        anchor="rule",
        short="The rule",
        title="The rule: from the tests to the verdict",
        paragraphs=(
            f"The table is the same for every study of a set {_kind(view)} a hub. It is read from "
            "the top; the first row whose condition holds is the verdict. Every critical choice is "
            "then made otherwise; if one of them gives another row, the verdict is DATA-DEPENDENT, "
            "and the row of the main specification is its leading reading.",
            *said,
        ),
        blocks=(*_inputs(view), rows_of(view.table, row), *_variants(view)),
        technical=(_signs(view),),
    )


def _asked(view: View) -> Mapping[str, tuple[str, str]]:
    """Return the inputs of the set's table with their questions."""
    if not view.result.config.bloc.hub:
        return _WITHOUT_HUB
    sign, question = _INPUTS["hub"]
    return _INPUTS if target(view) else {**_INPUTS, "hub": (sign, question.replace(" and T6", ""))}


def _kind(view: View) -> str:
    return "with" if view.result.config.bloc.hub else "without"


def _signs(view: View) -> str:
    """Say when each sign of the table stands, in the words of the set."""
    if not view.result.config.bloc.hub:
        return (
            "PASS: the p-value among matched sets is at most 1 %, the rise at least × 1.25, T3 "
            "holds, two thirds of the dyads are seen and rise, and no dyad carries the sign. LOW: "
            "a rise of × 2, which would matter, is rejected at 5 %. OPEN: neither, or not observed."
        )
    rivals = ", for the hub also T6, hold" if target(view) else " holds"
    return (
        "PASS: the p-value among matched sets is at most 5 % with the hub and 1 % among the "
        f"spokes (Holm over both classes), the rise at least × 1.25, and T3{rivals}; for the "
        "spokes also two thirds of the dyads seen and rising, and no dyad "
        "carrying the sign. LOW: a rise that would matter (× 1.5 with the hub, × 2 among the "
        "spokes) is rejected at 5 %. OPEN: neither, or not observed. BROAD: two thirds of the "
        "dyads rise, and without the largest p is at most 10 %. V: the usual estimate passes, "
        "and the spokes’ trade with neutrals rose, both at 5 %."
    )


def _inputs(view: View) -> Iterator[Grid]:
    found = rule_inputs(view)
    if found:
        yield Grid(
            "rule-inputs",
            "What the table looks at",
            (Column("Sign"), Column("Question"), Column("Answer")),
            tuple((sign, question, _answer(found, name))
                  for name, (sign, question) in _asked(view).items() if name in found),
            "PASS: a rise that matters. LOW: a rise that would matter is ruled out. OPEN: neither.",
            data=("rule_inputs",), ordered=True,
        )  # fmt: skip


def _answer(found: Mapping[str, str], name: str) -> str:
    """Return an input in words; whether growth is broad is asked only where there is growth."""
    if name == "broad" and found.get("hub") != "PASS":
        return "not asked"
    return _ANSWERS.get(found[name], found[name])


def _variants(view: View) -> Iterator[Grid]:
    rows = [row for row in view.rows("specifications") if row["critical"]]
    main = next((row["row"] for row in rows if row["variant"] == MAIN), None)
    heads = (Column("Row"), Column("Choice made otherwise"), Column("Verdict"), Column("H"),
             Column("S"))  # fmt: skip
    kept = tuple(k for k, head in enumerate(heads)
                 if head.title != "H" or view.result.config.bloc.hub)  # fmt: skip
    if rows:
        yield Grid(
            "rule-variants",
            "The row that every critical choice gives",
            tuple(heads[k] for k in kept),
            tuple(tuple(_variant(row)[k] for k in kept) for row in rows),
            "Highlighted: another row than that of the main specification.",
            marked=tuple(k for k, row in enumerate(rows)
                         if row["row"] is not None and row["row"] != main),
                         data=("specifications",),
        )  # fmt: skip


def _variant(row: Row) -> tuple[str, ...]:
    name = "none: the main specification" if row["variant"] == MAIN else row["variant"]
    if row["row"] is None:
        return ("–", name, f"not computed: {row['problem'] or 'too little is held'}", "–", "–")
    return (str(row["row"]), name, row["verdict"], row["hub"], row["spokes"])

"""T8 and the specification curve: whether hidden trade, or a choice of ours, changes the answer."""

from __future__ import annotations

from collections.abc import Iterator

from tradenet.report.blocks import Column, Grid, Section
from tradenet.report.figures import of_test
from tradenet.report.figures.hidden import finding as hidden_finding
from tradenet.report.figures.hidden import scenarios
from tradenet.report.figures.specifications import choices, finding
from tradenet.report.sections.card import card, technical
from tradenet.report.tested import details, main_line
from tradenet.report.view import Row, View
from tradenet.report.wording import billions, chance, factor


def dark(view: View) -> Section:
    """Return the section on T8."""
    main, rows = main_line(view), scenarios(view)
    told = main is not None and main["row"] is not None and rows
    return Section(
        anchor="dark",
        short="T8: hidden trade",
        title="T8: Could hidden trade change the answer?",
        card=card(
            view,
            "T8",
            _asked(view),
            (
                "Each line of the picture assumes some hidden trade, alone or together, and shows "
                "which row of the decision table then holds.",
                f"{hidden_finding(int(main['row']), rows)}." if main and told else "",
                "The same row of the decision table under every assumption. Otherwise the verdict "
                "depends on the data."
                if view.result.config.hidden
                else "Nothing: no hidden trade is declared.",
            ),
        ),
        blocks=(*of_test(view, "hidden"), *_assumed(view)),
        technical=technical(
            view,
            "T8",
            "Every level of every factor alone, and every corner of the largest levels, is put "
            "into the data, and the whole rule is applied again. Trade between economies that "
            "nobody observes cannot be added to anything: the grid says nothing of it.",
        ),
    )


def _asked(view: View) -> str:
    """Say what is asked; a study that declares no hidden trade is told how to."""
    if not view.result.config.hidden:
        return (
            "Whether trade that no record shows could change the verdict. This study declares no "
            "such trade; [[hidden]] of a study does, with amounts and whose they are."
        )
    return (
        "Some trade hides: oil changes its flag, arms are in no customs record. Would the verdict "
        "be another if such trade were counted?"
    )


def _assumed(view: View) -> Iterator[Grid]:
    listed = details(view, "T8").get("hidden", ())
    if listed:
        yield Grid(
            "hidden-assumed",
            "What is assumed",
            (
                Column("Trade"), Column("Level"), Column("Flow"),
                Column("Before", "bn USD a year", numeric=True),
                Column("After", "bn USD a year", numeric=True), Column("Recorded as"),
                Column("Source"),
            ),
            tuple(
                (one["factor"], one["level"], view.flow(one["exporter"], one["importer"]),
                 billions(one["before_usd"]), billions(one["after_usd"]), _recorded(view, one),
                 one["source"])
                for one in listed
            ),
            folded=True, ordered=True,
        )  # fmt: skip


def _recorded(view: View, one: Row) -> str:
    exporter, importer = one["recorded_exporter"], one["recorded_importer"]
    if not exporter and not importer:
        return "not recorded"
    return view.flow(exporter or one["exporter"], importer or one["importer"])


def curve(view: View) -> Section:
    """Return the section on every choice made otherwise."""
    main, rows = main_line(view), choices(view)
    said = "No choice was made otherwise, so that nothing can be said of what hangs on them."
    if main is not None and main["row"] is not None and len(rows) > 1:
        said = f"{finding(int(main['row']), rows)}."
    return Section(
        anchor="choices",
        short="Other choices",
        title="Does the answer hang on our choices?",
        paragraphs=(
            "Whoever analyses data makes choices: which source, whose report, how to read an empty "
            "cell. Each is made otherwise here, one at a time, and the whole analysis run again.",
            said,
            _PRODUCTS,
        ),
        blocks=(*of_test(view, "specifications"), *_numbers(view, rows)),
    )


_PRODUCTS = (
    "Choices of products (without fuels, HS 27; without gold, 7108; without arms, 93; without "
    "goods not specified, 9999; by kilograms) and a look at single sections of goods, which would "
    "be exploratory and adjusted for their number (Benjamini and Yekutieli), are not applicable: a "
    "study tests total trade, and totals do not say of which goods they consist."
)


def _numbers(view: View, rows: list[Row]) -> Iterator[Grid]:
    classes = list(dict.fromkeys(class_ for class_, _ in view.dyads))
    if rows:
        yield Grid(
            "choices-numbers",
            "The specifications in numbers",
            (
                Column("Specification"),
                *(head for class_ in classes for head in (
                    Column(view.class_words[class_], "factor", numeric=True),
                    Column("p", numeric=True), Column("Sets", "number", numeric=True),
                )),
                Column("Problem"),
            ),
            tuple((row["variant"], *(text for class_ in classes for text in _of(row, class_)),
                   row["problem"] or "none") for row in rows),
            "Rows of the decision table stand under “The rule”. A dash: no estimate.",
            folded=True, data=("specifications",),
        )  # fmt: skip


def _of(row: Row, class_: str) -> tuple[str, str, str]:
    sets = row[f"{class_}_placebos"]
    return (
        factor(row[f"{class_}_log_change"]),
        chance(row[f"{class_}_p_value"]),
        "–" if sets is None else f"{sets:,}",
    )

"""T5 and T7, which describe: whether the set is a community, and whether one finds it blindly."""

from __future__ import annotations

from collections.abc import Iterator

from tradenet.report.blocks import Column, Grid, Section
from tradenet.report.figures import of_test
from tradenet.report.sections.card import card, technical
from tradenet.report.tested import outcome, why_not
from tradenet.report.view import View
from tradenet.report.wording import factor, p_is, percent, sentence, when

_NO_WEIGHT = "Nothing: it describes, and has no weight in the verdict."


def cohesion(view: View) -> Section:
    """Return the section on T5."""
    return Section(
        anchor="cohesion",
        short="T5: a community?",
        title="T5: Does the set keep to itself?",
        card=card(
            view,
            "T5",
            f"How much of the members’ trade stays in the set, and do the {view.spokes} trade more "
            "with one another than their sizes lead one to expect?",
            (
                "Two lines over the years: the share that stays in the set, and the trade among "
                f"the {view.spokes} over its expectation. Gaps are years in which nobody could see "
                "it.",
                _described(view, "T5", "keep as much to themselves"),
                _NO_WEIGHT,
            ),
        ),
        blocks=(*of_test(view, "cohesion"), *_periods(view)),
        technical=technical(
            view,
            "T5",
            "Persistence: the chance that a dollar of exports of a member goes to a member "
            "(Piccardi 2011)."
            + (" With the hub in the set it follows the hub’s size." if _hub(view) else ""),
        ),
    )


def _hub(view: View) -> str:
    return view.result.config.bloc.hub


def _alone(view: View) -> str:
    return "Spokes alone" if _hub(view) else "Trade among members"


def _described(view: View, name: str, doing: str) -> str:
    test = outcome(view, name)
    if test is None or why_not(view, name):
        return ""
    effect = f"{sentence(test.effect)}."
    if test.p_value is None:
        return effect
    return f"{effect} Of the comparison sets, {percent(test.p_value)} {doing} or more."


def _periods(view: View) -> Iterator[Grid]:
    rows = view.rows("cohesion")
    if rows:
        yield Grid(
            "cohesion-periods",
            "Both measures by period",
            (
                Column("Period"), Column("Stays in the set", "% of exports", numeric=True),
                Column(_alone(view), "factor of expectation", numeric=True),
                Column(f"Cells among the {view.spokes}", "observed", numeric=True),
            ),
            tuple(
                (when(row["period"]), percent(row["persistence"]),
                 factor(row["spokes_log_intensity"]), str(row["spoke_cells_observed"]))
                for row in rows
            ),
            folded=True, data=("cohesion",),
        )  # fmt: skip


def blind(view: View) -> Section:
    """Return the section on T7."""
    return Section(
        anchor="blind",
        short="T7: found blindly?",
        title="T7: Would one find the set without looking for it?",
        card=card(
            view,
            "T7",
            "If nobody had told the computer which economies to look at, would a search for groups "
            "in world trade put the members together?",
            (
                "For each pair of members and each year, how often the search put the two into one "
                "group. Dark rows all over would be a bloc that shows by itself.",
                _described(view, "T7", "are found together as often"),
                _NO_WEIGHT,
            ),
        ),
        blocks=of_test(view, "co_assignment"),
        technical=technical(
            view,
            "T7",
            "Co-assignment: the share of seeds in which two economies share a community, under the "
            "expected trade of the study. Communities differ from seed to seed, hence the share. "
            f"Rank among matched sets: {p_is(_p(view))}.",
        ),
    )


def _p(view: View) -> float | None:
    test = outcome(view, "T7")
    return test.p_value if test is not None else None

"""T3 and T6: whether it began at the event, and whether rivals rose as much."""

from __future__ import annotations

from collections.abc import Iterator

from tradenet.report.blocks import Column, Grid, Section
from tradenet.report.figures import of_test
from tradenet.report.sections.card import card, technical
from tradenet.report.tested import details, outcome, target, why_not
from tradenet.report.view import View
from tradenet.report.wording import billions, chance, factor, p_is, percent, ratio


def timing(view: View) -> Section:
    """Return the section on T3."""
    return Section(
        anchor="timing",
        short="T3: when",
        title="T3: Did it begin at the event?",
        card=card(
            view,
            "T3",
            "Is the rise tied to the event, or would one find the like in other years as well, or "
            "was it under way before?",
            (
                "How far the trade lay from its expectation in every year, and a band in which 95 "
                "% of the comparison sets lie. Before the event the dots should lie in the band, "
                "after it above.",
                " ".join(_answer(view)),
                "That at most one in twenty, of all comparison sets at the event and at other "
                "dates and of the real set at other dates, shows as much; and that the years "
                "before the event show no rise of their own.",
            ),
        ),
        blocks=(*of_test(view, "event_study"), *_dates(view)),
        technical=technical(
            view,
            "T3",
            "Reference: the statistics of T2 or T4 of all comparison sets at the event and at each "
            "placebo date, and of the real set at each placebo date. Years in which measures "
            "against a member began or ended are no placebo dates. Pre-trend: the same contrast "
            "between the halves of the years before the event, two-sided.",
            "The dots are Poisson estimates, the band holds one-step changes of the comparison "
            "sets.",
        ),
    )


def _answer(view: View) -> Iterator[str]:
    words = view.class_words
    for row in view.rows("timing"):
        yield (
            f"{words[row['class']]} trade: as much is found in {percent(row['p_joint'])} of "
            f"{row['references']:,} sets and dates; rise before the event: "
            + ("not held." if row["p_trend"] is None else f"{p_is(row['p_trend'])}.")
        )


def _dates(view: View) -> Iterator[Grid]:
    rows = view.rows("placebo_dates")
    if rows:
        yield Grid(
            "placebo-dates",
            "Had the event been in another year",
            (
                Column("Class"), Column("Year"), Column("Statistic", numeric=True),
                Column("p among the sets of that year", numeric=True),
            ),
            tuple(
                (view.class_words[row["class"]], str(row["year"]), ratio(row["statistic"]),
                 chance(row["p_value"]))
                for row in rows
            ),
            folded=True, data=("placebo_dates",),
        )  # fmt: skip


def rivals(view: View) -> Section:
    """Return the section on T6."""
    hub, whose = view.name(view.result.config.bloc.hub), view.name(target(view))
    return Section(
        anchor="rivals",
        short="T6: rivals",
        title="T6: Did others gain as much?",
        card=card(
            view,
            "T6",
            _question(hub, whose),
            (
                f"The partners of {whose} in the order in which their trade with it rose beyond "
                "expectation, the hub in blue.",
                _rank(view),
                "A place in the top 5 %, which among twenty is the first: chance alone would put "
                "the hub there once in twenty times."
                if hub and whose
                else "Nothing: it is not asked.",
            ),
        ),
        blocks=(*of_test(view, "partners"), *_rivals(view), *_partners(view)),
        technical=technical(
            view,
            "T6",
            "z is the pair’s residual over its predicted spread, on the network "
            + ("without the sanctioning economies. " if view.left_out else "of all economies. ")
            + "Partners are those whose pair with the target holds the most "
            "information; members other than the hub are left out. The p-value is exact: rank over "
            "number.",
        ),
    )


def _question(hub: str, whose: str) -> str:
    if hub and whose:
        return (
            f"If {hub} gained from a bloc, it should stand out among all partners that {whose} "
            "could turn to. Did others, who belong to no bloc with it, gain as much or more?"
        )
    lacking = "[bloc] hub" if not hub else "[inference] target"
    return (
        "Whether the hub gained more than other partners of the one member that the event is "
        f"about. This study names none in {lacking}, so it is not asked, and the verdict does not "
        "wait for it."
    )


def _rank(view: View) -> str:
    test, rank = outcome(view, "T6"), details(view, "T6").get("rank")
    if test is None or why_not(view, "T6") or rank is None:
        return ""
    rows = sorted(view.rows("partners"), key=lambda row: -float(row["z"]))
    names = [view.name(row["partner"]) for row in rows[: max(0, int(rank) - 1)]]
    above = f" Above it: {', '.join(names)}." if names else " Nobody stands above it."
    hub = view.name(view.result.config.bloc.hub)
    return f"{hub} stands on rank {rank} of {len(rows)}, {p_is(test.p_value)}.{above}"


def _rivals(view: View) -> Iterator[Grid]:
    rows = view.rows("rivals")
    if rows:
        yield Grid(
            "rivals-named",
            f"Rivals named beforehand: trade with {view.name(target(view))} over its expectation",
            (Column("Rival"), Column("Rise", "factor", numeric=True)),
            tuple((view.name(row["rival"]), factor(row["log_change"])) for row in rows),
            "Estimated one by one. A dash: not observed before or after.",
            data=("rivals",),
        )


def _partners(view: View) -> Iterator[Grid]:
    rows = sorted(view.rows("partners"), key=lambda row: -float(row["z"]))
    if rows:
        yield Grid(
            "partners-all",
            "The partners in numbers",
            (
                Column("Partner"), Column("z", numeric=True),
                Column("Rise", "factor", numeric=True), Column("Before", "bn USD", numeric=True),
                Column("After", "bn USD", numeric=True),
            ),
            tuple(
                (view.name(row["partner"]), ratio(row["z"]), factor(row["log_change"]),
                 billions(row["before_usd"]), billions(row["after_usd"]))
                for row in rows
            ),
            folded=True, data=("partners",),
        )  # fmt: skip

"""The division between the patrons: the rule, its history, dated facts, the economies compared."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tradenet.bloc.realignment import TABLE
from tradenet.report.blocks import Column, Grid, Section
from tradenet.report.figures.realignment import division as drawn
from tradenet.report.figures.realignment import placebos as among
from tradenet.report.sections.decided import decided
from tradenet.report.sections.realignment.told import economy_of
from tradenet.report.view import Row, View
from tradenet.report.wording import chance, factor, known, ratio, spans

_SEARCH: Final = {"found": "found at another date", "none": "none found", "open": "open"}


def inputs(view: View) -> Iterator[tuple[str, str, str]]:
    """Yield what the decision table looks at."""
    facts, no = view.result.facts, {True: "yes", False: "no"}
    yield "O", "Do both patrons tell before and after the event? (R1)", no[facts["rule_observed"]]
    yield "C", "Could the change at the event be ranked? (R2)", no[facts["rule_comparable"]]
    moved = {1: "1: to the first", -1: "-1: to the second", 0: "0: not shown"}
    yield "M", "Did the division move at the event? (R2)", moved[facts["rule_moved"]]
    yield (
        "L",
        "Is a change that would matter ruled out at the event? (R2)",
        no[facts["rule_bounded"]],
    )
    yield "B", "Did the division break at another date? (R3)", _SEARCH[facts["rule_search"]]


rule = decided(
    TABLE,
    inputs,
    "O: each patron tells at least two thirds of the window’s years on either side. C: at least 19 "
    "economies compared, and another date to measure the usual change by. M: two-sided rank of the "
    "change at the event, in units of the economy’s usual change, among the economies compared at "
    "most 5 %, and a change of at least × 1.25. L: the 95 % interval lies within × 0.5 to × 2. B: "
    "the largest self-normalised shift over all dates ranks among the highest 5 % of the economies "
    "compared; a break within a year of the event that M does not show leaves B open. Table "
    "and thresholds were chosen while the study was being built, when the reports could be seen: "
    "this is no registration made blind.",
)


def history(view: View) -> Section:
    """Return the section on the division over time and its breaks."""
    economy = economy_of(view)
    figure = drawn.draw(view, (economy,), "division")
    return Section(
        anchor="division",
        short="The division",
        title="How the trade divides between the two patrons",
        paragraphs=(
            "The two patrons’ shares add up with everybody else’s, so that one falls where another "
            "rises; one share cannot be set against the other. The ratio of the two trades can be: "
            "it says how the trade divides, and nothing else moves it.",
            "A ratio of trades wanders: its level in one year is near that of the year before. "
            "Usual tests for breaks take wandering for breaks. Here the strongest shift over all "
            "dates is ranked among those of economies between two partners of their own."
            + _memory(view, economy),
        ),
        blocks=(*((figure,) if figure is not None else ()), breaks(view, (economy,))),
        technical=(
            "The statistic is the largest self-normalised shift of the mean (Shao and Zhang 2010), "
            "15 % of the years trimmed from either end; the date is that of least squares. The set "
            "of dates inverts a likelihood-ratio test of each date, with the paths of the "
            "economies compared as noise. Where a break is found, the years before and after it "
            "are searched in turn, for three breaks at most.",
        ),
    )


def _memory(view: View, economy: str) -> str:
    """Say how much the economy's path wanders beside those it is ranked among."""
    for row in view.rows("division_verdicts"):
        if row["economy"] == economy and known(row["memory"]):
            return (
                f" That is fair if they wander as much: {view.name(economy)}’s ratio keeps "
                f"{ratio(row['memory'])} of its distance from the mean from one year to the next, "
                f"and {row['compared_with_more_memory']} of {row['placebos']} keep as much or more."
            )
    return ""


def breaks(view: View, economies: tuple[str, ...], name: str = "division-breaks") -> Grid:
    """Return every stretch that was searched for a break."""
    rows = tuple(
        (
            view.name(row["economy"]), f"{row['first']}–{row['last']}", str(row["year"]),
            factor(row["shift"]), spans(map(int, row["set"].split())), ratio(row["statistic"]),
            chance(row["p_value"]), "yes" if row["breaks"] else "no",
        )
        for row in view.rows("division_breaks")
        if row["economy"] in economies
    )  # fmt: skip
    return Grid(name, "Breaks sought, one after the other", _BREAKS, rows,
                "Strongest date: the first year after the shift. Set: dates not told from it at "
                "95 %. p: rank among the economies compared.",
                data=("division_breaks",))  # fmt: skip


_BREAKS = (
    Column("Economy"),
    Column("Years searched"),
    Column("Strongest date"),
    Column("First ÷ second patron", "factor", numeric=True),
    Column("Set of dates"),
    Column("Statistic", numeric=True),
    Column("p", numeric=True),
    Column("Break"),
)


def dates(view: View) -> Section:
    """Return the section on dated facts among all dates."""
    economies = tuple(dict.fromkeys(row["economy"] for row in view.rows("division_dates")))
    rows = tuple(_date(view, row) for row in view.rows("division_dates"))
    seen = [row for row in view.rows("division_dates") if row["p_value"] is not None]
    special = [f"{view.name(r['economy'])} {r['date']}" for r in seen if r["special"]]
    return Section(
        anchor="dates",
        short="Dated facts",
        title="Are the known dates special?",
        paragraphs=(
            f"Of {len(rows)} dates of {len(economies)} economies, {len(seen)} have three told "
            "years out of five on either side. Special, after correction for looking at several: "
            f"{', '.join(special) or 'none'}.",
        ),
        blocks=(
            Grid("division-dates", "The division around dated facts", _DATES, rows,
                 "Factor: the mean of the log ratio in the five years from the first year after "
                 "the date over the five years before it. p: rank among the economies compared at "
                 "the same date. Among its own dates: rank among the economy’s other years. A "
                 "dash: too few years are told.", folded=True, data=("division_dates",)),
        ),
    )  # fmt: skip


def _date(view: View, row: Row) -> tuple[str, ...]:
    others = f" of {row['other_dates'] + 1}" if row["other_dates"] is not None else ""
    return (
        view.name(row["economy"]), row["date"], row["fact"], factor(row["change"]),
        chance(row["p_value"]), chance(row["p_holm"]), f"{chance(row['p_dates'])}{others}",
        f"{row['source']} ({row['checked']})",
    )  # fmt: skip


_DATES = (
    Column("Economy"),
    Column("Date"),
    Column("What happened"),
    Column("First ÷ second patron", "factor", numeric=True),
    Column("p", numeric=True),
    Column("p, corrected", numeric=True),
    Column("Among its own dates", "p", numeric=True),
    Column("Source"),
)


def placebos(view: View) -> Section:
    """Return the section on the economies compared."""
    economy = economy_of(view)
    figure = among.draw(view, economy)
    rows = tuple(
        (
            view.name(row["placebo"]), view.name(row["first"]), view.name(row["second"]),
            ratio(row["statistic"]), str(row["year"] or "–"), ratio(row["at_event"]),
        )
        for row in view.rows("division_placebos")
        if row["economy"] == economy
    )  # fmt: skip
    reach = view.result.config.design.to_dict()["size_factor"]
    return Section(
        anchor="placebos",
        short="Economies compared",
        title="The same measure in economies about which nothing is claimed",
        paragraphs=(
            "By one rule, whatever the outcome: every economy whose trade, as partners tell it, "
            f"is at most {reach:g} times larger or smaller than that of {view.name(economy)}, "
            "between its own two largest partners that tell of it in every year in which both "
            "patrons tell. The members of any case are nobody’s comparison.",
        ),
        blocks=(
            *((figure,) if figure is not None else ()),
            Grid("division-placebos", "The economies compared", _PLACEBOS, rows,
                 "At the event: change in units of the economy’s usual change; a dash where the "
                 "event is not told.", folded=True, data=("division_placebos",)),
        ),
    )  # fmt: skip


_PLACEBOS = (
    Column("Economy"),
    Column("First partner"),
    Column("Second partner"),
    Column("Statistic", numeric=True),
    Column("Strongest date"),
    Column("At the event", "usual changes", numeric=True),
)

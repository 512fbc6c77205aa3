"""The remittance account, the dyad among its neighbours, and the months around the closure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tradenet.report.blocks import Column, Figure, Grid, KeyNumber, Section
from tradenet.report.figures import border_months, neighbours, remittances
from tradenet.report.tested import details, outcome, why_not
from tradenet.report.view import Row, View
from tradenet.report.wording import (
    billions,
    chance,
    factor,
    known,
    p_is,
    percent,
    plural,
    ratio,
    usd,
    when,
)

_MAIN: Final = "as the study is fixed"
_TEN, _MARCH, _JUNE, _DECEMBER = 10, 3, 6, 12
READINGS: Final = {
    "RISE": "a rise is found",
    "FALL": "a fall is found",
    "LOW": "a rise as large as the account needs is ruled out",
    "SMALL": "the rise that the account needs is smaller than what could be seen",
    "OPEN": "neither found nor ruled out",
    "UNSEEN": "not observed, or nothing to compare with",
    "NEITHER": "neither a rise nor a fall is found",
    "NOT-TESTABLE": "too few months are known",
}


def inputs(view: View) -> Iterator[tuple[str, str, str]]:
    """Yield sign, question and answer of what the table looks at."""
    facts = view.result.facts
    for sign, name, question in (
        ("Y", "reading_years", "Did yearly trade respond when the rouble collapsed (S2)?"),
        ("M", "reading_months", "Did monthly trade follow the rouble (S3)?"),
    ):
        if name in facts:
            yield sign, question, f"{facts[name]}: {READINGS[facts[name]]}"
    if "stable" in facts:
        yield (
            "STABLE",
            "Does every critical choice of S2 read the same?",
            "yes" if facts["stable"] else "no",
        )


DETAIL: Final = (
    "RISE or FALL: the one-sided p-value among matched neighbours (S2) or among shifts of the rate "
    "(S3) is at most 5 %, at most 2.5 % where both tests are made. LOW: the upper 95 % bound is "
    "below the least rise that the account needs. SMALL: the largest rise that it needs is below "
    "what would be found in four cases of five. UNSEEN: the dyad is not told of throughout, or has "
    "fewer than 19 comparisons. NOT-TESTABLE: fewer months than were fixed beforehand."
)


def account(view: View) -> Section:
    """Return the section on the remittances."""
    facts = view.result.facts
    wage, quota = facts["wage_rub"], facts["quota_usd"]
    return Section(
        anchor="account",
        short="The remittances",
        title="The account: what the rouble’s fall costs the remittances",
        paragraphs=(
            f"A worker is taken to earn {wage[0]:,.0f} to {wage[1]:,.0f} roubles a month and to "
            f"owe {quota[0]:,.0f} to {quota[1]:,.0f} dollars. Nobody published the quota: it is "
            "the share that is taken of a wage, in dollars at the rate of the time when that wage "
            "was told of. Wages of other years are not held, so that these stand for all.",
            *_short(view),
            "The shortfall is the most that the fall can cost. Where the state takes more roubles "
            "of each worker instead, the worker loses and the state does not.",
        ),
        blocks=(*_figures(remittances.draw(view)), _months_of_account(view), _estimates(view)),
        technical=(
            "With r the roubles for a dollar, Q the quota and W the wage: cost Q r, share Q r / W, "
            "shortfall Q (1 − r₀ / r), r₀ the mean rate of the base. Ranges are combined as if "
            "each could lie anywhere in itself whatever the others are: products and quotients "
            "take the least and the largest of the combinations of their ends. Since wage and "
            "quota rest on the same rows in part, the share’s band is too wide, never too narrow.",
        ),
    )


def _short(view: View) -> Iterator[str]:
    facts, year = view.result.facts, view.result.config.window.post[0]
    if facts["shortfall_usd"]:
        low, high = facts["shortfall_usd"]
        yield (
            f"In {year} the workers in Russia could bring {usd(low)} to {usd(high)} less than at "
            "the base rate, if as many roubles were taken of each."
        )


def _figures(*figures: Figure | None) -> Iterator[Figure]:
    yield from (figure for figure in figures if figure is not None)


def _months_of_account(view: View) -> Grid:
    rows = view.rows("substitution_account")
    shown = [r for r in rows if r["month"] % 100 == _DECEMBER or r["month"] // 100 == _YEAR_2022]
    return Grid(
        "account-months",
        "The account in each December and in 2022",
        (
            Column("Month"),
            Column("Rate", "RUB per USD", numeric=True),
            Column("Quota", "RUB", numeric=True),
            Column("Quota", "share of wage", numeric=True),
            Column("Shortfall of 1,000 workers", "1,000 USD a month", numeric=True),
            Column("Workers", "persons", numeric=True),
            Column("Shortfall", "M USD a month", numeric=True),
        ),
        tuple(_account_row(row) for row in shown),
        "Ranges from the lowest to the highest that the figures below allow; all months are in "
        "tables/substitution_account.csv. Below zero: more is brought.",
        folded=True,
    )


_YEAR_2022 = 2022


def _account_row(row: Row) -> tuple[str, ...]:
    return (
        when(row["month"]),
        ratio(row["rub_per_usd"]),
        _range(row, "cost_rub", 1, 0),
        f"{_range(row, 'share_of_wage', 0.01, 0)} %",
        _range(row, "shortfall_per_thousand_usd", 1e3, 0),
        _range(row, "workers", 1, 0),
        _range(row, "shortfall_usd", 1e6, 1),
    )


def _range(row: Row, name: str, unit: float, digits: int) -> str:
    low, high = row[f"{name}_low"], row[f"{name}_high"]
    if not known(low):
        return "–"
    return f"{low / unit:,.{digits}f} to {high / unit:,.{digits}f}"


def _estimates(view: View) -> Grid:
    rows = view.rows("substitution_estimates")
    return Grid(
        "account-estimates",
        "Every published figure about the workers that is held",
        (Column("Period"), Column("Figure", numeric=True), Column("Unit"), Column("What"),
         Column("Used for"), Column("Source"), Column("Checked")),
        tuple(
            (row["period"], _figure(row), row["unit"], row["what"], row["used_for"] or "–",
             row["source"], row["checked"])
            for row in rows
        ),
        "The figures conflict, and all are shown. Highlighted: used. A source marked “memory” was "
        "not read, and its row is not used.",
        folded=True,
        marked=tuple(k for k, row in enumerate(rows) if row["used_for"]),
    )  # fmt: skip


def _figure(row: Row) -> str:
    low, high = (f"{row[end]:,g}" for end in ("low", "high"))
    return low if low == high else f"{low} to {high}"


def collapse(view: View) -> Section:
    """Return the section on the dyad among its neighbours."""
    return Section(
        anchor="collapse",
        short="The collapse of the rouble",
        title="The collapse of the rouble, with the border open",
        paragraphs=tuple(_collapse_words(view)),
        blocks=(
            *_figures(neighbours.paths(view), neighbours.scores(view)),
            _choices(view), *_worlds(view), *_dyads(view),
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
    for row in (r for r in view.rows("substitution_choices") if r["choice"] == _MAIN):
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


def _choices(view: View) -> Grid:
    return Grid(
        "collapse-choices",
        "The same under other choices",
        (Column("Flow"), Column("Choice"), Column("Comparisons", numeric=True),
         Column("Change", "factor", numeric=True), Column("Lower bound", numeric=True),
         Column("Upper bound", numeric=True), Column("p of a rise", numeric=True),
         Column("p of a fall", numeric=True), Column("Would be found", "factor", numeric=True),
         Column("Reading")),
        tuple(_choice(view, row) for row in view.rows("substitution_choices")),
        "Highlighted: critical choices of the direction in question; they must read the same for a "
        "rise or a fall to count.",
        marked=tuple(k for k, row in enumerate(view.rows("substitution_choices"))
                     if row["critical"] and row["direction"] == "to_large"),
    )  # fmt: skip


def _choice(view: View, row: Row) -> tuple[str, ...]:
    flow = neighbours.words_of(view, row["direction"])
    if row["change"] is None:
        return (flow, row["choice"], *("–",) * 7, f"not made: {row['problem']}")
    return (
        flow, row["choice"], f"{row['comparisons']}",
        *(factor(row[name]) for name in ("change", "lower", "upper")),
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
                (f"{row['kind']} ({factor(row['planted'])})", f"{row['worlds']:,}",
                 *(percent(row[name]) for name in ("rise", "fall", "low", "small", "open_")))
                for row in rows
            ),
            "Every dyad takes the surprises of a dyad of like size and keeps its own growth and "
            "loading; then the response is planted. Without one, a rise should be called in 5 % of "
            "the worlds at most, and so should a fall.",
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


def months(view: View) -> Section:
    """Return the section on the months around the closure."""
    facts = view.result.facts
    test = outcome(view, "S3")
    said = (
        "The rouble fell in March 2022 and was above its old height by June: the claim predicts a "
        f"rise of trade and a return. But rail freight did not run from {_closed(view)}. In the "
        "months of 2022 alone, closing and reopening cannot be told from the rouble."
    )
    known_months = (
        f"What would be needed was fixed beforehand. Observed: {facts['months_before']} months "
        f"with freight before the closure, {facts['months_after']} after the last one, "
        f"{facts['months_episode']} of the six months of fall and recovery; "
        f"{percent(facts['months_share'])} of all months in between."
    )
    if test is None:
        answer = "The test was not asked for."
    elif facts["months_lacking"]:
        answer = (
            f"So the months are not testable; known are {', '.join(facts['months_lacking'])}. "
            "Monthly customs figures of your own can be given with --flows."
        )
    else:
        answer = f"{test.effect} ({p_is(test.p_value)} of a rise)."
    return Section(
        anchor="months",
        short="The months around 2022",
        title="The months around 2022, with the border closed",
        paragraphs=(said, known_months, answer),
        blocks=tuple(_figures(border_months.draw(view))),
        technical=(test.rule,) if test is not None else (),
    )


def _closed(view: View) -> str:
    spans = view.result.config.design.to_dict()["closures"]
    return " and from ".join(f"{when(first)} to {when(last)}" for first, last in spans)


def numbers(view: View) -> Iterator[KeyNumber]:
    """Yield the numbers of the first screen."""
    facts, s2 = view.result.facts, details(view, "S2")
    if facts["shortfall_usd"]:
        low, high = (x / 1e6 for x in facts["shortfall_usd"])
        year = view.result.config.window.post[0]
        yield KeyNumber(
            f"{low:,.0f}–{high:,.0f}", "M USD",
            f"that workers in Russia could bring less in {year} than at the base rate",
        )  # fmt: skip
    if s2.get("needed"):
        low, high = s2["needed"]
        yield KeyNumber(
            f"{factor(low)}–{factor(high)[2:]}", "needed", "rise of exports that would replace it"
        )
    test = outcome(view, "S2")
    if test is not None and test.statistic is not None:
        yield KeyNumber(
            factor(test.statistic), p_is(test.p_value),
            "exports against usual growth and coal prices, ranked among like neighbours",
        )  # fmt: skip
        yield KeyNumber(
            factor(s2["detectable"]), "could be seen",
            "the least rise that would be found in four cases of five",
        )  # fmt: skip

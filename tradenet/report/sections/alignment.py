"""The sections of a study of alignment: levels, the movement, choices, given sets, communities."""

from __future__ import annotations

from collections.abc import Iterator

from tradenet.bloc.alignment.distance import plain
from tradenet.report.blocks import Column, Figure, Grid, Section
from tradenet.report.figures.alignment import bins, levels, permuted, spread, worlds
from tradenet.report.tested import details, outcome
from tradenet.report.view import Row, View
from tradenet.report.wording import ABSENT, chance, known, plural

_BOSONE = (
    "Bosone, Dautović, Fidora and Stamato (2024, ECB Working Paper 2960) report about −2 % of "
    "trade in manufactures for +10 % of distance in votes, 2012–2022: an elasticity of ln 0.98 / "
    "ln 1.1 = −0.21. Here all goods are counted, and the years differ; comparable is the "
    "elasticity, which at a distance d is the coefficient times d / (d + offset)."
)
_AIRAUDO = (
    "Airaudo, de Soyres, Richards and Santacreu (2025, Federal Reserve Bank of St. Louis Review "
    "107(12)) find that measured fragmentation varies with the years and the kind of votes chosen. "
    "So every sample is shown."
)


def _drawn(*figures: Figure | None) -> tuple[Figure, ...]:
    return tuple(figure for figure in figures if figure is not None)


def _effect(view: View, name: str) -> str:
    test = outcome(view, name)
    return f"{test.effect}." if test is not None else "This test was not run."


def level(view: View) -> Section:
    """Return the section on trade and votes before the event, and over time."""
    return Section(
        anchor="levels",
        short="Before the event",
        title="Did those who vote alike trade more with each other, and since when?",
        paragraphs=(
            f"Before the event: {_effect(view, 'V1')}",
            "This is an association: trade partners may come to vote alike.",
            _BOSONE,
            _AIRAUDO,
        ),
        blocks=(
            *_drawn(levels.draw(view), spread.samples(view)),
            _estimates("levels-table", "Across pairs, by window", view, "alignment_levels"),
            _estimates("within-table", "Within pairs, by window", view, "alignment_within"),
        ),
        technical=(
            "Windows hold as many years as the study has before the event; a cell counts where it "
            "was observed in all of them. Across pairs: Poisson with exporter and importer "
            "effects, log km, contiguity, language, colony. Within pairs: exporter-window, "
            "importer-window and pair effects, first and last window; a coefficient says what "
            "distance meant in that window. Halves are by GDP, not by GDP per head, which the "
            "snapshot does not hold. All by pyfixest, errors clustered by pair and dyadic-robust.",
        ),
    )


def _estimates(name: str, title: str, view: View, table: str) -> Grid:
    heads = (
        Column("Years from"),
        Column("Elasticity", numeric=True),
        Column("Clustered error", numeric=True),
        Column("Dyadic error", numeric=True),
        Column("Rows", numeric=True),
    )
    return Grid(name, title, heads, tuple(
        (str(x["window"]), plain(x['elasticity']), f"{x['clustered_error']:.3f}",
         f"{x['dyadic_error']:.3f}", f"{x['rows']:,}") for x in view.rows(table)
    ), data=(table,))  # fmt: skip


def movement(view: View) -> Section:
    """Return the section on the movement of trade after the event."""
    return Section(
        anchor="movement",
        short="After the event",
        title="Did trade move towards those who had voted alike?",
        paragraphs=(f"Main network: {_effect(view, 'V2')}", *_tails(view), *_usual(view)),
        blocks=_drawn(permuted.draw(view), bins.draw(view)),
        technical=(
            "Votes are those of years before the event, since votes may follow trade. Economies "
            "with sanctions of their own on a member are not in the main network: they voted yes, "
            "and their laws, not their votes, cut trade with members. In simulated worlds without "
            "an effect the test within this network keeps its size; in the whole world it does so "
            "only where the largest pairs do not drift together, as those of the United States and "
            "China did after 2018.",
            "Ideal points are dealt anew within regions; within terciles of size and everywhere "
            "the p-value must be at most 0.05 too, before trade counts as having moved.",
            "The thresholds, the main network and the list of choices were written while first "
            "estimates were seen: this study is not pre-registered.",
        ),
    )


def _tails(view: View) -> Iterator[str]:
    told = details(view, "V2")
    if "p_by_strata" not in told:
        return
    strata = told["p_by_strata"]
    yield (
        f"p of a movement towards: {chance(view.result.tests[2].p_value)} with votes dealt within "
        f"regions, {chance(strata['size'])} within terciles of size, "
        f"{chance(strata['everywhere'])} among all; away: {chance(told['p_away'])}. An elasticity "
        f"of {view.result.config.design.chosen().matters:g} or stronger has p = "
        f"{chance(told['p_matters'])}; one of {told['smallest_found']:.2f} would be found in four "
        "of five cases."
    )


def _usual(view: View) -> Iterator[str]:
    for row in view.rows("alignment_regression"):
        yield (
            f"The usual regression (pyfixest, {row['rows']:,} rows): {plain(row['elasticity'])}, "
            f"clustered error {row['clustered_error']:.3f}, dyadic-robust error "
            f"{row['dyadic_error']:.3f}."
        )


def choices(view: View) -> Section:
    """Return the section on choices made otherwise."""
    rows = view.rows("alignment_specifications")
    heads = (
        Column("Choice"), Column("Critical"), Column("Elasticity", numeric=True),
        Column("p", "towards", numeric=True), Column("p", "by size", numeric=True),
        Column("p", "everywhere", numeric=True), Column("p", "away", numeric=True),
        Column("p", "matters", numeric=True), Column("Row", numeric=True),
    )  # fmt: skip
    return Section(
        anchor="choices",
        short="Other choices",
        title="What if choices had been made otherwise?",
        paragraphs=(
            "A verdict that a critical choice would change is called data-dependent. One that "
            "could not be computed counts as a change.",
        ),
        blocks=(*_drawn(spread.choices(view)), Grid(
            "alignment-choices-table", "Every choice", heads, tuple(map(_choice, rows)),
            "Estimates are those of the two-period fit, which equals Poisson with pair effects.",
            data=("alignment_specifications",),
        )),
    )  # fmt: skip


_P = ("p_towards", "p_size", "p_everywhere", "p_away", "p_matters")


def _choice(row: Row) -> tuple[str, ...]:
    value = plain(row["elasticity"]) if known(row["elasticity"]) else ABSENT
    return (
        row["variant"], "yes" if row["critical"] else "no", value,
        *(chance(row[name]) for name in _P),
        str(row["row"]) if row["row"] else "none",
    )  # fmt: skip


def sets(view: View) -> Section:
    """Return the section on the given sets of voters."""
    rows = view.rows("alignment_sets")
    names = {row["set"]: row["observable"] for row in rows}
    said = [
        f"The set that {name}: {'observable' if seen else 'unobservable'}; silence is no answer."
        if not seen else f"The set that {name} can be observed."
        for name, seen in names.items()
    ]  # fmt: skip
    heads = (Column("Set"), Column("Economies", numeric=True), Column("Test"),
             Column("What it says"), Column("p", numeric=True))  # fmt: skip
    return Section(
        anchor="sets",
        short="The voters",
        title="The sets that voted together",
        paragraphs=(
            *said,
            "T0 asks whether trade among a set can be seen, T1 describes it, T4 holds it against "
            "drawn sets of like size, T5 asks for cohesion.",
        ),
        blocks=(Grid("sets-table", "Given sets in the battery of blocs", heads, tuple(
            (row["set"], str(row["economies"]), row["test"], row["effect"], chance(row["p_value"]))
            for row in rows
        ), data=("alignment_sets",)), _voters(view)),
    )  # fmt: skip


def _voters(view: View) -> Grid:
    heads = (Column("Economy"), Column("Vote"), Column("Ideal point", numeric=True),
             Column("Region"), Column("Size"), Column("In the main network"))  # fmt: skip
    rows = tuple(
        (view.name(row["economy"]), row["vote"] or ABSENT,
         f"{row['ideal_point']:.2f}" if known(row["ideal_point"]) else ABSENT,
         row["region"] or ABSENT, row["size"] or ABSENT, "yes" if row["in_network"] else "no")
        for row in view.rows("alignment_votes")
    )  # fmt: skip
    title = f"Votes and ideal points of {plural(len(rows), 'economy', 'economies')}"
    return Grid("voters", title, heads, rows, folded=True, data=("alignment_votes",))


def communities(view: View) -> Section:
    """Return the section on blocs of voters and communities of traders."""
    rows = view.rows("alignment_communities")
    heads = (Column("Grouping"), Column("Agreement", numeric=True),
             Column("Economies", numeric=True),
             Column("Worlds’ median", numeric=True), Column("Worlds’ 95 %", numeric=True),
             Column("p", numeric=True))  # fmt: skip
    grid = Grid("agreement", "Agreement with the communities of trade", heads, tuple(
        (row["grouping"], *(f"{row[x]:.3f}" if known(row[x]) else ABSENT for x in ("ami",)),
         str(row["economies"]),
         *(f"{row[x]:.3f}" if known(row[x]) else ABSENT for x in ("median", "high")),
         chance(row["p_value"])) for row in rows
    ), data=("alignment_communities",))  # fmt: skip
    return Section(
        anchor="agreement-section",
        short="Communities",
        title="Are blocs of voters and communities of traders the same economies?",
        paragraphs=(
            f"Agreement of communities of trade with groupings of voters: {_effect(view, 'V4')} "
            f"Communities were sought in {view.network_period}, in {_worlds(rows)}.",
        ),
        blocks=(*_drawn(worlds.draw(view)), grid),
    )


def _worlds(rows: tuple[Row, ...]) -> str:
    count = max((row["worlds"] for row in rows), default=0)
    return f"the real world and in {plural(count, 'gravity world')}"

"""T2 and T4: each class of dyads among its comparison sets."""

from __future__ import annotations

from collections.abc import Iterator

from tradenet.bloc.classes import LOW_BELOW, PASS_AT, SMALLEST_RISE
from tradenet.domain.text import listed
from tradenet.report.blocks import Column, Grid, Section
from tradenet.report.figures import of_test
from tradenet.report.sections.card import card, technical
from tradenet.report.tested import (
    HUB_SPOKE,
    SPOKE_SPOKE,
    TEST_OF,
    details,
    of_class,
    outcome,
    target,
    why_not,
)
from tradenet.report.view import Row, View
from tradenet.report.wording import billions, factor, p_is, percent, ratio, slug, times

_PAIR = 2


def hub_spoke(view: View) -> Section:
    """Return the section on T2."""
    return Section(
        anchor="hub-spoke",
        short="T2: with the hub",
        title="T2: Did trade with the hub rise more than it had to?",
        card=card(
            view,
            "T2",
            _asked_of_hub(view),
            (_seen(view, HUB_SPOKE), _answer(view, HUB_SPOKE), _pass(view, HUB_SPOKE)),
        ),
        blocks=(
            *of_test(view, "hub_placebos", "hub_without_each", "hub_power"),
            *_grids(view, HUB_SPOKE),
        ),
        technical=_technical(view, HUB_SPOKE) if view.result.config.bloc.hub else (),
    )


def _asked_of_hub(view: View) -> str:
    bloc = view.result.config.bloc
    if not bloc.hub:
        return (
            "Whether the members turned to a hub. This study names none, so there is one class of "
            "trade, that among the members: T4 below decides alone."
        )
    hub, spokes = view.name(bloc.hub), listed([view.name(code) for code in bloc.spokes])
    asked = (
        f"Did the trade of {hub} with {spokes} rise after the event by more than the growth of "
        f"these economies, and {hub}’s growing trade with everybody, lead one to expect?"
    )
    return f"{asked} {_network(view)}"


def _network(view: View) -> str:
    """Say whose trade takes part."""
    if not view.left_out:
        return (
            "All economies take part: nobody that we know of imposed sanctions of its own on a "
            "member."
        )
    return (
        "Economies that impose sanctions on a member are left out: what they no longer buy "
        "and sell has to go somewhere, and that alone would look like a bloc."
    )


def spoke_spoke(view: View) -> Section:
    """Return the section on T4."""
    bloc = view.result.config.bloc
    spokes = listed([view.name(code) for code in bloc.spokes])
    why = (
        "This is what makes a bloc: spokes that only turn to the same hub are customers of one "
        "shop."
        if bloc.hub
        else _network(view)
    )
    return Section(
        anchor="spoke-spoke",
        short=f"T4: among the {bloc.plural}",
        title=f"T4: Did the {bloc.plural} trade more with one another?",
        card=card(
            view,
            "T4",
            f"Did trade among {spokes} themselves rise by more than one would expect? {why}",
            (_seen(view, SPOKE_SPOKE), _answer(view, SPOKE_SPOKE), _pass(view, SPOKE_SPOKE)),
        ),
        blocks=(
            *of_test(view, "spoke_placebos", "spoke_without_each", "spoke_power"),
            *_grids(view, SPOKE_SPOKE),
        ),
        technical=_technical(view, SPOKE_SPOKE),
    )


def _seen(view: View, class_: str) -> str:
    sets = details(view, TEST_OF[class_]).get("placebo_sets", 0)
    some = "one or both" if len(view.result.config.bloc.spokes) == _PAIR else "one, some or all"
    return (
        f"{sets:,} sets in which economies of like size take the place of {some} {view.spokes} "
        "were put in the place of the real one, and the same was computed for each. First the "
        "picture shows where the real set stands among them; then, whether one dyad alone makes "
        "the answer; last, how large a rise would have to be for this test to find it."
    )


def _answer(view: View, class_: str) -> str:
    test = outcome(view, TEST_OF[class_])
    if test is None or why_not(view, test.name):
        return ""
    change, interval = details(view, test.name).get("log_change"), test.interval
    between = f" (95 % interval {' to '.join(map(factor, interval))})" if interval else ""
    return (
        f"Trade came to {times(change)} its expectation{between}. If nothing special had "
        f"happened, a value like this would turn up in {percent(test.p_value)} of cases. "
        + " ".join((*_reasons(view, class_, change, test.p_value), *_calibrated(view, class_)))
    )


def _reasons(view: View, class_: str, change: float | None, p_value: float | None) -> Iterator[str]:
    rare = p_value is not None and p_value <= PASS_AT[class_]
    large = change is not None and change >= SMALLEST_RISE
    least, most = factor(SMALLEST_RISE), factor(LOW_BELOW[class_])
    if rare and not large:
        yield f"That is rare, but smaller than {least}, the least that matters."
    elif large and not rare:
        yield f"That is large enough to matter ({least}), but chance alone does it too often."
    elif not large:
        yield "That is neither rare nor large enough to matter."
    low = details(view, TEST_OF[class_]).get("low")
    if low:
        yield f"A rise of {most} or more can be ruled out."
    elif low is not None:
        yield f"A rise of {most} cannot be ruled out either."


def _calibrated(view: View, class_: str) -> Iterator[str]:
    """Yield how often the test errs on this very set, where that was measured."""
    told = view.result.facts.get("calibration", {}).get("size", {}).get(class_)
    if not told:
        return
    size = told["share"]
    if size > told["band_high"]:
        word = "more often than it should: p is somewhat too small here"
    elif size < told["band_low"]:
        word = "less often than it should: p is somewhat too large here"
    else:
        word = "as often as it should"
    yield (
        f"On {told['draws']:,} simulated worlds in which nothing happened to this very set, p was "
        f"0.05 or less in {percent(size)} (95 % interval {percent(told['low'])} to "
        f"{percent(told['high'])}), {word}."
    )


def _pass(view: View, class_: str) -> str:
    bloc = view.result.config.bloc
    if class_ == HUB_SPOKE and not bloc.hub:
        return "Nothing: it is not asked."
    further = (
        ", with at least two thirds of the dyads seen and rising and no single one carrying it"
        if class_ == SPOKE_SPOKE and len(bloc.spokes) > _PAIR
        else ""
    )
    rivals = class_ == HUB_SPOKE and target(view)
    rare = "in twenty" if class_ == HUB_SPOKE else "in a hundred"
    return (
        f"A rise of at least {factor(SMALLEST_RISE)} that at most one comparison set {rare} "
        f"shows as well{further}. To be read as “no rise”, the data would have to rule out a rise "
        f"of {factor(LOW_BELOW[class_])}. The verdict also asks when it began (T3)"
        + (" and whether rivals rose as much (T6)." if rivals else ".")
    )


def _technical(view: View, class_: str) -> tuple[str, ...]:
    name = TEST_OF[class_]
    found = details(view, name)
    ranks = (
        f"Rank among the comparison sets {found.get('rank')}; with each set’s own cells left out "
        f"of the fit, rank {found.get('rank_masked')} among the {found.get('refitted')} strongest, "
        "so that a large set does not drag its own expectation along."
    )
    both = (
        "Beside it, without weight: the rank of the change instead of the studentized statistic, "
        f"{p_is(found.get('p_change'))}; sets in which all {view.spokes} are replaced, "
        f"{p_is(found.get('p_strangers'))}. The latter p is too small: simulated worlds in which "
        "nothing happened fall below 0.05 more often than once in twenty (`tradenet calibrate`)."
    )
    drawn = (
        "keeps the hub and draws each spoke from the spoke itself"
        if view.result.config.bloc.hub
        else "draws each member from the member itself"
    )
    reference = (
        f"Reference: every set that {drawn} and economies within six ranks of its size, no "
        "rivals, compared on the same observed cells; "
        "p = (1 + number at least as large) / (1 + number of sets)."
    )
    return technical(view, name, reference, ranks, both)


def _grids(view: View, class_: str) -> Iterator[Grid]:
    dyads = of_class(view, "class_dyads", class_)
    if dyads:
        yield _dyads(view, class_, dyads)
    strongest = of_class(view, "strongest_placebos", class_)
    if strongest:
        yield _strongest(view, class_, strongest)
    candidates = of_class(view, "candidates", class_)
    if candidates:
        yield _candidates(view, class_, candidates)


def _dyads(view: View, class_: str, rows: tuple[Row, ...]) -> Grid:
    return Grid(
        slug("class-dyads", class_),
        "The dyads of the class, one by one",
        (
            Column("Dyad"), Column("Before", "bn USD", numeric=True),
            Column("After", "bn USD", numeric=True), Column("Expected", "bn USD", numeric=True),
            Column("Rise", "factor", numeric=True), Column("Leverage", "0–1", numeric=True),
        ),
        tuple(
            (f"{view.name(row['one'])} – {view.name(row['other'])}", billions(row["before_usd"]),
             billions(row["after_usd"]), billions(row["expected_usd"]), factor(row["log_change"]),
             ratio(row["leverage"]))
            for row in rows
        ),
        "Both directions together, mean of the years before and after. Expected: after the event, "
        "from the growth of both sides. Leverage: how much a dyad’s expectation follows its own "
        "trade; near 1 the dyad says next to nothing of itself.",
        folded=True, data=("class_dyads",),
    )  # fmt: skip


def _strongest(view: View, class_: str, rows: tuple[Row, ...]) -> Grid:
    return Grid(
        slug("strongest-placebos", class_),
        "The comparison sets that rose most",
        (Column("Set"), Column("Statistic", numeric=True), Column("Rise", "factor", numeric=True)),
        tuple(
            (", ".join(view.name(code) for code in row["set"].split("+")),
             ratio(row["statistic"]), factor(row["log_change"]))
            for row in rows
        ),
        f"In the order of the {view.spokes} that they stand in for.",
        folded=True, data=("strongest_placebos",),
    )  # fmt: skip


def _candidates(view: View, class_: str, rows: tuple[Row, ...]) -> Grid:
    named: dict[str, list[str]] = {}
    for row in rows:
        named.setdefault(row["role"], []).append(view.name(row["economy"]))
    return Grid(
        slug("candidates", class_),
        "Who may stand in for whom",
        (Column(view.spokes[:-1].capitalize()), Column("Candidates")),
        tuple((view.name(role), ", ".join(names)) for role, names in named.items()),
        "Larger and smaller economies next in size"
        + (" that impose no sanctions on a member." if view.left_out else "."),
        folded=True,
        data=("candidates",),
    )

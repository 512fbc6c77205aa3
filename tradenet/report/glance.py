"""The first screen of a verdict: which row holds, what moves it, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator

from tradenet.domain.text import listed
from tradenet.report.blocks import KeyNumber
from tradenet.report.tested import (
    HUB_SPOKE,
    SPOKE_SPOKE,
    TEST_OF,
    details,
    outcome,
    rule_inputs,
    why_not,
)
from tradenet.report.view import View
from tradenet.report.wording import factor, known, p_is, plural, spans

_MOST_NAMED = 6
SYMBOLS = {HUB_SPOKE: ("O_h", "H"), SPOKE_SPOKE: ("O_s", "S")}
INPUT = {HUB_SPOKE: ("hub_observed", "hub"), SPOKE_SPOKE: ("spokes_observed", "spokes")}
READINGS = {
    "PASS": "found",
    "LOW": "ruled out",
    "OPEN": "neither found nor ruled out",
}


def judged(view: View) -> bool:
    """Say whether the rule was applied."""
    return bool(view.rows("rule_inputs")) and "verdict_row" in view.result.facts


def reading(view: View) -> Iterator[str]:
    """Yield which row of the decision table holds, what moves it, and what could be found."""
    if not judged(view):
        return
    facts = view.result.facts
    row = next(row for row in view.table if row.number == facts["verdict_row"])
    moved = [str(name) for name in facts.get("variants_moved", ())]
    if moved:
        yield (
            "The leading reading, that of the main specification, is "
            f"{facts.get('leading_reading', row.verdict)}: row {row.number} of {len(view.table)} "
            f"of the decision table ({row.condition}). Another row holds under "
            f"{plural(len(moved), 'other choice')}: {_named(moved)}."
        )
    else:
        yield (
            "The rule gives this answer under every critical choice: row "
            f"{row.number} of {len(view.table)} of the decision table ({row.condition})."
        )
    yield from _power(view)
    before, after = (spans(view.held(phase)) or "no period" for phase in ("pre", "post"))
    yield f"Compared: {before} before the event with {after} after it."


def _named(moved: list[str]) -> str:
    more = len(moved) - _MOST_NAMED
    if more > 0:
        return "; ".join([*moved[:_MOST_NAMED], f"and {more} more"])
    return "; ".join(moved)


def _power(view: View) -> Iterator[str]:
    found = [
        f"{view.class_words[class_].lower()} trade of {_least(view, test)}"
        for class_, test in TEST_OF.items()
        if not why_not(view, test) and "detectable_factor" in details(view, test)
    ]
    if found:
        yield (
            "Smaller changes could hide: in four cases of five these data would show a rise of "
            f"{listed(found)}."
        )


def _least(view: View, test: str) -> str:
    least = details(view, test)["detectable_factor"]
    return f"× {least:.2f} or more" if known(least) else "no size that was tried"


def at_a_glance(view: View) -> Iterator[KeyNumber]:
    """Yield whether each class can be seen, and what was read off it."""
    for class_ in dict.fromkeys(class_ for class_, _ in view.dyads):
        yield _seen(view, class_)
        yield _read(view, class_)


def _seen(view: View, class_: str) -> KeyNumber:
    symbol = SYMBOLS[class_][0]
    answer = rule_inputs(view).get(INPUT[class_][0])
    lines = [row for row in view.rows("coverage") if row["class"] == class_]
    told = ", ".join(f"{x['covered']} of {x['cells']} {_WHEN[x['phase']]}" for x in lines)
    able = answer == "True"
    return KeyNumber(
        "seen" if able else "not seen",
        _subject(view, class_),
        f"{'Enough' if able else 'Too little'} of it is reported to judge it; directed dyad-years "
        f"covered: {told or 'none'}. Sign {symbol}.",
    )


def _subject(view: View, class_: str) -> str:
    return f"{view.class_words[class_].lower()} trade"


_WHEN = {"pre": "before", "post": "after"}


def _read(view: View, class_: str) -> KeyNumber:
    symbol = SYMBOLS[class_][1]
    value = rule_inputs(view).get(INPUT[class_][1], "OPEN")
    reads = f"A rise that would matter is {READINGS[value]}. Sign {symbol}: {value}."
    test = outcome(view, TEST_OF[class_])
    if test is None or why_not(view, TEST_OF[class_]):
        return KeyNumber("unknown", f"change of {_subject(view, class_)}", reads)
    between = " to ".join(map(factor, test.interval)) if test.interval else "not computed"
    found = details(view, test.name)
    sets = f" among {found['placebo_sets']:,} sets" if found.get("placebo_sets") else ""
    return KeyNumber(
        factor(found.get("log_change")),
        _subject(view, class_),
        f"against its expectation (95 % interval {between}; one-sided {p_is(test.p_value)}{sets})."
        f" {reads}",
    )

"""The two sentences of a realignment: what was found, and what the data cannot show."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tradenet.bloc import BlocTestResult
from tradenet.bloc.realignment import Case
from tradenet.domain.text import listed
from tradenet.sources import reference
from tradenet.study.config import StudyConfig

Tests = Mapping[str, BlocTestResult]


def found(case: Case, tests: Tests, said: str, sides: Iterable[Mapping[str, Any]]) -> str:
    """Return the verdict's sentence, what moved at the event, and what the history shows.

    Parameters
    ----------
    case, tests
        The economy in question and what its tests gave.
    said : str
        The sentence of the row that holds.
    sides : iterable of rows
        Each patron's part before and after the event.
    """
    shown = (*_event(case, tests["R2"]), *_parts(case, sides), *_history(case, tests["R3"]))
    return " ".join((said, *shown))


def _parts(case: Case, sides: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the part of a patron that is told on both sides of the event."""
    by_phase = {(row["patron"], row["phase"]): row for row in sides}
    for patron in case.triple[1:]:
        before, after = (by_phase.get((patron, phase)) for phase in ("pre", "post"))
        if before and after and before["told"] and after["told"]:
            yield (
                f"{_name(patron)}’s trade with {_name(case.triple[0])} was "
                f"{before['value_usd'] / 1e9:.2f} bn USD a year before and "
                f"{after['value_usd'] / 1e9:.2f} after."
            )


def _name(code: str) -> str:
    return reference.economies().name(code)


def _event(case: Case, test: BlocTestResult) -> Iterator[str]:
    details = dict(test.details)
    if "detectable_if_told" in details:
        yield (
            f"Had both told, a change by a factor of {math.exp(details['detectable_if_told']):.1f} "
            "would have been found with a chance of 80 %."
        )
    if test.p_value is None:
        return
    first, second = map(_name, case.triple[1:])
    yield (
        f"Trade of {_name(case.triple[0])} with {first} over that with {second} changed by a "
        f"factor of {math.exp(details['change']):.2f} (95 % interval "
        f"{math.exp(details['low']):.2f} to {math.exp(details['high']):.2f}, p = "
        f"{test.p_value:.3f}); a factor of {math.exp(details['detectable']):.1f} would be found "
        "with a chance of 80 %."
    )


def _history(case: Case, test: BlocTestResult) -> Iterator[str]:
    stretches = dict(test.details).get("stretches")
    if not stretches:
        return
    years = f"{case.years[0]}–{case.years[-1]}"
    breaks = [str(line["year"]) for line in stretches if line["breaks"]]
    line, (first, second) = stretches[0], map(_name, case.triple[1:])
    to, size = (first, line["shift"]) if line["shift"] > 0 else (second, -line["shift"])
    told = f"In {years} its trade with both is told"
    if breaks:
        yield f"{told}, and the division broke in {listed(breaks)}."
        return
    as_strong = round(line["p_value"] * (1 + len(case.placebos))) - 1
    yield (
        f"{told}: from {line['year']} on the division stands further towards {to}, by a factor of "
        f"{math.exp(size):.1f}; but {as_strong} of the {len(case.placebos)} economies compared "
        f"shift as strongly at some date (p = {line['p_value']:.2f}), so that this is no break "
        "of its own."
    )


def cannot(config: StudyConfig, case: Case, tests: Tests, held: Iterable[int]) -> str:
    """Return what the data cannot show, from who told what until when."""
    economy, periods = case.triple[0], sorted(held)
    said = [
        _silence(config, economy, line, periods[-1])
        for line in dict(tests["R1"].details)["patrons"]
    ]
    return (
        f"{' '.join(filter(None, said))} What nobody tells is not zero. Everything here is goods "
        "that customs recorded: arms, oil that is not declared, labour and money are not, and a "
        "turn from one patron to the other in these cannot be seen at all."
    )


def _silence(config: StudyConfig, economy: str, line: Mapping[str, Any], last: int) -> str:
    patron, name = _name(line["patron"]), _name(economy)
    if line["last_told"] is None:
        return f"{patron} tells nothing here of its trade with {name}."
    span = f"{line['first_told']} to {line['last_told']}"
    if line["enough"]:
        return f"{patron} tells its trade with {name} here from {span}."
    after = max(config.window.post)
    unseen = f"what came after {config.event.date:%B %Y} is told by nobody"
    return (
        f"{patron} tells its trade with {name} here from {span} only; {unseen}, whether it rose or "
        f"fell by {min(after, last)}."
    )

"""The report of the design "alignment"."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from tradenet.bloc.alignment import TABLE
from tradenet.bloc.alignment.distance import plain
from tradenet.domain.text import listed
from tradenet.report.blocks import KeyNumber
from tradenet.report.layout import Layout
from tradenet.report.sections import (
    alignment,
    decided,
    doubts,
    happened,
    membership,
    seeing,
    sources,
    ties,
    trade,
)
from tradenet.report.sections.books import BOOKS
from tradenet.report.tested import outcome, rule_inputs
from tradenet.report.view import View
from tradenet.report.wording import p_is, plural

MEANINGS: Final = MappingProxyType(
    {
        "NOT-TESTED": "Trade has been described. The tests that decide have not been run.",
        "DATA-DEPENDENT": "Choices that the data cannot settle give different answers.",
        "INSUFFICIENT-DATA": "Not a no: the data cannot tell.",
        "ALIGNED": "Trade moved towards those who vote alike.",
        "ALIGNED-SLIGHTLY": "Trade moved towards those who vote alike, but little.",
        "REVERSED": "Trade moved away from those who vote alike.",
        "ALIGNED-BEFORE-ALREADY": "Trade went with votes before the event, and hardly more after.",
        "NOT-ALIGNED": "The data speak against a movement that would matter.",
    }
)
_QUESTIONS = MappingProxyType(
    {
        "seen": "Are trade and votes of enough pairs seen on both sides of the event?",
        "shift": "Which way did trade move: towards those who had voted alike, away, or open?",
        "small": "Is an elasticity that would matter ruled out?",
        "before": "Did those who vote alike trade more with each other before already?",
    }
)


def judged(view: View) -> bool:
    """Say whether the rule was applied."""
    return bool(view.rows("rule_inputs")) and "verdict_row" in view.result.facts


def reading(view: View) -> Iterator[str]:
    """Yield which row of the decision table holds, and which choices give another."""
    if not judged(view):
        return
    yield from decided.reading(TABLE, view)
    facts = view.result.facts
    moved = list(facts.get("variants_moved", ()))
    if moved:
        yield (
            f"The leading reading, that of the main specification, is {facts['leading_reading']}. "
            f"Another row holds under {plural(len(moved), 'critical choice')}: {listed(moved)}."
        )


def numbers(view: View) -> Iterator[KeyNumber]:
    """Yield the movement, the level before, what could be found, and what is seen."""
    shift, before, seen = (outcome(view, name) for name in ("V2", "V1", "V0"))
    if shift is not None and shift.statistic is not None:
        yield KeyNumber(plain(shift.statistic), "elasticity found",
                        "of trade after the event to the distance of votes before it, "
                        f"{p_is(shift.p_value)}")  # fmt: skip
        least = view.result.facts.get("smallest_found")
        if least is not None:
            yield KeyNumber(f"{least:.2f}", "elasticity that could be seen",
                            "the weakest that would be found in four cases of five")  # fmt: skip
    if before is not None and before.statistic is not None:
        yield KeyNumber(plain(before.statistic), "elasticity before",
                        "of trade to the distance of votes in the last years before the event, all "
                        "economies")  # fmt: skip
    if seen is not None and seen.statistic is not None:
        yield KeyNumber(f"{seen.statistic:,.0f}", "cells", "with votes are seen on both sides of "
                        "the event, without economies that sanction a member")  # fmt: skip


def _inputs(view: View) -> Iterator[tuple[str, str, str]]:
    found = rule_inputs(view)
    for name, question in _QUESTIONS.items():
        if name in found:
            yield name, question, found[name]


LAYOUT: Final = Layout(
    (
        decided.decided(
            TABLE,
            _inputs,
            "seen: V0. shift: towards where p ≤ 0.05 one-sided within regions, within terciles of "
            "size and everywhere; away likewise. small: an elasticity as "
            "strong as would matter, put into the fit, has p ≤ 0.05. before: V1, dyadic-robust t ≤ "
            "-1.645 in the last window before the event.",
        ),
        seeing.coverage,
        membership.members,
        alignment.level,
        alignment.movement,
        alignment.choices,
        alignment.sets,
        alignment.communities,
        trade.dyads,
        ties.ties,
        happened.events,
        sources.side_by_side,
        doubts.doubtful,
        *BOOKS,
    ),
    MEANINGS,
    judged,
    reading,
    numbers,
)

"""The report of the design "realignment"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from types import MappingProxyType
from typing import Final

from tradenet.bloc.realignment import TABLE
from tradenet.report.blocks import KeyNumber
from tradenet.report.figures.realignment.division import patrons, stretches
from tradenet.report.layout import Layout
from tradenet.report.sections.decided import reading
from tradenet.report.sections.realignment import SECTIONS
from tradenet.report.sections.realignment.told import economy_of
from tradenet.report.view import View
from tradenet.report.wording import chance, factor, known, percent

MEANINGS: Final = MappingProxyType(
    {
        "INSUFFICIENT-DATA": "Not a no: the data cannot tell.",
        "REALIGNED-TO-FIRST": "The trade turned to the first patron.",
        "REALIGNED-TO-SECOND": "The trade turned to the second patron.",
        "BREAK-ELSEWHERE": "The trade turned, but not at the event.",
        "NO-BREAK": "The division stayed as it was.",
    }
)


def numbers(view: View) -> Iterator[KeyNumber]:
    """Yield when each patron tells, its share on both sides, and the strongest date."""
    economy = economy_of(view)
    sides = {(r["patron"], r["phase"]): r for r in view.rows("division_sides")
             if r["economy"] == economy}  # fmt: skip
    for line in view.result.facts["patrons_told"]:
        pre, post = (sides[(line["patron"], phase)] for phase in ("pre", "post"))
        name = view.name(line["patron"])
        if post["told"]:
            yield KeyNumber(
                percent(post["share"]), "of what partners tell",
                f"is {name}’s share after the event; before it was {percent(pre['share'])}",
            )  # fmt: skip
        else:
            yield KeyNumber(
                str(line["last_told"] or "–"), "last told",
                f"{name}’s trade with {view.name(economy)}; before the event its share was "
                f"{percent(pre['share'])}, after it nobody tells",
            )  # fmt: skip
    yield from _strongest(view, economy)


def _strongest(view: View, economy: str) -> Iterator[KeyNumber]:
    first, second = patrons(view, economy)
    for line in stretches(view, economy)[:1]:
        yield KeyNumber(
            str(line["year"]), "strongest date",
            f"of {first} ÷ {second} ({factor(line['shift'])}); among the economies compared p = "
            f"{chance(line['p_value'])}",
        )  # fmt: skip
    for row in view.rows("division_verdicts"):
        if row["economy"] == economy and known(row["change"]):
            yield KeyNumber(
                factor(row["change"]), "at the event",
                f"change of {first} ÷ {second}, p = {chance(row['p_event'])}",
            )  # fmt: skip


def judged(view: View) -> bool:
    """Say whether the rule was applied: always, once the study has run."""
    return bool(view.result.facts.get("verdict_row"))


LAYOUT: Final = Layout(SECTIONS, MEANINGS, judged, partial(reading, TABLE), numbers)

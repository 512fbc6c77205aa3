"""What the rule looks at, and the numbers of the first screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tradenet.report.blocks import KeyNumber
from tradenet.report.tested import details, outcome
from tradenet.report.view import View
from tradenet.report.wording import factor, p_is

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
    "fewer than 19 comparisons. NOT-TESTABLE: fewer months than the rule asks for."
)


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
            f"{factor(low)}–{factor(high)[2:]}", "rise needed", "of exports, to replace it"
        )
    test = outcome(view, "S2")
    if test is not None and test.statistic is not None:
        yield KeyNumber(
            factor(test.statistic), "exports",
            "against usual growth and coal prices; ranked among like neighbours "
            f"{p_is(test.p_value)}",
        )  # fmt: skip
        yield KeyNumber(
            factor(s2["detectable"]), "rise that could be seen",
            "the least that would be found in four cases of five",
        )  # fmt: skip

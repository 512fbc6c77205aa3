"""The report of the design "substitution"."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from tradenet.bloc.substitution import TABLE
from tradenet.report.layout import Layout
from tradenet.report.sections import (
    doubts,
    happened,
    membership,
    seeing,
    sources,
    substitution,
    ties,
    trade,
)
from tradenet.report.sections.books import BOOKS
from tradenet.report.sections.decided import decided, reading
from tradenet.report.view import View

MEANINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "INSUFFICIENT-DATA": "The data cannot tell.",
        "CONFLICTING": "Years and months say opposite things.",
        "DATA-DEPENDENT": "The answer hangs on a choice that could be made otherwise.",
        "SUPPORTED": "Trade rose as the rouble fell, beyond what is usual.",
        "REVERSED": "Trade fell as the rouble fell.",
        "NOT-SUPPORTED": "The rise that the claim needs is ruled out.",
        "TOO-SMALL-TO-SEE": "What the claim predicts is smaller than what trade data could show.",
        "NOT-TESTED": "Not every test that decides was asked for.",
    }
)


def judged(view: View) -> bool:
    """Say whether the rule was applied."""
    return "verdict_row" in view.result.facts


LAYOUT: Final = Layout(
    sections=(
        decided(TABLE, substitution.inputs, substitution.DETAIL),
        seeing.coverage,
        substitution.account,
        substitution.collapse,
        substitution.months,
        trade.dyads,
        membership.members,
        ties.ties,
        happened.events,
        sources.side_by_side,
        doubts.doubtful,
        *BOOKS,
    ),
    meanings=MEANINGS,
    judged=judged,
    reading=lambda view: reading(TABLE, view),
    numbers=substitution.numbers,
)

"""The sections of a report, in the order of the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tradenet.report.blocks import Section
from tradenet.report.sections import (
    bookkeeping,
    choices,
    citing,
    classes,
    clubs,
    communities,
    company,
    controls,
    doubts,
    happened,
    membership,
    moment,
    nulls,
    rule,
    seeing,
    sources,
    structure,
    ties,
    trade,
    usual,
)
from tradenet.report.view import View

SECTIONS: Final[tuple[Callable[[View], Section], ...]] = (
    rule.decision,
    seeing.coverage,
    membership.members,
    happened.events,
    trade.dyads,
    trade.groups,
    trade.intensity,
    classes.hub_spoke,
    usual.naive,
    moment.timing,
    classes.spoke_spoke,
    company.cohesion,
    moment.rivals,
    company.blind,
    choices.dark,
    choices.curve,
    communities.network,
    nulls.nulls,
    communities.together,
    structure.dependence,
    ties.ties,
    sources.side_by_side,
    doubts.doubtful,
    bookkeeping.battery,
    clubs.clubs,
    bookkeeping.ledger,
    bookkeeping.settings,
    sources.vintages,
    citing.cite,
    bookkeeping.glossary,
    controls.controls,
    bookkeeping.files,
)

__all__ = ["SECTIONS"]

"""Sections of a report on an economy between two patrons, in the order of the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tradenet.report.blocks import Section
from tradenet.report.sections import happened, sources, ties
from tradenet.report.sections.books import BOOKS
from tradenet.report.sections.realignment import beside, division, told
from tradenet.report.view import View

SECTIONS: Final[tuple[Callable[[View], Section], ...]] = (
    division.rule,
    told.told,
    division.history,
    division.dates,
    division.placebos,
    beside.beside,
    told.company,
    ties.ties,
    happened.events,
    sources.side_by_side,
    told.doubtful,
    *BOOKS,
)

__all__ = ["SECTIONS"]

"""The sections with which the report of every design but `bloc` ends: the books behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tradenet.report.blocks import Section
from tradenet.report.sections import bookkeeping, citing, sources
from tradenet.report.view import View

BOOKS: Final[tuple[Callable[[View], Section], ...]] = (
    bookkeeping.battery,
    bookkeeping.ledger,
    bookkeeping.settings,
    sources.vintages,
    citing.cite,
    bookkeeping.glossary,
    bookkeeping.files,
)

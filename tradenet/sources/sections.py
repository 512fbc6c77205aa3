"""Sections of the Harmonized System by chapter, from data/reference."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from tradenet.sources.reference import facts

RESERVED: Final = "77"  # kept free for future use: no goods (source: row XV of the table)


@cache
def sections() -> Mapping[str, str]:
    """Return the section (``I`` to ``XXI``) of each chapter (``01`` to ``97``, without 77).

    Examples
    --------
    >>> sections()["27"], sections()["93"], len(sections())
    ('V', 'XIX', 96)
    """
    return MappingProxyType(
        {
            chapter: row["section"]
            for row in facts("hs_sections")
            for number in range(int(row["first_chapter"]), int(row["last_chapter"]) + 1)
            if (chapter := f"{number:02d}") != RESERVED
        }
    )

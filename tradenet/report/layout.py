"""How the report of a design looks: its sections in order, and its first screen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from tradenet.report.blocks import KeyNumber, Part, Section
from tradenet.report.view import View

# The headings of the contents and the anchors under them, the same for every design.
PARTS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "The answer": ("rule",),
        "What can be seen": ("see", "members", "events"),
        "The trade": ("dyads", "groups", "intensity", "dependence"),
        "The tests": (
            "hub-spoke", "naive", "timing", "spoke-spoke", "cohesion", "rivals", "blind", "dark",
            "account", "collapse", "months", "division", "dates", "placebos", "beside", "levels",
            "movement", "choices", "sets", "agreement-section",
        ),
        "Communities and other ties": ("network", "nulls", "together", "company", "ties"),
        "Doubts": ("sources-compared", "doubts"),
        "The instrument": ("battery", "clubs", "controls"),
        "The books": ("ledger", "settings", "sources", "cite", "glossary", "files"),
    }
)  # fmt: skip
_FOLDED: Final = frozenset({"The instrument", "The books"})


@dataclass(frozen=True, slots=True)
class Layout:
    """The report of one design of study.

    Attributes
    ----------
    sections : tuple of callable
        From a view to a section, in the order of the page within each of `PARTS`. The anchors
        ``rule``, ``see`` and ``battery`` must be among them: the first screen links to them.
    meanings : mapping of str to str
        What each verdict means, in one plain sentence beside its name.
    judged : callable
        Says of a view whether the rule was applied.
    reading : callable
        Yields which row of the decision table holds, and what moves it.
    numbers : callable
        Yields three or four numbers of the first screen.
    """

    sections: tuple[Callable[[View], Section], ...]
    meanings: Mapping[str, str]
    judged: Callable[[View], bool]
    reading: Callable[[View], Iterable[str]]
    numbers: Callable[[View], Iterable[KeyNumber]]


def in_parts(sections: Sequence[Section]) -> tuple[Part, ...]:
    """Return the sections under their headings; a heading without a section is left out.

    Raises
    ------
    ValueError
        If a section stands under no heading: it would be lost.

    Examples
    --------
    >>> made = in_parts([Section("doubts", "", ""), Section("rule", "", "")])
    >>> [part.title for part in made]
    ['The answer', 'Doubts']
    """
    listed = {anchor for anchors in PARTS.values() for anchor in anchors}
    if lost := [section.anchor for section in sections if section.anchor not in listed]:
        msg = f"no heading of the contents lists the sections {', '.join(lost)}"
        raise ValueError(msg)
    parts = (
        Part(title, tuple(s for s in sections if s.anchor in anchors), title in _FOLDED)
        for title, anchors in PARTS.items()
    )
    return tuple(part for part in parts if part.sections)

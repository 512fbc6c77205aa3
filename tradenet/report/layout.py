"""How the report of a design looks: its sections in order, and its first screen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from tradenet.report.blocks import KeyNumber, Section
from tradenet.report.view import View


@dataclass(frozen=True, slots=True)
class Layout:
    """The report of one design of study.

    Attributes
    ----------
    sections : tuple of callable
        From a view to a section, in the order of the page. The anchors ``rule``, ``see`` and
        ``battery`` must be among them: the first screen links to them.
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

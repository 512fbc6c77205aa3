"""Look at what tradenet stands on: libraries, engines, snapshot, folders. Nothing here may fail."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from tradenet.domain import TradenetError
from tradenet.sources.doctor.embedded import embedded
from tradenet.sources.doctor.engines import engines
from tradenet.sources.doctor.extras import extras
from tradenet.sources.doctor.finding import BROKEN, Finding, State, short
from tradenet.sources.doctor.places import places
from tradenet.sources.doctor.speech import speech
from tradenet.sources.doctor.versions import versions

CHECKS: Final[Mapping[str, Callable[[], Iterator[Finding]]]] = MappingProxyType(
    {
        "versions": versions,
        "engines": engines,
        "embedded": embedded,
        "places": places,
        "extras": extras,
        "speech": speech,
    }
)

__all__ = ["CHECKS", "Finding", "State", "examine"]


def examine(checks: Mapping[str, Callable[[], Iterator[Finding]]] = CHECKS) -> tuple[Finding, ...]:
    """Return the findings of every check, in order; a check that breaks off is a problem itself.

    Examples
    --------
    >>> def broken():
    ...     yield Finding("this", "ok", "is there")
    ...     raise OSError("a disk is gone")
    >>> [(one.what, one.state) for one in examine({"disks": broken})]
    [('this', 'ok'), ('disks', 'problem')]
    """
    found: list[Finding] = []
    for name, check in checks.items():
        try:
            found.extend(check())
        except (*BROKEN, TradenetError) as error:
            found.append(Finding(name, "problem", f"could not be examined: {short(error)}"))
    return tuple(found)

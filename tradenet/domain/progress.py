"""How far a long computation is: told by whoever computes, shown by whoever speaks to the user.

Progress is an argument, and by default nobody listens. It moves no number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sized
from typing import Protocol, TypeVar

Progress = Callable[[str, float], None]
T_co = TypeVar("T_co", covariant=True)
T = TypeVar("T")


class _Counted(Sized, Iterable[T_co], Protocol[T_co]):
    """Things whose number is known beforehand."""


def silent(step: str, share: float) -> None:
    """Tell nobody."""


def within(tell: Progress, start: float, end: float) -> Progress:
    """Return the progress of a part, which takes the whole from one share to another.

    Parameters
    ----------
    tell : callable
        Of the whole: name of the step that begins, share of all work done before it (0 to 1).
    start, end : float
        Shares of the whole before and after the part.

    Examples
    --------
    >>> told = []
    >>> half = within(lambda step, share: told.append((step, share)), 0.5, 1.0)
    >>> half("worlds", 0.5)
    >>> told
    [('worlds', 0.75)]
    """

    def told(step: str, share: float) -> None:
        tell(step, start + (end - start) * share)

    return told


def counted(things: _Counted[T], step: str, tell: Progress = silent) -> Iterator[T]:
    """Yield things that cost about the same, and tell before each how far it is.

    Examples
    --------
    >>> told = []
    >>> list(counted("ab", "letters", lambda step, share: told.append(share)))
    ['a', 'b']
    >>> told
    [0.0, 0.5]
    """
    for number, thing in enumerate(things):
        tell(step, number / len(things))
        yield thing

"""Say on stderr what is being done and how long it will still take, where somebody watches."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from tradenet.cli.terminal import watched
from tradenet.domain.progress import Progress, silent

if TYPE_CHECKING:
    from rich.text import Text

_AFTER_S: Final = 1.0  # what is done sooner is not worth a line
_KNOWN: Final = 0.02  # of a smaller share nothing can be foretold
_BAR: Final = 20
_MINUTE: Final = 60
_HOUR: Final = 3600


class Watch:
    """The step at work, the share done, and the time left as measured from them.

    Parameters
    ----------
    what : str
        What is being done, until a step is told.
    now : callable
        Seconds, never going back.
    """

    def __init__(self, what: str, now: Callable[[], float] = time.monotonic) -> None:
        self._what, self._now = what, now
        self._began = self._told = now()
        self._first: tuple[float, float] | None = None  # when the first share was told, and it
        self._share = 0.0

    def tell(self, step: str, share: float) -> None:
        """Take note of the step that begins and of the share of all work before it."""
        self._what, self._share, self._told = step, max(self._share, min(share, 1.0)), self._now()
        self._first = self._first or (self._told, self._share)

    def left(self) -> float | None:
        """Return the seconds left at the pace so far, None as long as nothing can be said.

        The estimate is made when a step is told, and the time since is taken from it. What an
        earlier run did, a share told first, took none of this time.
        """
        began, before = self._first or (self._began, 0.0)
        done = self._share - before
        if done < _KNOWN:
            return None
        left = (self._told - began) * (1 - self._share) / done
        return max(0.0, left - (self._now() - self._told))

    def line(self) -> str:
        """Return what is shown; nothing in the first second."""
        spent = self._now() - self._began
        if spent < _AFTER_S:
            return ""
        left = self.left()
        if left is None:
            return f"{self._what}, {duration(spent)}"
        full = int(_BAR * self._share)
        bar = "#" * full + "-" * (_BAR - full)
        rest = "nearly done" if left < 1 else f"{duration(left)} left"
        return f"[{bar}] {self._share:4.0%}  {self._what}, {rest}"

    def __rich__(self) -> Text:
        """Return the line as Rich draws it, some ten times a second."""
        from rich.text import Text

        return Text(self.line(), no_wrap=True, overflow="ellipsis")


def duration(seconds: float) -> str:
    """Return a duration as one says it.

    Examples
    --------
    >>> [duration(s) for s in (7.2, 100, 4000)]
    ['7 s', '1 min 40 s', '1 h 6 min']
    """
    whole = round(seconds)
    if whole < _MINUTE:
        return f"{whole} s"
    if whole < _HOUR:
        return f"{whole // _MINUTE} min {whole % _MINUTE} s"
    return f"{whole // _HOUR} h {whole % _HOUR // _MINUTE} min"


@contextmanager
def working(what: str, *, quiet: bool) -> Iterator[Progress]:
    """Show on stderr what is being done; what is told to the progress it gives is shown there.

    Nothing is shown where nobody watches: in a pipe, on a dumb terminal, or with ``quiet``.
    """
    if quiet or not watched():
        yield silent
        return
    from rich.console import Console
    from rich.live import Live

    shown = Watch(what)
    with Live(shown, console=Console(stderr=True), transient=True, refresh_per_second=8):
        yield shown.tell

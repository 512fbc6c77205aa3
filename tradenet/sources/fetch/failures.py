"""What can go wrong on the way, named by what the user can do about it."""

from __future__ import annotations

from tradenet.domain import SourceError


class FetchError(SourceError):
    """A provider did not give what was asked for.

    Attributes
    ----------
    wait_s : float or None
        How long the provider asked us to wait, where it did.
    lasting : bool
        True where asking again would give the same.
    """

    def __init__(self, message: str, *, wait_s: float | None = None, lasting: bool = False) -> None:
        super().__init__(message)
        self.wait_s = wait_s
        self.lasting = lasting


class NotReachable(FetchError):
    """No connection, a server error, a cut or too slow body: run again, what is here is kept."""


class TooManyRequests(FetchError):
    """The provider's limit is reached: wait, or use a key with a higher limit."""


class Refused(FetchError):
    """The provider answered no (4xx): mend the key, the address or the selection."""


class Damaged(FetchError):
    """What came is not what it should be: HTML, truncated, wrong hash, rows of another question."""

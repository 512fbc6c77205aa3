"""How to ask: time that tests can hand in, the manners towards a provider, one question."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from types import MappingProxyType
from urllib.parse import urlencode

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Clock:
    """The only place where time passes; tests hand in one that does not wait.

    Attributes
    ----------
    now : callable
        Seconds, never going back.
    sleep : callable
        Waits that many seconds.
    today : callable
        The date and time in UTC.
    """

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    today: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)


@dataclass(frozen=True, slots=True)
class Manners:
    """How to behave towards a provider.

    Attributes
    ----------
    tries : int
        How often one address is asked before giving up, from 1.
    first_wait_s, longest_wait_s : float
        Wait after the first failure, doubled after each; a longer ``Retry-After`` ends the run.
    interval_s : float
        Least time between two calls to one host. UN Comtrade answers 429 above one per second.
    timeout_s : float
        Longest silence of a server.
    window_s, slowest : float
        Over each such window a body must give as many bytes per second, or it is a slow drip.
    """

    tries: int = 6
    first_wait_s: float = 1.0
    longest_wait_s: float = 600.0
    interval_s: float = 1.1
    timeout_s: float = 60.0
    window_s: float = 30.0
    slowest: float = 200.0


@dataclass(frozen=True, slots=True)
class Ask:
    """One question: address and parameters, which are recorded, and headers, which are not.

    Attributes
    ----------
    url : str
        Address without parameters.
    params : tuple of (str, str)
        In the order in which they are written.
    headers : mapping
        Sent, never recorded or shown.
    keyed : bool
        True where the client's key goes with it, as a header; redirects are then not followed.
    """

    url: str
    params: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    keyed: bool = False

    @property
    def shown(self) -> str:
        """The full address, for messages and records.

        Examples
        --------
        >>> Ask("https://example.org/get", (("period", "2022"), ("flowCode", "M,X"))).shown
        'https://example.org/get?period=2022&flowCode=M,X'
        """
        query = urlencode(self.params, safe=",:;+")
        return f"{self.url}?{query}" if query else self.url


def retry_after(text: str, today: dt.datetime) -> float | None:
    """Return the seconds of a ``Retry-After`` header, a number or an HTTP date; None without one.

    Examples
    --------
    >>> noon = dt.datetime(2022, 3, 1, 12, tzinfo=dt.UTC)
    >>> retry_after("7", noon), retry_after("Tue, 01 Mar 2022 12:00:30 GMT", noon)
    (7.0, 30.0)
    >>> retry_after("soon", noon) is None
    True
    """
    if text.strip().isdigit():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    return max(0.0, (moment - today).total_seconds())

"""Ask a provider politely: paced, patient, retried, and never with the key in a message."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, TypeVar
from urllib.parse import urlsplit

from tradenet.domain import ConfigError
from tradenet.sources.fetch.failures import FetchError, NotReachable, Refused, TooManyRequests
from tradenet.sources.fetch.manners import Ask, Clock, Manners, Say, retry_after

T = TypeVar("T")
Response = Any  # an httpx.Response; httpx is imported late

AGENT = "tradenet (research software; fetches published trade statistics)"
_RETRIED = frozenset({408, 425, 500, 502, 503, 504})
NO_SUCH_RANGE = 416
_TOO_MANY = 429
_FIRST_REDIRECT = 300
_QUOTED = 120  # characters of a provider's own message that we repeat


class Client:
    """A paced and patient HTTP client; use it as a context.

    Parameters
    ----------
    manners : Manners
        Pace and patience.
    clock : Clock
        Time.
    key : str
        Sent as ``key_header`` with keyed questions only; blanked out of every message.
    say : callable
        Shows progress.
    """

    key_header = "Ocp-Apim-Subscription-Key"

    def __init__(
        self, manners: Manners, clock: Clock, key: str = "", say: Say = lambda _: None
    ) -> None:
        self._say = say
        self.manners = manners
        self.clock = clock
        self.calls = 0
        self._key = key
        self._last: dict[str, float] = {}
        self._httpx = httpx_or_advice()
        self._http = self._httpx.Client(
            timeout=manners.timeout_s, headers={"User-Agent": AGENT}, verify=_certificates()
        )

    def __enter__(self) -> Client:
        """Return the client itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connections."""
        self._http.close()

    def say(self, text: str) -> None:
        """Show progress, the key blanked out."""
        self._say(self._without_key(text))

    @property
    def keyed(self) -> bool:
        """Whether there is a key."""
        return bool(self._key)

    def call(self, ask: Callable[[], Ask], receive: Callable[[Response, Iterator[bytes]], T]) -> T:
        """Ask until `receive` has taken a whole answer.

        Parameters
        ----------
        ask : callable
            Makes the question anew for each try, so that a resumed download asks for the rest.
        receive : callable
            Takes the response and its guarded bytes; raises `FetchError` for what it refuses.

        Raises
        ------
        FetchError
            After the last try, or at once for what would not change: what, where, how many tries.
        """
        for attempt in range(1, self.manners.tries + 1):
            question = ask()
            try:
                with self._open(question) as response:
                    self._judge(response)
                    return receive(response, self._guarded(response))
            except FetchError as fault:
                last = fault
            wait = self._wait_after(last, attempt)
            if last.lasting or attempt == self.manners.tries or wait is None:
                break
            self.say(f"{question.shown}: {last}; waiting {wait:.0f} s")
            self.clock.sleep(wait)
        raise self._told(last, question, attempt)  # unchained: the cause may quote the key

    @contextmanager
    def _open(self, ask: Ask) -> Iterator[Response]:
        self._pace(urlsplit(ask.url).netloc)
        self.calls += 1
        headers = {"Accept-Encoding": "identity", **ask.headers}
        if ask.keyed and self._key:
            headers[self.key_header] = self._key
        try:
            with self._http.stream(
                "GET", ask.shown, headers=headers, follow_redirects=not ask.keyed
            ) as response:
                yield response
        except self._httpx.TransportError as error:
            msg = f"the connection failed ({_plain(error)})"
            raise NotReachable(msg) from error
        except (self._httpx.HTTPError, self._httpx.InvalidURL) as error:
            msg = f"no usable answer ({_plain(error)})"
            raise Refused(msg, lasting=True) from error

    def _pace(self, host: str) -> None:
        now = self.clock.now()
        early = self._last.get(host, now - self.manners.interval_s) + self.manners.interval_s - now
        if early > 0:
            self.clock.sleep(early)
        self._last[host] = self.clock.now()

    def _judge(self, response: Response) -> None:
        status = response.status_code
        if status < _FIRST_REDIRECT or status == NO_SUCH_RANGE:
            return  # who asked for a range knows what its absence means
        said = f"status {status}{self._said(response)}"
        wait = retry_after(response.headers.get("Retry-After", ""), self.clock.today())
        if status == _TOO_MANY:
            msg = f"too many requests ({said})"
            raise TooManyRequests(msg, wait_s=wait)
        if status in _RETRIED:
            msg = f"the server failed ({said})"
            raise NotReachable(msg, wait_s=wait)
        msg = f"refused ({said}); {_advice(status)}"
        raise Refused(msg, lasting=True)

    def _said(self, response: Response) -> str:
        """Return the beginning of a provider's own words, unless they are HTML."""
        if "html" in response.headers.get("Content-Type", ""):
            return ""
        try:
            text = " ".join(next(response.iter_text(1000), "").split())
        except self._httpx.HTTPError:
            return ""
        return f": {text[:_QUOTED]}" if text and not text.startswith("<") else ""

    def _guarded(self, response: Response) -> Iterator[bytes]:
        """Yield the bytes as sent; refuse a body that trickles."""
        manners, clock = self.manners, self.clock
        start, seen = clock.now(), 0
        for chunk in response.iter_raw():
            seen += len(chunk)
            passed = clock.now() - start
            if passed > manners.window_s:
                if seen < manners.slowest * passed:
                    msg = f"a slow drip: {seen} bytes in {passed:.0f} s"
                    raise NotReachable(msg)
                start, seen = clock.now(), 0
            yield chunk

    def _wait_after(self, fault: FetchError, attempt: int) -> float | None:
        """Return how long to wait, or None where the provider asks for more than our patience."""
        longest = self.manners.longest_wait_s
        if fault.wait_s is not None:
            return fault.wait_s if fault.wait_s <= longest else None
        return min(self.manners.first_wait_s * 2.0 ** (attempt - 1), longest)

    def _told(self, fault: FetchError, ask: Ask, attempt: int) -> FetchError:
        tries = "1 try" if attempt == 1 else f"{attempt} tries"
        later = "" if fault.wait_s is None else f"; it asks to wait {fault.wait_s:.0f} s"
        again = "" if fault.lasting else "; run the same command again, what is whole is kept"
        text = f"{ask.shown}: {fault} after {tries}{later}{again}"
        return type(fault)(self._without_key(text), wait_s=fault.wait_s, lasting=fault.lasting)

    def _without_key(self, text: str) -> str:
        return text.replace(self._key, "***") if self._key else text


@cache
def _certificates() -> Any:  # noqa: ANN401 - an SSL context of httpx's making
    """Load the trusted certificates once per process: a tenth of a second each time."""
    return httpx_or_advice().create_ssl_context()


def httpx_or_advice() -> Any:  # noqa: ANN401 - a module
    """Import httpx, or say which extra is missing.

    Raises
    ------
    ConfigError
        If the extra ``fetch`` is not installed.
    """
    try:
        import httpx
    except ModuleNotFoundError as error:
        msg = "tradenet fetch needs the extra 'fetch': pip install 'tradenet[fetch]'"
        raise ConfigError(msg) from error
    return httpx


def _plain(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".rstrip(": ")


def _advice(status: int) -> str:
    if status in (401, 403):
        return "check the key in COMTRADE_API_KEY, its subscription and its quota"
    if status in (404, 410):
        return "check period, edition and vintage, or give the new address with --set base_url="
    return "check the selection"

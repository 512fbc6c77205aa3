"""A provider, a clock that does not wait, and what has arrived in a folder."""

import csv
import datetime as dt
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.sources.fetch.provider import Provider
from tradenet.sources.fetch.manners import Clock

NOON = dt.datetime(2024, 5, 1, 12, tzinfo=dt.UTC)


class StoppedClock:
    """Time that passes only by being waited for, or by `tick` with every look at it."""

    def __init__(self) -> None:
        self.time = 0.0
        self.tick = 0.0
        self.waits: list[float] = []

    def now(self) -> float:
        self.time += self.tick
        return self.time

    def sleep(self, seconds: float) -> None:
        self.waits.append(round(seconds, 3))
        self.time += seconds

    def today(self) -> dt.datetime:
        return NOON

    @property
    def clock(self) -> Clock:
        return Clock(self.now, self.sleep, self.today)

    @property
    def long_waits(self) -> list[float]:
        """The waits after failures; those between two calls are shorter or other numbers."""
        return [seconds for seconds in self.waits if seconds not in (0.0, 0.1, 1.1)]


@pytest.fixture
def stopped() -> StoppedClock:
    return StoppedClock()


@pytest.fixture(autouse=True)
def _no_settings_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("COMTRADE_API_KEY", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def provider() -> Iterator[Provider]:
    server = Provider()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def visible(folder: Path) -> list[Path]:
    """Return the files a user sees, records and the calendar aside."""
    return sorted(
        path
        for path in folder.iterdir()
        if path.is_file()
        and not path.name.startswith(".")
        and not path.name.endswith((".record.json", "calendar.parquet"))
    )


def arrived(folder: Path) -> Counter[tuple[str, ...]]:
    """Return how often each Comtrade key stands in the visible files."""
    return Counter(key for key, _ in values(folder))


def values(folder: Path) -> list[tuple[tuple[str, ...], float]]:
    """Return key and value of every Comtrade row in the visible files."""
    names = ("reporterCode", "period", "flowCode", "partnerCode", "cmdCode")
    found = []
    for path in visible(folder):
        if path.suffix == ".csv":
            with path.open(encoding="utf-8", newline="") as stream:
                rows = list(csv.DictReader(stream))
            found += [(tuple(r[name] for name in names), float(r["primaryValue"])) for r in rows]
    return found

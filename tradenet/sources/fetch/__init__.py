"""Bring providers' files to a folder: the only part of tradenet that uses the network.

Needs the extra ``fetch``. Nothing is seen before it is whole, nothing whole is fetched again.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Final

from tradenet.domain import lookup
from tradenet.sources.fetch.baci import BACI
from tradenet.sources.fetch.client import Client
from tradenet.sources.fetch.comtrade import COMTRADE
from tradenet.sources.fetch.comtrade_bulk import COMTRADE_BULK
from tradenet.sources.fetch.folder import Record, opened
from tradenet.sources.fetch.geodist import GEODIST
from tradenet.sources.fetch.imf_imts import IMF_IMTS
from tradenet.sources.fetch.manners import Clock, Say
from tradenet.sources.fetch.order import Desk, Estimate, Fetcher, Order
from tradenet.sources.fetch.unga import UNGA
from tradenet.sources.fetch.world_bank import WORLD_BANK

__all__ = ["FETCHERS", "KEY_VARIABLE", "Estimate", "Order", "estimate", "fetch"]

FETCHERS: Final[Mapping[str, Fetcher]] = MappingProxyType(
    {
        "baci": BACI,
        "comtrade": COMTRADE,
        "comtrade_bulk": COMTRADE_BULK,
        "geodist": GEODIST,
        "imf_imts": IMF_IMTS,
        "unga": UNGA,
        "world_bank": WORLD_BANK,
    }
)
KEY_VARIABLE: Final = "COMTRADE_API_KEY"
_KEYED: Final = ("comtrade", "comtrade_bulk")


def fetch(
    source: str, order: Order, out: Path, *, say: Say = lambda _: None, clock: Clock | None = None
) -> list[Record]:
    """Bring what an order names into a folder, but for what is there whole.

    Parameters
    ----------
    source : str
        A name of `FETCHERS`.
    order : Order
        What to bring.
    out : Path
        Folder; made where it is missing. Every file has a record beside it: address without key,
        SHA-256, bytes, vintage, terms, time.
    say : callable
        Shows progress.
    clock : Clock, optional
        Time, for tests.

    Returns
    -------
    list of dict
        The records of the files that the order names, new or here before.

    Raises
    ------
    UnknownName
        If there is no such source.
    ConfigError
        If the order does not fit the source, or the extra is missing.
    FetchError
        If the provider fails, refuses or sends something else. What is whole is kept.
    """
    fetcher = lookup(FETCHERS, source, "source to fetch from")
    with _desk(fetcher, order, out, say, clock or Clock()) as desk:
        return fetcher.run(order, desk)


def estimate(source: str, order: Order, out: Path, *, clock: Clock | None = None) -> Estimate:
    """Say what an order would cost; asks for calendars and lists of files, not for data."""
    fetcher = lookup(FETCHERS, source, "source to fetch from")
    with _desk(fetcher, order, out, lambda _: None, clock or Clock()) as desk:
        return fetcher.estimate(order, desk)


@contextmanager
def _desk(fetcher: Fetcher, order: Order, out: Path, say: Say, clock: Clock) -> Iterator[Desk]:
    key = os.environ.get(KEY_VARIABLE, "").strip() if fetcher.name in _KEYED else ""
    base = (order.base_url or fetcher.home).rstrip("/")
    with Client(fetcher.manners, clock, key, say) as client, opened(out) as folder:
        yield Desk(client, folder, base)

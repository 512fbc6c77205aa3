"""What is asked for, what it will cost, and what a fetcher is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Self

from tradenet.domain import ConfigError, nearest
from tradenet.domain.economies import nearest_economy
from tradenet.sources.fetch.client import Client
from tradenet.sources.fetch.download import Item, download
from tradenet.sources.fetch.folder import Folder, Record
from tradenet.sources.fetch.manners import Ask, Manners

_RANGE = re.compile(r"(\d{4}|\d{6})-(\d{4}|\d{6})")
_PERIOD = re.compile(r"\d{4}(0[1-9]|1[0-2])?")
_LISTS = ("reporters", "periods", "partners", "products", "flows")
_TRUE, _FALSE = ("true", "yes", "1"), ("false", "no", "0")


@dataclass(frozen=True, slots=True)
class Order:
    """A selection; a fetcher reads the fields that its provider knows.

    Attributes
    ----------
    reporters, partners : tuple of str
        ISO3 codes of economies or the provider's own; empty for all.
    periods : tuple of str
        Years YYYY or months YYYYMM; empty for the provider's default, where it has one.
    products : tuple of str
        Comtrade codes, ``TOTAL``, ``AG2``, ``AG4`` or ``AG6``.
    flows : tuple of str
        Comtrade flows; re-exports RX and re-imports RM are flows of their own.
    frequency : str
        ``A`` or ``M``.
    edition : str
        Classification: ``HS``, or ``HS92`` to ``HS22`` of BACI.
    vintage : str
        Release, where the provider has several: ``202601``.
    base_url : str
        Address of a mirror in place of the provider's.
    refresh : bool
        Ask the availability calendar again, and fetch anew what was released again.
    quiet : bool
        No progress.
    """

    reporters: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    products: tuple[str, ...] = ("TOTAL",)
    flows: tuple[str, ...] = ("M", "X", "RM", "RX")
    frequency: str = "A"
    edition: str = ""
    vintage: str = ""
    base_url: str = ""
    refresh: bool = False
    quiet: bool = False

    @classmethod
    def of(cls, settings: Iterable[str]) -> Self:
        """Read ``key=value`` settings; lists are separated by commas, periods may be ranges.

        Raises
        ------
        ConfigError
            If a key or a value is unknown: which, and what was expected.

        Examples
        --------
        >>> Order.of(["periods=2019-2021,2023", "reporters=CHN"]).periods
        ('2019', '2020', '2021', '2023')
        """
        order = cls()
        for setting in settings:
            key, equals, value = setting.partition("=")
            known = [entry.name for entry in fields(cls)]
            if not equals or key not in known:
                msg = f"'{setting}'{nearest(key, known)}: give key=value; keys: {', '.join(known)}"
                raise ConfigError(msg)
            order = replace(order, **{key: _read(key, value.strip())})
        return order


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a fetcher works.

    Attributes
    ----------
    client : Client
        Asks.
    folder : Folder
        Keeps.
    base_url : str
        Address of the provider, without a slash at the end.
    """

    client: Client
    folder: Folder
    base_url: str

    def say(self, text: str) -> None:
        """Show progress."""
        self.client.say(text)

    def bring(self, item: Item) -> Record:
        """Download one file into the folder; see `download`."""
        return download(self.client, self.folder, item)

    def path(self, name: str) -> Path:
        """Return where a file of the folder lies."""
        return self.folder.file(name)

    def ask(self, path: str, *params: tuple[str, str], keyed: bool = False) -> Ask:
        """Return a question to the provider."""
        return Ask(f"{self.base_url}{path}", params, keyed=keyed)


@dataclass(frozen=True, slots=True)
class Estimate:
    """What an order will cost.

    Attributes
    ----------
    calls : int
        Questions to ask.
    bytes : int or None
        About how much will be sent, None where nobody knows.
    whole : int
        Files that are here already.
    note : str
        What the numbers rest on.
    """

    calls: int
    bytes: int | None
    whole: int
    note: str

    def summary(self) -> str:
        """Return one line.

        Examples
        --------
        >>> Estimate(3, 2_500_000, 1, "measured").summary()
        '3 calls, about 2,500,000 bytes; 1 file is here already (measured)'
        """
        size = "an unknown number of" if self.bytes is None else f"about {self.bytes:,}"
        here = "1 file is" if self.whole == 1 else f"{self.whole:,} files are"
        calls = "1 call" if self.calls == 1 else f"{self.calls:,} calls"
        return f"{calls}, {size} bytes; {here} here already ({self.note})"


@dataclass(frozen=True, slots=True)
class Fetcher:
    """One provider.

    Attributes
    ----------
    name : str
        Registry name.
    title, terms : str
        What it is, and the provider's conditions.
    home : str
        Default address.
    estimate : callable
        Says what an order will cost, with no call but to the calendar.
    run : callable
        Brings the files; returns the records of those the order names, new or here before.
    manners : Manners
        Pace and patience.
    """

    name: str
    title: str
    terms: str
    home: str
    estimate: Callable[[Order, Desk], Estimate]
    run: Callable[[Order, Desk], list[Record]]
    manners: Manners = field(default_factory=Manners)


def about(fetcher: str, terms: str, vintage: str, **more: object) -> Record:
    """Return what is recorded with every file of a provider."""
    return {"source": fetcher, "terms": terms, "vintage": vintage, **more}


def estimated(items: Iterable[Item], desk: Desk, size: int | None, note: str) -> Estimate:
    """Return what a list of files costs, `size` bytes each where that is known."""
    wanted = list(items)
    missing = [item for item in wanted if desk.folder.whole(item.name) is None]
    total = None if size is None else size * len(missing)
    return Estimate(len(missing), total, len(wanted) - len(missing), note)


def codes(names: Iterable[str], scheme: str) -> tuple[str, ...]:
    """Turn ISO3 codes into a provider's own by data/reference/economies.csv; others stay.

    Raises
    ------
    ConfigError
        If three letters are no economy.

    Examples
    --------
    >>> codes(["CHN", "643"], "comtrade")
    ('156', '643')
    """
    from tradenet.sources import reference

    rows = codes_by_economy(scheme)
    found: list[str] = []
    for name in names:
        if not name.isalpha():
            found.append(name)
        elif rows.get(name.upper()):
            found += rows[name.upper()].split("|")
        else:
            hint = nearest_economy(name, reference.economies().names)
            msg = f"'{name}' has no {scheme} code{hint}; give ISO3 or a code"
            raise ConfigError(msg)
    return tuple(dict.fromkeys(found))


@cache
def codes_by_economy(scheme: str) -> Mapping[str, str]:
    """Return a provider's codes, several joined by ``|``, of every economy that it knows."""
    from tradenet.sources.reference import facts

    return MappingProxyType({row["economy"]: row[scheme] for row in facts("economies")})


def _read(key: str, value: str) -> Any:  # noqa: ANN401 - each key has its own type
    if key in ("refresh", "quiet"):
        if value.lower() not in (*_TRUE, *_FALSE):
            msg = f"{key}={value}: expected true or false"
            raise ConfigError(msg)
        return value.lower() in _TRUE
    if key == "frequency" and value not in ("A", "M"):
        msg = f"frequency={value}: expected A (annual) or M (monthly)"
        raise ConfigError(msg)
    if key not in _LISTS:
        return value
    words = tuple(word.strip() for word in value.split(",") if word.strip())
    return tuple(code for word in words for code in _periods(word)) if key == "periods" else words


def _periods(word: str) -> list[str]:
    match = _RANGE.fullmatch(word)
    first, last = (match[1], match[2]) if match else (word, word)
    valid = _PERIOD.fullmatch(first) and _PERIOD.fullmatch(last)
    if not valid or len(first) != len(last) or first > last:
        msg = f"'{word}' is no period; expected 2022, 202203, 2019-2022 or 202201-202212"
        raise ConfigError(msg)
    return [str(code) for code in range(int(first), int(last) + 1) if _PERIOD.fullmatch(str(code))]

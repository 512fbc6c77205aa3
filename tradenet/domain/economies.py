"""The economies we know, their codes and lifetimes; the table is read elsewhere and handed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import pyarrow as pa

from tradenet.domain.errors import UnknownName
from tradenet.domain.registry import closest, nearest

_LONGEST_CODE = 4  # three letters, and one too many


@dataclass(frozen=True, slots=True)
class Economies:
    """Codes and names of economies, aggregates and areas not elsewhere specified.

    Attributes
    ----------
    codes : pyarrow.Table
        ``scheme``, ``code`` (lower case for names), ``economy``: one row per way of writing.
    lifetimes : pyarrow.Table
        ``economy``, ``kind`` (``economy``, ``aggregate``, ``nes``), ``valid_from``, ``valid_to``
        (years; null when open).
    estimates : pyarrow.Table
        ``source``, ``economy``, ``valid_from``, ``valid_to``: reporters whose figures in that
        source are the provider's estimates.
    names : mapping of str to str
        English name of each economy.
    """

    codes: pa.Table
    lifetimes: pa.Table
    estimates: pa.Table
    names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def name(self, economy: str) -> str:
        """Return the English name, or the code itself where there is none."""
        return self.names.get(economy, economy)

    def check(self, economy: str) -> str:
        """Return the code if it is known; else raise `UnknownName` with the nearest."""
        if economy in self.names:
            return economy
        help_ = nearest_economy(economy, self.names)
        msg = f"no economy '{economy}'{help_}; codes stand in data/reference/economies.csv"
        raise UnknownName(msg)


def nearest_economy(written: str, names: Mapping[str, str]) -> str:
    """Suggest the code of the economy that was meant, by its name or by a misspelt code.

    Parameters
    ----------
    written : str
        What was written.
    names : mapping of str to str
        English name by code.

    Returns
    -------
    str
        ``" (did you mean 'RUS'?)"``, or an empty string where nothing is close.

    Examples
    --------
    >>> names = {"RUS": "Russia", "USA": "United States", "RWA": "Rwanda"}
    >>> [nearest_economy(written, names) for written in ("Rusia", "RUSS", "usa")]
    [" (did you mean 'RUS'?)", " (did you mean 'RUS'?)", " (did you mean 'USA'?)"]
    """
    by_name = {name.casefold(): code for code, name in names.items()}
    as_code, as_name = nearest(written.upper(), names), closest(written.casefold(), by_name)
    if not as_name or (as_code and len(written) <= _LONGEST_CODE):
        return as_code
    return f" (did you mean '{by_name[as_name]}'?)"

"""Distances, GDP, ideal points and prices of the embedded snapshot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow.compute as pc

from tradenet.domain import lookup
from tradenet.domain.arrays import positions
from tradenet.sources import snapshot
from tradenet.sources.ideal_points import FINAL_PASSAGE, SERIES
from tradenet.sources.pink_sheet import COMMODITIES

_TIES = ("contiguity", "common_language", "colony", "former_territory", "weighted")
_MONTHS = 12


def geography(economies: Sequence[str], home: Path | None = None) -> Mapping[str, npt.NDArray[Any]]:
    """Return distance and ties of every pair, both ways.

    Parameters
    ----------
    economies : sequence of str, length n
        Codes, each once.
    home : Path, optional
        Another snapshot folder.

    Returns
    -------
    mapping of str to numpy.ndarray, shape (n, n), symmetric, read-only
        ``distance_km`` (float; NaN on the diagonal and where CEPII has no such pair), and as
        booleans ``contiguity``, ``common_language``, ``colony`` (False where not known),
        ``former_territory`` (an economy is measured with what has left it since), ``weighted``.

    Raises
    ------
    SourceError
        If there is no snapshot.

    Examples
    --------
    >>> far = geography(["CHN", "RUS", "MNE"])["distance_km"]
    >>> [float(far[0, 1]), bool(np.isnan(far[0, 2]))]
    [5507.0, True]
    """
    table = snapshot.table("distances", home)
    i = positions(tuple(economies), table["one"].to_pylist())
    j = positions(tuple(economies), table["other"].to_pylist())
    held = (i >= 0) & (j >= 0)
    empty = np.full((len(economies),) * 2, np.nan)
    found = {"distance_km": _both_ways(empty, i, j, held, table["distance_km"].to_numpy())}
    for name in _TIES:
        nothing = np.zeros_like(empty, dtype=bool)
        found[name] = _both_ways(nothing, i, j, held, table[name].to_numpy())
    return MappingProxyType(found)


def gdp_usd(
    economies: Sequence[str], year: int, home: Path | None = None
) -> npt.NDArray[np.float64]:
    """Return GDP of a year in current dollars, shape (n,); NaN where it is not held.

    Parameters
    ----------
    economies : sequence of str, length n
        Codes, each once.
    year : int
        1960 to 2023.
    home : Path, optional
        Another snapshot folder.

    Examples
    --------
    >>> [round(x / 1e9) for x in gdp_usd(["CHN", "RUS"], 2022)]
    [17882, 2266]
    """
    table = snapshot.table("gdp", home)
    values = np.full(len(economies), np.nan)
    at = positions(tuple(economies), table["economy"].to_pylist())
    held = (at >= 0) & (table["period"].to_numpy() == year)
    values[at[held]] = table["gdp_usd"].to_numpy()[held]
    values.flags.writeable = False
    return values


def ideal_points(
    economies: Sequence[str], year: int, home: Path | None = None, *, series: str = FINAL_PASSAGE
) -> npt.NDArray[np.float64]:
    """Return where states stood in the UN General Assembly in a year; NaN where not held.

    A session counts as the year in which it begins. In 1991 and before, the seat of Russia is the
    USSR's (``SUN``); Belarus and Ukraine had seats of their own.

    Parameters
    ----------
    economies : sequence of str, length n
        Codes, each once.
    year : int
        1946 to 2024; there were no votes in 1964.
    home : Path, optional
        Another snapshot folder.
    series : str
        ``fp`` from votes on final passage alone, ``all`` with paragraphs and amendments too, to
        2023. The first is the default: it reaches a year further, and one resolution is one
        vote however many of its paragraphs were put to the vote. Within years the two
        correlate at .95 to .999.

    Returns
    -------
    numpy.ndarray, shape (n,), read-only
        Mean about 0, standard deviation about 1 over all states and years; greater where a state
        votes with Western ones. The distance of two states is the absolute difference.

    Raises
    ------
    UnknownName
        If there is no such series.
    SourceError
        If there is no snapshot.

    References
    ----------
    Bailey, Strezhnev and Voeten (2017), Estimating dynamic state preferences from United Nations
    voting data, Journal of Conflict Resolution 61(2), doi:10.1177/0022002715595700.

    Examples
    --------
    >>> ideal_points(["USA", "RUS", "CHN", "PRK", "TWN"], 2022).round(2).tolist()
    [2.15, -0.81, -1.35, -1.01, nan]
    """
    lookup(SERIES, series, "series of ideal points")
    table = snapshot.table("ideal_points", home)
    values = np.full(len(economies), np.nan)
    at = positions(tuple(economies), table["economy"].to_pylist())
    held = (at >= 0) & (table["period"].to_numpy() == year)
    held &= np.array(table["series"].to_pylist()) == series
    values[at[held]] = table["ideal_point"].to_numpy()[held]
    values.flags.writeable = False
    return values


def prices(commodity: str, home: Path | None = None) -> Mapping[int, float]:
    """Return the price of a commodity by month, from the World Bank's Pink Sheet.

    Parameters
    ----------
    commodity : str
        A key of `tradenet.sources.pink_sheet.COMMODITIES`, such as ``coal_australian``.
    home : Path, optional
        Another snapshot folder.

    Returns
    -------
    mapping of int to float, read-only, in order
        YYYYMM to current dollars; per tonne, barrel (crude), million BTU (gas), troy ounce (gold,
        silver), and for iron ore per dry tonne. Months without a price are not in it.

    Raises
    ------
    UnknownName
        If there is no such commodity; the message names all.
    SourceError
        If there is no snapshot.

    Examples
    --------
    >>> coal = prices("coal_australian")
    >>> coal[202203], min(coal), max(coal)
    (314.04, 197001, 202602)
    """
    lookup(COMMODITIES, commodity, "commodity")
    table = snapshot.table("prices", home)
    rows = table.filter(pc.equal(table["commodity"], commodity))
    return MappingProxyType(
        dict(zip(rows["period"].to_pylist(), rows["price"].to_pylist(), strict=True))
    )


def annual_prices(commodity: str, home: Path | None = None) -> Mapping[int, float]:
    """Return the mean price of a commodity by year, without years of fewer than twelve months.

    Parameters
    ----------
    commodity, home
        As for `prices`, and so the units.

    Returns
    -------
    mapping of int to float, read-only, in order
        Year to the mean of its twelve months.

    Examples
    --------
    >>> brent = annual_prices("crude_brent")
    >>> round(brent[2014], 1), round(brent[2015], 1), max(brent)
    (98.9, 52.4, 2025)
    """
    months = prices(commodity, home)
    years = sorted({month // 100 for month in months})
    found = {year: [p for month, p in months.items() if month // 100 == year] for year in years}
    return MappingProxyType(
        {year: sum(each) / _MONTHS for year, each in found.items() if len(each) == _MONTHS}
    )


def _both_ways(
    target: npt.NDArray[Any],
    i: npt.NDArray[np.intp],
    j: npt.NDArray[np.intp],
    held: npt.NDArray[np.bool_],
    values: npt.NDArray[Any],
) -> npt.NDArray[Any]:
    target[i[held], j[held]] = values[held]
    target[j[held], i[held]] = values[held]
    target.flags.writeable = False
    return target

"""Distances and GDP of the embedded snapshot, as arrays in the order of given economies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

from tradenet.domain.arrays import positions
from tradenet.sources import snapshot

_TIES = ("contiguity", "common_language", "colony", "former_territory", "weighted")


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

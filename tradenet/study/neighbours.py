"""Large economies with smaller neighbours, from paired reports: what the large side tells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tradenet.bloc.substitution import Neighbours
from tradenet.domain import BilateralFlows, InsufficientData, UnknownName, Window, nearest
from tradenet.domain.arrays import positions
from tradenet.sources import covariates, reference

Direction = Literal["to_large", "to_small"]
DIRECTIONS: tuple[Direction, ...] = ("to_large", "to_small")
Array = npt.NDArray[np.float64]


def neighbours(
    reports: BilateralFlows, window: Window, first_year: int, exposed: str
) -> Mapping[Direction, Neighbours]:
    """Return every dyad with a common border, both directions, as its larger side tells it.

    Size is all trade before the event as the partners tell it, so that an economy that never
    reports has one too.

    Parameters
    ----------
    reports : BilateralFlows
        Paired reports of the shown periods.
    window : Window
        Years before and after the event.
    first_year : int
        From which usual movements are learned.
    exposed : str
        Group of economies that the event strikes itself.

    Returns
    -------
    mapping of Direction to Neighbours
        With a price of 1 throughout: `prices` brings one.

    Raises
    ------
    InsufficientData
        If a year is not held, or is told by another source than the others.
    UnknownName
        If there is no such group.
    """
    years = (*range(first_year, window.pre[-1] + 1), *window.post)
    cells = _cells(reports, years)
    _one_source(cells, years)
    names = sorted({*cells["exporter"].to_pylist(), *cells["importer"].to_pylist()})
    exports, imports = (_dense(cells, names, years, side) for side in ("exporter", "importer"))
    size = _size(exports, imports, np.isin(years, window.pre))
    border = covariates.geography(names)["contiguity"]
    large, small = np.nonzero(border & (size[:, None] > size[None, :]))
    struck = np.isin(names, _group(exposed))
    flat = np.ones(len(years))
    told: dict[Direction, tuple[Array, Array]] = {
        "to_large": _told(imports.swapaxes(1, 2), large, small),
        "to_small": _told(exports, large, small),
    }
    return {
        direction: Neighbours(
            tuple(names[k] for k in large), tuple(names[k] for k in small), np.array(years), trade,
            rest, np.stack([size[large], size[small]]), struck[large] | struck[small], flat,
            window,
        )
        for direction, (trade, rest) in told.items()
    }  # fmt: skip


def _cells(reports: BilateralFlows, years: tuple[int, ...]) -> pa.Table:
    table = reports.table
    return (
        table.filter(table.period.isin(years))
        .select("period", "exporter", "importer", "exporter_report_usd", "importer_report_usd",
                "source")
        .order_by("period", "exporter", "importer")
        .to_pyarrow()
    )  # fmt: skip


def _one_source(cells: pa.Table, years: tuple[int, ...]) -> None:
    held = set(cells["period"].unique().to_pylist())
    lacking = [year for year in years if year not in held]
    if lacking:
        msg = (
            f"{len(lacking)} of {len(years)} years are not held (first: {lacking[0]}); let [shown] "
            "begin there, or load flows that hold them"
        )
        raise InsufficientData(msg)
    sources = sorted(set(cells["source"].to_pylist()) - {None})
    if len(sources) > 1:
        msg = (
            f"{years[0]} to {years[-1]} are told by {', '.join(sources)}; one source must hold all"
        )
        raise InsufficientData(msg)


def _dense(cells: pa.Table, names: list[str], years: tuple[int, ...], side: str) -> Array:
    """Return the reports of one side, shape (T, exporter, importer); NaN where there is none."""
    filled = np.full((len(years), len(names), len(names)), np.nan)
    when = np.searchsorted(years, cells["period"].to_numpy())
    i, j = (positions(tuple(names), cells[end].to_pylist()) for end in ("exporter", "importer"))
    filled[when, i, j] = cells[f"{side}_report_usd"].to_numpy(zero_copy_only=False)
    return filled


def _size(exports: Array, imports: Array, before: npt.NDArray[np.bool_]) -> Array:
    """Return each economy's trade a year as its partners tell it, shape (n,)."""
    sold, bought = np.nansum(imports, axis=2), np.nansum(exports, axis=1)
    return np.asarray((sold + bought)[before].mean(axis=0))


def _told(
    reports: Array, large: npt.NDArray[np.intp], small: npt.NDArray[np.intp]
) -> tuple[Array, Array]:
    """Return the large side's reports of a dyad and of all its other trade, shape (d, T) each."""
    trade = reports[:, large, small].T
    whole = np.nansum(reports, axis=2)[:, large].T
    return trade, whole - np.nan_to_num(trade)


def _group(name: str) -> list[str]:
    spells = {spell.group: spell.economies for spell in reference.groups()}
    if name not in spells:
        msg = f"no group '{name}' in data/reference/groups.csv{nearest(name, spells)}"
        raise UnknownName(msg)
    return list(spells[name])


def prices(commodity: str, years: Sequence[int]) -> Array:
    """Return the mean price of a commodity in each year, shape (T,).

    Raises
    ------
    InsufficientData
        If a year has no price.

    Examples
    --------
    >>> prices("coal_australian", [2013, 2015]).round(1).tolist()
    [84.6, 58.9]
    """
    held = covariates.annual_prices(commodity)
    lacking = [year for year in years if year not in held]
    if lacking:
        msg = f"no price of {commodity} in {lacking[0]}; choose other years or another commodity"
        raise InsufficientData(msg)
    return np.array([held[year] for year in years])

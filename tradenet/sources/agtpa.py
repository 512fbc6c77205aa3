"""Panels of the Advanced Guide to Trade Policy Analysis: M USD, domestic trade and true zeros.

Exporter-importer panels made by the Guide's authors, not what a country reported. Rows of a country
with itself are its domestic trade; zeros are zeros, not gaps.
"""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import Final

import pyarrow as pa

from tradenet.domain import SourceError
from tradenet.sources.files import OpenedFile
from tradenet.sources.layout import Layout, Table, number, reported, text, whole

_COVARIATES: Final = MappingProxyType(
    {
        "DIST": "distance_km",
        "CNTG": "contiguity",
        "LANG": "language",
        "CLNY": "colony",
        "RTA": "rta",
        "RTA_LEAD4": "rta_lead4",
        "RTA_LAG4": "rta_lag4",
        "RTA_LAG8": "rta_lag8",
        "RTA_LAG12": "rta_lag12",
    }
)
_KEYS: Final = ("exporter", "importer", "pair_id", "year", "trade")


def read_panel(path: Path) -> pa.Table:
    """Read a Stata file of the Guide with its covariates, for a regression.

    Parameters
    ----------
    path : Path
        ``agtpa_chapter1_application1.dta``, ``agtpa_chapter2_application2.dta`` or like them.

    Returns
    -------
    pyarrow.Table
        ``exporter``, ``importer``, ``pair_id`` (the same in both directions), ``year``, ``trade``
        in M USD, and, where the file has them, ``distance_km``, ``contiguity``, ``language``,
        ``colony``, ``rta`` (0 or 1) and ``rta_lead4``, ``rta_lag4`` and so on (that of four years
        later, before); sorted by exporter, importer and year.

    Raises
    ------
    SourceError
        If the file is not there, is not of Stata, or lacks a column.
    """
    import pandas as pd

    try:
        frame = pd.read_stata(path)
    except (OSError, ValueError) as error:
        msg = f"{path}: not a Stata file that can be read ({error})"
        raise SourceError(msg) from error
    missing = [name for name in _KEYS if name not in frame.columns]
    if missing:
        msg = f"{path.name} lacks the columns {missing}; the Guide's panels have them"
        raise SourceError(msg)
    present = [name for name in _COVARIATES if name in frame.columns]
    frame = frame[[*_KEYS, *present]].rename(columns=dict(_COVARIATES))
    whole_numbers = {"pair_id": "int64", "year": "int64"}
    numbers = {
        name: "float64" for name in frame.columns if name not in {*_KEYS[:2], *whole_numbers}
    }
    frame = frame.astype({**whole_numbers, **numbers}).sort_values(["exporter", "importer", "year"])
    return pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata()


def _to_rows(table: Table, _: OpenedFile) -> Table:
    import ibis

    table = whole(number(table, "trade"), "year")
    return reported(
        table,
        "agtpa",
        "2016",
        period=table.year,
        reporter=text(table.exporter),
        partner=text(table.importer),
        flow=ibis.literal("X"),
        value_usd=table.trade * 1e6,
        valuation=ibis.literal("FOB"),
        method=ibis.literal("reconciled"),
    )


AGTPA = Layout(
    name="agtpa",
    title="Advanced Guide to Trade Policy Analysis (Yotov, Piermartini, Monteiro, Larch 2016)",
    terms="CC BY 4.0, World Trade Organization and UNCTAD.",
    columns=frozenset({"exporter", "importer", "pair_id", "year", "trade"}),
    codes=("iso3",),
    to_rows=_to_rows,
)

"""Panels of the Advanced Guide to Trade Policy Analysis: M USD, domestic trade and true zeros.

Exporter-importer panels made by the Guide's authors, not what a country reported. Rows of a country
with itself are its domestic trade; zeros are zeros, not gaps.
"""

from __future__ import annotations

from tradenet.sources.files import OpenedFile
from tradenet.sources.layout import Layout, Table, number, reported, text, whole


def _to_rows(table: Table, opened: OpenedFile) -> Table:
    import ibis

    table = whole(number(table, opened, "trade"), opened, "year")
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

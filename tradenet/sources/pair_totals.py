"""Country-pair totals, reconciled by their provider: BACI as summed by the OEC, OECD, any other."""

from __future__ import annotations

import re
from collections.abc import Callable

from tradenet.sources.files import OpenedFile
from tradenet.sources.layout import Layout, Table, number, reported, text, whole

_COLUMNS = frozenset({"year", "exporter", "importer", "value_usd"})
ETALAB = "Etalab open licence 2.0: free use with attribution to CEPII (BACI)."


def baci_vintage(name: str) -> str:
    """Return the vintage in a BACI file name (``V202501``), or an empty text."""
    found = re.search(r"V\d{6}", name)
    return found[0] if found else ""


def _reader(source: str, vintage: str, method: str) -> Callable[[Table, OpenedFile], Table]:
    def to_rows(table: Table, opened: OpenedFile) -> Table:
        import ibis

        table = whole(number(table, "value_usd"), "year")
        return reported(
            table,
            source,
            baci_vintage(opened.name) or vintage,
            period=table.year,
            reporter=text(table.exporter),
            partner=text(table.importer),
            flow=ibis.literal("X"),
            value_usd=table.value_usd,
            valuation=ibis.literal("FOB"),
            method=ibis.literal(method),
        )

    return to_rows


def _layout(name: str, title: str, terms: str, hint: str, vintage: str, method: str) -> Layout:
    to_rows = _reader(name, vintage, method)
    return Layout(name, title, terms, _COLUMNS, ("iso3", "atlas", "names"), to_rows, hint)


BACI_TOTALS = _layout(
    "baci_totals", "CEPII BACI country-pair totals, summed by the OEC", ETALAB, "baci", "",
    "reconciled",
)  # fmt: skip
BACI_LOWER_BOUND = _layout(
    "baci_lower_bound", "CEPII BACI pair totals over top-five chapters: lower bounds", ETALAB,
    "lower_bound", "V202501", "lower_bound",
)  # fmt: skip
OECD_PAIRS = _layout(
    "oecd_pairs", "OECD bilateral trade in goods, largest pairs",
    "CC BY 4.0, OECD.", "btige", "2026-05", "reconciled",
)  # fmt: skip
PAIR_TOTALS = _layout(
    "pair_totals", "Country-pair totals of unknown provider", "unknown; ask who gave you the file",
    "", "", "reconciled",
)  # fmt: skip

"""Growth Lab, Atlas of Economic Complexity: reconciled dollars, totals, sections, HS2 chapters."""

from __future__ import annotations

from collections.abc import Callable

from tradenet.sources.files import OpenedFile
from tradenet.sources.layout import Layout, Table, number, reported, text, whole

_COLUMNS = frozenset({"year", "exporter", "importer", "value_usd"})


def _reader(name: str, product: str | None) -> Callable[[Table, OpenedFile], Table]:
    def to_rows(table: Table, _: OpenedFile) -> Table:
        import ibis

        table = whole(number(table, "value_usd"), "year")
        return reported(
            table,
            name,
            "2022",
            period=table.year,
            reporter=text(table.exporter),
            partner=text(table.importer),
            flow=ibis.literal("X"),
            product=text(table[product]) if product else ibis.literal("TOTAL"),
            value_usd=table.value_usd,
            valuation=ibis.literal("FOB"),
            method=ibis.literal("reconciled"),
        )

    return to_rows


def _layout(name: str, what: str, product: str | None = None) -> Layout:
    return Layout(
        name=name,
        title=f"Growth Lab, Atlas of Economic Complexity: {what}",
        terms="Growth Lab at Harvard University: attribution; the terms differ by vintage.",
        columns=_COLUMNS | ({product} if product else set()),
        codes=("atlas", "iso3"),
        to_rows=_reader(name, product),
        hint="" if product else "atlas",
    )


ATLAS_TOTALS = _layout("atlas_totals", "country-pair totals")
ATLAS_SECTION = _layout("atlas_section", "country pairs by section", "section")
ATLAS_HS2 = _layout("atlas_hs2", "country pairs by HS2 chapter", "hs2")

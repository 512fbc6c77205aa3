"""Comtrade reports in nine bare columns, and BACI's values for the same codes: a mirror benchmark.

The compact file lost the columns of second partner, customs procedure and transport, so that a
total and its parts stand under one key. The largest value of a key is the total. Counted on the
published file of 2022 (166,616 rows, 37,722 keys, of which 6,449 hold more than one value): for
each key, take the rows below the largest and divide their sum by the largest. In 6,449 of 6,449
(100 %) this is a whole number, 1 to 7, within the rounding of 0.001 dollars per row: every
breakdown sums to the largest value. Equal rows of the largest value are duplicates, not parts;
they are marked later.
"""

from __future__ import annotations

import re
from pathlib import PurePath

from tradenet.domain import SourceError
from tradenet.sources.comtrade_plus import IMPORTS, TERMS
from tradenet.sources.files import OpenedFile
from tradenet.sources.layout import Layout, Table, number, one_of, placed, reported, text, whole
from tradenet.sources.pair_totals import ETALAB, baci_vintage

_KEY = ["year", "reporter", "partner", "cmd", "flow"]
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")


def _to_rows(table: Table, _: OpenedFile) -> Table:
    table = whole(number(placed(table), "value", "netwgt"), "year")
    table = one_of(table, "flow", ("X", "M", "RX", "RM"))
    largest = table.group_by(_KEY).mutate(largest=lambda rows: rows.value.max())
    return reported(
        largest,
        "comtrade_compact",
        "",
        period=largest.year,
        reporter=text(largest.reporter),
        partner=text(largest.partner),
        flow=largest.flow,
        product=text(largest.cmd),
        value_usd=largest.value,
        net_mass_kg=largest.netwgt,
        valuation=largest.flow.isin(IMPORTS).ifelse("CIF", "FOB"),
        detail=(largest.value < largest.largest).fill_null(False),  # noqa: FBT003 - Ibis' own
        row=largest.row,
    )


def _year(opened: OpenedFile) -> int:
    """Return the only year in the file name, which stands nowhere else."""
    years = sorted(set(_YEAR.findall(PurePath(opened.name).name)))
    if len(years) != 1:
        found = " and ".join(years) or "none"
        msg = (
            f"{opened.name}: the rows have no year, so the file name must hold one of four digits "
            f"(baci_2022.csv); found {found}; rename the file"
        )
        raise SourceError(msg)
    return int(years[0])


def _baci_to_rows(table: Table, opened: OpenedFile) -> Table:
    import ibis

    year = _year(opened)
    table = number(table, "value")
    return reported(
        table,
        "baci_compact",
        baci_vintage(opened.name),
        period=ibis.literal(year),
        reporter=text(table.i),
        partner=text(table.j),
        flow=ibis.literal("X"),
        product=text(table.cmd).lpad(6, "0"),
        value_usd=table.value,
        valuation=ibis.literal("FOB"),
        method=ibis.literal("reconciled"),
    )


COMTRADE_COMPACT = Layout(
    name="comtrade_compact",
    title="UN Comtrade, raw two-sided reports in compact form",
    terms=TERMS,
    columns=frozenset(
        {"year", "reporter", "partner", "cmd", "flow", "value", "netwgt", "qty", "qtyunit"}
    ),
    codes=("comtrade", "iso3", "names"),
    to_rows=_to_rows,
)  # fmt: skip

BACI_COMPACT = Layout(
    name="baci_compact",
    title="CEPII BACI, one year in compact form",
    terms=ETALAB,
    columns=frozenset({"i", "j", "cmd", "value"}),
    codes=("iso3", "baci", "names"),
    to_rows=_baci_to_rows,
)

"""UN Comtrade+ downloads, 47 columns: Latin-1, a comma too many per row, goods and services."""

from __future__ import annotations

from tradenet.sources.files import OpenedFile
from tradenet.sources.layout import Column, Layout, Table, number, one_of, reported, text, whole

TERMS = "UN Comtrade terms: attribution; passing the rows on needs the agreement of the UN."
IMPORTS = ("M", "RM", "FM", "MIP", "MOP")
_EXPORTS = ("X", "RX", "DX", "XIP", "XOP")


def part_of(column: Column, total: str) -> Column:
    """Say which rows name one part of a breakdown; a blank and the total's own code do not."""
    return text(column).fill_null(total) != total


def _classification(table: Table, opened: OpenedFile) -> Column:
    import ibis

    known = "classificationCode" in opened.header
    return text(table.classificationCode) if known else ibis.null("string")


def _to_rows(table: Table, opened: OpenedFile) -> Table:
    table = whole(number(table, "netWgt", "primaryValue"), "period")
    table = one_of(table, "typeCode", ("C", "S"))
    table = one_of(table, "freqCode", ("A", "M"))
    table = one_of(table, "flowCode", IMPORTS + _EXPORTS)
    return reported(
        table,
        "comtrade_plus",
        "",
        period=table.period,
        reporter=text(table.reporterCode),
        partner=text(table.partnerCode),
        flow=table.flowCode,
        product=text(table.cmdCode),
        classification=_classification(table, opened),
        value_usd=table.primaryValue,
        net_mass_kg=table.netWgt,
        valuation=table.flowCode.isin(IMPORTS).ifelse("CIF", "FOB"),
        detail=(
            part_of(table.partner2Code, "0")
            | part_of(table.customsCode, "C00")
            | part_of(table.motCode, "0")
        ),
        status=(table.typeCode == "S").ifelse("services", "kept"),
    )


COMTRADE_PLUS = Layout(
    name="comtrade_plus",
    title="UN Comtrade (Comtrade+ download)",
    terms=TERMS,
    columns=frozenset(
        {"typeCode", "freqCode", "period", "reporterCode", "flowCode", "partnerCode",
         "partner2Code", "cmdCode", "customsCode", "motCode", "netWgt", "primaryValue"}
    ),
    codes=("comtrade", "iso3", "names"),
    to_rows=_to_rows,
    latin1=True,
)  # fmt: skip

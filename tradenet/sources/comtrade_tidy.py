"""UN Comtrade totals as tidy text: what each reporter says of a focus country, by names."""

from __future__ import annotations

from tradenet.sources.comtrade_plus import TERMS
from tradenet.sources.files import OpenedFile
from tradenet.sources.layout import Layout, Table, number, one_of, reported, text, whole


def _to_rows(table: Table, _: OpenedFile) -> Table:
    table = whole(number(table, "value_usd"), "refYear")
    table = one_of(table, "flowCode", ("X", "M"))
    return reported(
        table,
        "comtrade_tidy",
        "",
        period=table.refYear,
        reporter=text(table.reporterDesc),
        partner=text(table.partnerDesc),
        flow=table.flowCode,
        value_usd=table.value_usd,
        valuation=(table.flowCode == "M").ifelse("CIF", "FOB"),
    )


COMTRADE_TIDY = Layout(
    name="comtrade_tidy",
    title="UN Comtrade, totals by reporter and focus country",
    terms=TERMS,
    columns=frozenset(
        {"refYear", "flowCode", "partnerDesc", "reporterDesc", "value_usd", "file"}
    ),
    codes=("names",),
    to_rows=_to_rows,
)  # fmt: skip

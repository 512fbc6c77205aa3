"""IMF Direction of Trade Statistics by month, M USD, country names: exports FOB, imports CIF."""

from __future__ import annotations

from tradenet.sources.files import OpenedFile
from tradenet.sources.imf_dots import TERMS
from tradenet.sources.layout import Layout, Table, monthly, number, one_of, reported, text


def _to_rows(table: Table, _: OpenedFile) -> Table:
    table = monthly(number(table, "value"))
    table = one_of(table, "type", ("export", "import"))
    exports = table.type == "export"
    return reported(
        table,
        "imf_dots_monthly",
        "",
        period=table.period,
        reporter=text(table.countrySource),
        partner=text(table.countryTarget),
        flow=exports.ifelse("X", "M"),
        value_usd=table.value * 1e6,
        valuation=exports.ifelse("FOB", "CIF"),
    )


IMF_DOTS_MONTHLY = Layout(
    name="imf_dots_monthly",
    title="IMF Direction of Trade Statistics, monthly",
    terms=TERMS,
    columns=frozenset({"countrySource", "countryTarget", "value", "type", "year", "month"}),
    codes=("names", "iso3"),
    to_rows=_to_rows,
)

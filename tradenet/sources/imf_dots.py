"""IMF Direction of Trade Statistics, tidy: both sides, exports FOB and imports CIF, M USD."""

from __future__ import annotations

from tradenet.domain import Status
from tradenet.sources.files import OpenedFile
from tradenet.sources.layout import Layout, Table, number, one_of, reported, text, whole

TERMS = "IMF data terms: reuse with attribution to the International Monetary Fund."


def _to_rows(table: Table, _: OpenedFile) -> Table:
    table = whole(number(table, "value_musd"), "year")
    table = one_of(table, "flow", ("X", "M"))
    return reported(
        table,
        "imf_dots",
        "2021/22",
        period=table.year,
        reporter=text(table.reporter_iso3).fill_null(text(table.reporter)),
        partner=text(table.partner_iso3).fill_null(text(table.partner)),
        flow=table.flow,
        value_usd=table.value_musd * 1e6,
        valuation=(table.flow == "X").ifelse("FOB", "CIF"),
        status=table.is_aggregate.cast("boolean").ifelse(Status.AGGREGATE.value, Status.KEPT.value),
    )


IMF_DOTS = Layout(
    name="imf_dots",
    title="IMF Direction of Trade Statistics",
    terms=TERMS,
    columns=frozenset(
        {"year", "flow", "reporter", "partner", "reporter_iso3", "partner_iso3",
         "is_aggregate", "value_musd"}
    ),
    codes=("imf", "iso3", "names"),
    to_rows=_to_rows,
)  # fmt: skip

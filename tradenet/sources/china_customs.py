"""Chinese customs by partner and month, thousands of dollars; one line holds both flows."""

from __future__ import annotations

from tradenet.sources.files import OpenedFile
from tradenet.sources.layout import Layout, Table, monthly, number, placed, reported, text


def two_flows(table: Table, exports: str, imports: str) -> Table:
    """Return two rows per line, ``flow`` X then M, with ``value``; ``row`` stays the line's."""
    long = table.rename(X=exports, M=imports).pivot_longer(
        ["X", "M"], names_to="flow", values_to="value"
    )
    return long.mutate(valuation=(long.flow == "X").ifelse("FOB", "CIF"))


def _to_rows(table: Table, _: OpenedFile) -> Table:
    import ibis

    table = monthly(number(placed(table), "export", "import"))
    long = two_flows(table, "export", "import")
    return reported(
        long,
        "china_customs",
        "",
        period=long.period,
        reporter=ibis.literal("CHN"),
        partner=text(long.partner),
        flow=long.flow,
        value_usd=long.value * 1e3,
        valuation=long.valuation,
        row=long.row,
    )


CHINA_CUSTOMS = Layout(
    name="china_customs",
    title="General Administration of Customs of China, trade by partner",
    terms="The publisher's terms apply; attribution.",
    columns=frozenset({"partner", "total", "export", "import", "year", "month"}),
    codes=("names", "iso3"),
    to_rows=_to_rows,
)

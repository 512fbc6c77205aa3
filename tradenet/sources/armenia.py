"""Armenian customs by partner and month, thousands of dollars, byte order mark.

Imports are read by country of origin (``import_origin``), as international guidelines ask and other
reporters do. The column by country of consignment names where goods were sent from: transit
countries and traders would stand in for the makers of the goods. Both columns hold the same total,
so only one may be read. The provider made the months from year-to-date figures by subtraction: a
revision of one month shows up in the next.
"""

from __future__ import annotations

from tradenet.sources.china_customs import two_flows
from tradenet.sources.files import OpenedFile
from tradenet.sources.layout import Layout, Table, monthly, number, placed, reported, text


def _to_rows(table: Table, _: OpenedFile) -> Table:
    import ibis

    table = monthly(number(placed(table), "export", "import_origin"))
    long = two_flows(table, "export", "import_origin")
    return reported(
        long,
        "armenia",
        "",
        period=long.period,
        reporter=ibis.literal("ARM"),
        partner=text(long.country),
        flow=long.flow,
        value_usd=long.value * 1e3,
        valuation=long.valuation,
        row=long.row,
    )


ARMENIA = Layout(
    name="armenia",
    title="Statistical Committee of Armenia, trade by partner",
    terms="The publisher's terms apply; attribution.",
    columns=frozenset(
        {"country", "year", "month", "export", "import_origin", "import_consignment", "date"}
    ),
    codes=("names", "iso3"),
    to_rows=_to_rows,
)  # fmt: skip

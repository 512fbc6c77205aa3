"""UN Comtrade downloads of before 2023, 35 columns; `World` rows and several classifications."""

from __future__ import annotations

from tradenet.sources.comtrade_plus import IMPORTS, TERMS, part_of
from tradenet.sources.files import OpenedFile
from tradenet.sources.layout import Layout, Table, number, one_of, reported, text, whole

_FLOWS = {"1": "M", "2": "X", "3": "RX", "4": "RM"}


def _to_rows(table: Table, _: OpenedFile) -> Table:
    table = number(table, "Netweight (kg)", "Trade Value (US$)")
    table = whole(table, "Period")
    table = one_of(table, "Trade Flow Code", tuple(_FLOWS))
    flow = table["Trade Flow Code"].cases(*_FLOWS.items())
    return reported(
        table,
        "comtrade_legacy",
        "",
        period=table.Period,
        reporter=text(table["Reporter Code"]),
        partner=text(table["Partner Code"]),
        flow=flow,
        product=text(table["Commodity Code"]),
        classification=text(table.Classification),
        value_usd=table["Trade Value (US$)"],
        net_mass_kg=table["Netweight (kg)"],
        valuation=flow.isin(IMPORTS).ifelse("CIF", "FOB"),
        detail=(
            part_of(table["2nd Partner Code"], "0")
            | part_of(table["Customs Proc. Code"], "C00")
            | part_of(table["Mode of Transport Code"], "0")
        ),
    )


COMTRADE_LEGACY = Layout(
    name="comtrade_legacy",
    title="UN Comtrade (legacy download)",
    terms=TERMS,
    columns=frozenset(
        {"Classification", "Period", "Trade Flow Code", "Reporter Code", "Partner Code",
         "2nd Partner Code", "Customs Proc. Code", "Mode of Transport Code", "Commodity Code",
         "Netweight (kg)", "Trade Value (US$)"}
    ),
    codes=("comtrade", "iso3", "names"),
    to_rows=_to_rows,
)  # fmt: skip

"""IMF International Trade in Goods by partner: the portal's wide export, and exports of 2025."""

from __future__ import annotations

import re

from tradenet.domain import SourceError
from tradenet.domain.period import FIRST_MONTH_CODE
from tradenet.sources.checks import refusals
from tradenet.sources.files import OpenedFile
from tradenet.sources.imf_dots import TERMS
from tradenet.sources.layout import Layout, Table, number, one_of, placed, reported, text, whole

_PERIOD = re.compile(r"(\d{4})(?:-?M?(\d{2}))?")
_FLOWS = ("XG_FOB_USD", "MG_CIF_USD")


def _periods(opened: OpenedFile) -> dict[str, int]:
    """Return the wide columns and the period codes they stand for."""
    found = {name: _PERIOD.fullmatch(name) for name in opened.header}
    periods = {
        name: int(match[1]) * (100 if match[2] else 1) + int(match[2] or 0)
        for name, match in found.items()
        if match
    }
    if not periods or len({code > FIRST_MONTH_CODE for code in periods.values()}) != 1:
        msg = f"{opened.name}: no period columns, or years and months mixed, in the header"
        raise SourceError(msg)
    return periods


def _wide_to_rows(table: Table, opened: OpenedFile) -> Table:
    import ibis

    periods = _periods(opened)
    table = number(placed(table), *periods)
    table = whole(table.rename(scale="SCALE.ID", flow_id="INDICATOR.ID"), "scale")
    table = one_of(table, "flow_id", _FLOWS)
    table = table.rename(reporter_id="COUNTRY.ID", partner_id="COUNTERPART_COUNTRY.ID").select(
        "reporter_id", "partner_id", "scale", "flow_id", "row", *periods, *refusals(table)
    )
    long = table.pivot_longer(list(periods), names_to="period", values_to="value")
    exports = long.flow_id == "XG_FOB_USD"
    return reported(
        long,
        "imf_imts",
        "2025/26",
        period=long.period.replace("-", "").replace("M", "").cast("int32"),
        reporter=text(long.reporter_id),
        partner=text(long.partner_id),
        flow=exports.ifelse("X", "M"),
        value_usd=long.value * ibis.literal(10.0).pow(long.scale),
        valuation=exports.ifelse("FOB", "CIF"),
        row=long.row,
    )


def _exports_to_rows(table: Table, _: OpenedFile) -> Table:
    import ibis

    table = whole(number(table, "value_musd"), "year")
    return reported(
        table,
        "imf_imts",
        "2026-04",
        period=table.year,
        reporter=text(table.exporter),
        partner=text(table.importer),
        flow=ibis.literal("X"),
        value_usd=table.value_musd * 1e6,
        valuation=ibis.literal("FOB"),
    )


_TITLE = "IMF International Trade in Goods by partner (IMTS)"

IMF_IMTS = Layout(
    name="imf_imts",
    title=_TITLE,
    terms=TERMS,
    columns=frozenset(
        {"SERIES_CODE", "OBS_MEASURE", "COUNTRY.ID", "INDICATOR.ID", "COUNTERPART_COUNTRY.ID",
         "SCALE.ID"}
    ),
    codes=("imf", "iso3", "names"),
    to_rows=_wide_to_rows,
)  # fmt: skip

IMF_IMTS_EXPORTS = Layout(
    name="imf_imts_exports",
    title=_TITLE,
    terms=TERMS,
    columns=frozenset(
        {"year", "exporter", "importer", "exporter_name", "importer_name", "value_musd"}
    ),
    codes=("imf", "iso3", "names"),
    to_rows=_exports_to_rows,
)

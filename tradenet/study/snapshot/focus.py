"""The focus: a few dyads as each source tells them, side by side."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from tradenet import flows
from tradenet.domain import ReportedFlows, Status
from tradenet.domain.flows import money
from tradenet.domain.period import FIRST_MONTH_CODE

MEMBERS = ("PRK", "IRN", "RUS", "CHN")
MIRROR_ONLY = ("PRK", "IRN", "RUS")
RIVALS = ("IND", "TUR", "ARE", "BLR", "KAZ", "ARM", "KGZ")
_MONTHS = 12  # of a full year


def focus(parts: Iterable[ReportedFlows]) -> pa.Table:
    """Return the six dyads, and Russia with its rivals, as each source tells them by year.

    Between two economies that do not file throughout, the only reports are their own:
    ``self_report`` marks them, so that they can be used or left out.
    """
    wanted = {(a, b) for a in MEMBERS for b in MEMBERS if a != b}
    wanted |= {pair for rival in RIVALS for pair in (("RUS", rival), (rival, "RUS"))}
    table = pa.concat_tables(_told(part, wanted) for part in parts)
    silent = pa.array(MIRROR_ONLY)
    both = pc.and_(pc.is_in(table["exporter"], silent), pc.is_in(table["importer"], silent))
    table = table.append_column("self_report", both)
    order = ("period", "exporter", "importer", "source", "told_by", "vintage")
    return table.sort_by([(name, "ascending") for name in order])


def _told(part: ReportedFlows, wanted: set[tuple[str, str]]) -> pa.Table:
    """Annual values of the wanted dyads; months are summed where all twelve are there."""
    import ibis

    rows = part.table.filter(part.table.status == Status.KEPT)
    exports = rows.flow == "X"
    rows = rows.mutate(
        exporter=exports.ifelse(rows.reporter, rows.partner),
        importer=exports.ifelse(rows.partner, rows.reporter),
        told_by=rows.method.isin(["reconciled", "lower_bound"]).ifelse(
            rows.method, exports.ifelse("exporter", "importer")
        ),
        year=flows.year_of(rows).cast("int16"),
        monthly=rows.period > FIRST_MONTH_CODE,
    )
    pairs = pa.table({"exporter": [a for a, _ in sorted(wanted)],
                      "importer": [b for _, b in sorted(wanted)]})  # fmt: skip
    rows = rows.semi_join(ibis.memtable(pairs), ["exporter", "importer"])
    keys = ["year", "exporter", "importer", "source", "vintage", "told_by", "valuation", "method"]
    summed = rows.group_by(keys).aggregate(
        value_usd=money(rows.value_usd).sum().cast("float64"),
        months=rows.period.nunique(),
        monthly=rows.monthly.any(),
    )
    full = summed.filter(~summed.monthly | (summed.months == _MONTHS))
    return full.select(
        period=full.year, exporter=full.exporter, importer=full.importer,
        value_usd=full.value_usd, told_by=full.told_by, valuation=full.valuation,
        method=full.method, source=full.source, vintage=full.vintage,
    ).to_pyarrow()  # fmt: skip

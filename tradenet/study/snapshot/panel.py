"""The panel: every cell of every full matrix, with its state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pyarrow as pa

from tradenet import flows
from tradenet.domain import BilateralFlows, ReportedFlows, Status
from tradenet.sources import reference
from tradenet.sources.snapshot import PANEL_SCHEMA

_RECONCILED = ("baci_2022", "baci_2023")
_TWO_SIDED = ("imf_dots", "imts_2025")


def panel(parts: Mapping[str, ReportedFlows]) -> tuple[pa.Table, dict[str, list[str]]]:
    """Stack the full matrices; every cell of every economy alive in a period has a state.

    Parameters
    ----------
    parts : mapping of str to ReportedFlows
        Harmonised and classified: ``imf_dots``, ``baci_2022``, ``baci_2023``, ``imts_2025``, and
        ``comtrade``, which tells who filed.

    Returns
    -------
    table : pyarrow.Table
        Columns of `PANEL_SCHEMA`.
    left_out : dict of str to list of str
        By year, the economies that filed but whose reports a reconciled matrix does not hold.
    """
    filed = _filed(parts["comtrade"])
    cells = {name: _pair(parts[name]) for name in (*_TWO_SIDED, *_RECONCILED)}
    for name in _RECONCILED:
        cells[name] = flows.name_sides(cells[name], filed).compute()
    filings = {
        name: flows.took_part(part, filed) if name in _RECONCILED else flows.filings_of(part)
        for name, part in cells.items()
    }
    everyone = {code for part in cells.values() for code in _economies(part)}
    rules = flows.MirrorRules(constant_reporters=False)
    agreed = [
        flows.agree(
            flows.observe(
                part,
                filings[name],
                reference.economies(),
                zeros=name in _RECONCILED,
                also=everyone,
            ),
            rules,
        )
        for name, part in cells.items()
    ]
    table = pa.concat_tables(part.to_arrow().replace_schema_metadata(None) for part in agreed)
    order = [(name, "ascending") for name in ("period", "exporter", "importer")]
    table = table.sort_by(order).select(PANEL_SCHEMA.names).cast(PANEL_SCHEMA)
    return table, _left_out(filings[name] for name in _RECONCILED)


def _left_out(filings: Iterable[pa.Table]) -> dict[str, list[str]]:
    rows = [row for table in filings for row in table.to_pylist() if not row["held"]]
    years = sorted({row["period"] for row in rows})
    return {str(year): [r["economy"] for r in rows if r["period"] == year] for year in years}


def _pair(part: ReportedFlows) -> BilateralFlows:
    return flows.pair(flows.to_fob(part, flows.ValuationRules())).compute()


def _economies(part: BilateralFlows) -> list[str]:
    table = part.table
    both = table.select(economy=table.exporter).union(table.select(economy=table.importer))
    return list(both.distinct().to_pyarrow()["economy"].to_pylist())


def _filed(comtrade: ReportedFlows) -> pa.Table:
    """Return who filed with UN Comtrade in which year: whoever speaks in the panel of reports."""
    kept = comtrade.table.filter(comtrade.table.status == Status.KEPT)
    pairs = kept.select("period", economy=kept.reporter).distinct()
    return pairs.order_by(["period", "economy"]).to_pyarrow()

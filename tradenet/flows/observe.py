"""Say of every absent cell why it is absent. Missing is never zero."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pyarrow as pa

from tradenet.domain import BilateralFlows, Economies, Observability, Status
from tradenet.domain.flows import BILATERAL_SCHEMA
from tradenet.flows.expressions import certainly, year_of

Table = Any  # an Ibis table; Ibis has no stubs
Column = Any


def observe(
    flows: BilateralFlows,
    filings: pa.Table,
    economies: Economies,
    *,
    zeros: bool,
    also: Iterable[str] = (),
) -> BilateralFlows:
    """Add the absent cells of total trade, each with its state.

    The universe of a period is every economy met anywhere in the flows (or named in `also`) and
    alive in the period. An absent cell is ``structural_zero`` where at least one side filed (marked
    ``zero_or_missing`` where the source cannot write a zero), ``unobservable`` where both are in
    the period's file and neither filed, ``not_held`` where one of them is not in the period's file
    at all, or where nobody knows who filed in the period.

    Parameters
    ----------
    flows : BilateralFlows
        Paired totals (`pair`).
    filings : pyarrow.Table
        ``period``, ``economy``, ``held`` (bool: False where the economy filed but the file at hand
        does not contain its reports): who filed when.
    economies : Economies
        Lifetimes.
    zeros : bool
        True where the source can tell zero from missing.
    also : iterable of str
        Economies that belong to the universe though these flows do not know them.
    """
    import ibis

    listed = ibis.memtable(filings.select(["period", "economy", "held"]))
    filed = listed.group_by("period", "economy").aggregate(held=listed.held.any())
    cells = _filing(_universe(flows, economies, sorted(set(also))), filed, "exporter")
    cells = _filing(cells, filed, "importer").anti_join(
        flows.table, ["period", "exporter", "importer"]
    )
    absent = cells.mutate(observed=_state(cells, filings))
    zero = absent.observed == Observability.STRUCTURAL_ZERO.value
    marked = Status.KEPT.value if zeros else Status.ZERO_OR_MISSING.value
    nothing = ("exporter_report_usd", "importer_report_usd", "log_gap")
    absent = absent.mutate(
        product=ibis.literal("TOTAL"),
        value_usd=zero.ifelse(0.0, None) if zeros else ibis.null("float64"),
        basis=ibis.null("string"),
        status=zero.ifelse(marked, Status.ABSENT.value),
        **dict.fromkeys(nothing, ibis.null("float64")),
    )
    told = flows.table.group_by("period").aggregate(
        source=flows.table.source.min(), vintage=flows.table.vintage.min()
    )
    names = BILATERAL_SCHEMA.names
    absent = absent.left_join(told, "period").select(*names)
    return flows.with_table(flows.table.select(*names).union(absent))


def _state(cells: Table, filings: pa.Table) -> Column:
    """Say why a cell is absent, from who is present and who filed."""
    import ibis

    known = cells.period.isin(sorted(set(filings["period"].to_pylist())) or [0])
    present = cells.exporter_present & cells.importer_present
    held = certainly(cells.exporter_held) | certainly(cells.importer_held)
    silent = cells.exporter_held.isnull() & cells.importer_held.isnull()
    return ibis.cases(
        (present & held, Observability.STRUCTURAL_ZERO.value),
        (present & silent & known, Observability.UNOBSERVABLE.value),
        else_=Observability.NOT_HELD.value,
    )


def _universe(flows: BilateralFlows, economies: Economies, also: list[str]) -> Table:
    """Every ordered pair of economies alive in a period; whether each is in that period's file."""
    import ibis

    table = flows.table
    seen = table.select("period", economy=table.exporter).union(
        table.select("period", economy=table.importer)
    ).distinct()  # fmt: skip
    others = ibis.memtable(pa.table({"economy": pa.array(also, pa.string())}))
    everyone = seen.select("economy").union(others).distinct()
    periods = table.select("period").distinct()
    lives = ibis.memtable(economies.lifetimes.select(["economy", "valid_from", "valid_to"]))
    grid = periods.cross_join(everyone).left_join(lives, "economy")
    year = year_of(grid)
    alive = grid.filter(
        ~(certainly(year < grid.valid_from) | certainly(year > grid.valid_to))
    ).select("period", "economy")
    here = seen.mutate(present=True).select("period", "economy", "present")
    alive = alive.left_join(here, ["period", "economy"]).select("period", "economy", "present")
    alive = alive.mutate(present=certainly(alive.present))
    left = alive.select("period", exporter=alive.economy, exporter_present=alive.present)
    right = alive.select("period", importer=alive.economy, importer_present=alive.present)
    cells = left.inner_join(right, "period")
    return cells.filter(cells.exporter != cells.importer)


def _filing(cells: Table, filed: Table, side: str) -> Table:
    known = filed.select("period", **{side: filed.economy, f"{side}_held": filed.held})
    joined = cells.left_join(known, ["period", side])
    return joined.drop(*[name for name in joined.columns if name.endswith("_right")])

"""What changed between two vintages or two periods, beyond a threshold, in level."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from tradenet.domain import BilateralFlows
from tradenet.flows.quality.material import CELL

Table = Any  # an Ibis table; Ibis has no stubs
CHANGES_SCHEMA = pa.schema(
    [
        ("exporter", pa.string()),
        ("importer", pa.string()),
        ("product", pa.string()),
        ("period_before", pa.int32()),
        ("period", pa.int32()),
        ("kind", pa.string()),
        ("before_usd", pa.float64()),
        ("after_usd", pa.float64()),
        ("change_usd", pa.float64()),
        ("log_change", pa.float64()),
    ]
)


@dataclass(frozen=True, slots=True)
class WatchRules:
    """What counts as a change.

    Attributes
    ----------
    factor : float
        Least ratio up or down, > 1.
    least_usd : float
        Least change in dollars.
    focus : tuple of str
        Only cells with one of these economies; all where empty.
    """

    factor: float = 1.25
    least_usd: float = 1e8
    focus: tuple[str, ...] = ()


def changes(
    before: BilateralFlows, after: BilateralFlows, rules: WatchRules, *, across: bool
) -> pa.Table:
    """Return cells that changed, largest change in dollars first.

    ``kind`` is ``changed``; ``appeared`` or ``vanished`` where the other side is a zero that
    somebody could see; ``newly_seen`` or ``not_seen`` where nobody could see the other side, so
    that there is no change to speak of: ``change_usd`` and ``log_change`` are null there and the
    value itself must pass `least_usd`.

    Parameters
    ----------
    before, after : BilateralFlows
        Agreed cells.
    rules : WatchRules
        Thresholds and focus.
    across : bool
        True: both hold one period and these are compared with each other; False: two vintages,
        compared period by period over the periods that both hold.
    """
    import ibis

    key = CELL if across else ["period", *CELL]
    old, new = _cells(before.table, rules), _cells(after.table, rules)
    if not across:
        new = new.semi_join(old.select("period").distinct(), "period")
        old = old.semi_join(new.select("period").distinct(), "period")
    joined = old.outer_join(new, key, lname="{name}_before", rname="{name}_after")
    kind = ibis.cases(
        ((joined.value_before > 0) & (joined.value_after > 0), "changed"),
        ((joined.value_after > 0) & (joined.value_before == 0), "appeared"),
        ((joined.value_before > 0) & (joined.value_after == 0), "vanished"),
        (joined.value_after > 0, "newly_seen"),
        (joined.value_before > 0, "not_seen"),
        else_=None,
    )
    told = joined.mutate(kind=kind, change_usd=joined.value_after - joined.value_before)
    ratio = (told.value_after.nullif(0) / told.value_before.nullif(0)).ln()
    return _ranked(_beyond(told.mutate(log_change=ratio), rules), key)


def _cells(table: Table, rules: WatchRules) -> Table:
    """Return cells that somebody could see: a value, or a zero of either kind."""
    zero = table.status == "zero_or_missing"
    seen = ((table.status == "kept") & table.value_usd.notnull()) | zero
    if rules.focus:
        seen = seen & (table.exporter.isin(rules.focus) | table.importer.isin(rules.focus))
    value = zero.ifelse(0.0, table.value_usd)
    return table.filter(seen).select("period", *CELL, value=value)


def _beyond(told: Table, rules: WatchRules) -> Table:
    import ibis

    both = told.change_usd.notnull()
    large = ibis.cases(
        (both, told.change_usd.abs() >= rules.least_usd),
        else_=told.value_before.coalesce(told.value_after) >= rules.least_usd,
    )
    steep = told.log_change.isnull() | (told.log_change.abs() >= math.log(rules.factor))
    return told.filter(told.kind.notnull() & large & steep)


def _ranked(told: Table, key: list[str]) -> pa.Table:
    columns = {name: told[f"{name}_before"].coalesce(told[f"{name}_after"]) for name in CELL}
    table = told.select(
        **columns,
        period_before=told.period_before,
        period=told.period_after,
        kind=told.kind,
        before_usd=told.value_before,
        after_usd=told.value_after,
        change_usd=told.change_usd,
        log_change=told.log_change,
    )
    size = table.change_usd.abs().coalesce(table.before_usd).coalesce(table.after_usd)
    order = [table.change_usd.isnull(), size.desc(), *key[-3:], "period", "period_before"]
    return table.order_by(order).to_pyarrow().cast(CHANGES_SCHEMA)

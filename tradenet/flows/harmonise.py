"""Give every reporter and partner the project's own code, and mark what is no economy."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from tradenet.domain import Economies, ReportedFlows, SchemaError, Status
from tradenet.flows.expressions import certainly, year_of

Table = Any  # an Ibis table; Ibis has no stubs
Column = Any


def harmonise(reported: ReportedFlows, economies: Economies) -> ReportedFlows:
    """Map the provider's codes and names to economies; rows are marked, none is dropped.

    A row is marked, first reason first, ``negative_aggregate``, ``unknown_code``, ``aggregate``,
    ``area_nes``, ``self_flow`` or ``outside_lifetime``; ``reporter_code`` and ``partner_code``
    keep what the provider wrote. Reports that the provider itself estimated become ``estimated``.

    Parameters
    ----------
    reported : ReportedFlows
        With the provider's codes; ``provenance.codes`` names the schemes to try, in order.
    economies : Economies
        Codes, kinds and lifetimes.

    Raises
    ------
    SchemaError
        If a value between two economies is negative.
    """
    codes = _spellings(reported.table, _codes(economies, reported.provenance.codes))
    table = _attach(_attach(reported.table, "reporter", codes), "partner", codes)
    table = _mark_estimates(table, economies)
    _refuse_negatives(table, reported.provenance.where)
    table = table.mutate(status=_status(table))
    return reported.with_table(table.drop(*[name for name in table.columns if name.endswith("__")]))


def _codes(economies: Economies, schemes: tuple[str, ...]) -> pa.Table:
    """Return code → economy, kind, lifetime: the first scheme that knows a code decides."""
    rank = {scheme: place for place, scheme in enumerate(schemes)}
    chosen: dict[str, tuple[int, str]] = {}
    for scheme, code, economy in zip(*economies.codes.to_pydict().values(), strict=True):
        place = rank.get(scheme)
        if place is not None and (code not in chosen or place < chosen[code][0]):
            chosen[code] = (place, economy)
    table = pa.table(
        {"code": list(chosen), "economy": [economy for _, economy in chosen.values()]},
        schema=pa.schema([("code", pa.string()), ("economy", pa.string())]),
    )
    return table.join(economies.lifetimes, "economy").sort_by("code")


def _spellings(table: Table, codes: pa.Table) -> pa.Table:
    """Return the same for every code as written in the table: each is normalised once."""
    import ibis

    sides = [table.select(written=table[f"{side}_code"]) for side in ("reporter", "partner")]
    written = sides[0].distinct().union(sides[1].distinct(), distinct=True)
    key = written.written.strip().lower().re_replace("^0+([0-9])", "\\1")
    known = written.mutate(key=key).inner_join(ibis.memtable(codes), [("key", "code")])
    return known.drop("key", "code").order_by("written").to_pyarrow()


def _attach(table: Table, side: str, codes: pa.Table) -> Table:
    """Join economy, kind and lifetime of one side under names that end in two underscores."""
    import ibis

    names = {"written": f"{side}_key__", "economy": f"{side}_economy__", "kind": f"{side}_kind__",
             "valid_from": f"{side}_from__", "valid_to": f"{side}_to__"}  # fmt: skip
    known = ibis.memtable(codes.select(list(names)).rename_columns(list(names.values())))
    joined = table.left_join(known, [(f"{side}_code", f"{side}_key__")])
    written = joined[f"{side}_code"]
    return joined.mutate(**{side: joined[f"{side}_economy__"].fill_null(written)})


def _mark_estimates(table: Table, economies: Economies) -> Table:
    year = year_of(table)
    estimated = None
    for entry in economies.estimates.to_pylist():
        here = (table.source == entry["source"]) & (table.reporter == entry["economy"])
        here = here & (year >= entry["valid_from"]) & (table.method == "reported")
        if entry["valid_to"] is not None:
            here = here & (year <= entry["valid_to"])
        estimated = here if estimated is None else estimated | here
    if estimated is None:
        return table
    return table.mutate(method=estimated.ifelse("estimated", table.method))


def _either(table: Table, kind: str) -> Column:
    return (table.reporter_kind__ == kind) | (table.partner_kind__ == kind)


def _outside(table: Table, side: str) -> Column:
    year = year_of(table)
    early, late = year < table[f"{side}_from__"], year > table[f"{side}_to__"]
    return certainly(early) | certainly(late)


def _status(table: Table) -> Column:
    import ibis

    flagged = table.status == Status.AGGREGATE  # the source says so itself
    unknown = table.reporter_kind__.isnull() | table.partner_kind__.isnull()
    aggregate = _either(table, "aggregate")
    return ibis.cases(
        ((flagged | aggregate) & (table.value_usd < 0), Status.NEGATIVE_AGGREGATE.value),
        (table.status != Status.KEPT, table.status),
        (unknown, Status.UNKNOWN_CODE.value),
        (aggregate, Status.AGGREGATE.value),
        (_either(table, "nes"), Status.AREA_NES.value),
        (table.reporter == table.partner, Status.SELF_FLOW.value),
        (_outside(table, "reporter") | _outside(table, "partner"), Status.OUTSIDE_LIFETIME.value),
        else_=Status.KEPT.value,
    )


def _refuse_negatives(table: Table, where: str) -> None:
    both = (table.reporter_kind__ == "economy") & (table.partner_kind__ == "economy")
    both = both & (table.status == Status.KEPT)
    bad = table.filter(both & (table.value_usd < 0))
    found = bad.select("period", "reporter", "partner", "row").order_by("row")
    if first := next(iter(found.limit(1).to_pyarrow().to_pylist()), None):
        count = bad.count().to_pyarrow().as_py()
        msg = (
            f"{where}: {count:,} rows between two economies have a negative value (first: "
            f"data row {first['row']:,}, {first['reporter']} with {first['partner']}, "
            f"{first['period']}); trade is not negative: mend the file"
        )
        raise SchemaError(msg)

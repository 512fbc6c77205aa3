"""Who may speak: constant reporters, and one fixed reporter of each pair of silent economies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import pyarrow as pa

from tradenet.domain import BilateralFlows, Observability, Window
from tradenet.flows.expressions import certainly

Table = Any  # an Ibis table; Ibis has no stubs
_ONE_SIDED = {
    "exporter": (Observability.BOTH, Observability.EXPORTER_ONLY, Observability.RECONCILED),
    "importer": (Observability.BOTH, Observability.IMPORTER_ONLY, Observability.RECONCILED),
}


def with_speakers(flows: BilateralFlows, window: Window | None, *, constant: bool) -> Table:
    """Add the reports of those who may speak.

    Where `constant`, an economy that does not file in every period of the window speaks in none;
    a pair of two such economies is seen, in both directions, through the one that files in more
    periods of the window, on both sides of the event; of two that file equally often through the
    one that tells more of the other, else through the one that tells more at all. Two that even
    this does not tell apart do not speak.

    Returns
    -------
    ibis Table
        The flows with ``exporter__`` and ``importer__`` (the reports that count, null where that
        side may not speak), ``both_quiet__`` (bool: nobody may speak of the pair) and
        ``zero_heard__`` (bool: a side that may speak filed in the period).
    """
    filed = _filed(flows)
    quiet, fixed = _silences(flows, filed, window) if constant else (set(), {})
    return _with_voices(_with_filers(flows.table, filed), quiet, fixed)


def filers(flows: BilateralFlows, window: Window) -> frozenset[str]:
    """Return the economies that file in every period of a window that is held."""
    filed = _filed(flows)
    held = [filed[code] for code in window.periods if code in filed]
    return frozenset.intersection(*map(frozenset, held)) if held else frozenset()


def _filed(flows: BilateralFlows) -> dict[int, set[str]]:
    """Return who filed in each period: whoever speaks in at least one cell."""
    filed: dict[int, set[str]] = {}
    for side, states in _ONE_SIDED.items():
        spoke = flows.table.filter(flows.table.observed.isin([state.value for state in states]))
        pairs = spoke.select("period", economy=spoke[side]).distinct().to_pyarrow().to_pydict()
        for period, economy in zip(pairs["period"], pairs["economy"], strict=True):
            filed.setdefault(period, set()).add(economy)
    return filed


def _with_filers(table: Table, filed: dict[int, set[str]]) -> Table:
    """Add whether each side filed in the period."""
    import ibis

    pairs = sorted((period, economy) for period, who in filed.items() for economy in who)
    known = ibis.memtable(
        pa.table(
            {
                "period": pa.array([period for period, _ in pairs], pa.int32()),
                "economy": pa.array([economy for _, economy in pairs], pa.string()),
            }
        )
    )
    for side in ("exporter", "importer"):
        here = known.select("period", **{side: known.economy}).mutate(**{f"{side}_filed__": True})
        table = table.left_join(here, ["period", side]).drop("period_right", f"{side}_right")
    return table


def _silences(
    flows: BilateralFlows, filed: dict[int, set[str]], window: Window | None
) -> tuple[set[str], dict[tuple[str, str], str]]:
    """Return who is silent in some period of the window, and the fixed reporter of silent pairs."""
    periods = [code for code in (window.periods if window else sorted(filed)) if code in filed]
    everyone = set().union(*filed.values(), _economies(flows))
    constant = everyone.intersection(*(filed[code] for code in periods))
    quiet = everyone - constant
    if window is None:
        return quiet, {}
    spans = {economy: {p for p in periods if economy in filed[p]} for economy in quiet}
    spans = {e: s for e, s in spans.items() if s & set(window.pre) and s & set(window.post)}
    told = _told(flows, periods, spans)
    pairs = [(one, other) for one in spans for other in quiet if one != other]
    fixed: dict[tuple[str, str], str] = {}
    for one, other in pairs:
        # Periods filed, then cells told of the other, then cells told at all: nothing of which
        # depends on the direction of the flow, on the name or on the value.
        ranks = [
            (len(spans.get(e, ())), told.get((e, o), 0), told.get((e, ""), 0))
            for e, o in ((one, other), (other, one))
        ]
        if ranks[0] > ranks[1]:
            fixed[one, other] = fixed[other, one] = one
    return quiet, fixed


def _told(
    flows: BilateralFlows, periods: list[int], speakers: Iterable[str]
) -> Counter[tuple[str, str]]:
    """Count the cells in which each speaker tells of each other economy, and of any (empty)."""
    told: Counter[tuple[str, str]] = Counter()
    table = flows.table.filter(flows.table.period.isin(periods or [0]))
    for side, other in (("exporter", "importer"), ("importer", "exporter")):
        states = [Observability.BOTH.value, f"{side}_only"]
        spoke = table.filter(table.observed.isin(states) & table[side].isin(sorted(speakers)))
        counted = spoke.group_by([side, other]).aggregate(cells=spoke.count()).to_pyarrow()
        for who, whom, cells in zip(*counted.to_pydict().values(), strict=True):
            told[who, whom] += cells
            told[who, ""] += cells
    return told


def _economies(flows: BilateralFlows) -> set[str]:
    sides = flows.table.select(economy=flows.table.exporter).union(
        flows.table.select(economy=flows.table.importer)
    )
    return set(sides.distinct().to_pyarrow()["economy"].to_pylist())


def _with_voices(table: Table, quiet: set[str], fixed: dict[tuple[str, str], str]) -> Table:
    """Add the reports of those who may speak: the loud, or the fixed reporter of a silent pair."""
    import ibis

    listed = sorted(quiet) or [""]
    exporter_quiet, importer_quiet = table.exporter.isin(listed), table.importer.isin(listed)
    pairs = sorted(fixed)
    known = ibis.memtable(
        pa.table(
            {
                "exporter": pa.array([one for one, _ in pairs], pa.string()),
                "importer": pa.array([other for _, other in pairs], pa.string()),
                "fixed__": pa.array([fixed[key] for key in pairs], pa.string()),
            }
        )
    )
    joined = table.mutate(
        exporter_quiet__=exporter_quiet, importer_quiet__=importer_quiet
    ).left_join(known, ["exporter", "importer"], rname="{name}_right__")
    both = joined.exporter_quiet__ & joined.importer_quiet__
    fixed_is = joined.fixed__.fill_null("")
    exporter_may = ~joined.exporter_quiet__ | (both & (fixed_is == joined.exporter))
    importer_may = ~joined.importer_quiet__ | (both & (fixed_is == joined.importer))
    imputed = joined.observed == Observability.IMPUTED.value  # counted as such by the gate
    alone = {side: joined.observed == f"{side}_only" for side in ("exporter", "importer")}
    exporter_speaks = (exporter_may | imputed) & ~alone["importer"]  # else it is an estimate
    importer_speaks = (importer_may | imputed) & ~alone["exporter"]
    return joined.mutate(
        exporter__=exporter_speaks.ifelse(joined.exporter_report_usd, None),
        importer__=importer_speaks.ifelse(joined.importer_report_usd, None),
        both_quiet__=both & (fixed_is == ""),
        zero_heard__=certainly(joined.exporter_filed__ & exporter_may)
        | certainly(joined.importer_filed__ & importer_may),
    )

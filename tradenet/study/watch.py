"""Watch flows: what changed between two vintages or two periods, in level and in intensity."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from tradenet import networks
from tradenet.domain import BilateralFlows, InsufficientData, Period
from tradenet.domain.arrays import Matrix, positions
from tradenet.flows import quality
from tradenet.gravity import NULLS
from tradenet.sources import reference
from tradenet.study.check import cells_at

_Ratios = Mapping[int, tuple[tuple[str, ...], Matrix]]


@dataclass(frozen=True, slots=True)
class Watched:
    """Two sets of flows to compare.

    Attributes
    ----------
    flows, against : str
        The newer and the older: ``snapshot`` or paths; the same for two periods of one set.
    period, against_period : int or None
        Codes to compare with each other; where not given, the last two periods of one set, or all
        periods that two sets share.
    """

    flows: str
    against: str
    period: int | None = None
    against_period: int | None = None

    @classmethod
    def parse(cls, flows: str, against: str | None) -> Watched:
        """Read ``PATH`` or ``PATH@PERIOD``; no `against` means the same flows, a period before.

        Examples
        --------
        >>> Watched.parse("snapshot@2023", "snapshot@2022").against_period
        2022
        >>> Watched.parse("new", "old")
        Watched(flows='new', against='old', period=None, against_period=None)
        """
        origin, period = _split(flows)
        older, older_period = (origin, None) if against is None else _split(against)
        return cls(origin, older, period, older_period)


def _split(text: str) -> tuple[str, int | None]:
    origin, mark, period = text.rpartition("@")
    return (origin, Period.parse(period).code) if mark else (text, None)


def rules(factor: float, least_usd: float, focus: str) -> quality.WatchRules:
    """Return the thresholds of a command line; `focus` is a comma-separated list of economies.

    Raises
    ------
    UnknownName
        If an economy is not known.
    """
    known = reference.economies()
    asked = [word.strip() for word in focus.split(",") if word.strip()]
    wanted = tuple(
        word.upper() if word.upper() in known.names else known.check(word) for word in asked
    )
    return quality.WatchRules(factor, least_usd, wanted)


def page(changed: pa.Table, top: int = 20) -> str:
    """Return the first lines as aligned text, and how many there are."""
    head = f"{changed.num_rows:,} changes; the largest {min(top, changed.num_rows)}:"
    title = (
        f"{'flow':<9}{'periods':<15}{'kind':<12}{'before m USD':>14}{'after':>14}"
        f"{'log change':>12}{'intensity':>20}"
    )
    return "\n".join([head, title, *(_line(row) for row in changed.slice(0, top).to_pylist())])


def _line(row: Mapping[str, Any]) -> str:
    periods = f"{row['period_before'] or '-'}>{row['period'] or '-'}"
    money = [_written(row[name], 1e-6, ",.1f") for name in ("before_usd", "after_usd")]
    ratios = [_written(row[name], 1, ".2f") for name in ("intensity_before", "intensity_after")]
    return (
        f"{row['exporter'] + '>' + row['importer']:<9}{periods:<15}{row['kind']:<12}"
        f"{money[0]:>14}{money[1]:>14}{_written(row['log_change'], 1, '+.2f'):>12}"
        f"{' > '.join(ratios):>20}"
    )


def _written(number: float | None, unit: float, form: str) -> str:
    return "-" if number is None else format(number * unit, form)


def watch(watched: Watched, limits: quality.WatchRules) -> pa.Table:
    """Return what changed, ranked by dollars, with intensity (observed ÷ expected) on both sides.

    Expected trade is that of the margins alone; ``log_intensity_change`` is null where either side
    has no intensity.

    Raises
    ------
    InsufficientData
        If a period is not held or two sets share none.
    """
    new = cells_at(watched.flows)
    old = new if watched.against == watched.flows else cells_at(watched.against)
    across = new is old or watched.against_period is not None
    before, after = _periods(watched, old, new) if across else (watched.period, watched.period)
    old, new = _only(old, before), _only(new, after)
    found = quality.changes(old, new, limits, across=across)
    return _with_intensity(found, old, new)


def _held(flows: BilateralFlows) -> list[int]:
    table = flows.table
    seen = table.filter(table.value_usd > 0).select("period").distinct()
    return sorted(seen.to_pyarrow()["period"].to_pylist())


def _periods(watched: Watched, old: BilateralFlows, new: BilateralFlows) -> tuple[int, int]:
    """Return the two periods to compare, the older first."""
    held = _held(new)
    after = watched.period if watched.period is not None else max(held, default=0)
    earlier = [code for code in _held(old) if code < after]
    before = watched.against_period
    if before is None and earlier:
        before = earlier[-1]
    if before is None or after not in held:
        missing = after if before is not None else f"a period before {after}"
        msg = f"{watched.flows} does not hold {missing}; it holds {held[:1]} to {held[-1:]}"
        raise InsufficientData(msg)
    return before, after


def _only(flows: BilateralFlows, period: int | None) -> BilateralFlows:
    if period is None:
        return flows
    chosen = flows.with_table(flows.table.filter(flows.table.period == period)).compute()
    if not _held(chosen):
        msg = f"no trade held in {Period.from_code(period)}; choose another period"
        raise InsufficientData(msg)
    return chosen


def _with_intensity(found: pa.Table, old: BilateralFlows, new: BilateralFlows) -> pa.Table:
    """Add intensity before and after, and the log change, for the periods that are needed."""
    earlier, later = _ratios(old, found["period_before"]), _ratios(new, found["period"])
    before = [_intensity(earlier, row["period_before"], row) for row in found.to_pylist()]
    after = [_intensity(later, row["period"], row) for row in found.to_pylist()]
    pairs = zip(before, after, strict=True)
    moved = [math.log(now / then) if then and now else None for then, now in pairs]
    for name, column in (("intensity_before", before), ("intensity_after", after),
                         ("log_intensity_change", moved)):  # fmt: skip
        found = found.append_column(name, pa.array(column, pa.float64()))
    return found


def _ratios(flows: BilateralFlows, periods: pa.ChunkedArray) -> _Ratios:
    """Return economies and intensity array of each period that is named."""
    wanted = sorted({code for code in periods.to_pylist() if code is not None})
    table = flows.table.filter(flows.table.period.isin(wanted or [0]))
    graphs = networks.build_all(flows.with_table(table).compute())
    return {
        g.period.code: (g.economies, networks.intensity(g, NULLS["margins"](g))) for g in graphs
    }


def _intensity(sides: _Ratios, period: int | None, row: Mapping[str, Any]) -> float | None:
    if period is None or period not in sides:
        return None
    economies, ratio = sides[period]
    i, j = positions(economies, (row["exporter"], row["importer"]))
    value = float(ratio[i, j]) if min(i, j) >= 0 else math.nan
    return value if math.isfinite(value) else None

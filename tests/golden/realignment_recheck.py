"""The shipped study's numbers a second time, from the panel itself, by plain loops and SQL.

Nothing of the package but the panel's file is used: another way to the same numbers.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

import duckdb

from tradenet.sources import snapshot

# What a partner tells of an economy in a year: what it sold, and what it bought, by its own report.
# The panel keeps the importer's report where there is one, and the gap to the exporter's.
TOLD = """
with cells as (
    select period, exporter, importer, value_usd, observed, basis, log_gap
    from read_parquet($path)
    where period = $year and observed not in ('not_held', 'unobservable', 'imputed')
),
sides as (
    select exporter, importer,
        case when observed = 'structural_zero' then 0
             when basis = 'reconciled' and observed in ('both', 'exporter_only') then value_usd
             when basis = 'exporter' then value_usd
             when basis = 'importer' and observed = 'both'
                  then case when log_gap is null then 0 else value_usd * exp(log_gap) end
        end as sold,
        case when observed = 'structural_zero' then 0
             when basis = 'reconciled' and observed in ('both', 'importer_only') then value_usd
             when basis = 'importer' then value_usd
        end as bought
    from cells
)
select x.importer as economy, x.exporter as partner, x.sold + m.bought as told
from sides x join sides m on x.exporter = m.importer and x.importer = m.exporter
where x.sold + m.bought > 0
"""


def partners(year: int) -> Mapping[str, Mapping[str, float]]:
    """Return by economy and partner what the partner tells, USD, nothing set aside."""
    path = str(snapshot.folder() / "panel.parquet")
    found: dict[str, dict[str, float]] = {}
    with duckdb.connect() as connection:
        rows = connection.execute(TOLD, {"path": path, "year": year}).fetchall()
    for economy, partner, told in rows:
        found.setdefault(economy, {})[partner] = told
    return found


def mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values)


def strongest(path: Sequence[float], trim: float = 0.15) -> float:
    """Return the largest self-normalised statistic, from the sums as they are printed."""
    n = len(path)
    least = max(2, math.ceil(trim * n))
    found = []
    for k in range(least, n - least + 1):
        left, right = mean(path[:k]), mean(path[k:])
        gap = math.fsum(x - mean(path) for x in path[:k])
        forth = [math.fsum(x - left for x in path[: t + 1]) for t in range(k)]
        back = [math.fsum(x - right for x in path[t:]) for t in range(k, n)]
        noise = math.fsum(x * x for x in (*forth, *back)) / n**2
        found.append(gap * gap / n / noise)
    return max(found)


def date(path: Sequence[float], years: Sequence[int], trim: float = 0.15) -> int:
    """Return the first year after the split that leaves the least squares."""
    n = len(path)
    least = max(2, math.ceil(trim * n))

    def left_over(k: int) -> float:
        sides = path[:k], path[k:]
        return math.fsum((x - mean(side)) ** 2 for side in sides for x in side)

    return years[min(range(least, n - least + 1), key=left_over)]


def scaled(
    path: Mapping[int, float], event: int, before: Sequence[int], after: Sequence[int]
) -> tuple[float, float]:
    """Return the change at an event, and over the median size of the changes at other years."""

    def change(at: int) -> float | None:
        sides = [[path[at + step] for step in steps if at + step in path]
                 for steps in (before, after)]  # fmt: skip
        enough = all(
            len(side) >= 0.6 * len(steps) and side
            for side, steps in zip(sides, (before, after), strict=True)
        )
        return mean(sides[1]) - mean(sides[0]) if enough else None

    def others() -> Iterator[float]:
        for at in range(min(path), max(path) + 1):
            moved = change(at)
            if at != event and moved is not None:
                yield abs(moved)

    sizes = sorted(others())
    half = len(sizes) // 2
    usual = sizes[half] if len(sizes) % 2 else (sizes[half - 1] + sizes[half]) / 2
    here = change(event)
    assert here is not None
    return here, here / usual

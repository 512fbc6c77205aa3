"""A change from one period to the next that is out of proportion to the dyad's own past."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from tradenet.domain.period import FIRST_MONTH_CODE
from tradenet.flows.quality.finding import Explained, Finding
from tradenet.flows.quality.material import CELL, Material, beyond, cells_of
from tradenet.flows.quality.usual import ever_at_least, with_usual

Table = Any  # an Ibis table; Ibis has no stubs
EXPLAINED = Explained(
    "1 − mads ÷ deviation: 0 at the threshold, towards 1 far beyond it; real shocks jump too",
    "kept: a jump is a question, not an error",
    "look at both reports; [quality] detectors = ['korea_swap', 'jumps'] sets such cells aside",
)


@dataclass(frozen=True, slots=True)
class Jumps:
    """Flag robust z-scores of ln(value ÷ value a period before), of one reporter in one source.

    Attributes
    ----------
    mads : float
        Deviations from the median change beyond which it is a jump.
    factor : float
        Least change up or down, as a ratio > 1.
    periods : int
        Least number of changes a dyad must have.
    floor : float
        Least MAD of changes in log points.
    least_usd : float
        Least change in dollars.
    """

    mads: float = 6.0
    factor: float = 3.0
    periods: int = 8
    floor: float = 0.1
    least_usd: float = 5e8

    def __call__(self, material: Material) -> tuple[Finding, ...]:
        """Return a finding per jump, dated by the later period."""
        changes = with_usual(
            _changes(cells_of(material), self.least_usd), CELL, "change", self.floor
        )
        odd = changes.filter(
            (changes.periods >= self.periods)
            & (changes.deviation.abs() > self.mads)
            & (changes.change.abs() > math.log(self.factor))
            & ((changes.value_usd - changes.before).abs() >= self.least_usd)
        )
        wanted = ["period", *CELL, "value_usd", "before", "deviation"]
        return tuple(self._finding(row) for row in odd.select(*wanted).to_pyarrow().to_pylist())

    def _finding(self, row: dict[str, Any]) -> Finding:
        now, before, deviation = row["value_usd"], row["before"], row["deviation"]
        return Finding(
            "jumps",
            row["period"],
            row["exporter"],
            row["importer"],
            row["product"],
            abs(now - before),
            beyond(deviation, self.mads),
            f"{before / 1e9:,.3f} to {now / 1e9:,.3f} bn USD, {abs(deviation):.0f} MAD from usual",
            EXPLAINED,
        )


def _changes(table: Table, least_usd: float) -> Table:
    """Return cells with the value a period before, where basis and source are the same."""
    import ibis

    seen = table.filter((table.status == "kept") & (table.value_usd > 0))
    seen = ever_at_least(seen, CELL, seen.value_usd, least_usd)
    months = seen.period > FIRST_MONTH_CODE
    ordinal = months.ifelse((seen.period / 100).floor() * 12 + seen.period % 100, seen.period)
    seen = seen.mutate(at__=ordinal.cast("int64"))
    past = ibis.window(group_by=[*CELL, "basis", "source"], order_by="at__")
    lagged = seen.mutate(
        before=seen.value_usd.lag().over(past), at_before=seen.at__.lag().over(past)
    )
    adjacent = lagged.filter(lagged.at__ - lagged.at_before == 1)
    return adjacent.mutate(change=(adjacent.value_usd / adjacent.before).ln())

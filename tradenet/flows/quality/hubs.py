"""Economies that others' goods pass through: what they sell is not what partners buy from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tradenet.domain.flows import money
from tradenet.flows.quality.finding import Explained, Finding
from tradenet.flows.quality.material import Material, beyond, cells_of

Table = Any  # an Ibis table; Ibis has no stubs
EXPLAINED = Explained(
    "1 − least ratio ÷ ratio: 0 at the threshold, towards 1 far beyond it",
    "kept; importers' reports go first, and these name the origin, not the hub",
    "[mirror] prefer = 'exporter' counts what passes through as the hub's own",
)


@dataclass(frozen=True, slots=True)
class Hubs:
    """Flag economies whose exports, by their own report, exceed what partners record from them.

    ratio = Σ own reports ÷ Σ partners' import reports, over the cells that both sides report.
    Importers record the origin, the hub records its sales, so re-exports make the ratio large.

    Attributes
    ----------
    ratio : float
        Least ratio, > 1.
    least_usd : float
        Least surplus in dollars.
    """

    ratio: float = 1.5
    least_usd: float = 5e9

    def __call__(self, material: Material) -> tuple[Finding, ...]:
        """Return a finding per economy and period."""
        table = cells_of(material)
        both = table.filter((table.status == "kept") & table.log_gap.notnull())
        sums = both.group_by(["exporter", "period"]).aggregate(
            sold=money(both.exporter_report_usd).sum().cast("float64"),
            bought=money(both.importer_report_usd).sum().cast("float64"),
        )
        surplus = sums.sold - sums.bought
        odd = sums.filter((sums.sold > self.ratio * sums.bought) & (surplus >= self.least_usd))
        return tuple(self._finding(row) for row in odd.to_pyarrow().to_pylist())

    def _finding(self, row: dict[str, Any]) -> Finding:
        sold, bought = row["sold"], row["bought"]
        what = (
            f"sold {sold / 1e9:,.1f} bn USD by its own report, {bought / 1e9:,.1f} by its buyers'"
        )
        return Finding(
            "hubs", row["period"], row["exporter"], "", "TOTAL", sold - bought,
            beyond(sold / bought, self.ratio), what, EXPLAINED,
        )  # fmt: skip

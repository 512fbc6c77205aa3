"""Exports that were sent to a transit economy and never arrived there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tradenet.domain import InsufficientData
from tradenet.flows.quality.finding import Explained, Finding
from tradenet.flows.quality.material import CELL, NORMAL, Material, cells_of

Table = Any  # an Ibis table; Ibis has no stubs
EXPLAINED = Explained(
    "share of the exports sent to the economy that is missing there beyond what is usual",
    "kept as the importer tells it, so what was lost is in nobody's imports",
    "[mirror] prefer = 'exporter' counts it as imports of the transit economy",
)


@dataclass(frozen=True, slots=True)
class LostInTransit:
    """Flag exports to transit economies that these do not record, more than before the event.

    Per exporter and transit economy, lost = exporter's report − importer's report · e^usual, usual
    = median ln(exporter ÷ importer) of the periods before the event. It counts where the gap is
    beyond usual + `mads` MAD, or where the importer filed, used to record that exporter, and
    records nothing. Sums per transit economy and period.

    Attributes
    ----------
    transit : tuple of str
        Economies through which goods for sanctioned states are held to pass.
    mads : float
        Deviations (MAD × 1.4826) beyond which a gap is unusual.
    periods : int
        Least periods with both reports before the event.
    floor : float
        Least MAD in log points.
    least_usd : float
        Least sum per transit economy and period.
    """

    transit: tuple[str, ...] = ("ARM", "KAZ", "KGZ", "GEO", "ARE", "TUR")
    mads: float = 3.0
    periods: int = 3
    floor: float = 0.1
    least_usd: float = 2e7

    def __call__(self, material: Material) -> tuple[Finding, ...]:
        """Return a finding per transit economy and period since the event.

        Raises
        ------
        InsufficientData
            If no transit economy tells of its imports since the event, or none did before.
        """
        sent = _sent(cells_of(material), self.transit)
        usual = _usual(sent, material.event, self.floor)
        after = sent.filter(sent.period >= material.event)
        heard = after.filter(after.importer_report_usd.notnull())
        if heard.count().to_pyarrow().as_py() == 0:
            msg = (
                f"no cell with separate reports by {', '.join(self.transit)} since {material.event}"
            )
            raise InsufficientData(msg)
        filed = _filers(after)
        rows = after.inner_join(usual, CELL).to_pyarrow().to_pylist()
        known = [row for row in rows if row["periods"] >= self.periods]
        if not known:
            msg = f"no dyad with {self.periods} periods of both reports before {material.event}"
            raise InsufficientData(msg)
        heard_of = [row for row in known if (row["period"], row["importer"]) in filed]
        return tuple(self._findings(heard_of))

    def _findings(self, rows: list[dict[str, Any]]) -> Iterator[Finding]:
        sums: dict[tuple[str, int], list[tuple[float, float, str]]] = {}
        for row in rows:
            entry = (self._lost(row), row["exporter_report_usd"], row["exporter"])
            sums.setdefault((row["importer"], row["period"]), []).append(entry)
        for (economy, period), entries in sorted(sums.items()):
            lost, sent = sum(e[0] for e in entries), sum(e[1] for e in entries)
            if lost < self.least_usd:
                continue
            worst = sorted((e for e in entries if e[0] > 0), reverse=True)
            names = ", ".join(f"{name} {amount / 1e6:,.0f}" for amount, _, name in worst[:3])
            what = f"{len(worst)} exporters sent more than arrived (m USD: {names})"
            yield Finding(
                "lost_in_transit", period, economy, "", "TOTAL", lost, min(1.0, lost / sent),
                what, EXPLAINED,
            )  # fmt: skip

    def _lost(self, row: dict[str, Any]) -> float:
        """Dollars beyond the usual gap; 0 where the gap is within its range."""
        import math

        arrived = row["importer_report_usd"] or 0.0
        limit = row["usual"] + self.mads * NORMAL * row["spread"]
        if row["exporter_report_usd"] <= arrived * math.exp(limit):
            return 0.0
        return float(row["exporter_report_usd"] - arrived * math.exp(row["usual"]))


def _sent(table: Table, transit: tuple[str, ...]) -> Table:
    kept = table.status.isin(["kept", "self_report"]) & (table.exporter_report_usd > 0)
    return table.filter(kept & table.importer.isin(transit)).select(
        "period", *CELL, "exporter_report_usd", "importer_report_usd", "log_gap"
    )


def _usual(sent: Table, event: int, floor: float) -> Table:
    """Return median, spread and number of the gaps before the event, per cell."""
    before = sent.filter((sent.period < event) & sent.log_gap.notnull())
    middle = before.group_by(CELL).aggregate(usual=before.log_gap.median(), periods=before.count())
    joined = before.inner_join(middle, CELL)
    spread = joined.group_by(CELL).aggregate(
        usual=joined.usual.max(),
        periods=joined.periods.max(),
        spread=(joined.log_gap - joined.usual).abs().median(),
    )
    return spread.mutate(spread=(spread.spread < floor).ifelse(floor, spread.spread))


def _filers(table: Table) -> set[tuple[int, str]]:
    """Return who reports imports when: a file of exports alone says nothing of what arrived."""
    heard = (
        table.filter(table.importer_report_usd.notnull()).select("period", "importer").distinct()
    )
    columns = heard.to_pyarrow().to_pydict()
    return set(zip(columns["period"], columns["importer"], strict=True))

"""A mirror gap outside the range that is usual for its own dyad."""

from __future__ import annotations

from dataclasses import dataclass

from tradenet.flows.quality.finding import Explained, Finding
from tradenet.flows.quality.material import CELL, Material, beyond, cells_of
from tradenet.flows.quality.usual import ever_at_least, with_usual

EXPLAINED = Explained(
    "1 − mads ÷ deviation: 0 at the threshold, towards 1 far beyond it",
    "kept; the side of [mirror] prefer counts",
    "[mirror] prefer names the other side; 'mirror_gap' in [quality] detectors sets cells aside",
)


@dataclass(frozen=True, slots=True)
class MirrorGap:
    """Flag ln(exporter's report ÷ importer's report) far from the median of the dyad's own years.

    Attributes
    ----------
    mads : float
        Deviations (MAD × 1.4826) from the median beyond which a gap is unusual.
    periods : int
        Least periods with both reports: below, a dyad has no usual range.
    floor : float
        Least MAD in log points.
    least_usd : float
        Least dollars at stake: larger report · (1 − e^−|gap − usual|).
    """

    mads: float = 6.0
    periods: int = 8
    floor: float = 0.05
    least_usd: float = 5e8

    def __call__(self, material: Material) -> tuple[Finding, ...]:
        """Return a finding per period and dyad whose gap is unusual and large."""
        import ibis

        table = cells_of(material)
        both = table.filter(table.log_gap.notnull() & (table.status == "kept"))
        larger = ibis.greatest(both.exporter_report_usd, both.importer_report_usd)
        both = ever_at_least(both, CELL, larger, self.least_usd)
        told = with_usual(both, CELL, "log_gap", self.floor)
        larger = ibis.greatest(told.exporter_report_usd, told.importer_report_usd)
        told = told.mutate(stake__=larger * (1 - (-(told.log_gap - told.usual).abs()).exp()))
        odd = told.filter(
            (told.periods >= self.periods)
            & (told.deviation.abs() > self.mads)
            & (told.stake__ >= self.least_usd)
        )
        wanted = ["period", *CELL, "log_gap", "usual", "deviation", "stake__"]
        return tuple(self._finding(row) for row in odd.select(*wanted).to_pyarrow().to_pylist())

    def _finding(self, row: dict[str, float | str]) -> Finding:
        gap, usual, deviation = (float(row[key]) for key in ("log_gap", "usual", "deviation"))
        return Finding(
            "mirror_gap",
            int(row["period"]),
            str(row["exporter"]),
            str(row["importer"]),
            str(row["product"]),
            float(row["stake__"]),
            beyond(deviation, self.mads),
            f"gap {gap:+.2f} log points where {usual:+.2f} is usual, {abs(deviation):.0f} MAD away",
            EXPLAINED,
        )

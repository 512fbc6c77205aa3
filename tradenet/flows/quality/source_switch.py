"""A change of source or of reporter that falls together with the event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tradenet.domain import InsufficientData
from tradenet.domain.flows import money
from tradenet.flows.quality.finding import Explained, Finding
from tradenet.flows.quality.material import CELL, Material, cells_of

Table = Any  # an Ibis table; Ibis has no stubs
EXPLAINED = Explained(
    "1: the files say so; whether it moved the value is for the bridge between sources to tell",
    "kept; [mirror] constant_reporters takes out changes of reporter, not of source",
    "load one source for both sides of the event, or bridge the two",
)


@dataclass(frozen=True, slots=True)
class SourceSwitch:
    """Compare source and basis of each cell in its last period before and first since the event.

    A change of source concerns all cells and is one finding per pair of sources; a change of the
    reporter that speaks within one source is one finding per cell.

    Attributes
    ----------
    least_usd : float
        Least value (the larger of both) of a cell whose reporter changed.
    """

    least_usd: float = 1e9

    def __call__(self, material: Material) -> tuple[Finding, ...]:
        """Return findings dated by the first period since the event.

        Raises
        ------
        InsufficientData
            If the flows do not hold both sides of the event.
        """
        joined = _both_sides(cells_of(material), material.event)
        moved = joined.filter(joined.source != joined.source_right)
        pairs = moved.group_by(["source", "source_right", "period", "period_right"]).aggregate(
            cells=moved.count(), value_usd=money(moved.value_usd).sum()
        )
        same = joined.filter((joined.source == joined.source_right) & _sided(joined))
        odd = same.filter(
            (same.basis != same.basis_right)
            & ((same.value_usd >= self.least_usd) | (same.value_usd_right >= self.least_usd))
        )
        sources = [_switch(row) for row in pairs.to_pyarrow().to_pylist()]
        return (*sources, *(_flip(row) for row in odd.to_pyarrow().to_pylist()))


def _both_sides(table: Table, event: int) -> Table:
    """Join each cell's first period since the event with its last before (``_right``)."""
    kept = table.filter((table.status == "kept") & table.value_usd.notnull())
    kept = kept.select("period", *CELL, "value_usd", "basis", "source")
    ends = kept.aggregate(
        before=kept.period.max(where=kept.period < event),
        after=kept.period.min(where=kept.period >= event),
    )
    (found,) = ends.to_pyarrow().to_pylist()
    if found["before"] is None or found["after"] is None:
        msg = f"the flows do not hold both sides of {event}"
        raise InsufficientData(msg)
    before = kept.filter(kept.period == found["before"])
    return kept.filter(kept.period == found["after"]).inner_join(before, CELL)


def _sided(joined: Table) -> Table:
    sides = ["exporter", "importer"]
    return joined.basis.isin(sides) & joined.basis_right.isin(sides)


def _switch(row: dict[str, Any]) -> Finding:
    what = (
        f"source {row['source_right']} in {row['period_right']}, {row['source']} in "
        f"{row['period']}: {row['cells']:,} cells"
    )
    return Finding(
        "source_switch", row["period"], "", "", "TOTAL", float(row["value_usd"]), 1.0,
        what, EXPLAINED,
    )  # fmt: skip


def _flip(row: dict[str, Any]) -> Finding:
    what = f"told by the {row['basis_right']} before the event, by the {row['basis']} since"
    return Finding(
        "source_switch", row["period"], row["exporter"], row["importer"], row["product"],
        max(row["value_usd"], row["value_usd_right"]), 1.0, what, EXPLAINED,
    )  # fmt: skip

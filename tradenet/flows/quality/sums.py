"""Rows that stand there twice, and totals that are not the sum of their parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tradenet.domain.flows import money
from tradenet.flows.quality.finding import Explained, Finding
from tradenet.flows.quality.material import Material, reported_of

Table = Any  # an Ibis table; Ibis has no stubs
WORLD = "WLD"
STATEMENT = ["period", "reporter", "flow", "source"]
DOUBLED = Explained(
    "1: the rows are equal to the digit",
    "one of them counts, the others are marked `duplicate`",
    "remove them from the file if they are meant to be added",
)
UNEVEN = Explained(
    "difference ÷ the larger of total and sum of parts",
    "partners are summed, the World row never counts; a product total goes before its parts",
    "load a file whose parts are complete, or its totals only",
)
_COUNTED = ["kept", "area_nes", "unknown_code", "outside_lifetime", "self_flow"]


@dataclass(frozen=True, slots=True)
class Sums:
    """Flag exact duplicates, World rows unlike the sum of partners, totals unlike their products.

    Attributes
    ----------
    tolerance : float
        Largest relative difference that passes.
    least_usd : float
        Least difference in dollars.
    """

    tolerance: float = 0.01
    least_usd: float = 1e6

    def __call__(self, material: Material) -> tuple[Finding, ...]:
        """Return a finding per reporter and period (duplicates), and per total that fails."""
        table = reported_of(material)
        rows = table.filter(table.flow.isin(["X", "M"]) & table.value_usd.notnull())
        uneven = [
            self._uneven(row, whole)
            for whole, sums in (("World row", _world(rows)), ("product total", _products(rows)))
            for row in sums.to_pyarrow().to_pylist()
        ]
        return (*_doubled(rows), *(finding for finding in uneven if finding is not None))

    def _uneven(self, row: dict[str, Any], whole: str) -> Finding | None:
        total, parts = float(row["total"]), float(row["parts"])
        off, larger = abs(total - parts), max(total, parts)
        if off < self.least_usd or off <= self.tolerance * larger:
            return None
        flow = "exports" if row["flow"] == "X" else "imports"
        what = f"{flow}: {whole} {total / 1e9:,.3f} bn USD, parts {parts / 1e9:,.3f}"
        partner = row.get("partner", "")
        return Finding(
            "sums", row["period"], row["reporter"], partner, row.get("product", "TOTAL"),
            off, min(1.0, off / larger), what, UNEVEN,
        )  # fmt: skip


def _doubled(rows: Table) -> list[Finding]:
    twice = rows.filter(rows.status == "duplicate")
    sums = twice.group_by(["period", "reporter"]).aggregate(
        rows=twice.count(), value_usd=money(twice.value_usd).sum()
    )
    return [
        Finding(
            "sums", row["period"], row["reporter"], "", "TOTAL", abs(float(row["value_usd"])), 1.0,
            f"{row['rows']:,} rows stand there again, equal to the digit", DOUBLED,
        )
        for row in sums.to_pyarrow().to_pylist()
    ]  # fmt: skip


def _world(rows: Table) -> Table:
    """Return World rows beside the sum of all partners, areas not specified included."""
    key = [*STATEMENT, "product"]
    world = rows.filter((rows.partner == WORLD) & (rows.status == "aggregate") & ~rows.detail)
    parts = rows.filter(rows.status.isin(_COUNTED))
    whole = world.group_by(key).aggregate(total=world.value_usd.max())
    summed = parts.group_by(key).aggregate(parts=money(parts.value_usd).sum())
    return whole.inner_join(summed, key)


def _products(rows: Table) -> Table:
    """Return rows ``TOTAL`` beside the sum of the shortest product codes of the statement."""
    key = [*STATEMENT, "partner"]
    kept = rows.filter(rows.status == "kept")
    total = kept.filter(kept["product"] == "TOTAL")
    coded = kept.filter(kept["product"].re_search("^[0-9]+$"))
    coded = coded.mutate(digits__=coded["product"].length())
    top = coded.group_by(key).aggregate(top__=coded.digits__.min())
    parts = coded.inner_join(top, key)
    parts = parts.filter(parts.digits__ == parts.top__)
    whole = total.group_by(key).aggregate(total=money(total.value_usd).sum())
    summed = parts.group_by(key).aggregate(parts=money(parts.value_usd).sum())
    return whole.inner_join(summed, key)

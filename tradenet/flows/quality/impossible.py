"""Exports that cannot exist: partners import more from an economy than it makes and buys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tradenet.domain import InsufficientData, SchemaError
from tradenet.flows.quality.finding import Explained, Finding
from tradenet.flows.quality.material import Material, reported_of

Table = Any  # an Ibis table; Ibis has no stubs
KEY = ["economy", "product", "period"]
PRODUCTION_COLUMNS = (*KEY, "quantity_kg")
EXPLAINED = Explained(
    "share of the recorded imports that cannot come from there; stocks are in the allowance",
    "kept under the origin that the importers wrote",
    "set the flow aside, or assign the surplus to another origin in your own file",
)


@dataclass(frozen=True, slots=True)
class Impossible:
    """Flag products of which partners record more imports from an economy than it could ship.

    Σ partners' imports (kg) > (1 + `allowance`) · (production + own imports). Own imports are the
    larger of what the economy and what its suppliers report. Only economies, products and periods
    of the production table are judged.

    Attributes
    ----------
    allowance : float
        Share for stocks, moisture and measurement.
    """

    allowance: float = 0.1

    def __call__(self, material: Material) -> tuple[Finding, ...]:
        """Return a finding per economy, product and period; dollars are those of the surplus."""
        if material.production is None:
            msg = "no production table loaded (economy, product, period, quantity_kg)"
            raise InsufficientData(msg)
        lacking = [n for n in PRODUCTION_COLUMNS if n not in material.production.column_names]
        if lacking:
            msg = f"the production table lacks {lacking}; it needs {list(PRODUCTION_COLUMNS)}"
            raise SchemaError(msg)
        balance = _balance(reported_of(material), material)
        could = (1 + self.allowance) * (balance.quantity_kg + balance.own_kg)
        odd = balance.mutate(could_kg=could).filter(balance.claimed_kg > could)
        return tuple(_finding(row) for row in odd.to_pyarrow().to_pylist())


def _finding(row: dict[str, Any]) -> Finding:
    share = 1 - row["could_kg"] / row["claimed_kg"]
    what = (
        f"partners record {row['claimed_kg'] / 1e9:,.2f} m tonnes from it, it made "
        f"{row['quantity_kg'] / 1e9:,.2f} and bought {row['own_kg'] / 1e9:,.2f}"
    )
    return Finding(
        "impossible", row["period"], row["economy"], "", row["product"],
        share * (row["claimed_usd"] or 0.0), share, what, EXPLAINED,
    )  # fmt: skip


def _balance(table: Table, material: Material) -> Table:
    """Return production, own imports and what partners claim, per economy, product, period."""
    import ibis

    made = ibis.memtable(material.production.select(PRODUCTION_COLUMNS))  # type: ignore[union-attr]
    kept = table.filter((table.status == "kept") & table.net_mass_kg.notnull())
    claimed = _sums(kept, "M", "partner", "claimed")
    bought = _sums(kept, "M", "reporter", "bought")
    supplied = _sums(kept, "X", "partner", "supplied")
    joined = made.inner_join(claimed, KEY)
    for side in (bought, supplied):
        joined = joined.left_join(side, KEY)
        joined = joined.drop(*[name for name in joined.columns if name.endswith("_right")])
    own = ibis.greatest(joined.bought_kg.fill_null(0.0), joined.supplied_kg.fill_null(0.0))
    return joined.mutate(own_kg=own).order_by(KEY)


def _sums(kept: Table, flow: str, who: str, name: str) -> Table:
    rows = kept.filter(kept.flow == flow)
    rows = rows.mutate(economy=rows[who])
    return rows.group_by(KEY).aggregate(
        **{f"{name}_kg": rows.net_mass_kg.sum(), f"{name}_usd": rows.value_usd.sum()}
    )

"""Out of core or in one piece, by one file or by two: the same numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from tradenet import flows
from tradenet.domain import Provenance, ReportedFlows, SchemaError, Window, stream
from tradenet.domain.flows import REPORTED_SCHEMA
from tradenet.study import prepare

WHO = ("CHN", "RUS", "IND", "IRN", "DEU")


def statements(rng: np.random.Generator, count: int) -> ReportedFlows:
    """Return statements of five economies on three products in four years, some of them twice."""
    schema = REPORTED_SCHEMA.append(pa.field("reporter_code", pa.string()))
    schema = schema.append(pa.field("partner_code", pa.string()))
    rows: dict[tuple[Any, ...], dict[str, Any]] = {}
    for place in range(count):
        one, other = rng.choice(len(WHO), 2, replace=False)
        key = (int(rng.integers(2019, 2023)), one, other, str(rng.choice(["X", "M"])),
               f"01010{rng.integers(3)}")  # fmt: skip
        rows.setdefault(
            key,
            {
                "period": key[0], "reporter": WHO[one], "partner": WHO[other], "flow": key[3],
                "product": key[4], "value_usd": round(float(rng.lognormal(8, 2)), 2),
                "net_mass_kg": None, "valuation": "FOB" if key[3] == "X" else "CIF",
                "method": "reported", "detail": False, "source": "s", "vintage": "v",
                "status": "kept", "row": place + 1, "reporter_code": WHO[one],
                "partner_code": WHO[other],
            },
        )  # fmt: skip
    again = [{**row, "row": row["row"] + count} for row in list(rows.values())[:20]]
    return ReportedFlows.from_arrow(
        pa.Table.from_pylist([*rows.values(), *again], schema=schema), Provenance("s")
    )


@pytest.mark.parametrize("window", [None, Window((2019, 2020), (2022,))])
def test_mirroring_by_period_gives_what_mirroring_at_once_gives(window: Window | None) -> None:
    reported = statements(stream(1, "tests/prepare"), 300)
    valuation, rules = flows.ValuationRules(), flows.MirrorRules()
    whole = flows.mirror(flows.to_fob(flows.classify(reported), valuation), rules, window)
    piecewise = prepare.mirrored(reported, valuation, rules, window)
    assert piecewise.to_arrow().equals(whole.to_arrow())
    assert len(piecewise.to_arrow()) > 100
    assert piecewise.ledger("mirror") == whole.ledger("mirror")


def test_a_contradiction_is_found_by_period_too() -> None:
    reported = statements(stream(1, "tests/prepare"), 300)
    table = reported.table
    worse = table.mutate(value_usd=(table.row > 300).ifelse(table.value_usd + 1, table.value_usd))
    with pytest.raises(SchemaError, match="different values"):
        prepare.mirrored(reported.with_table(worse), flows.ValuationRules(), flows.MirrorRules())

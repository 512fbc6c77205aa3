"""Who filed when: named from another source, and whether the matrix holds it."""

from collections.abc import Callable
from typing import Any

import pyarrow as pa

from tradenet.domain import BilateralFlows
from tradenet.flows import name_sides, took_part

Paired = Callable[..., BilateralFlows]


def merged(exporter: str, importer: str, period: int = 2019) -> dict[str, Any]:
    """Return a reconciled value of one dollar."""
    return {
        "reporter": exporter, "partner": importer, "value_usd": 1.0, "period": period,
        "method": "reconciled",
    }  # fmt: skip


def filed(*rows: tuple[int, str]) -> pa.Table:
    """Return who filed when."""
    return pa.table({"period": [row[0] for row in rows], "economy": [row[1] for row in rows]})


def test_the_side_of_a_reconciled_value_is_the_side_that_filed(paired: Paired) -> None:
    """A filed in 2019, B in both years: by period and by side."""
    flows = paired(
        merged("A", "B"), merged("A", "C"), merged("C", "B"), merged("C", "D"),
        merged("A", "C", 2020),
    )  # fmt: skip
    named = name_sides(flows, filed((2019, "A"), (2019, "B"), (2020, "B")))
    rows = named.to_arrow().to_pylist()
    states = {(row["period"], row["exporter"], row["importer"]): row["observed"] for row in rows}
    assert states == {
        (2019, "A", "B"): "both",
        (2019, "A", "C"): "exporter_only",
        (2019, "C", "B"): "importer_only",
        (2019, "C", "D"): "reconciled",
        (2020, "A", "C"): "reconciled",
    }
    assert {row["basis"] for row in rows} == {"reconciled"}
    assert named.ledger("x").value_usd == flows.ledger("x").value_usd


def test_a_filer_without_a_value_with_a_silent_partner_is_not_held(paired: Paired) -> None:
    """A has one with silent C, B only with A; D filed, and its file is not there at all."""
    flows = paired(
        merged("A", "B"), merged("C", "A"), merged("A", "B", 2020), merged("A", "D", 2021)
    )
    told = took_part(
        flows,
        filed(
            (2019, "A"),
            (2019, "B"),
            (2019, "D"),
            (2020, "A"),
            (1999, "A"),
            (2021, "A"),
            (2021, "D"),
        ),
    )
    assert told.to_pylist() == [
        {"period": 2019, "economy": "A", "held": True},
        {"period": 2019, "economy": "B", "held": False},
        {"period": 2019, "economy": "D", "held": False},
        {"period": 2020, "economy": "A", "held": True},
        {"period": 2021, "economy": "A", "held": False},
        {"period": 2021, "economy": "D", "held": False},
    ]

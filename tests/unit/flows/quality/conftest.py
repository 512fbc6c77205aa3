"""Cells and statements by hand, for the detectors."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest

from tradenet.domain import BilateralFlows, Provenance, ReportedFlows
from tradenet.domain.flows import BILATERAL_SCHEMA, REPORTED_SCHEMA

Row = dict[str, Any]


def cell(
    period: int, pair: str, sent: float | None, arrived: float | None = None, **more: object
) -> Row:
    """One cell, ``AAA>BBB``, with what the exporter and the importer say."""
    exporter, importer = pair.split(">")
    seen = {(True, True): "both", (True, False): "exporter_only", (False, True): "importer_only"}
    told = (sent is not None, arrived is not None)
    return {
        "period": period,
        "exporter": exporter,
        "importer": importer,
        "product": "TOTAL",
        "value_usd": sent if arrived is None else arrived,
        "observed": seen.get(told, "unobservable"),
        "basis": "importer" if told[1] else ("exporter" if told[0] else None),
        "exporter_report_usd": sent,
        "importer_report_usd": arrived,
        "log_gap": math.log(sent / arrived) if sent and arrived else None,
        "source": "s",
        "vintage": "v1",
        "status": "kept" if any(told) else "absent",
        **more,
    }


@pytest.fixture(scope="session")
def cells() -> Callable[..., BilateralFlows]:
    """Return a maker of agreed cells."""

    def make(*rows: Row) -> BilateralFlows:
        return BilateralFlows.from_arrow(
            pa.Table.from_pylist(list(rows), schema=BILATERAL_SCHEMA), Provenance("s")
        )

    return make


@pytest.fixture(scope="session")
def statements() -> Callable[..., ReportedFlows]:
    """Return a maker of classified statements; what a row does not say has its usual value."""

    def make(*rows: Row) -> ReportedFlows:
        usual = {
            "period": 2019, "flow": "X", "product": "TOTAL", "net_mass_kg": None,
            "valuation": "FOB", "method": "reported", "detail": False, "source": "s",
            "vintage": "v1", "status": "kept",
        }  # fmt: skip
        full = [{**usual, "row": number, **row} for number, row in enumerate(rows, start=1)]
        return ReportedFlows.from_arrow(
            pa.Table.from_pylist(full, schema=REPORTED_SCHEMA), Provenance("s")
        )

    return make

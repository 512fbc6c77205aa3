"""Statements by hand: six-row tables of made-up economies."""

from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest

from tradenet.domain import BilateralFlows, Economies, Provenance, ReportedFlows
from tradenet.domain.flows import REPORTED_SCHEMA
from tradenet.flows import ValuationRules, pair, to_fob

Row = dict[str, Any]
WITH_CODES = REPORTED_SCHEMA.append(pa.field("reporter_code", pa.string())).append(
    pa.field("partner_code", pa.string())
)
USUAL: Row = {
    "period": 2019,
    "flow": "X",
    "product": "TOTAL",
    "net_mass_kg": None,
    "valuation": "FOB",
    "method": "reported",
    "detail": False,
    "source": "s",
    "vintage": "v1",
    "status": "kept",
}


@pytest.fixture(scope="session")
def reported() -> Callable[..., ReportedFlows]:
    """Return a maker of reported flows from rows; what a row does not say has its usual value."""

    def make(*rows: Row, codes: tuple[str, ...] = ("iso3", "m49", "names")) -> ReportedFlows:
        full = [
            {
                **USUAL,
                "row": number,
                "reporter_code": row["reporter"],
                "partner_code": row["partner"],
                **row,
            }
            for number, row in enumerate(rows, start=1)
        ]
        table = pa.Table.from_pylist(full, schema=WITH_CODES)
        return ReportedFlows.from_arrow(table, Provenance("s", codes=codes))

    return make


@pytest.fixture(scope="session")
def paired(reported: Callable[..., ReportedFlows]) -> Callable[..., BilateralFlows]:
    """Return a maker of paired cells: both reports side by side, CIF as it is."""

    def make(*rows: Row) -> BilateralFlows:
        return pair(to_fob(reported(*rows), ValuationRules(1.0))).compute()

    return make


@pytest.fixture(scope="session")
def economies() -> Economies:
    """Six economies, a group, bunkers; D lived until 1990, E since 1991, F is estimated."""
    codes = [
        *(("iso3", code.lower(), code) for code in ("AAA", "BBB", "CCC", "DDD", "EEE", "FFF")),
        ("m49", "4", "AAA"),
        ("m49", "8", "BBB"),
        ("m49", "0", "WLD"),
        ("m49", "899", "NES"),
        ("names", "république d'aaa", "AAA"),
        ("names", "aaa republic", "AAA"),
        ("names", "8", "CCC"),  # also a number of another scheme: the first scheme decides
        ("names", "strasse", "BBB"),
    ]
    lives = [
        ("AAA", "economy", None, None),
        ("BBB", "economy", None, None),
        ("CCC", "economy", None, None),
        ("DDD", "economy", None, 1990),
        ("EEE", "economy", 1991, None),
        ("FFF", "economy", None, None),
        ("WLD", "aggregate", None, None),
        ("NES", "nes", None, None),
    ]
    year = pa.int32()
    return Economies(
        codes=pa.table(
            dict(zip(("scheme", "code", "economy"), zip(*codes, strict=True), strict=True))
        ),
        lifetimes=pa.table(
            {
                "economy": [row[0] for row in lives],
                "kind": [row[1] for row in lives],
                "valid_from": pa.array([row[2] for row in lives], year),
                "valid_to": pa.array([row[3] for row in lives], year),
            }
        ),
        estimates=pa.table(
            {
                "source": ["s", "s"],
                "economy": ["FFF", "BBB"],
                "valid_from": pa.array([2020, 2005], year),
                "valid_to": pa.array([None, 2006], year),
            }
        ),
        names={"AAA": "Aaa"},
    )

"""Graphs and flows by hand."""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pytest

from tradenet.domain import BilateralFlows, Expected, Period, Provenance, TradeGraph
from tradenet.domain.flows import BILATERAL_SCHEMA


@pytest.fixture(scope="session")
def graph_of() -> Callable[..., TradeGraph]:
    """Return a maker of graphs; the diagonal becomes NaN."""

    def make(values: npt.ArrayLike, names: tuple[str, ...] = ()) -> TradeGraph:
        matrix = np.array(values, dtype=float)
        np.fill_diagonal(matrix, np.nan)
        economies = names or tuple(f"E{k:03d}" for k in range(len(matrix)))
        return TradeGraph(economies, matrix, Period(2019), provenance=Provenance("by_hand"))

    return make


@pytest.fixture(scope="session")
def expected_of() -> Callable[..., Expected]:
    """Return a maker of expected trade for a graph; the diagonal becomes NaN."""

    def make(graph: TradeGraph, values: npt.ArrayLike) -> Expected:
        matrix = np.array(values, dtype=float)
        np.fill_diagonal(matrix, np.nan)
        return Expected(graph.economies, matrix, graph.observed & ~np.isnan(matrix), "by hand")

    return make


@pytest.fixture(scope="session")
def flows_of() -> Callable[..., BilateralFlows]:
    """Return a maker of agreed flows from rows; what a row does not say has its usual value."""

    def make(*rows: dict[str, Any]) -> BilateralFlows:
        usual = {
            "period": 2019, "product": "TOTAL", "observed": "both", "basis": "importer",
            "exporter_report_usd": None, "importer_report_usd": None, "log_gap": None,
            "source": "s", "vintage": "v", "status": "kept",
        }  # fmt: skip
        full = [{**usual, **row} for row in rows]
        table = pa.Table.from_pylist(full, schema=BILATERAL_SCHEMA)
        return BilateralFlows.from_arrow(table, Provenance("by_hand"))

    return make

"""Evidence by hand: two spokes A and B, a hub H, the rest of the world W, three years."""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pytest

from tradenet.bloc import Evidence
from tradenet.domain import Bloc, Expected, Period, TradeGraph, Window
from tradenet.domain.flows import BILATERAL_SCHEMA

NAMES = ("A", "B", "H", "W")
WINDOW = Window((2001, 2002), (2004,))
Row = dict[str, Any]


@pytest.fixture(scope="session")
def evidence_of() -> Callable[..., Evidence]:
    """Return a maker of evidence from cells, and values and expectations per year."""

    def make(
        cells: list[Row],
        values: dict[int, npt.ArrayLike] | None = None,
        expected: dict[int, npt.ArrayLike] | None = None,
        hub: str = "H",
    ) -> Evidence:
        usual = {"product": "TOTAL", "source": "s", "vintage": "v", "status": "kept",
                 "observed": "both", "basis": "importer"}  # fmt: skip
        table = pa.Table.from_pylist([{**usual, **cell} for cell in cells], schema=BILATERAL_SCHEMA)
        graphs = {
            code: TradeGraph(NAMES, without_diagonal(matrix), Period(code))
            for code, matrix in (values or {}).items()
        }
        hoped = {}
        for code, matrix in (expected or {}).items():
            array = without_diagonal(matrix)
            fitted = graphs[code].observed & ~np.isnan(array)
            hoped[code] = Expected(NAMES, array, fitted, "by hand")
        return Evidence(Bloc(("A", "B"), hub), WINDOW, table, graphs, hoped)

    return make


def without_diagonal(matrix: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Return a float copy with NaN on the diagonal."""
    array = np.array(matrix, dtype=float)
    np.fill_diagonal(array, np.nan)
    return array

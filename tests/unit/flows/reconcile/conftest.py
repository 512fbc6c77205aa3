"""Cells by hand and planted worlds: reports whose margin and whose errors are known."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from tradenet.domain import BilateralFlows, Provenance
from tradenet.domain.flows import BILATERAL_SCHEMA
from tradenet.flows.reconcile import Reports

Cell = tuple[str, str, float | None, float | None]


@pytest.fixture(scope="session")
def cells() -> Callable[..., BilateralFlows]:
    """Return a maker of paired cells: exporter, importer, exporter's report, importer's report."""

    def make(*rows: Cell, products: list[str] | None = None, **more: Any) -> BilateralFlows:  # noqa: ANN401 - any column
        usual = {"period": 2022, "observed": "both", "source": "s", "vintage": "v"}
        names = products or ["270112"] * len(rows)
        full = [
            {
                **usual,
                "status": "kept",
                "exporter": exporter,
                "importer": importer,
                "exporter_report_usd": one,
                "importer_report_usd": other,
                "product": name,
                **more,
            }
            for (exporter, importer, one, other), name in zip(rows, names, strict=True)
        ]
        table = pa.Table.from_pylist(full, schema=BILATERAL_SCHEMA)
        return BilateralFlows.from_arrow(table, Provenance("s"))

    return make


@pytest.fixture(scope="session")
def world() -> Callable[..., Reports]:
    """Return a maker of planted worlds of n economies and 30 products.

    ``errors`` are the standard deviations (logs) of each economy's exports and imports, ``margin``
    the CIF/FOB logs at a distance in km, ``gross`` the share of reports that are plainly wrong.
    """

    def make(
        rng: np.random.Generator,
        errors: np.ndarray[Any, Any],
        margin: Callable[[Any], Any] = lambda far: 0.0 * far,
        gross: float = 0.0,
    ) -> Reports:
        n = errors.shape[1]
        one, other = np.nonzero(~np.eye(n, dtype=bool))
        one, other = np.tile(one, 30), np.tile(other, 30)
        far = rng.uniform(200, 18000, (n, n))
        far = np.tril(far) + np.tril(far, -1).T
        true = rng.lognormal(12, 2, len(one))
        exports = true * np.exp(errors[0, one] * rng.standard_normal(len(one)))
        imports = true * np.exp(
            margin(far[one, other]) + errors[1, other] * rng.standard_normal(len(one))
        )
        wrong = rng.random(len(one)) < gross
        imports = np.where(wrong, imports * np.exp(rng.normal(0, 4, len(one))), imports)
        names = tuple(f"E{number:02}" for number in range(n))
        return Reports(names, one, other, exports, imports, far, (far < 1000).astype(float))

    return make

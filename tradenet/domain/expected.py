"""Expected trade under a stated null: one idea for the whole house."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from tradenet.domain.arrays import Mask, Matrix, frozen_square, to_long
from tradenet.domain.errors import SchemaError
from tradenet.domain.notebook import card


@dataclass(frozen=True, slots=True, eq=False)
class Expected:
    """What trade would be if the null were true.

    Attributes
    ----------
    economies : tuple of str, length n
        Sorted codes; rows export, columns import.
    values : float array, shape (n, n), read-only
        Expected USD FOB ≥ 0; NaN where the null says nothing (the diagonal, cells it cannot
        reach).
    fitted : bool array, shape (n, n), read-only
        True where the cell was observed and took part in the fit; elsewhere a number is an
        extrapolation.
    null : str
        The null in words.
    """

    economies: tuple[str, ...]
    values: Matrix
    fitted: Mask
    null: str

    def __post_init__(self) -> None:
        values = frozen_square(self.values, self.economies, "expected trade")
        fitted = np.array(self.fitted, dtype=np.bool_)
        if fitted.shape != values.shape or np.any(values < 0) or np.any(fitted & np.isnan(values)):
            msg = "expected trade: fitted cells need a number that is not negative"
            raise SchemaError(msg)
        fitted.setflags(write=False)
        object.__setattr__(self, "values", values)
        object.__setattr__(self, "fitted", fitted)

    def summary(self) -> str:
        """Return one quotable line."""
        return f"expected trade of {len(self.economies)} economies under: {self.null}"

    def to_arrow(self) -> pa.Table:
        """Return the cells as exporter, importer, expected_usd."""
        return pa.table(to_long(self.values, self.economies, "expected_usd"))

    def to_pandas(self) -> Any:  # noqa: ANN401 - pandas is imported by who asks for it
        """Return an n×n frame of expected USD: rows export, columns import."""
        import pandas as pd

        return pd.DataFrame(self.values, index=list(self.economies), columns=list(self.economies))

    def _repr_html_(self) -> str:
        return card(
            "Expected",
            [
                ("null", self.null),
                ("economies", len(self.economies)),
                ("cells fitted", f"{int(self.fitted.sum()):,}"),
            ],
        )

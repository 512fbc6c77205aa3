"""What a gravity regression asks and what it answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tradenet.domain.arrays import Matrix
from tradenet.domain.notebook import card, said

Vector = npt.NDArray[np.float64]
Words = npt.NDArray[np.str_]

USED: Final = "used"


@dataclass(frozen=True, slots=True)
class Model:
    """Which columns explain which flow.

    Attributes
    ----------
    regressors : tuple of str
        Columns whose coefficients are wanted.
    effects : tuple of str
        Fixed effects: a column, or several joined by ``^`` (``"exporter^year"``); at least one.
    flow : str
        Column of trade ≥ 0, any unit.
    clusters : tuple of str
        Standard errors are clustered by these, one or two, written like effects; none means robust
        to heteroskedasticity only.
    """

    regressors: tuple[str, ...]
    effects: tuple[str, ...]
    flow: str = "trade"
    clusters: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns that the model reads, each once."""
        joined = [part for name in (*self.effects, *self.clusters) for part in name.split("^")]
        return tuple(dict.fromkeys((self.flow, *self.regressors, *joined)))


@dataclass(frozen=True, slots=True, eq=False)
class Coefficients:
    """Coefficients with their errors, and what became of every row.

    Attributes
    ----------
    estimator : str
        In words.
    names : tuple of str, length k
        Regressors that have a coefficient.
    values, errors : float arrays, shape (k,)
        Coefficients and standard errors.
    covariance : float array, shape (k, k)
        Of the coefficients.
    covariance_kind : str
        How it was estimated, in words.
    omitted : tuple of str
        Regressors that the effects or other regressors determine.
    status : str array, shape (rows,)
        Per row of the panel: ``used`` or why not: ``missing`` (a value is), ``zero`` (no
        logarithm), ``singleton`` (alone in an effect), ``separated`` (a zero that the effects leave
        no other value).
    expected : float array, shape (rows,)
        Expected trade in the unit of the flow, NaN where not used.
    scores : float array, shape (rows used, k)
        Contribution of each used row to the first-order conditions.
    hessian : float array, shape (k, k)
        Of the concentrated objective, positive definite.
    deviance : float
        Of Poisson; the sum of squared residuals of a regression of logarithms.
    """

    estimator: str
    names: tuple[str, ...]
    values: Vector
    errors: Vector
    covariance: Matrix
    covariance_kind: str
    omitted: tuple[str, ...]
    status: Words
    expected: Vector
    scores: Matrix
    hessian: Matrix
    deviance: float

    @property
    def rows(self) -> Mapping[str, int]:
        """Rows by what became of them; they add up to the rows of the panel."""
        return MappingProxyType(dict(sorted(Counter(self.status.tolist()).items())))

    @property
    def used(self) -> int:
        """Rows that the coefficients rest on."""
        return int((self.status == USED).sum())

    def __getitem__(self, name: str) -> float:
        """Return the coefficient of a regressor."""
        return float(self.values[self.names.index(name)])

    def summary(self) -> str:
        """Return one quotable line."""
        each = ", ".join(
            f"{name} {value:.4f} ({error:.4f})"
            for name, value, error in zip(self.names, self.values, self.errors, strict=True)
        )
        return f"{self.estimator}: {each}; {self.used:,} rows; errors {self.covariance_kind}"

    def to_arrow(self) -> pa.Table:
        """Return name, coefficient, standard_error."""
        return pa.table(
            {
                "name": list(self.names),
                "coefficient": self.values,
                "standard_error": self.errors,
            }
        )

    def _repr_html_(self) -> str:
        each = [
            (name, f"{said(float(value))} (standard error {said(float(error))})")
            for name, value, error in zip(self.names, self.values, self.errors, strict=True)
        ]
        counts = [(f"rows {what}", f"{count:,}") for what, count in self.rows.items()]
        return card(f"Coefficients: {self.estimator}", [*each, *counts])

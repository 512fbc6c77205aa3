"""What a backbone is: a mark on trade that was observed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from tradenet.domain import SchemaError
from tradenet.domain.arrays import Mask, Matrix, frozen_square
from tradenet.domain.notebook import card


@dataclass(frozen=True, slots=True, eq=False)
class Backbone:
    """Which cells with trade stand out. Nothing is removed: trade that is not kept was observed.

    Attributes
    ----------
    economies : tuple of str, length n
        Sorted codes; rows export, columns import.
    kept : bool array, shape (n, n), read-only
        True where the trade stands out.
    score : float array, shape (n, n), read-only
        What was compared with the threshold, as the method says; NaN where there is no trade, the
        cell is not observed, or the method says nothing.
    values : float array, shape (n, n), read-only
        The graph's own USD FOB, NaN where not observed.
    threshold : float
        The method's α or δ.
    method : str
        Method and parameters in words.
    """

    economies: tuple[str, ...]
    kept: Mask
    score: Matrix
    values: Matrix
    threshold: float
    method: str

    def __post_init__(self) -> None:
        kept = np.array(self.kept, dtype=np.bool_)
        score = frozen_square(self.score, self.economies, "backbone scores")
        values = frozen_square(self.values, self.economies, "backbone values")
        if kept.shape != score.shape or np.any(np.isnan(score[kept])):
            msg = "backbone: every kept cell needs a score"
            raise SchemaError(msg)
        kept.setflags(write=False)
        for name, array in (("kept", kept), ("score", score), ("values", values)):
            object.__setattr__(self, name, array)

    @property
    def share_of_edges(self) -> float | None:
        """Share of the cells with trade that are kept, 0 to 1; None where there is no trade."""
        edges = int((np.nan_to_num(self.values) > 0).sum())
        return int(self.kept.sum()) / edges if edges else None

    @property
    def share_of_trade(self) -> float | None:
        """Share of the observed dollars that are kept, 0 to 1; None where there is no trade."""
        total = float(np.nansum(self.values))
        return float(self.values[self.kept].sum()) / total if total > 0 else None

    def summary(self) -> str:
        """Return one quotable line."""
        if self.share_of_edges is None or self.share_of_trade is None:
            return f"no trade to choose from ({self.method})"
        return (
            f"{int(self.kept.sum()):,} edges kept, {self.share_of_edges:.0%} of those with trade, "
            f"{self.share_of_trade:.0%} of the dollars ({self.method})"
        )

    def to_arrow(self) -> pa.Table:
        """Return every cell with trade: exporter, importer, value_usd, score (or null), kept."""
        rows, columns = np.nonzero(np.nan_to_num(self.values) > 0)
        return pa.table(
            {
                "exporter": pa.array([self.economies[i] for i in rows], pa.string()),
                "importer": pa.array([self.economies[j] for j in columns], pa.string()),
                "value_usd": self.values[rows, columns],
                "score": pa.array(self.score[rows, columns], from_pandas=True),
                "kept": self.kept[rows, columns],
            }
        )

    def _repr_html_(self) -> str:
        return card("Backbone", [("method", self.method), ("kept", self.summary())])

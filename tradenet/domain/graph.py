"""A trade graph of one period: a dense labelled array."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

from tradenet.domain.arrays import Mask, Matrix, frozen_square, positions, to_long
from tradenet.domain.errors import SchemaError
from tradenet.domain.notebook import card, dollars
from tradenet.domain.period import Period
from tradenet.domain.provenance import Provenance


@dataclass(frozen=True, slots=True, eq=False)
class TradeGraph:
    """Directed trade among n economies in one period.

    Attributes
    ----------
    economies : tuple of str, length n
        Sorted codes; rows export, columns import.
    values : float array, shape (n, n), read-only
        USD FOB ≥ 0; NaN where the cell is not observed and on the diagonal. Zero means that
        somebody could have seen trade and saw none.
    period : Period
        When.
    product : str
        ``TOTAL`` or a product code.
    provenance : Provenance
        Where it came from.

    Examples
    --------
    >>> g = TradeGraph(("A", "B"), [[float("nan"), 2.0], [0.0, float("nan")]], Period(2019))
    >>> g.total_usd, g.density
    (2.0, 0.5)
    """

    economies: tuple[str, ...]
    values: Matrix
    period: Period
    product: str = "TOTAL"
    provenance: Provenance = field(default_factory=lambda: Provenance("unknown"))

    def __post_init__(self) -> None:
        values = frozen_square(self.values, self.economies, "trade graph")
        if np.any(values < 0) or np.any(np.isinf(values)):
            msg = "trade graph: values must be finite and not negative"
            raise SchemaError(msg)
        if not np.all(np.isnan(np.diagonal(values))):
            msg = "trade graph: the diagonal must be NaN (no trade with oneself)"
            raise SchemaError(msg)
        object.__setattr__(self, "values", values)

    @property
    def observed(self) -> Mask:
        """Bool array (n, n): True where somebody could see the cell."""
        return ~np.isnan(self.values)

    @property
    def total_usd(self) -> float:
        """Sum of the observed cells, USD FOB."""
        return float(np.nansum(self.values))

    @property
    def density(self) -> float:
        """Share of observed cells with trade, 0 to 1."""
        seen = int(self.observed.sum())
        return float((np.nan_to_num(self.values) > 0).sum() / seen) if seen else 0.0

    def value(self, exporter: str, importer: str) -> float:
        """Return one cell in USD; NaN where not observed or not in the graph."""
        i, j = positions(self.economies, (exporter, importer))
        return float(self.values[i, j]) if min(i, j) >= 0 else float("nan")

    def summary(self) -> str:
        """Return one quotable line."""
        return (
            f"{self.period}: {len(self.economies)} economies, {self.total_usd / 1e12:.2f} tn USD, "
            f"{self.observed.sum():,} cells observed, density {self.density:.2f}"
        )

    def to_arrow(self) -> pa.Table:
        """Return the observed cells as exporter, importer, value_usd."""
        return pa.table(to_long(self.values, self.economies, "value_usd")).replace_schema_metadata(
            self.provenance.to_metadata()
        )

    def to_pandas(self) -> Any:  # noqa: ANN401 - pandas is imported by who asks for it
        """Return an n×n frame: rows export, columns import, NaN where not observed."""
        import pandas as pd

        return pd.DataFrame(self.values, index=list(self.economies), columns=list(self.economies))

    def to_networkx(self) -> Any:  # noqa: ANN401 - networkx is imported by who asks for it
        """Return a networkx DiGraph with the edge attribute ``value_usd``; zeros are no edges."""
        import networkx as nx

        graph = nx.DiGraph(period=str(self.period), product=self.product)
        graph.add_nodes_from(self.economies)
        rows, columns = np.nonzero(np.nan_to_num(self.values))
        graph.add_weighted_edges_from(
            (
                (self.economies[i], self.economies[j], float(self.values[i, j]))
                for i, j in zip(rows, columns, strict=True)
            ),
            weight="value_usd",
        )
        return graph

    def to_igraph(self) -> Any:  # noqa: ANN401 - igraph has no stubs
        """Return a directed igraph Graph with ``name`` and ``value_usd``; zeros are no edges."""
        import igraph

        rows, columns = np.nonzero(np.nan_to_num(self.values))
        graph = igraph.Graph(
            n=len(self.economies), edges=list(zip(rows.tolist(), columns.tolist(), strict=True)),
            directed=True,
        )  # fmt: skip
        graph.vs["name"] = list(self.economies)
        graph.es["value_usd"] = self.values[rows, columns].tolist()
        return graph

    def _repr_html_(self) -> str:
        return card(
            f"TradeGraph {self.period}",
            [
                ("economies", len(self.economies)),
                ("trade", dollars(self.total_usd)),
                ("cells observed", f"{int(self.observed.sum()):,}"),
                ("of these with trade", f"{self.density:.0%}"),
            ],
        )

"""What is written beside a trade graph: facts of its economies and of its trade."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from tradenet.domain import Expected, Partition, SchemaError, TradeGraph
from tradenet.networks.backbones import Backbone
from tradenet.networks.centralities import Strength
from tradenet.networks.evolution.core import cores
from tradenet.networks.intensity import intensity


@dataclass(frozen=True, slots=True, eq=False)
class Attributes:
    """Typed columns for the economies and for the cells of one graph; null where undefined.

    Attributes
    ----------
    nodes : pyarrow.Table
        ``economy``, in the graph's order, and other columns.
    edges : pyarrow.Table
        ``exporter``, ``importer``, in the order of `TradeGraph.to_arrow`, and other columns.
    words : mapping of str to str
        How they were made, for the graph as a whole.
    """

    nodes: pa.Table
    edges: pa.Table
    words: Mapping[str, str]

    def check(self, graph: TradeGraph) -> None:
        """Raise a `SchemaError` unless the rows are those of the graph, in its order."""
        cells = graph.to_arrow()
        same = self.nodes["economy"].to_pylist() == list(graph.economies) and all(
            self.edges[side].to_pylist() == cells[side].to_pylist()
            for side in ("exporter", "importer")
        )
        if not same:
            msg = "attributes of another graph: rows must be its economies and its observed cells"
            raise SchemaError(msg)


def bare(graph: TradeGraph) -> Attributes:
    """Return no attributes beyond the economies and dollars themselves."""
    cells = graph.to_arrow().select(["exporter", "importer"])
    return Attributes(pa.table({"economy": pa.array(graph.economies, pa.string())}), cells, {})


def describe(
    graph: TradeGraph,
    expected: Expected,
    partition: Partition,
    backbone: Backbone,
    *,
    names: Mapping[str, str] | None = None,
    states: Mapping[tuple[str, str], str] | None = None,
) -> Attributes:
    r"""Return what other tools are told of a graph beside its dollars.

    Of an economy: ``name``, ``community``, ``within_share``, ``core``, ``exports_usd``,
    ``imports_usd``. With :math:`C` its community,

    .. math:: w_i = \frac{\sum_{j \in C} (x_{ij} + x_{ji})}{2 \sum_{i, j \in C} x_{ij}}

    is ``within_share``, null where the community has no trade within; ``core`` is true for the
    largest of each community, first by code where equal. Of a cell: ``intensity``, ``observed``
    (who told it), ``backbone`` (kept or not; an observed zero is not kept).

    Parameters
    ----------
    graph, expected, partition, backbone
        Of the same economies.
    names : mapping of str to str, optional
        English names; codes where not given.
    states : mapping of (exporter, importer) to str, optional
        State of each cell (`Observability`); null where not given.

    Raises
    ------
    SchemaError
        If they speak of different economies.

    Examples
    --------
    >>> from tradenet.domain import Period
    >>> from tradenet.networks import Disparity
    >>> nan = float("nan")
    >>> g = TradeGraph(
    ...     ("A", "B", "C"), [[nan, 4.0, 1.0], [2.0, nan, nan], [0.0, nan, nan]], Period(2019)
    ... )
    >>> even = Expected(g.economies, np.where(g.observed, 2.0, nan), g.observed, "even")
    >>> together = Partition(g.economies, np.array([0, 0, 1]), 0.0, "by hand")
    >>> found = describe(g, even, together, Disparity()(g))
    >>> found.nodes["within_share"].to_pylist(), found.nodes["core"].to_pylist()
    ([0.5, 0.5, None], [True, False, False])
    >>> found.edges["intensity"].to_pylist()
    [2.0, 0.5, 1.0, 0.0]
    """
    if not graph.economies == expected.economies == partition.economies == backbone.economies:
        msg = "graph, expected trade, partition and backbone speak of different economies"
        raise SchemaError(msg)
    strength = Strength()(graph)
    held = cores(partition, graph).sort_by("economy")
    nodes = {
        "economy": strength["economy"],
        "name": pa.array([(names or {}).get(code, code) for code in graph.economies], pa.string()),
        "community": pa.array(partition.membership, pa.int32()),
        "within_share": held["share"],
        "core": held["is_core"],
        "exports_usd": strength["exports_usd"],
        "imports_usd": strength["imports_usd"],
    }
    rows, columns = np.nonzero(graph.observed)
    cells = graph.to_arrow()
    pairs = zip(cells["exporter"].to_pylist(), cells["importer"].to_pylist(), strict=True)
    edges = {
        "exporter": cells["exporter"],
        "importer": cells["importer"],
        "intensity": pa.array(intensity(graph, expected)[rows, columns], from_pandas=True),
        "observed": pa.array([(states or {}).get(pair) for pair in pairs], pa.string()),
        "backbone": pa.array(backbone.kept[rows, columns]),
    }
    words = {
        "null": expected.null,
        "communities": partition.method,
        "backbone_method": backbone.method,
        "source": graph.provenance.source,
    }
    return Attributes(pa.table(nodes), pa.table(edges), words)


def decorated(graph: TradeGraph, facts: Attributes) -> Any:  # noqa: ANN401 - networkx has no stubs
    """Return the networkx graph with attributes of Python's types; what is null is left out."""
    found = graph.to_networkx()
    found.graph.update(facts.words)
    for row in facts.nodes.to_pylist():
        found.nodes[row.pop("economy")].update(_given(row))
    for row in facts.edges.to_pylist():
        pair = (row.pop("exporter"), row.pop("importer"))
        if found.has_edge(*pair):
            found.edges[pair].update(_given(row))
    return found


def _given(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None}

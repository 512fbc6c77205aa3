"""Communities of each layer and of all together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from tradenet.domain import Expected, Partition, TradeGraph, UnknownName, nearest
from tradenet.domain.arrays import Mask
from tradenet.domain.notebook import card
from tradenet.networks.agreement import Agreement, agreement
from tradenet.networks.layers.contribution import contribution
from tradenet.networks.layers.multiplex import Method, median_partition, multiplex

Streams = Callable[[str], np.random.Generator]

_AGREEMENTS = pa.schema(
    [("layer", pa.string()), ("communities", pa.int32()), ("trading", pa.int32()),
     ("nmi", pa.float64()), ("ami", pa.float64()), ("compared", pa.int32())]
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Layers:
    """Trade by product, what is expected of it, and communities: per layer and of all.

    Attributes
    ----------
    graphs, expected, partitions : tuples, length L
        A layer each, all of the same economies and observed cells.
    total : Partition
        Communities of total trade.
    multiplex : Partition
        Communities that all layers share, each weighing the same; see `multiplex`.
    median : Partition
        The partition nearest to those of the layers; see `median_partition`.
    """

    graphs: tuple[TradeGraph, ...]
    expected: tuple[Expected, ...]
    partitions: tuple[Partition, ...]
    total: Partition
    multiplex: Partition
    median: Partition

    @property
    def names(self) -> tuple[str, ...]:
        """Product of each layer."""
        return tuple(graph.product for graph in self.graphs)

    def partition(self, layer: str) -> Partition:
        """Return the communities of a layer, or of ``total``, ``multiplex``, ``median``.

        Raises
        ------
        UnknownName
            If there is no such layer; the message names the nearest.
        """
        known = {name: partition for name, partition, _ in self._named()}
        if layer not in known:
            msg = f"no layer '{layer}'{nearest(layer, known)}; there are {', '.join(known)}"
            raise UnknownName(msg)
        return known[layer]

    def contribution(self, dyads: Iterable[tuple[str, str]]) -> pa.Table:
        """Return each layer's part in the dyads' trade beyond expectation; see `contribution`."""
        return contribution(self.graphs, self.expected, dyads)

    def agreement(self, groups: Mapping[str, str] | Partition) -> pa.Table:
        """Return how far each layer's communities agree with groups, such as regions.

        Over economies with observed trade in the layer: one without trade is alone, and would
        agree or not for no reason of trade. See `tradenet.networks.agreement`.

        Parameters
        ----------
        groups : mapping of str to str, or Partition
            For instance ``self.total``.

        Returns
        -------
        pyarrow.Table
            A row per layer and one each for ``total``, ``multiplex``, ``median``: ``layer``,
            ``communities`` of two or more, ``trading`` economies, ``nmi``, ``ami``, ``compared``
            economies; null where undefined.
        """
        lines = [
            {
                "layer": name,
                "communities": sum(size > 1 for size in partition.sizes),
                "trading": int(among.sum()),
                **_numbers(agreement(partition, groups, among)),
            }
            for name, partition, among in self._named()
        ]
        return pa.Table.from_pylist(lines, schema=_AGREEMENTS)

    def summary(self) -> str:
        """Return one quotable line."""
        counts = [sum(size > 1 for size in partition.sizes) for partition in self.partitions]
        return (
            f"{self.graphs[0].period}: {len(self.graphs)} layers with {min(counts)} to "
            f"{max(counts)} communities of two or more"
        )

    def to_arrow(self) -> pa.Table:
        """Return layer, economy, community, trades (False: alone for want of trade)."""
        tables = [
            partition.to_arrow()
            .add_column(0, "layer", pa.array([name] * len(among), pa.string()))
            .append_column("trades", pa.array(among))
            for name, partition, among in self._named()
        ]
        return pa.concat_tables(tables)

    def _named(self) -> list[tuple[str, Partition, Mask]]:
        """Return every partition with its name and who trades there."""
        trading = [trades(graph) for graph in self.graphs]
        anywhere: Mask = np.logical_or.reduce(trading)
        of_all = [("total", self.total), ("multiplex", self.multiplex), ("median", self.median)]
        return [
            *zip(self.names, self.partitions, trading, strict=True),
            *((name, partition, anywhere) for name, partition in of_all),
        ]

    def _repr_html_(self) -> str:
        return card(
            f"Layers {self.graphs[0].period}", [(n, p.summary()) for n, p, _ in self._named()]
        )


def detect_layers(
    graphs: tuple[TradeGraph, ...],
    null: Callable[[TradeGraph], Expected],
    method: Method,
    streams: Streams,
) -> Layers:
    """Return the communities of every layer and of all, by any method and any null.

    Barigozzi, Fagiolo and Mangioni (2011, doi:10.1016/j.physa.2011.02.004) find that communities of
    commodity networks differ from each other and from those of total trade; Barigozzi, Fagiolo and
    Garlaschelli (2010, doi:10.1103/PhysRevE.81.046104) that the total hides how layers differ.

    When not to use it: to look for the layer with the best story. A layer is one of many looks.

    Parameters
    ----------
    graphs : tuple of TradeGraph
        As `build_layers` gives them; layers without trade are left out.
    null : callable
        From a graph to its expected trade, such as an entry of ``tradenet.gravity.NULLS``.
    method : callable
        A made community method, such as ``Leiden()``.
    streams : callable
        From a name (a layer's, ``total``, ``multiplex``, ``median``) to a generator, so that a
        layer more moves no other's numbers.

    Raises
    ------
    InsufficientData
        If no layer has trade.
    """
    used = tuple(graph for graph in graphs if graph.total_usd > 0)
    expected = tuple(null(graph) for graph in used)
    both, hoped = multiplex(used, expected)
    first = used[0]
    summed = np.sum([graph.values for graph in used], axis=0)
    total = TradeGraph(first.economies, summed, first.period, provenance=first.provenance)
    partitions = tuple(
        method(graph, e, rng=streams(graph.product))
        for graph, e in zip(used, expected, strict=True)
    )
    return Layers(
        used,
        expected,
        partitions,
        method(total, null(total), rng=streams("total")),
        method(both, hoped, rng=streams("multiplex")),
        median_partition(partitions, method, rng=streams("median")),
    )


def trades(graph: TradeGraph) -> Mask:
    """Return which economies have observed trade above zero in a graph."""
    traded = np.nan_to_num(graph.values) > 0
    return np.logical_or(traded.any(axis=0), traded.any(axis=1))


def _numbers(found: Agreement) -> dict[str, float | int | None]:
    return {"nmi": found.nmi, "ami": found.ami, "compared": found.economies}

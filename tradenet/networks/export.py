"""Write a trade graph for other tools."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from tradenet.domain import TradeGraph, lookup


def _graphml(graph: TradeGraph, path: Path) -> None:
    import networkx as nx

    nx.write_graphml(graph.to_networkx(), path)


def _gexf(graph: TradeGraph, path: Path) -> None:
    import networkx as nx

    writer = nx.readwrite.gexf.GEXFWriter(prettyprint=True)
    writer.add_graph(graph.to_networkx())
    meta = writer.xml.find("meta")
    if meta is not None:  # it carries today's date, which no output may
        writer.xml.remove(meta)
    path.write_bytes(str(writer).encode())


def _csv(graph: TradeGraph, path: Path) -> None:
    import pyarrow.csv as pacsv

    pacsv.write_csv(graph.to_arrow(), path)


def _parquet(graph: TradeGraph, path: Path) -> None:
    import pyarrow.parquet as pq

    pq.write_table(graph.to_arrow(), path)


FORMATS: Final[Mapping[str, Callable[[TradeGraph, Path], None]]] = MappingProxyType(
    {
        "graphml": _graphml,
        "gexf": _gexf,
        "csv": _csv,
        "parquet": _parquet,
    }
)


def export(graph: TradeGraph, form: str, path: Path) -> None:
    """Write a graph as ``graphml`` or ``gexf`` (trade as edges), ``csv`` or ``parquet`` (cells).

    Parameters
    ----------
    graph : TradeGraph
        What to write; edges carry ``value_usd``.
    form : str
        A key of `FORMATS`.
    path : Path
        The file; replaced if it is there.
    """
    lookup(FORMATS, form, "format")(graph, path)

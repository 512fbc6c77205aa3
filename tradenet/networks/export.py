"""Write a trade graph for other tools."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import pyarrow as pa

from tradenet.domain import TradeGraph, lookup
from tradenet.domain.text import harmless, visible
from tradenet.networks.attributes import Attributes, bare, decorated

Writer = Callable[[TradeGraph, Attributes, Path], tuple[Path, ...]]


def _labelled(graph: TradeGraph, facts: Attributes) -> Any:  # noqa: ANN401 - networkx has no stubs
    """Return the networkx graph with what Gephi looks for: ``label`` and ``weight``."""
    found = decorated(graph, facts)
    for code, known in found.nodes(data=True):
        for key, value in known.items():
            if isinstance(value, str):  # XML has no way to write a control character
                known[key] = visible(value)
        known["label"] = known.get("name", code)
    for _, _, known in found.edges(data=True):
        known["weight"] = known["value_usd"]
    return found


def _graphml(graph: TradeGraph, facts: Attributes, path: Path) -> tuple[Path, ...]:
    import networkx as nx

    # by the standard library: the writer by lxml, where that is installed, gives other bytes
    writer = nx.readwrite.graphml.GraphMLWriter(graph=_labelled(graph, facts), prettyprint=True)
    logical = {key.get("id") for key in writer.xml.iter("key") if key.get("attr.type") == "boolean"}
    for value in writer.xml.iter("data"):
        if value.get("key") in logical:  # XML writes true, Python True
            value.text = value.text.lower()
    with path.open("wb") as stream:
        writer.dump(stream)
    return (path,)


def _gexf(graph: TradeGraph, facts: Attributes, path: Path) -> tuple[Path, ...]:
    import networkx as nx

    writer = nx.readwrite.gexf.GEXFWriter(prettyprint=True)
    writer.add_graph(_labelled(graph, facts))
    meta = writer.xml.find("meta")
    if meta is not None:  # it carries today's date, which no output may
        writer.xml.remove(meta)
    writer.xml.find("graph").attrib.pop("name", None)  # which the format's schema does not know
    path.write_bytes(str(writer).encode())
    return (path,)


def _csv(graph: TradeGraph, facts: Attributes, path: Path) -> tuple[Path, ...]:
    import pyarrow.csv as pacsv

    return _tables(graph, facts, path, lambda table, to: pacsv.write_csv(harmless(table), to))


def _parquet(graph: TradeGraph, facts: Attributes, path: Path) -> tuple[Path, ...]:
    import pyarrow.parquet as pq

    return _tables(graph, facts, path, pq.write_table)


def _tables(
    graph: TradeGraph, facts: Attributes, path: Path, write: Callable[[pa.Table, Path], None]
) -> tuple[Path, ...]:
    """Write the cells and, where there is more to say of economies than their codes, those."""
    cells = graph.to_arrow()
    for name in facts.edges.column_names[2:]:
        cells = cells.append_column(name, facts.edges[name])
    write(cells, path)
    if facts.nodes.num_columns == 1:
        return (path,)
    beside = nodes_path(path)
    write(facts.nodes.replace_schema_metadata(graph.provenance.to_metadata()), beside)
    return path, beside


def nodes_path(path: Path) -> Path:
    """Return where the economies stand beside a file of cells.

    Examples
    --------
    >>> nodes_path(Path("out/2019.csv")).name
    '2019.nodes.csv'
    """
    return path.with_name(f"{path.stem}.nodes{path.suffix}")


FORMATS: Final[Mapping[str, Writer]] = MappingProxyType(
    {
        "graphml": _graphml,
        "gexf": _gexf,
        "csv": _csv,
        "parquet": _parquet,
    }
)


def export(
    graph: TradeGraph, form: str, path: Path, facts: Attributes | None = None
) -> tuple[Path, ...]:
    """Write a graph as ``graphml`` or ``gexf`` (trade as edges), ``csv`` or ``parquet`` (cells).

    GraphML and GEXF declare the type of every attribute and leave out what is null; beside the
    attributes given they have ``label`` (the name, else the code) and ``weight`` (the dollars), by
    which Gephi and Cytoscape label and weigh. Observed zeros are no edges there, but are cells of
    CSV and Parquet. These have a row per cell; the economies' attributes, if any, go to a second
    file, whose name has ``.nodes`` before the ending. Same graph, same bytes.

    Parameters
    ----------
    graph : TradeGraph
        What to write; edges carry ``value_usd``.
    form : str
        A key of `FORMATS`.
    path : Path
        The file; replaced if it is there.
    facts : Attributes, optional
        As `describe` gives them.

    Returns
    -------
    tuple of Path
        The files written.

    Raises
    ------
    SchemaError
        If the attributes are those of another graph.
    """
    write = lookup(FORMATS, form, "format")
    known = facts or bare(graph)
    known.check(graph)
    return write(graph, known, path)

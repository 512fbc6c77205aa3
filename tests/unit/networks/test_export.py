"""Files for other tools, read back by them."""

import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import igraph
import networkx as nx
import numpy as np
import pandas as pd
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
import pytest

from tradenet.domain import (
    Expected,
    Partition,
    Provenance,
    SchemaError,
    TradeGraph,
    UnknownName,
)
from tradenet.networks import FORMATS, Attributes, Disparity, describe, export

NAN = float("nan")
EDGES = {("A", "B"): 0.1, ("B", "A"): 1e12 + 0.25, ("C", "A"): 3.0}


@pytest.fixture
def graph(graph_of: Callable[..., TradeGraph]) -> TradeGraph:
    """Three edges, an observed zero, an isolated economy."""
    values = [
        [NAN, 0.1, 0.0, NAN], [1e12 + 0.25, NAN, NAN, NAN], [3.0, NAN, NAN, NAN],
        [NAN, NAN, NAN, NAN],
    ]  # fmt: skip
    return graph_of(values, ("A", "B", "C", "D"))


def edges_of(found: nx.DiGraph) -> dict[tuple[str, str], float]:
    """Return dollars by edge."""
    return {(a, b): value for a, b, value in found.edges(data="value_usd")}


def test_graphml_is_read_back_by_networkx(graph: TradeGraph, tmp_path: Path) -> None:
    """Direction, dollars to the last digit, the isolated node, the period."""
    export(graph, "graphml", tmp_path / "g.graphml")
    found = nx.read_graphml(tmp_path / "g.graphml")
    assert found.is_directed()
    assert edges_of(found) == EDGES
    assert set(found) == {"A", "B", "C", "D"}
    assert found.graph["period"] == "2019"


def test_gexf_is_read_back_by_networkx_and_carries_no_date(
    graph: TradeGraph, tmp_path: Path
) -> None:
    """The same graph; the same bytes tomorrow."""
    export(graph, "gexf", tmp_path / "g.gexf")
    found = nx.read_gexf(tmp_path / "g.gexf")
    assert found.is_directed()
    assert edges_of(found) == EDGES
    assert set(found) == {"A", "B", "C", "D"}
    assert "lastmodified" not in (tmp_path / "g.gexf").read_text(encoding="utf-8")


def test_csv_is_read_back_by_pandas(graph: TradeGraph, tmp_path: Path) -> None:
    """Observed cells with their zeros, to the last digit."""
    export(graph, "csv", tmp_path / "g.csv")
    frame = pd.read_csv(tmp_path / "g.csv")
    assert list(frame.columns) == ["exporter", "importer", "value_usd"]
    found = {(row.exporter, row.importer): row.value_usd for row in frame.itertuples()}
    assert found == {**EDGES, ("A", "C"): 0.0}


def test_parquet_carries_cells_and_provenance(graph: TradeGraph, tmp_path: Path) -> None:
    """Read with pyarrow."""
    export(graph, "parquet", tmp_path / "g.parquet")
    table = pq.read_table(tmp_path / "g.parquet")
    assert table.equals(graph.to_arrow())
    assert Provenance.from_metadata(table.schema.metadata).source == "by_hand"


def test_an_unknown_format_is_a_name_error_with_help(graph: TradeGraph, tmp_path: Path) -> None:
    """Like every other registry: the nearest name and all of them."""
    with pytest.raises(UnknownName, match="did you mean 'graphml'"):
        export(graph, "grafml", tmp_path / "g")
    assert not list(tmp_path.iterdir())


def test_an_existing_file_is_replaced(graph: TradeGraph, tmp_path: Path) -> None:
    """Nothing of the old one is left."""
    path = tmp_path / "g.csv"
    path.write_text("old\n" * 1000, encoding="utf-8")
    export(graph, "csv", path)
    assert "old" not in path.read_text(encoding="utf-8")


@pytest.fixture
def facts(graph: TradeGraph) -> Attributes:
    """Communities A–B and C; D trades with nobody and nobody knows."""
    expected = Expected(graph.economies, np.where(graph.observed, 2.0, NAN), graph.observed, "even")
    partition = Partition(graph.economies, np.array([0, 0, 1, 2]), 0.5, "by hand")
    return describe(
        graph, expected, partition, Disparity(0.9)(graph),
        names={"A": "Å & <B>", "B": "Bé", "C": "C"}, states={("A", "B"): "both"},
    )  # fmt: skip


TYPES = {
    "name": "string", "community": "long", "within_share": "double", "core": "boolean",
    "exports_usd": "double", "imports_usd": "double", "value_usd": "double",
    "intensity": "double", "observed": "string", "backbone": "boolean",
}  # fmt: skip


def told(found: nx.DiGraph) -> None:
    """What must have survived, in Python's types."""
    assert found.nodes["A"]["name"] == "Å & <B>"
    assert found.nodes["A"]["community"] == 0
    assert found.nodes["B"]["core"] is False
    assert found.nodes["A"]["core"] is True
    assert found.nodes["A"]["within_share"] == 0.5
    assert found.nodes["C"]["exports_usd"] == 3.0
    assert "within_share" not in found.nodes["C"]
    assert "exports_usd" not in found.nodes["D"]
    assert found.edges["A", "B"]["observed"] == "both"
    assert "observed" not in found.edges["C", "A"]
    assert found.edges["C", "A"]["intensity"] == 1.5
    assert found.edges["C", "A"]["weight"] == 3.0
    assert isinstance(found.edges["A", "B"]["backbone"], bool)


def test_attributes_survive_graphml(graph: TradeGraph, facts: Attributes, tmp_path: Path) -> None:
    """By networkx; what is undefined is not there, and nothing reads nan or None."""
    (path,) = export(graph, "graphml", tmp_path / "g.graphml", facts)
    found = nx.read_graphml(path)
    told(found)
    assert edges_of(found) == EDGES
    assert found.graph["communities"] == "by hand"
    assert found.nodes["B"]["label"] == "Bé"
    text = path.read_text(encoding="utf-8")
    assert not re.search("(?i)>(nan|none|inf)<", text)
    assert not re.search(">(True|False)<", text), "XML writes true and false"
    declared = dict(re.findall(r'attr.name="(\w+)" attr.type="(\w+)"', text))
    assert {name: declared[name] for name in TYPES} == TYPES


def test_attributes_survive_graphml_in_igraph(
    graph: TradeGraph, facts: Attributes, tmp_path: Path
) -> None:
    """An independent reader: typed columns, true as true."""
    (path,) = export(graph, "graphml", tmp_path / "g.graphml", facts)
    found = igraph.Graph.Read_GraphML(str(path))
    assert found.is_directed()
    assert found.vs["id"] == ["A", "B", "C", "D"]
    assert found.vs["name"] == ["Å & <B>", "Bé", "C", "D"]
    assert found.vs["core"] == [True, False, False, False]
    assert found.vs["community"] == [0, 0, 1, 2]
    assert found.es["value_usd"] == list(EDGES.values())
    assert np.isnan(found.vs["exports_usd"][3])


def test_attributes_survive_gexf(graph: TradeGraph, facts: Attributes, tmp_path: Path) -> None:
    """By networkx; names are labels."""
    (path,) = export(graph, "gexf", tmp_path / "g.gexf", facts)
    found = nx.read_gexf(path)
    told(found)
    assert found.nodes["B"]["label"] == "Bé"


# What GEXF 1.2 lets these elements have (gexf.xsd, data.xsd of https://github.com/gephi/gexf).
GEXF = {
    "gexf": ({"version"}, {"graph"}),
    "graph": ({"defaultedgetype", "mode"}, {"attributes", "nodes", "edges"}),
    "attributes": ({"class", "mode"}, {"attribute"}),
    "attribute": ({"id", "title", "type"}, {"default", "options"}),
    "nodes": ({"count"}, {"node"}),
    "node": ({"id", "label"}, {"attvalues"}),
    "edges": ({"count"}, {"edge"}),
    "edge": ({"id", "source", "target", "weight", "type", "label"}, {"attvalues"}),
    "attvalues": (set[str](), {"attvalue"}),
    "attvalue": ({"for", "value"}, set[str]()),
}


def test_gexf_keeps_to_its_schema(graph: TradeGraph, facts: Attributes, tmp_path: Path) -> None:
    """Elements, attributes, types; each value is of a declared column and its type."""
    (path,) = export(graph, "gexf", tmp_path / "g.gexf", facts)
    root = ElementTree.parse(path).getroot()
    space = "{http://www.gexf.net/1.2draft}"
    columns: dict[str, dict[str, str]] = {"node": {}, "edge": {}}
    for element in root.iter():
        allowed, children = GEXF[element.tag.removeprefix(space)]
        assert {name for name in element.attrib if not name.startswith("{")} <= allowed
        assert {child.tag.removeprefix(space) for child in element} <= children
    assert root.get("version") == "1.2"
    for group in root.iter(f"{space}attributes"):
        columns[str(group.get("class"))] = {str(c.get("id")): str(c.get("type")) for c in group}
        assert {str(c.get("title")): c.get("type") for c in group}.items() <= TYPES.items()
    parse = {"double": float, "long": int, "string": str, "boolean": {"true": 1, "false": 0}.get}
    for kind in ("node", "edge"):
        for element in root.iter(f"{space}{kind}"):
            for value in element.iter(f"{space}attvalue"):
                number = parse[columns[kind][str(value.get("for"))]](str(value.get("value")))
                assert number is not None
                assert number == number  # noqa: PLR0124 - not NaN
    assert [float(str(edge.get("weight"))) for edge in root.iter(f"{space}edge")] == list(
        EDGES.values()
    )


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_economies_stand_beside_the_cells(
    form: str, graph: TradeGraph, facts: Attributes, tmp_path: Path
) -> None:
    """Two files; zeros are cells; null is empty."""
    cells, nodes = export(graph, form, tmp_path / f"g.x.{form}", facts)
    assert nodes.name == f"g.x.nodes.{form}"
    read = pacsv.read_csv if form == "csv" else pq.read_table
    found = read(cells).to_pylist()
    assert [row["value_usd"] for row in found] == [0.1, 0.0, 1e12 + 0.25, 3.0]
    assert found[1]["backbone"] is False
    assert found[1]["intensity"] == 0.0
    assert found[0]["observed"] == "both"
    people = read(nodes).to_pylist()
    assert [row["economy"] for row in people] == ["A", "B", "C", "D"]
    assert people[3]["exports_usd"] is None
    assert people[0]["name"] == "Å & <B>"


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_attributes_give_the_same_bytes_twice(
    form: str, graph: TradeGraph, facts: Attributes, tmp_path: Path
) -> None:
    """Each file of both."""
    once, twice = (
        [path.read_bytes() for path in export(graph, form, tmp_path / f"{k}.{form}", facts)]
        for k in (1, 2)
    )
    assert once == twice


def test_attributes_of_another_graph_are_refused(
    graph: TradeGraph, facts: Attributes, graph_of: Callable[..., TradeGraph], tmp_path: Path
) -> None:
    """Before anything is written."""
    other = graph_of(np.ones((4, 4)), graph.economies)
    with pytest.raises(SchemaError, match="attributes of another graph"):
        export(other, "csv", tmp_path / "g.csv", facts)
    assert not list(tmp_path.iterdir())
    partition = Partition(("X",), np.array([0]), 0.0, "by hand")
    expected = Expected(graph.economies, graph.values, graph.observed, "itself")
    with pytest.raises(SchemaError, match="different economies"):
        describe(graph, expected, partition, Disparity()(graph))


def test_the_core_of_each_community_by_hand(graph_of: Callable[..., TradeGraph]) -> None:
    """B carries most of its community's trade, D and E share theirs: the first by code."""
    values = np.zeros((5, 5))
    values[0, 1], values[1, 2], values[3, 4], values[0, 4] = 3, 5, 2, 100
    graph = graph_of(values)
    partition = Partition(graph.economies, np.array([0, 0, 0, 1, 1]), 0.0, "by hand")
    nodes = describe(
        graph,
        Expected(graph.economies, graph.values, graph.observed, "itself"),
        partition,
        Disparity()(graph),
    ).nodes
    np.testing.assert_allclose(nodes["within_share"], [3 / 16, 8 / 16, 5 / 16, 1 / 2, 1 / 2])
    assert nodes["core"].to_pylist() == [False, True, False, True, False]

"""Files for other tools, read back by them."""

from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pandas as pd
import pyarrow.parquet as pq
import pytest

from tradenet.domain import Provenance, TradeGraph, UnknownName
from tradenet.networks import export

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

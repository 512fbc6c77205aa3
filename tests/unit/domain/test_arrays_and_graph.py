"""Dense labelled arrays: graphs, expected trade, their invariants and their converters."""

import math

import numpy as np
import numpy.typing as npt
import pytest

from tradenet.domain import Expected, Period, Provenance, SchemaError, TradeGraph
from tradenet.domain.arrays import positions, to_long

NAN = math.nan
ABC = ("A", "B", "C")
VALUES = np.array([[NAN, 4.0, 0.0], [1.5, NAN, NAN], [2.0, 3.0, NAN]])


@pytest.fixture
def graph() -> TradeGraph:
    """Three economies; B to C is not observed, A to C is an observed zero."""
    return TradeGraph(ABC, VALUES, Period(2019), provenance=Provenance("by_hand"))


def test_known_numbers_of_a_small_graph(graph: TradeGraph) -> None:
    """Total 10.5; four of five observed cells trade."""
    assert graph.total_usd == 10.5
    assert graph.density == pytest.approx(4 / 5, abs=0)
    assert graph.observed.sum() == 5
    assert graph.value("C", "B") == 3.0
    assert math.isnan(graph.value("B", "C"))
    assert math.isnan(graph.value("A", "ZZZ"))
    assert "2019: 3 economies" in graph.summary()


def test_a_graph_is_a_read_only_copy() -> None:
    """Neither the caller's array nor the graph's own can change the graph."""
    source = VALUES.copy()
    graph = TradeGraph(ABC, source, Period(2019))
    source[0, 1] = 99.0
    assert graph.value("A", "B") == 4.0
    with pytest.raises(ValueError, match="read-only"):
        graph.values[0, 1] = 1.0


@pytest.mark.parametrize(
    ("economies", "values", "words"),
    [
        (("B", "A", "C"), VALUES, "unique and sorted"),
        (("A", "A", "C"), VALUES, "unique and sorted"),
        (("A", "B"), VALUES, r"shape \(3, 3\); 2 economies need"),
        (ABC, VALUES[:2], "shape"),
        (ABC, np.where(VALUES == 4.0, -1.0, VALUES), "not negative"),
        (ABC, np.where(VALUES == 4.0, np.inf, VALUES), "finite"),
        (ABC, np.nan_to_num(VALUES), "diagonal must be NaN"),
    ],
)
def test_a_graph_that_breaks_an_invariant_is_refused(
    economies: tuple[str, ...], values: npt.NDArray[np.float64], words: str
) -> None:
    """Order, shape, sign, finiteness, diagonal."""
    with pytest.raises(SchemaError, match=words):
        TradeGraph(economies, values, Period(2019))


def test_a_graph_without_observed_cells_has_density_zero() -> None:
    """No division by zero."""
    empty = TradeGraph(("A", "B"), np.full((2, 2), NAN), Period(2019))
    assert (empty.total_usd, empty.density) == (0.0, 0.0)
    assert empty.to_arrow().num_rows == 0
    assert empty.to_networkx().number_of_edges() == 0


def test_arrow_holds_observed_cells_with_zeros_and_provenance(graph: TradeGraph) -> None:
    """Row by row, zero kept, unobserved left out."""
    table = graph.to_arrow()
    assert table.to_pylist() == [
        {"exporter": "A", "importer": "B", "value_usd": 4.0},
        {"exporter": "A", "importer": "C", "value_usd": 0.0},
        {"exporter": "B", "importer": "A", "value_usd": 1.5},
        {"exporter": "C", "importer": "A", "value_usd": 2.0},
        {"exporter": "C", "importer": "B", "value_usd": 3.0},
    ]
    assert Provenance.from_metadata(table.schema.metadata).source == "by_hand"


def test_pandas_keeps_what_is_missing(graph: TradeGraph) -> None:
    """Rows export, columns import; NaN is not zero."""
    frame = graph.to_pandas()
    assert frame.loc["C", "B"] == 3.0
    assert frame.loc["A", "C"] == 0.0
    assert math.isnan(frame.loc["B", "C"])
    assert list(frame.index) == list(frame.columns) == list(ABC)


def test_networkx_and_igraph_agree_on_directed_weighted_edges(graph: TradeGraph) -> None:
    """The same four edges, in the same direction, with the same dollars."""
    expected = {("A", "B"): 4.0, ("B", "A"): 1.5, ("C", "A"): 2.0, ("C", "B"): 3.0}
    nx_graph = graph.to_networkx()
    assert nx_graph.is_directed()
    assert {(a, b): v for a, b, v in nx_graph.edges(data="value_usd")} == expected
    assert nx_graph.graph["period"] == "2019"
    ig_graph = graph.to_igraph()
    assert ig_graph.is_directed()
    names = ig_graph.vs["name"]
    assert {(names[e.source], names[e.target]): e["value_usd"] for e in ig_graph.es} == expected


def test_converters_keep_economies_without_trade() -> None:
    """An isolated economy is a node, not an absence."""
    values = np.full((3, 3), NAN)
    values[0, 1] = 1.0
    graph = TradeGraph(ABC, values, Period(2019))
    assert set(graph.to_networkx()) == set(ABC)
    assert graph.to_igraph().vs["name"] == list(ABC)


def test_positions_say_where_and_minus_one() -> None:
    """An economy that is not there has position -1."""
    assert positions(ABC, ("C", "Z", "A")).tolist() == [2, -1, 0]


def test_long_form_of_a_matrix_leaves_nan_out() -> None:
    """Cells in row order."""
    long = to_long(np.array([[NAN, 1.0], [0.0, NAN]]), ("A", "B"), "x")
    assert long == {"exporter": ["A", "B"], "importer": ["B", "A"], "x": [1.0, 0.0]}


def test_expected_copies_freezes_and_converts() -> None:
    """Read-only arrays, cells as a table, a null in words."""
    values = np.array([[NAN, 3.0], [4.0, NAN]])
    fitted = np.array([[False, True], [False, False]])
    expected = Expected(("A", "B"), values, fitted, "by hand")
    fitted[0, 1] = False
    assert expected.fitted[0, 1]
    with pytest.raises(ValueError, match="read-only"):
        expected.values[0, 1] = 0.0
    with pytest.raises(ValueError, match="read-only"):
        expected.fitted[0, 1] = False
    assert expected.to_arrow()["expected_usd"].to_pylist() == [3.0, 4.0]
    assert expected.to_pandas().loc["B", "A"] == 4.0
    assert "by hand" in expected.summary()


@pytest.mark.parametrize(
    ("values", "fitted"),
    [
        ([[NAN, -1.0], [1.0, NAN]], [[0, 1], [1, 0]]),
        ([[NAN, NAN], [1.0, NAN]], [[0, 1], [1, 0]]),
        ([[NAN, 1.0], [1.0, NAN]], [[0, 1, 0], [1, 0, 0]]),
    ],
)
def test_expected_refuses_negative_missing_or_misshapen(
    values: list[list[float]], fitted: list[list[int]]
) -> None:
    """A fitted cell has a number that is not negative."""
    with pytest.raises(SchemaError, match="fitted cells need a number"):
        Expected(("A", "B"), np.array(values), np.array(fitted), "by hand")


def test_notebook_cards_escape_what_they_show(graph: TradeGraph) -> None:
    """A null with markup in its name does not become markup."""
    expected = Expected(ABC, np.ones((3, 3)), np.ones((3, 3)), "<script>")
    assert "<script>" not in expected._repr_html_()
    assert "TradeGraph 2019" in graph._repr_html_()

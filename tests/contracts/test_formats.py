"""What holds for every export format: a file, the same bytes twice, the graph untouched."""

from pathlib import Path

import numpy as np
import pytest

from tradenet.domain import Period, TradeGraph
from tradenet.networks import FORMATS, export


@pytest.fixture(params=sorted(FORMATS))
def form(request: pytest.FixtureRequest) -> str:
    """Each format by its registry name."""
    return str(request.param)


@pytest.fixture
def graph() -> TradeGraph:
    """Ten economies with zeros, hidden cells and one that trades with nobody."""
    rng = np.random.default_rng(1)
    values = np.round(rng.lognormal(10, 3, size=(10, 10)), 2)
    values[rng.random((10, 10)) < 0.2] = np.nan
    values[rng.random((10, 10)) < 0.1] = 0.0
    values[9, :] = values[:, 9] = np.nan
    np.fill_diagonal(values, np.nan)
    return TradeGraph(tuple(f"E{k:02d}" for k in range(10)), values, Period(2019, 3))


def test_the_registry_is_read_only() -> None:
    """Nobody adds a format at run time."""
    with pytest.raises(TypeError):
        FORMATS["mine"] = FORMATS["csv"]  # type: ignore[index]


def test_it_writes_one_file_where_it_was_told(form: str, graph: TradeGraph, tmp_path: Path) -> None:
    """And nothing beside it."""
    export(graph, form, tmp_path / f"g.{form}")
    assert [path.name for path in tmp_path.iterdir()] == [f"g.{form}"]
    assert (tmp_path / f"g.{form}").stat().st_size > 100


def test_the_same_graph_gives_the_same_bytes(form: str, graph: TradeGraph, tmp_path: Path) -> None:
    """No clock, no hash order."""
    for name in ("one", "other"):
        export(graph, form, tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()


def test_it_leaves_the_graph_as_it_was(form: str, graph: TradeGraph, tmp_path: Path) -> None:
    """Pure: the values, to the bit."""
    before = graph.values.tobytes()
    export(graph, form, tmp_path / "g")
    assert graph.values.tobytes() == before


def test_it_copes_with_a_graph_without_trade(form: str, tmp_path: Path) -> None:
    """Two economies, nothing observed: a file all the same."""
    silent = TradeGraph(("A", "B"), np.full((2, 2), np.nan), Period(2019))
    export(silent, form, tmp_path / "g")
    assert (tmp_path / "g").exists()


def test_it_is_documented(form: str) -> None:
    """`export` names every format."""
    assert f"``{form}``" in (export.__doc__ or "")

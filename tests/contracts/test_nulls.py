"""What holds for every null of gravity: graph in, expected trade out, nothing else touched."""

import inspect

import numpy as np
import pytest

from tradenet.domain import Expected, InsufficientData, Period, TradeGraph
from tradenet.gravity import NULLS


def world(seed: int = 0, n: int = 20, hidden: float = 0.1) -> TradeGraph:
    """Return noisy trade with hidden cells and observed zeros."""
    rng = np.random.default_rng(seed)
    values = rng.lognormal(5, 2, size=(n, n))
    values[rng.random((n, n)) < 0.05] = 0.0
    values[rng.random((n, n)) < hidden] = np.nan
    np.fill_diagonal(values, np.nan)
    return TradeGraph(tuple(f"E{k:02d}" for k in range(n)), values, Period(2019))


@pytest.fixture(params=sorted(NULLS))
def name(request: pytest.FixtureRequest) -> str:
    """Each null by its registry name."""
    return str(request.param)


def test_the_registry_is_read_only() -> None:
    """Nobody adds a null at run time."""
    with pytest.raises(TypeError):
        NULLS["mine"] = NULLS["margins"]  # type: ignore[index]


def test_it_returns_expected_trade_of_the_graphs_economies(name: str) -> None:
    """Shape, labels, no negative number, NaN on the diagonal, fitted only where observed."""
    graph = world()
    expected = NULLS[name](graph)
    assert isinstance(expected, Expected)
    assert expected.economies == graph.economies
    assert expected.values.shape == expected.fitted.shape == graph.values.shape
    assert not (expected.values < 0).any()
    assert np.isnan(np.diagonal(expected.values)).all()
    assert not (expected.fitted & ~graph.observed).any()
    assert np.isfinite(expected.values[expected.fitted]).all()


def test_it_leaves_the_graph_as_it_was(name: str) -> None:
    """Pure: the input arrays, to the bit."""
    graph = world()
    before = graph.values.tobytes()
    NULLS[name](graph)
    assert graph.values.tobytes() == before


def test_it_is_deterministic(name: str) -> None:
    """Twice the same bytes, whatever the global random state."""
    one = NULLS[name](world())
    np.random.seed(1)  # noqa: NPY002 - the global state is what is tested
    other = NULLS[name](world())
    assert one.values.tobytes() == other.values.tobytes()
    assert one.null == other.null


def test_the_world_trades_what_is_expected_of_it(name: str) -> None:
    """Totals over fitted cells agree: an expectation is about who, not how much."""
    graph = world()
    expected = NULLS[name](graph)
    fitted = expected.fitted
    assert expected.values[fitted].sum() == pytest.approx(graph.values[fitted].sum(), rel=1e-9)


def test_a_graph_without_trade_is_refused(name: str) -> None:
    """An error that the user can act upon, not an array of NaN."""
    silent = TradeGraph(("A", "B"), np.full((2, 2), np.nan), Period(2019))
    with pytest.raises(InsufficientData):
        NULLS[name](silent)


def test_it_says_its_null_in_words_and_documents_itself(name: str) -> None:
    """A sentence for the report; a formula and a reference for the reader of the code."""
    assert len(NULLS[name](world()).null) > 20
    document = inspect.getdoc(type(NULLS[name])) or ""
    assert ".. math::" in document
    assert "doi:" in document

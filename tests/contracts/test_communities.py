"""What holds for every community method: graph, expectation and a stream in, a partition out."""

import inspect
from typing import Any

import numpy as np
import pytest

from tradenet.domain import Partition, Period, SchemaError, TradeGraph, stream
from tradenet.gravity import NULLS
from tradenet.networks import COMMUNITIES


def blocks(seed: int = 0, sizes: tuple[int, ...] = (8, 5), strength: float = 8.0) -> TradeGraph:
    """Return trade by size, stronger inside blocks, with some cells hidden."""
    rng = np.random.default_rng(seed)
    block = np.repeat(np.arange(len(sizes)), sizes)
    n = len(block)
    values = np.outer(rng.lognormal(3, 0.5, n), rng.lognormal(3, 0.5, n))
    values = values * np.where(block[:, None] == block[None, :], strength, 1.0)
    values[rng.random((n, n)) < 0.05] = np.nan
    np.fill_diagonal(values, np.nan)
    return TradeGraph(tuple(f"E{k:02d}" for k in range(n)), values, Period(2019))


@pytest.fixture(params=sorted(COMMUNITIES))
def method(request: pytest.FixtureRequest) -> Any:  # noqa: ANN401 - any community method
    """Each method with its usual parameters."""
    return COMMUNITIES[request.param]()


def test_the_registry_is_read_only() -> None:
    """Nobody adds a method at run time."""
    with pytest.raises(TypeError):
        COMMUNITIES["mine"] = COMMUNITIES["leiden"]  # type: ignore[index]


def test_it_finds_two_planted_blocks(method: Any) -> None:  # noqa: ANN401 - any community method
    """Eight and five economies: community 0 and 1, for every seed tried."""
    for seed in range(5):
        graph = blocks(seed)
        found = method(graph, NULLS["margins"](graph), rng=stream(seed, "c"))
        assert isinstance(found, Partition)
        assert found.economies == graph.economies
        assert found.membership.tolist() == [0] * 8 + [1] * 5


def test_it_leaves_its_inputs_as_they_were(method: Any) -> None:  # noqa: ANN401 - any community method
    """Pure: graph and expectation, to the bit."""
    graph = blocks()
    expected = NULLS["margins"](graph)
    before = graph.values.tobytes(), expected.values.tobytes()
    method(graph, expected, rng=stream(1, "c"))
    assert (graph.values.tobytes(), expected.values.tobytes()) == before


def test_the_same_stream_gives_the_same_partition(method: Any) -> None:  # noqa: ANN401 - any community method
    """On noise, where methods hesitate; the global random state does not matter."""
    rng = np.random.default_rng(4)
    values = rng.lognormal(0, 2, size=(40, 40))
    np.fill_diagonal(values, np.nan)
    graph = TradeGraph(tuple(f"E{k:02d}" for k in range(40)), values, Period(2019))
    expected = NULLS["margins"](graph)
    one = method(graph, expected, rng=stream(9, "c"))
    np.random.seed(3)  # noqa: NPY002 - the global state is what is tested
    other = method(graph, expected, rng=stream(9, "c"))
    assert one.membership.tobytes() == other.membership.tobytes()
    assert one.quality == other.quality


def test_renaming_the_economies_renames_the_communities(method: Any) -> None:  # noqa: ANN401 - any community method
    """The planted blocks in another order."""
    graph = blocks()
    order = np.random.default_rng(1).permutation(13)
    moved = TradeGraph(graph.economies, graph.values[np.ix_(order, order)], graph.period)
    base = method(graph, NULLS["margins"](graph), rng=stream(1, "c")).membership
    found = method(moved, NULLS["margins"](moved), rng=stream(1, "c")).membership
    assert found.tolist() == base[order].tolist()


def test_it_refuses_an_expectation_of_others(method: Any) -> None:  # noqa: ANN401 - any community method
    """Thirteen other economies."""
    graph = blocks()
    others = TradeGraph(tuple(f"F{k:02d}" for k in range(13)), graph.values, graph.period)
    with pytest.raises(SchemaError, match="different economies"):
        method(graph, NULLS["margins"](others), rng=stream(1, "c"))


def test_randomness_is_handed_in_by_name(method: Any) -> None:  # noqa: ANN401 - any community method
    """`rng` is keyword-only and has no default."""
    parameter = inspect.signature(type(method).__call__).parameters["rng"]
    assert parameter.kind is inspect.Parameter.KEYWORD_ONLY
    assert parameter.default is inspect.Parameter.empty


def test_it_documents_itself(method: Any) -> None:  # noqa: ANN401 - any community method
    """Its objective as a formula, a reference, when not to use it; direction, weights, signs."""
    document = inspect.getdoc(type(method)) or ""
    for word in (".. math::", "doi:", "When not to use", "directed", "weights", "signed"):
        assert word in document, word

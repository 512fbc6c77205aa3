"""What holds for every community method: graph, expectation and a stream in, a partition out."""

import dataclasses
import inspect
from typing import Any

import numpy as np
import pytest

from tradenet.domain import (
    ConfigError,
    Expected,
    Partition,
    Period,
    SchemaError,
    TradeGraph,
    UnknownName,
    stream,
)
from tradenet.gravity import NULLS
from tradenet.networks import COMMUNITIES, method_type


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


@pytest.mark.parametrize("fill", [0.0, np.nan])
def test_an_economy_without_trade_is_alone(method: Any, fill: float) -> None:  # noqa: ANN401 - any community method
    """Observed zeros or nothing observed, under an expectation of trade; the blocks stay."""
    graph = blocks()
    values = graph.values.copy()
    values[3, :] = values[:, 3] = fill
    values[3, 3] = np.nan
    silent = TradeGraph(graph.economies, values, graph.period)
    hoped = NULLS["margins"](graph)
    given = Expected(graph.economies, hoped.values, hoped.fitted & silent.observed, "of the whole")
    found = method(silent, given, rng=stream(1, "c"))
    assert found.members(found.community_of("E03")) == ("E03",)
    assert found.together("E00", "E07")
    assert not found.together("E00", "E08")


def test_what_nobody_saw_is_no_evidence(method: Any) -> None:  # noqa: ANN401 - any community method
    """Whatever is extrapolated to unobserved cells: the same partition, of the same quality."""
    graph = blocks(2)
    hoped = NULLS["margins"](graph)
    base = method(graph, hoped, rng=stream(1, "c"))
    for factor in (0.0, 1e9):
        values = np.where(graph.observed, hoped.values, factor)
        np.fill_diagonal(values, np.nan)
        other = Expected(graph.economies, values, hoped.fitted, "extrapolated")
        found = method(graph, other, rng=stream(1, "c"))
        assert found.membership.tolist() == base.membership.tolist()
        assert found.quality == base.quality


@pytest.mark.parametrize("n", [1, 2, 5])
def test_without_any_trade_everybody_is_alone(method: Any, n: int) -> None:  # noqa: ANN401 - any community method
    """Zeros were seen and are expected; also a world of a single economy."""
    values = np.where(np.eye(n, dtype=bool), np.nan, 0.0)
    graph = TradeGraph(tuple(f"E{k}" for k in range(n)), values, Period(2019))
    found = method(
        graph, Expected(graph.economies, values, graph.observed, "none"), rng=stream(1, "c")
    )
    assert found.sizes == (1,) * n
    assert found.quality == 0.0


def test_millions_or_dollars_give_the_same_partition(method: Any) -> None:  # noqa: ANN401 - any community method
    graph = blocks(4)
    scaled = TradeGraph(graph.economies, graph.values * 1e6, graph.period)
    one = method(graph, NULLS["margins"](graph), rng=stream(1, "c"))
    other = method(scaled, NULLS["margins"](scaled), rng=stream(1, "c"))
    assert one.membership.tolist() == other.membership.tolist()
    assert other.quality == pytest.approx(one.quality, rel=1e-6)


def test_the_partition_says_what_the_expectation_did(method: Any) -> None:  # noqa: ANN401 - any community method
    """With its null in words; on plain trade a walker has none."""
    graph = blocks()
    hoped = NULLS["margins"](graph)
    assert hoped.null in method(graph, hoped, rng=stream(1, "c")).method
    if "weight" in {field.name for field in dataclasses.fields(method)}:
        found = dataclasses.replace(method, weight="trade")(graph, hoped, rng=stream(1, "c"))
        assert "observed trade, without an expectation" in found.method


def test_impossible_parameters_are_refused(method: Any) -> None:  # noqa: ANN401 - any community method
    """Every number a method takes has values it refuses, by name."""
    numbers = {
        field.name: -1.0 for field in dataclasses.fields(method) if "float" in str(field.type)
    } | {field.name: 0 for field in dataclasses.fields(method) if str(field.type) == "int"}
    assert numbers
    for name, value in numbers.items():
        with pytest.raises(ConfigError, match=name):
            dataclasses.replace(method, **{name: value})


def test_an_option_that_a_method_lacks_is_told_with_those_it_has() -> None:
    with pytest.raises(ConfigError, match="leiden has no option step; its options are resolution"):
        method_type("leiden", ["step", "restarts"])
    with pytest.raises(UnknownName, match="did you mean 'louvain'"):
        method_type("louvin")

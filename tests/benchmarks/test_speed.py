"""Time of what a study does most often, on a world of the size of the real one."""

from collections.abc import Callable
from typing import Any

import networkx as nx
import numpy as np
import pyarrow as pa
import pytest

from tradenet.domain import BilateralFlows, Expected, Period, Provenance, TradeGraph, stream
from tradenet.domain.flows import BILATERAL_SCHEMA
from tradenet.gravity import Margins
from tradenet.networks import Leiden, build_all

N = 220
NAMES = tuple(f"E{k:03d}" for k in range(N))
Benchmark = Callable[..., Any]


@pytest.fixture(scope="module")
def graph() -> TradeGraph:
    """220 economies in six blocks, a third of the cells hidden, a third of the rest zero."""
    rng = stream(1, "benchmarks/world")
    block = rng.integers(6, size=N)
    values = np.outer(rng.lognormal(8, 2.5, N), rng.lognormal(8, 2.5, N))
    values *= np.where(block[:, None] == block[None, :], 3.0, 1.0)
    values *= rng.gamma(0.5, 2.0, size=(N, N))
    values[rng.random((N, N)) < 1 / 3] = 0.0
    values[rng.random((N, N)) < 1 / 3] = np.nan
    np.fill_diagonal(values, np.nan)
    return TradeGraph(NAMES, values, Period(2019))


@pytest.fixture(scope="module")
def expected(graph: TradeGraph) -> Expected:
    """What size alone would make of it."""
    return Margins()(graph)


@pytest.fixture(scope="module")
def undirected(graph: TradeGraph) -> Any:  # noqa: ANN401 - networkx has no stubs
    """Both directions summed, as networkx wants it."""
    both = np.nan_to_num(graph.values)
    return nx.from_numpy_array(both + both.T)


def test_margins_of_220_economies(benchmark: Benchmark, graph: TradeGraph) -> None:
    """Aim: tens of milliseconds."""
    found = benchmark(Margins(), graph)
    assert found.economies == NAMES


@pytest.mark.benchmark(group="communities of 220 economies")
def test_leiden_against_margins(
    benchmark: Benchmark, graph: TradeGraph, expected: Expected
) -> None:
    """Ten restarts, any null, directed."""
    found = benchmark(lambda: Leiden()(graph, expected, rng=stream(1, "bench")))
    assert len(found.sizes) > 1


@pytest.mark.benchmark(group="communities of 220 economies")
def test_leiden_against_margins_one_run(
    benchmark: Benchmark, graph: TradeGraph, expected: Expected
) -> None:
    """One restart: the fair comparison with one run of another package."""
    found = benchmark(lambda: Leiden(restarts=1)(graph, expected, rng=stream(1, "bench")))
    assert len(found.sizes) > 1


@pytest.mark.benchmark(group="communities of 220 economies")
def test_networkx_louvain(benchmark: Benchmark, undirected: Any) -> None:  # noqa: ANN401 - networkx has no stubs
    """One run, configuration null, undirected."""
    found = benchmark(nx.community.louvain_communities, undirected, seed=1)
    assert len(found) > 0


@pytest.mark.benchmark(group="communities of 220 economies")
def test_networkx_leiden(benchmark: Benchmark, undirected: Any) -> None:  # noqa: ANN401 - networkx has no stubs
    """One run, where networkx has a backend that implements it."""
    try:
        found = benchmark(nx.community.leiden_communities, undirected, seed=1)
    except (AttributeError, NotImplementedError) as error:
        pytest.skip(f"networkx here cannot run Leiden: {error}")
    assert len(found) > 0


def test_building_thirty_graphs(benchmark: Benchmark) -> None:
    """Thirty years of 200 economies: 1.2 million rows to thirty dense arrays."""
    rng = stream(2, "benchmarks/rows")
    names = np.array(NAMES[:200])
    one, other = np.nonzero(~np.eye(200, dtype=bool))
    count = 30 * len(one)
    constant = {
        "product": "TOTAL", "observed": "both", "basis": "importer", "source": "s",
        "vintage": "v", "status": "kept",
    }  # fmt: skip
    columns: dict[str, Any] = {
        "period": np.repeat(np.arange(1990, 2020, dtype=np.int32), len(one)),
        "exporter": np.tile(names[one], 30),
        "importer": np.tile(names[other], 30),
        "value_usd": rng.lognormal(10, 3, count),
        **{name: np.full(count, word) for name, word in constant.items()},
        **{name: pa.nulls(count, pa.float64())
           for name in ("exporter_report_usd", "importer_report_usd", "log_gap")},
    }  # fmt: skip
    table = pa.table({name: columns[name] for name in BILATERAL_SCHEMA.names})
    flows = BilateralFlows.from_arrow(table.cast(BILATERAL_SCHEMA), Provenance("bench"))
    graphs = benchmark.pedantic(build_all, (flows,), rounds=3)  # type: ignore[attr-defined]
    assert len(graphs) == 30

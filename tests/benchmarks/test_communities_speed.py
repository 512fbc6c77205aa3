"""Time of stability and time-line of communities, on worlds of the size of the real one.

Thirty periods of 210 economies, all cells with trade: denser than the real ones. Aims on a quiet
machine of two cores: a consensus of 100 runs of every period below 20 s, slices of all periods
below 10 s. Peers in the same run: the same runs by networkx, and by our `Leiden` in a loop that
makes its graph anew each time.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from typing import Any

import networkx as nx
import numpy as np
import pytest

from tradenet.domain import Expected, Partition, Period, TradeGraph, stream
from tradenet.gravity import Margins
from tradenet.networks import Leiden, iterated_consensus, many_runs, modularity, multislice

N, PERIODS, RUNS = 210, 30, 100
NAMES = tuple(f"E{k:03d}" for k in range(N))
Benchmark = Callable[..., Any]


@cache
def world(period: int) -> tuple[TradeGraph, Expected]:
    """Six blocks three times as strong, noise anew in every period."""
    rng = stream(1, "benchmarks/communities")
    block, size = rng.integers(6, size=N), rng.lognormal(8, 2.0, N)
    noise = stream(period, "benchmarks/noise").gamma(0.7, 1 / 0.7, size=(N, N))
    values = np.outer(size, size) * np.where(block[:, None] == block[None, :], 3.0, 1.0) * noise
    np.fill_diagonal(values, np.nan)
    graph = TradeGraph(NAMES, values, Period(period))
    return graph, Margins(tolerance=1e-8)(graph)


def agreed(period: int) -> int:
    """Return how many communities 100 runs of a period agree on."""
    runs = many_runs(*world(period), RUNS, rng=stream(period, "bench"))
    return len(iterated_consensus(runs, rng=stream(period, "consensus")).partition.sizes)


def in_processes() -> list[int]:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        return list(pool.map(agreed, range(1990, 1990 + PERIODS)))


def test_consensus_of_thirty_periods_on_two_cores(benchmark: Benchmark) -> None:
    """100 runs each; two processes."""
    found = benchmark.pedantic(in_processes, rounds=1)  # type: ignore[attr-defined]
    assert len(found) == PERIODS


@pytest.mark.benchmark(group="ten runs on one period")
def test_many_runs(benchmark: Benchmark) -> None:
    """The graph is made once."""
    graph, expected = world(1990)
    found = benchmark.pedantic(  # type: ignore[attr-defined]
        lambda: many_runs(graph, expected, 10, rng=stream(1, "b")), rounds=3
    )
    print(f"best Q of ten: {max(run.quality for run in found):.5f}")  # noqa: T201 - a measurement


@pytest.mark.benchmark(group="ten runs on one period")
def test_leiden_in_a_loop(benchmark: Benchmark) -> None:
    """Our own method, ten times."""
    graph, expected = world(1990)
    rng = stream(1, "b")
    found = benchmark.pedantic(  # type: ignore[attr-defined]
        lambda: [Leiden(restarts=1)(graph, expected, rng=rng) for _ in range(10)], rounds=3
    )
    print(f"best Q of ten: {max(run.quality for run in found):.5f}")  # noqa: T201 - a measurement


@pytest.mark.benchmark(group="ten runs on one period")
def test_networkx_louvain_ten_times(benchmark: Benchmark) -> None:
    """The configuration null, undirected; Q of its partitions is ours, for comparison."""
    graph, expected = world(1990)
    both = np.nan_to_num(graph.values)
    undirected = nx.from_numpy_array(both + both.T)
    found = benchmark.pedantic(  # type: ignore[attr-defined]
        lambda: [nx.community.louvain_communities(undirected, seed=k) for k in range(10)], rounds=1
    )
    best = -1.0
    for blocks in found:
        labels = np.empty(N, dtype=np.int64)
        for k, block in enumerate(blocks):
            labels[list(block)] = k
        best = max(best, modularity(Partition(NAMES, labels, 0.0, "networkx"), graph, expected))
    print(f"best Q of ten: {best:.5f}")  # noqa: T201 - a measurement


def test_slices_of_thirty_periods(benchmark: Benchmark) -> None:
    """One run on 6,300 nodes and 664,000 ties."""
    made = [world(1990 + k) for k in range(PERIODS)]
    graphs, hoped = [graph for graph, _ in made], [expected for _, expected in made]
    found = benchmark.pedantic(  # type: ignore[attr-defined]
        lambda: multislice(graphs, hoped, rng=stream(1, "m")), rounds=1
    )
    assert len(found.periods) == PERIODS

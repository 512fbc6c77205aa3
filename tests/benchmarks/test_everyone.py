"""Time of visiting all sets of four economies, beside the same in NumPy on fewer economies."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from tradenet.bloc.everyone import BINS, STUDENTIZED, Pairs, everyone
from tradenet.domain import stream

Benchmark = Callable[..., Any]
SIX = tuple(combinations(range(4), 2))


def world(n: int) -> Pairs:
    rng = stream(1, "benchmarks/everyone")

    def both(values: np.ndarray) -> np.ndarray:
        return np.triu(values, 1) + np.triu(values, 1).T

    draws = [rng.normal(size=(n, n)), rng.gamma(2, 1, (n, n)), rng.gamma(2, 1, (n, n))]
    names = tuple(f"E{k:03d}" for k in range(n))
    return Pairs(names, *map(both, draws), ~np.eye(n, dtype=bool))


def with_numpy(pairs: Pairs) -> np.ndarray:
    """Return the histogram of the studentized statistic, all sets at once."""
    sets = np.array(list(combinations(range(len(pairs.economies)), 4)))
    at = [(sets[:, one], sets[:, other]) for one, other in SIX]
    left = sum(pairs.residual[where] for where in at)
    variance = sum(pairs.variance[where] for where in at)
    first, width = STUDENTIZED
    bins = np.floor((left / np.sqrt(variance) - first) / width).astype(int)
    return np.bincount(np.clip(bins, 0, BINS - 1), minlength=BINS)


@pytest.fixture(scope="module", autouse=True)
def _compiled() -> None:
    everyone(world(6))


def test_all_sets_of_226_economies(benchmark: Benchmark) -> None:
    """Aim: under three seconds on two cores, that is six of their time."""
    pairs = world(226)
    start = time.process_time()
    found = everyone(pairs)
    spent = time.process_time() - start
    benchmark.extra_info["cpu_seconds"] = round(spent, 2)
    benchmark.pedantic(everyone, args=(pairs,), rounds=3, iterations=1)
    assert found.sets == found.complete == 105_835_800
    assert spent < 6


@pytest.mark.benchmark(group="all sets of four of 60 economies")
def test_compiled(benchmark: Benchmark) -> None:
    """487,635 sets."""
    pairs = world(60)
    found = benchmark(everyone, pairs)
    assert found.studentized.counts.tolist() == with_numpy(pairs).tolist()


@pytest.mark.benchmark(group="all sets of four of 60 economies")
def test_with_numpy(benchmark: Benchmark) -> None:
    """The same sets, all in memory."""
    benchmark.pedantic(with_numpy, args=(world(60),), rounds=2, iterations=1)

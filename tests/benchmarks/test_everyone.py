"""Time of visiting all sets of four economies, beside the same in NumPy on fewer economies."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from tradenet.bloc.everyone import Pairs, everyone
from tradenet.bloc.visit import BINS, STUDENTIZED
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
    first, fineness = STUDENTIZED
    bins = np.floor((left / np.sqrt(variance) - first) * fineness).astype(int)
    return np.bincount(np.clip(bins, 0, BINS - 1), minlength=BINS)


def timed(pairs: Pairs) -> tuple[float, float]:
    """Return the seconds of one visit: by the clock, and of both cores together."""
    clock, spent = time.perf_counter(), time.process_time()
    found = everyone(pairs)
    assert found.sets == found.counted
    return time.perf_counter() - clock, time.process_time() - spent


def test_all_sets_of_226_economies(capsys: pytest.CaptureFixture[str]) -> None:
    """Aim: under three seconds on two cores, that is six of their time."""
    words = [f"compiled: {timed(world(6))[0]:.2f} s"]
    pairs = world(226)
    assert everyone(pairs).sets == 105_835_800
    clock, spent = min(timed(pairs) for _ in range(3))
    words.append(f"105,835,800 sets: {clock:.2f} s by the clock, {spent:.2f} s of two cores")
    with capsys.disabled():
        print("\n" + "; ".join(words))  # noqa: T201 - the measurement is what this is for
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

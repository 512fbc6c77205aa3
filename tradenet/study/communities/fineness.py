"""How many communities there are at each resolution, and where the answer stands still."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np

from tradenet.domain import Expected, Partition, TradeGraph
from tradenet.networks.stability import many_runs, plateau

RESOLUTIONS: Final = tuple(round(0.5 + 0.1 * k, 1) for k in range(16))
_RUNS: Final = 10
_SAME: Final = 0.9


def resolutions(
    graph: TradeGraph, expected: Expected, null: str, *, rng: np.random.Generator
) -> Iterator[dict[str, Any]]:
    """Yield the number of communities at resolutions of 0.5 to 2, best of ten runs of Leiden each.

    The plateau is the longest stretch on which partitions agree with the first of it, by an
    adjusted Rand index of 0.9 or more.
    """
    found = plateau([(at, _best(graph, expected, at, rng)) for at in RESOLUTIONS], same=_SAME)
    for row in found.to_arrow().to_pylist():
        yield {"period": graph.period.code, "null": null, **row}


def _best(
    graph: TradeGraph, expected: Expected, resolution: float, rng: np.random.Generator
) -> Partition:
    runs = many_runs(graph, expected, _RUNS, resolution, rng=rng)
    return max(runs, key=lambda partition: partition.quality)

"""Many runs of Leiden on one graph."""

from __future__ import annotations

import numpy as np

from tradenet.domain import ConfigError, Expected, Partition, TradeGraph
from tradenet.networks.communities.randomness import igraph_seeded
from tradenet.networks.communities.surplus import inside, surplus_matrix
from tradenet.networks.communities.weights import edges_of

_ROUNDS = 2  # of Leiden in one run; more rarely move anybody and cost as much again


def many_runs(
    graph: TradeGraph,
    expected: Expected,
    count: int,
    resolution: float = 1.0,
    *,
    rng: np.random.Generator,
) -> tuple[Partition, ...]:
    """Return what Leiden finds from different random states, one partition per run.

    As `Leiden` with one restart (see there for the objective), but the graph is made once.

    Parameters
    ----------
    graph, expected
        Of the same economies.
    count : int
        Runs, ≥ 1.
    resolution : float
        γ ≥ 0.
    rng : numpy.random.Generator
        A number of it seeds each run.

    Raises
    ------
    SchemaError
        If graph and expected trade speak of different economies.
    ConfigError
        If there is no run, or γ is negative.
    """
    if count < 1 or resolution < 0:
        msg = f"{count} runs at resolution {resolution}: ask for at least one, at 0 or more"
        raise ConfigError(msg)
    surplus = surplus_matrix(graph, expected, resolution) / (graph.total_usd or 1.0)
    ties, weights = edges_of(surplus, directed=False)
    ties.es["surplus"] = weights
    method = f"one run of Leiden, resolution {resolution:g}, against: {expected.null}"
    found = []
    for _ in range(count):
        with igraph_seeded(rng):
            labels = ties.community_leiden("CPM", "surplus", 0.0, n_iterations=_ROUNDS).membership
        gain = inside(surplus, np.array(labels))
        found.append(Partition(graph.economies, labels, gain, method))
    return tuple(found)

"""What a community method is: graph and expected trade in, partition out."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from tradenet.domain import Expected, Partition, TradeGraph


class CommunityMethod(Protocol):
    """A community method; its parameters are its fields."""

    def __call__(
        self, graph: TradeGraph, expected: Expected, *, rng: np.random.Generator
    ) -> Partition:
        """Return a partition of the graph's economies."""
        ...

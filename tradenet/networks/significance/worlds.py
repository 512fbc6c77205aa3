"""What a significance is made of: a way to seek communities, and worlds that obey a null."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from tradenet.domain import ConfigError, Expected, Partition, TradeGraph
from tradenet.domain.progress import Progress, counted, silent
from tradenet.networks.nulls import NullModel
from tradenet.networks.quality import modularity

Expect = Callable[[TradeGraph], Expected]


class Detect(Protocol):
    """A community method."""

    def __call__(
        self, graph: TradeGraph, expected: Expected, *, rng: np.random.Generator
    ) -> Partition:
        """Return a partition of the graph's economies."""
        ...


@dataclass(frozen=True, slots=True)
class Search:
    """How communities are sought: the same way in the real graph and in every world.

    Attributes
    ----------
    detect : callable
        A community method.
    expect : callable
        From a graph to what the method holds against it; fitted anew to every world.
    resolution : float
        γ of the modularity that is the statistic; as that of the method, where it has one.
    """

    detect: Detect
    expect: Expect
    resolution: float = 1.0

    def __call__(
        self, graph: TradeGraph, *, rng: np.random.Generator
    ) -> tuple[Partition, Expected, float]:
        """Return what is found, the expectation it was found against, and its modularity."""
        expected = self.expect(graph)
        found = self.detect(graph, expected, rng=rng)
        return found, expected, modularity(found, graph, expected, self.resolution)


@dataclass(frozen=True, slots=True)
class Worlds:
    """Worlds in which a null is true.

    Attributes
    ----------
    expected : Expected
        What the null expects of the real graph; not what communities are sought against, though it
        may be the same.
    sample : callable
        A null model, which draws a world around the expectation.
    count : int
        Worlds, ≥ 19: fewer can never reach a p-value of 0.05.
    tell : callable
        Told how many are made; it moves no number.
    """

    expected: Expected
    sample: NullModel
    count: int = 99
    tell: Progress = field(default=silent, compare=False)

    def __post_init__(self) -> None:
        if self.count < 19:  # noqa: PLR2004 - 1 / (1 + 19) is 0.05
            msg = f"{self.count} worlds can never give a p-value of 0.05; ask for 19 or more"
            raise ConfigError(msg)

    def __call__(
        self, graph: TradeGraph, *, rng: np.random.Generator
    ) -> Iterator[tuple[TradeGraph, np.random.Generator]]:
        """Yield each world, and a stream of its own for what is done in it."""
        for own in counted(rng.spawn(self.count), "searching in artificial worlds", self.tell):
            yield self.sample(graph, self.expected, rng=own), own

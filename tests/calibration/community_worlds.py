"""Simulated worlds in which size and distance matter, and sometimes a group does."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tradenet.domain import Period, TradeGraph
from tradenet.gravity import Resistance

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Geography:
    """Economies in three clusters of a map, unequal in size; shape and noise as in real trade."""

    n: int = 40
    spread: float = 1.2  # of log size
    noise: float = 0.8  # of log trade, most of it common to both directions

    def draw(
        self, rng: np.random.Generator, planted: int = 0, strength: float = 1.0
    ) -> tuple[TradeGraph, Resistance]:
        """Return a world, its null, and `planted` economies of all clusters that trade more."""
        n = self.n
        at = rng.normal(size=(3, 2))[rng.integers(3, size=n)] * 3 + rng.normal(size=(n, 2)) * 0.5
        far = 0.3 + np.hypot(*(at[:, None, :] - at[None, :, :]).transpose(2, 0, 1))
        size = rng.lognormal(5, self.spread, n)
        common = rng.normal(size=(n, n)) * self.noise
        own = rng.normal(size=(n, n)) * self.noise / 2
        values: Matrix = 1e6 * np.outer(size, size) / far * np.exp((common + common.T) / 2 + own)
        values[:planted, :planted] *= strength
        np.fill_diagonal(values, np.nan)
        names = tuple(f"E{k:02d}" for k in range(n))
        null = Resistance(names, {"log_distance": np.log(far)})
        return TradeGraph(names, values, Period(2019)), null

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
    """Economies in three continents of a map, unequal in size, with noise as in real trade."""

    n: int = 40
    spread: float = 1.0  # of log size
    noise: float = 0.6  # of log trade, most of it common to both directions
    elasticity: float = 1.3  # of trade to distance

    def draw(
        self, rng: np.random.Generator, planted: int = 0, strength: float = 1.0
    ) -> tuple[TradeGraph, Resistance]:
        """Return a world and its null; `planted` economies of all continents trade more."""
        n = self.n
        continent = np.arange(n) % 3
        at = 3.0 * np.array([[0, 0], [2, 0], [1, 1.7]])[continent] + rng.normal(size=(n, 2)) * 0.7
        far = 0.3 + np.hypot(*(at[:, None, :] - at[None, :, :]).transpose(2, 0, 1))
        size = rng.lognormal(5, self.spread, n)
        common = rng.normal(size=(n, n)) * self.noise
        own = rng.normal(size=(n, n)) * self.noise / 2
        noise = np.exp((common + common.T) / 2 + own)
        values: Matrix = 1e6 * np.outer(size, size) * far**-self.elasticity * noise
        values[:planted, :planted] *= strength
        np.fill_diagonal(values, np.nan)
        names = tuple(f"E{k:02d}" for k in range(n))
        null = Resistance(names, {"log_distance": np.log(far)})
        return TradeGraph(names, values, Period(2019)), null

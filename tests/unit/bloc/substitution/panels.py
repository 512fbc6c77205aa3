"""Made-up neighbours whose usual movements and responses are known."""

from __future__ import annotations

import dataclasses

import numpy as np

from tradenet.bloc.substitution import Neighbours
from tradenet.domain import Window

YEARS = np.array([*range(2000, 2014), 2015])
WINDOW = Window((2010, 2011, 2012, 2013), (2015,))


def panel(
    count: int = 60,
    *,
    response: float = 0.0,
    noise: float = 0.1,
    seed: int = 1,
    first_growth: float | None = None,
) -> Neighbours:
    """Return dyads of a large economy each; trade of the first changed in 2015 by `response`."""
    rng = np.random.default_rng(seed)
    price = np.exp(np.cumsum(rng.normal(size=YEARS.size)) * 0.2)
    growth, loading = rng.normal(0.05, 0.05, count), rng.normal(0.3, 0.2, count)
    growth[0] = growth[0] if first_growth is None else first_growth
    walk = np.cumsum(rng.normal(size=(count, YEARS.size)) * noise, axis=1)
    logs = growth[:, None] * (YEARS - 2000) + loading[:, None] * np.log(price) + walk
    logs[0, -1] += response
    rest = np.full(logs.shape, 1e9) * np.exp(0.02 * (YEARS - 2000))
    size = np.exp(rng.normal(20, 0.5, count))[:, None]
    trade = size * np.exp(logs) * rest / 1e9
    names = [f"L{k:02d}" for k in range(count)], [f"S{k:02d}" for k in range(count)]
    return Neighbours(
        tuple(names[0]), tuple(names[1]), YEARS, trade, rest,
        np.stack([np.full(count, 10e9), np.full(count, 1e9)]), np.zeros(count, dtype=bool), price,
        WINDOW,
    )  # fmt: skip


def changed(given: Neighbours, **parts: object) -> Neighbours:
    return dataclasses.replace(given, **parts)  # type: ignore[arg-type]

"""Small worlds in which trade moves with the distance of votes, or does not."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from tradenet.bloc import Contrast
from tradenet.bloc.alignment.distance import log_distance, terciles
from tradenet.bloc.alignment.shift import Exposed, exposed_of, sizes

N = 40
CODES = tuple(f"X{k:02d}" for k in range(N))


def exposed(effect: float, seed: int = 1, noise: float = 0.1) -> Exposed:
    """Return two periods of forty economies; after the event trade has the elasticity given."""
    rng = np.random.default_rng(seed)
    far = log_distance(rng.normal(size=N), 0.1)
    size = rng.lognormal(0, 1, (2, N))
    before = 1e9 * np.outer(size[0], size[1]) * rng.lognormal(0, 1, (N, N))
    grown = np.exp(rng.normal(0, 0.3, (N, 1)) + rng.normal(0, 0.3, (1, N)))
    after = before * grown * np.exp(effect * far + noise * rng.normal(size=(N, N)))
    for matrix in (before, after):
        np.fill_diagonal(matrix, np.nan)
    two = Contrast(CODES, before, after, np.ones(N, dtype=bool))
    regions = [("east", "west")[k % 2] for k in range(N)]
    return exposed_of(two, far, regions, terciles(sizes(two)))


def panel(effects: dict[int, float], seed: int = 2) -> pa.Table:
    """Return windows of trade whose elasticity to the distance of votes is given for each."""
    rng = np.random.default_rng(seed)
    points, place = rng.normal(size=N), rng.normal(size=(N, 2))
    km = np.log(1 + np.linalg.norm(place[:, None] - place[None, :], axis=2))
    size = rng.normal(0, 1, (2, N))
    i, j = np.nonzero(~np.eye(N, dtype=bool))
    codes = np.array(CODES)
    tables = []
    for window, effect in effects.items():
        votes = log_distance(points + rng.normal(0, 0.3, N), 0.1)[i, j]
        trade = np.exp(size[0][i] + size[1][j] - km[i, j] + effect * votes
                       + 0.1 * rng.normal(size=len(i)))  # fmt: skip
        tables.append(pa.table({
            "exporter": codes[i], "importer": codes[j], "window": np.full(len(i), window),
            "trade": trade, "votes": votes, "km": km[i, j],
            "contiguity": (rng.random(len(i)) < 0.1).astype(float),
            "language": (rng.random(len(i)) < 0.1).astype(float),
            "colony": (rng.random(len(i)) < 0.1).astype(float),
        }))  # fmt: skip
    return pa.concat_tables(tables)

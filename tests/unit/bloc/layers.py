"""Layers of ties of invented economies, drawn or by hand."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from tradenet.domain import Bloc, SourceFile, TieKind, TieTable, Window
from tradenet.sources.ties import TIES

FILE = SourceFile("invented.csv", "0", 1)
BLOC = Bloc(("E02", "E05", "E07"), "E00")
WINDOW = Window((2019,), (2023,))
SPOKES = [2, 5, 7]


def drawn(
    seed: int, count: int = 24, *, rise: float = 1.0, noise: float = 0.6, share: bool = False
) -> TieTable:
    """Return two periods of gravity with noise; trade among the spokes is multiplied in the second.

    Each economy's totals grow by a factor of their own, each pair has a level of its own and a
    noise that its two directions half share.
    """
    rng = np.random.default_rng(seed)

    def normal(*shape: int) -> npt.NDArray[np.float64]:
        return rng.normal(size=shape)

    level = np.exp(normal(count, count) / 2 + 1.2 * (normal(count, 1) + normal(1, count)))
    layers = []
    for phase in range(2):
        grown = np.exp(0.3 * phase * (normal(count, 1) + normal(1, count)))
        both = normal(count, count)
        error = np.sqrt(0.5) * normal(count, count) + (both + both.T) / 2
        layers.append(1e8 * level * grown * np.exp(noise * error))
    layers[1][np.ix_(SPOKES, SPOKES)] *= rise
    values = np.array(layers)
    if share:
        values = values / (values + np.median(values))
    values[:, range(count), range(count)] = np.nan
    kind = TIES["settlement" if share else "remittances"]
    return table_of(kind, values)


def table_of(kind: TieKind, values: npt.NDArray[np.float64]) -> TieTable:
    """Return a table of economies E00, E01, …, in 2019 and perhaps 2023."""
    names = tuple(f"E{k:02d}" for k in range(values.shape[1]))
    return TieTable(kind, names, WINDOW.periods[: len(values)], values, FILE)

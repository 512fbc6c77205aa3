"""Small worlds whose truth is known: trade grows by size alone, then something is planted."""

import numpy as np
import numpy.typing as npt

from tradenet.bloc.contrast import Contrast
from tradenet.bloc.inference import Network
from tradenet.domain import Bloc, stream

Matrix = npt.NDArray[np.float64]
COUNT = 60


def codes(n: int = COUNT) -> tuple[str, ...]:
    return tuple(f"E{k:02d}" for k in range(n))


def grown(seed: int = 1, n: int = COUNT, noise: float = 0.3) -> Contrast:
    """Sizes fall from E00 to the last; economies grow at their own rates, cells a little off."""
    rng = stream(seed, "bloc/worlds")
    size = np.exp(np.linspace(3, 0, n))
    before = np.outer(size, size) * rng.lognormal(0, 1, (n, n)) * 1e9
    rates = np.multiply.outer(rng.lognormal(0, 0.3, n), rng.lognormal(0, 0.3, n))
    after = before * rates * rng.lognormal(0, noise, (n, n))
    for matrix in (before, after):
        np.fill_diagonal(matrix, np.nan)
    return Contrast(codes(n), before, after, np.ones(n, dtype=bool))


BLOC = Bloc(("E20", "E30", "E40"), "E00")


def network(seed: int = 1, **changes: object) -> Network:
    return Network(grown(seed), BLOC, **changes)  # type: ignore[arg-type]


def planted(made: Contrast, pairs: list[tuple[str, str]], factor: float) -> Contrast:
    """Return a world in which both directions of some pairs are multiplied after the event."""
    after = np.where(made.cells(pairs), made.after * factor, made.after)
    return Contrast(made.economies, made.before, after, made.filers)

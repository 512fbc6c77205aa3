"""Layers of ties: how often nothing is called closer, and a planted rise found."""

import numpy as np

from tests.unit.bloc.layers import BLOC, WINDOW, drawn
from tradenet.bloc import Closeness
from tradenet.domain import stream

LEVEL = 0.05
LOOK = Closeness(worlds=99)


def p_values(count: int, economies: int, **world: float) -> dict[str, list[float]]:
    """Return the p-values of each measure in so many layers."""
    found: dict[str, list[float]] = {}
    for seed in range(count):
        rng = stream(seed, "calibration/ties")
        look = LOOK(drawn(1000 + seed, economies, **world), BLOC, WINDOW, rng=rng)
        for change in look.changes:
            assert change.p_value is not None
            found.setdefault(change.measure, []).append(change.p_value)
    return found


def rejected(values: list[float]) -> float:
    return float(np.mean(np.array(values) <= LEVEL))


def test_size() -> None:
    """300 layers in which nothing happened: within the 99.9 % band around 5 %, or below it.

    14 economies are few: without what the fit took of the residuals 8 to 9 % were rejected.
    """
    most = LEVEL + 3.29 * np.sqrt(LEVEL * (1 - LEVEL) / 300)
    sizes = {name: rejected(values) for name, values in p_values(300, 14).items()}
    assert set(sizes) == {"hub_spoke", "spoke_spoke", "persistence"}
    assert max(sizes.values()) <= most, sizes
    assert min(sizes.values()) > 0, sizes  # a p-value that is always 1 passes any size


def test_power() -> None:
    """Ties among the spokes times four are found, and are not taken for ties with the hub."""
    found = {name: rejected(x) for name, x in p_values(60, 24, rise=4.0, noise=0.3).items()}
    assert found["spoke_spoke"] >= 0.6, found
    assert found["hub_spoke"] <= 0.15, found

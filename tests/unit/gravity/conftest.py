"""Panels that several tests share."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest

Panel = npt.NDArray[np.float64]
Cells = npt.NDArray[np.bool_]
MakePanel = Callable[..., tuple[Panel, Cells]]


def random_panel(
    seed: int, periods: int, n: int, *, zeros: float = 0.0, hidden: float = 0.0
) -> tuple[Panel, Cells]:
    """Return noisy trade over four orders of magnitude, and which cells somebody could see."""
    rng = np.random.default_rng(seed)
    size = rng.lognormal(0, 1, (periods, n, 1)) * rng.lognormal(0, 1, (periods, 1, n))
    values = size * rng.lognormal(0, 1.5, (n, n)) * rng.gamma(2.0, 0.5, (periods, n, n))
    values[rng.random(values.shape) < zeros] = 0.0
    observed = rng.random(values.shape) >= hidden
    return values, observed & ~np.eye(n, dtype=bool)


@pytest.fixture(scope="session")
def make_panel() -> MakePanel:
    return random_panel

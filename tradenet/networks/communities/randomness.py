"""igraph draws from Python's random numbers: here they come from a stream of ours."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np


@contextmanager
def igraph_seeded(rng: np.random.Generator) -> Iterator[None]:
    """Let igraph draw from a generator that is seeded by `rng`, and from Python's again after.

    One number is drawn from `rng`. Python's Mersenne Twister gives the same numbers on every
    version and platform, and its global state is left alone.
    """
    import igraph

    igraph.set_random_number_generator(random.Random(int(rng.integers(2**62))))
    try:
        yield
    finally:
        igraph.set_random_number_generator(random)

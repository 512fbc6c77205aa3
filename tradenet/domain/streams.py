"""Named random streams: adding a test shifts no other number."""

from __future__ import annotations

import hashlib

import numpy as np


def stream(seed: int, name: str) -> np.random.Generator:
    """Return the random generator that belongs to a name under a seed.

    The bit generator is PCG64, seeded with the first 128 bits of SHA-256 of ``"{seed}/{name}"``.
    Two names give unrelated streams; the same pair gives the same stream on every platform.

    Parameters
    ----------
    seed : int
        The study's seed.
    name : str
        What the numbers are for, as a path: ``"networks/leiden/2019"``.

    Examples
    --------
    >>> int(stream(1, "a").integers(1000)) == int(stream(1, "a").integers(1000))
    True
    >>> int(stream(1, "a").integers(10**9)) == int(stream(1, "b").integers(10**9))
    False
    """
    digest = hashlib.sha256(f"{seed}/{name}".encode()).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest[:16], "big")))

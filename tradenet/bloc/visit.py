"""A visit to all sets of four economies: plain loops for the compiler, which wants no objects."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, Final

import numpy as np

FOUR: Final = 4
TOP: Final = 50
BINS: Final = 400
# First edge of the bins, and bins per unit; what lies beyond is in the first or the last.
STUDENTIZED: Final = (-20.0, 10.0)
CHANGE: Final = (-10.0, 20.0)


@cache
def compiled() -> tuple[Callable[..., None], Callable[..., None]]:
    """Return the visitor in machine code, made when it is first needed: numba starts slowly.

    Plain loops over arrays that are given compile in a second. They are not kept on disk: where
    the package cannot be written, numba would refuse.
    """
    from numba import njit

    return njit(nogil=True)(_visit), njit(nogil=True)(_note)


def _visit(pairs: Any, order: Any, limits: Any, filled: Any, note: Any) -> None:  # noqa: ANN401 - typed by numba
    """Visit every set whose first two economies are a row of `order`; compiled, hence the loops.

    `limits` is how many pairs must be seen, and the marks; `filled` is a `_Part`.
    """
    r, v, told, seen = pairs
    least, mark, other = limits
    counts, above, top, who = filled
    for row in range(len(order)):
        i, j = order[row, 0], order[row, 1]
        for k in range(j + 1, len(r)):
            s3 = seen[i, j] + seen[i, k] + seen[j, k]
            r3 = r[i, j] + r[i, k] + r[j, k]
            v3 = v[i, j] + v[i, k] + v[j, k]
            t3 = told[i, j] + told[i, k] + told[j, k]
            for m in range(k + 1, len(r)):
                if s3 + seen[i, m] + seen[j, m] + seen[k, m] < least:
                    continue
                r6 = r3 + r[i, m] + r[j, m] + r[k, m]
                z = r6 / np.sqrt(v3 + v[i, m] + v[j, m] + v[k, m])
                at = (z - STUDENTIZED[0]) * STUDENTIZED[1]
                counts[0, int(min(max(at, 0.0), BINS - 1.0))] += 1
                above[0] += z >= mark
                if z > top[0, TOP - 1]:
                    note(top[0], who[0], z, (i, j, k, m))
                b = r6 / (t3 + told[i, m] + told[j, m] + told[k, m])
                at = (b - CHANGE[0]) * CHANGE[1]
                counts[1, int(min(max(at, 0.0), BINS - 1.0))] += 1
                above[1] += b >= other
                if b > top[1, TOP - 1]:
                    note(top[1], who[1], b, (i, j, k, m))


def _note(top: Any, who: Any, value: float, four: Any) -> None:  # noqa: ANN401 - typed by numba
    """Put a set in its place among the largest, which are in order; equal ones keep their turn."""
    at = TOP - 1
    while at > 0 and top[at - 1] < value:
        top[at] = top[at - 1]
        for k in range(FOUR):
            who[at, k] = who[at - 1, k]
        at -= 1
    top[at] = value
    for k in range(FOUR):
        who[at, k] = four[k]

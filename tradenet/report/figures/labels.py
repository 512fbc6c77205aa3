"""Where words go in a crowded picture: beside their disc, over nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Discs = npt.NDArray[np.float64]

_CHARACTER: Final = 0.64  # width of a character over its size, generous for any sans serif
_GAPS: Final = (2.5, 7.0)


@dataclass(frozen=True, slots=True)
class Disc:
    """A disc on the page: centre and radius, pixels from the top left."""

    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Box:
    """A box on the page: its centre, width and height, pixels from the top left."""

    x: float
    y: float
    width: float
    height: float

    def hits_discs(self, discs: Discs) -> int:
        """Return how many discs reach into the box."""
        dx = np.maximum(np.abs(discs[:, 0] - self.x) - self.width / 2, 0.0)
        dy = np.maximum(np.abs(discs[:, 1] - self.y) - self.height / 2, 0.0)
        return int(np.count_nonzero(dx * dx + dy * dy < discs[:, 2] ** 2))

    def hits_box(self, other: Box) -> bool:
        """Say whether two boxes overlap."""
        across = abs(self.x - other.x) < (self.width + other.width) / 2
        return across and abs(self.y - other.y) < (self.height + other.height) / 2

    def inside(self, size: tuple[float, float]) -> bool:
        """Say whether the box lies on a page of a size."""
        return (
            self.width / 2 <= self.x <= size[0] - self.width / 2
            and self.height / 2 <= self.y <= size[1] - self.height / 2
        )


def beside(disc: Disc, text: str, points: float) -> Iterator[Box]:
    """Yield places for a word: right, left, above, below, the corners; then further off."""
    width, height = _CHARACTER * points * len(text), 1.2 * points
    for gap in _GAPS:
        across, down = disc.radius + gap + width / 2, disc.radius + gap + height / 2
        for dx, dy in ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (-1, -1), (1, 1), (-1, 1)):
            corner = 0.75 if dx and dy else 1.0
            yield Box(disc.x + corner * dx * across, disc.y + corner * dy * down, width, height)


def place(
    places: Iterator[Box], discs: Discs, taken: Sequence[Box], size: tuple[float, float]
) -> tuple[Box | None, int]:
    """Return the place that lies on the page and hits least, with the number of hits.

    Parameters
    ----------
    places : iterator of Box
        In order of preference.
    discs : float array, shape (n, 3)
        What words should not cover: centre and radius, pixels.
    taken : sequence of Box
        Where words stand already.
    size : tuple of two floats
        Width and height of the page, pixels.

    Examples
    --------
    >>> box, hits = place(beside(Disc(5, 50, 4), "A", 10), np.zeros((0, 3)), [], (100, 100))
    >>> box.x > 5, hits
    (True, 0)
    """
    best: Box | None = None
    fewest = len(discs) + len(taken) + 1
    for box in places:
        if not box.inside(size):
            continue
        hits = box.hits_discs(discs) + sum(box.hits_box(other) for other in taken)
        if hits < fewest:
            best, fewest = box, hits
        if not fewest:
            break
    return best, fewest

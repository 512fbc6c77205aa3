"""Where the nodes of a network picture stand: near what they trade with intensely, never on top.

The layout draws; it measures nothing. It is the same every time: it starts from a circle on which
the communities follow one another, and no random number is used.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

Places = npt.NDArray[np.float64]

_ROUNDS: Final = 300
_PULL_TO_CENTRE: Final = 0.06
_APART_ROUNDS: Final = 400


def spring(weights: Places, order: Sequence[int]) -> Places:
    """Return places of a spring layout (Fruchterman & Reingold 1991) with gravity to the centre.

    Parameters
    ----------
    weights : float array, shape (n, n)
        Symmetric, not negative: how strongly two nodes attract.
    order : sequence of int
        Nodes in the order in which they start on a circle.

    Returns
    -------
    float array, shape (n, 2)
        Within the unit square, rounded.
    """
    count = len(weights)
    if count == 0:
        return np.zeros((0, 2))
    angle = np.empty(count)
    angle[list(order)] = 2 * np.pi * np.arange(count) / count
    places = 0.5 + 0.4 * np.column_stack([np.cos(angle), np.sin(angle)])
    ideal = 1 / np.sqrt(count)
    for step in range(_ROUNDS):
        move = _forces(places, weights, ideal)
        length = np.maximum(np.linalg.norm(move, axis=1, keepdims=True), 1e-9)
        places = places + move / length * np.minimum(length, 0.1 * (1 - step / _ROUNDS))
    return _unit_square(places)


def _forces(places: Places, weights: Places, ideal: float) -> Places:
    gap = places[:, None, :] - places[None, :, :]
    distance = np.maximum(np.linalg.norm(gap, axis=2), 0.01)
    push = ideal**2 / distance**2 - weights * distance / ideal
    np.fill_diagonal(push, 0.0)
    inward = _PULL_TO_CENTRE * (places - places.mean(axis=0)) / ideal
    move: Places = (gap * push[:, :, None]).sum(axis=1) - inward
    return move


def _unit_square(places: Places) -> Places:
    low, high = places.min(axis=0), places.max(axis=0)
    within: Places = np.round((places - low) / np.maximum(high - low, 1e-9), 4)
    return within


def spread(places: Places, radii: npt.NDArray[np.float64], size: tuple[float, float]) -> Places:
    """Return the places in pixels, moved apart until no two discs overlap.

    Parameters
    ----------
    places : float array, shape (n, 2)
        Within the unit square.
    radii : float array, shape (n,)
        Pixels, the wanted margin included.
    size : tuple of two floats
        Width and height of the area, pixels.
    """
    area = np.array(size)
    at = radii[:, None] + places * (area - 2 * radii[:, None])
    reach = radii[:, None] + radii[None, :]
    np.fill_diagonal(reach, 0.0)
    for _ in range(_APART_ROUNDS):
        gap = at[:, None, :] - at[None, :, :]
        distance = np.maximum(np.linalg.norm(gap, axis=2), 1e-6)
        short = np.maximum(reach - distance, 0.0)
        if not short.any():
            break
        at = at + (gap * (0.5 * short / distance)[:, :, None]).sum(axis=1)
        at = np.clip(at, radii[:, None], area - radii[:, None])
    return np.asarray(np.round(at, 2))


def attraction(
    economies: Sequence[str], ties: Mapping[tuple[str, str], float]
) -> npt.NDArray[np.float64]:
    """Return a symmetric array of ties; unknown ends are left out.

    Examples
    --------
    >>> attraction(("A", "B"), {("A", "B"): 2.0}).tolist()
    [[0.0, 2.0], [2.0, 0.0]]
    """
    where = {code: k for k, code in enumerate(economies)}
    array = np.zeros((len(economies), len(economies)))
    for (one, other), weight in ties.items():
        if one in where and other in where:
            array[where[one], where[other]] += weight
            array[where[other], where[one]] += weight
    return array

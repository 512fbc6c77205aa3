"""All sets of four economies there are: a picture of the world's clubs, never a test.

The sets are not matched to anything: most are small economies with little trade, and the strongest
are found by looking. So a place among them is no p-value; `infer_class` gives that.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from tradenet.bloc.inference import Inference
from tradenet.domain import ConfigError
from tradenet.domain.arrays import Mask, Matrix

FOUR: Final = 4
TOP: Final = 50
BINS: Final = 400
# First edge and width of the bins; what lies beyond is in the first or the last.
STUDENTIZED: Final = (-20.0, 0.1)
CHANGE: Final = (-10.0, 0.05)
_PARTS: Final = 16  # a fixed number, so that the answer does not depend on the machine

Counts = npt.NDArray[np.int64]
Vector = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Undirected pairs of a network as the statistics want them.

    Attributes
    ----------
    economies : tuple of str, length n
        Codes.
    residual : float array, shape (n, n)
        r of both directions, USD; symmetric.
    information : float array, shape (n, n)
        I of both directions, USD; symmetric.
    variance : float array, shape (n, n)
        Predicted σ², squared USD; symmetric.
    seen : bool array, shape (n, n)
        Pairs with information, in one direction at least; symmetric.
    """

    economies: tuple[str, ...]
    residual: Matrix
    information: Matrix
    variance: Matrix
    seen: Mask


def pairs_of(made: Inference) -> Pairs:
    """Return the pairs of a fitted null."""
    found = made.found
    information = found.information + found.information.T
    smaller = np.minimum.outer(found.size, found.size)
    variance = found.variance(information, smaller)
    return Pairs(
        made.network.contrast.economies,
        found.residual + found.residual.T,
        information,
        variance,
        (information > 0) & (variance > 0),
    )


@dataclass(frozen=True, slots=True)
class Place:
    """Where one set stands under one statistic.

    Attributes
    ----------
    statistic : float
        The set's own.
    above : int
        Sets whose statistic is as large or larger, itself not counted.
    """

    statistic: float
    above: int


@dataclass(frozen=True, slots=True, eq=False)
class Distribution:
    """One statistic over all sets.

    Attributes
    ----------
    edges : float array, shape (bins + 1,)
        Edges of the bins; the outermost are infinite.
    counts : int array, shape (bins,)
        Sets in each bin: lower edge included.
    top : tuple of (names, float)
        The largest, first the largest; equal ones in the order of their names.
    focus : Place or None
        Where the set in question stands; None without one, or if a pair of it is not seen.
    """

    edges: Vector
    counts: Counts
    top: tuple[tuple[tuple[str, ...], float], ...]
    focus: Place | None


@dataclass(frozen=True, slots=True, eq=False)
class Everyone:
    """All sets of four of a network: descriptive.

    Attributes
    ----------
    sets : int
        C(n, 4).
    complete : int
        Those all six pairs of which are seen; the others have no statistic.
    studentized, change : Distribution
        Of Σr/√Σσ² and of Σr/ΣI (log points).
    """

    sets: int
    complete: int
    studentized: Distribution
    change: Distribution


def everyone(pairs: Pairs, focus: Sequence[str] = (), threads: int = 2) -> Everyone:
    r"""Return the distribution of a set's statistics over all sets of four economies.

    .. math:: \frac{\sum r}{\sqrt{\sum \sigma^2}}, \qquad \frac{\sum r}{\sum I}

    over the six pairs of a set. Every set is visited once, by compiled code.

    Parameters
    ----------
    pairs : Pairs
        r, σ² and I of each pair.
    focus : sequence of four str, optional
        The set in question.
    threads : int
        How many run at a time; the answer does not depend on it.

    Raises
    ------
    ConfigError
        If the focus is not four different economies of the network.

    Examples
    --------
    Five economies, five sets; all pairs alike, so that each set has 6/√6 and 6/6:

    >>> ones = np.ones((5, 5))
    >>> found = everyone(Pairs(tuple("ABCDE"), ones, ones, ones, ones > 0), focus="ABCD")
    >>> found.sets, found.complete, found.change.focus
    (5, 5, Place(statistic=1.0, above=4))
    """
    at = _members(pairs, focus)
    visit = _compiled()
    stacked = _stacked(pairs)
    marks = _alone(visit, stacked[:, at][:, :, at]) if len(at) else np.full(2, np.inf)
    i, j = np.triu_indices(len(pairs.economies), 1)
    order = np.stack([i, j], axis=-1)
    with ThreadPoolExecutor(threads) as pool:
        parts = list(pool.map(lambda k: visit(stacked, order[k::_PARTS], marks), range(_PARTS)))
    counts = sum(part[0] for part in parts)
    above = sum(part[1] for part in parts)
    found = [_distribution(pairs, k, counts[k], parts, _place(marks[k], above[k])) for k in (0, 1)]
    return Everyone(math.comb(len(pairs.economies), FOUR), int(counts[0].sum()), *found)


def _members(pairs: Pairs, focus: Sequence[str]) -> npt.NDArray[np.intp]:
    where = {code: k for k, code in enumerate(pairs.economies)}
    known = sorted({where[code] for code in focus if code in where})
    if len(focus) and (len(known) != FOUR or len(focus) != FOUR):
        msg = f"a focus is four different economies of the network, not {', '.join(focus)}"
        raise ConfigError(msg)
    return np.array(known, dtype=np.intp)


def _stacked(pairs: Pairs) -> Matrix:
    """Return r, σ² and I as one array, shape (3, n, n); NaN where a pair is not seen."""
    return np.ascontiguousarray(
        np.where(pairs.seen, [pairs.residual, pairs.variance, pairs.information], np.nan)
    )


def _alone(visit: Callable[..., Any], stacked: Matrix) -> Vector:
    """Return the two statistics of the only set of four economies; infinite if it has none."""
    order = np.array(list(combinations(range(FOUR), 2)))
    _, _, top, _ = visit(np.ascontiguousarray(stacked), order, np.full(2, np.inf))
    found: Vector = np.where(np.isneginf(top[:, 0]), np.inf, top[:, 0])
    return found


def _place(mark: float, above: int) -> Place | None:
    return None if np.isinf(mark) else Place(float(mark), int(above) - 1)


def _distribution(
    pairs: Pairs, which: int, counts: Counts, parts: Sequence[Any], place: Place | None
) -> Distribution:
    first, width = (STUDENTIZED, CHANGE)[which]
    edges: Vector = first + width * np.arange(BINS + 1, dtype=np.float64)
    edges[[0, -1]] = -np.inf, np.inf
    values = np.concatenate([part[2][which] for part in parts])
    sets = np.concatenate([part[3][which] for part in parts])
    real = ~np.isneginf(values)
    values, sets = values[real], sets[real]
    order = np.lexsort((*sets.T[::-1], -values))[:TOP]
    top = tuple((tuple(pairs.economies[k] for k in sets[o]), float(values[o])) for o in order)
    return Distribution(edges, counts, top, place)


@cache
def _compiled() -> Callable[..., Any]:
    """Return the visitor in machine code, made when it is first needed (numba starts slowly).

    Not cached on disk: where the package cannot be written, numba would refuse.
    """
    from numba import njit

    visit, note = njit(nogil=True)(_visit), njit(nogil=True)(_note)
    return lambda stacked, order, marks: visit(stacked, order, marks, note)


def _visit(stacked: Matrix, order: Any, marks: Any, note: Any) -> Any:  # noqa: ANN401 - typed by numba
    """Visit every set whose first two economies are a row of `order`; compiled, hence the loops.

    Returns counts per bin, sets not below the marks, the largest statistics, and whose they are.
    """
    r, v, told = stacked[0], stacked[1], stacked[2]
    counts, above = np.zeros((2, BINS), np.int64), np.zeros(2, np.int64)
    top, who = np.full((2, TOP), -np.inf), np.zeros((2, TOP, FOUR), np.int64)
    for p in range(len(order)):
        i, j = order[p]
        for k in range(j + 1, len(r)):
            v3 = v[i, j] + v[i, k] + v[j, k]
            if not v3 > 0:  # NaN: a pair is not seen
                continue
            r3 = r[i, j] + r[i, k] + r[j, k]
            t3 = told[i, j] + told[i, k] + told[j, k]
            for m in range(k + 1, len(r)):
                v6 = v3 + v[i, m] + v[j, m] + v[k, m]
                if not v6 > 0:
                    continue
                r6 = r3 + r[i, m] + r[j, m] + r[k, m]
                t6 = t3 + told[i, m] + told[j, m] + told[k, m]
                found = (r6 / np.sqrt(v6), r6 / t6)
                for s in range(2):
                    first, width = (STUDENTIZED, CHANGE)[s]
                    place = int(np.floor((found[s] - first) / width))
                    counts[s, min(max(place, 0), BINS - 1)] += 1
                    above[s] += found[s] >= marks[s]
                    if found[s] > top[s, TOP - 1]:
                        note(top[s], who[s], found[s], (i, j, k, m))
    return counts, above, top, who


def _note(top: Any, who: Any, value: float, four: Any) -> None:  # noqa: ANN401 - typed by numba
    """Put a set in its place among the largest, which are in order; equal ones keep their turn."""
    at = len(top) - 1
    while at > 0 and top[at - 1] < value:
        top[at] = top[at - 1]
        who[at] = who[at - 1]
        at -= 1
    top[at] = value
    for k in range(len(four)):
        who[at, k] = four[k]

"""All sets of four economies there are: a picture of the world's clubs, never a test.

The sets are not matched to anything: most are small economies with little trade, and the strongest
are found by looking. So a place among them is no p-value; `infer_class` gives that.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from tradenet.bloc.inference import Inference
from tradenet.bloc.visit import BINS, CHANGE, FOUR, STUDENTIZED, TOP, compiled
from tradenet.domain import ConfigError
from tradenet.domain.arrays import Mask, Matrix

PAIRS: Final = 6
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
    economies : int
        n.
    sets : int
        C(n, 4).
    least : int
        Pairs of a set that must be seen, of six; sets with fewer have no statistic.
    counted : int
        Sets that have one.
    studentized, change : Distribution
        Of Σr/√Σσ² and of Σr/ΣI (log points), over the seen pairs of a set.
    """

    economies: int
    sets: int
    least: int
    counted: int
    studentized: Distribution
    change: Distribution


def seen_pairs(pairs: Pairs, focus: Sequence[str]) -> int:
    """Return how many pairs of a set are seen; members that are not in the network have none."""
    at = [k for k, code in enumerate(pairs.economies) if code in focus]
    return int(pairs.seen[np.ix_(at, at)].sum()) // 2


def everyone(
    pairs: Pairs, focus: Sequence[str] = (), least: int = PAIRS, threads: int = 2
) -> Everyone:
    r"""Return the distribution of a set's statistics over all sets of four economies.

    .. math:: \frac{\sum r}{\sqrt{\sum \sigma^2}}, \qquad \frac{\sum r}{\sum I}

    over the seen pairs of a set. Every set is visited once, by compiled code.

    Parameters
    ----------
    pairs : Pairs
        r, σ² and I of each pair.
    focus : sequence of four str, optional
        The set in question; with a member that is not in the network it stands nowhere.
    least : int, 1 to 6
        Pairs of a set that must be seen for it to count.
    threads : int
        How many run at a time; the answer does not depend on it.

    Raises
    ------
    ConfigError
        If the focus is not four different economies, or `least` is out of range.

    Examples
    --------
    Five economies, five sets; all pairs alike, so that each set has 6/√6 and 6/6:

    >>> ones = np.ones((5, 5))
    >>> found = everyone(Pairs(tuple("ABCDE"), ones, ones, ones, ones > 0), focus="ABCD")
    >>> found.sets, found.counted, found.change.focus
    (5, 5, Place(statistic=1.0, above=4))
    """
    if not 1 <= least <= PAIRS:
        msg = f"least = {least}: a set of four has one to six pairs to be seen"
        raise ConfigError(msg)
    at = _members(pairs, focus)
    marks = _alone(_arrays(pairs, at), least) if len(at) else np.full(2, np.inf)
    arrays, order = _arrays(pairs), _pairs_of(len(pairs.economies))
    shares = [order[k::_PARTS] for k in range(_PARTS)]
    with ThreadPoolExecutor(threads) as pool:
        parts = list(pool.map(lambda share: _visited(arrays, share, least, marks), shares))
    counts = np.sum([part.counts for part in parts], axis=0)
    above = np.sum([part.above for part in parts], axis=0)
    found = [_distribution(pairs, k, counts[k], parts, _place(marks[k], above[k])) for k in (0, 1)]
    n = len(pairs.economies)
    return Everyone(n, math.comb(n, FOUR), least, int(counts[0].sum()), *found)


def _members(pairs: Pairs, focus: Sequence[str]) -> npt.NDArray[np.intp]:
    where = {code: k for k, code in enumerate(pairs.economies)}
    if focus and not len(set(focus)) == len(focus) == FOUR:
        msg = f"a focus is four different economies, not {', '.join(focus)}"
        raise ConfigError(msg)
    known = sorted(where[code] for code in focus if code in where)
    return np.array(known if len(known) == FOUR else [], dtype=np.intp)


def _arrays(pairs: Pairs, at: Any = slice(None)) -> tuple[Matrix, ...]:  # noqa: ANN401 - an index
    """Return r, σ², I and 1 of some economies; zeros where a pair is not seen."""
    each = (pairs.residual, pairs.variance, pairs.information, np.ones_like(pairs.residual))
    inside = (np.where(pairs.seen, matrix, 0.0)[at][:, at] for matrix in each)
    return tuple(np.ascontiguousarray(matrix, dtype=np.float64) for matrix in inside)


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """What a share of the sets holds: counts per bin, sets not below the marks, the largest."""

    counts: Counts
    above: Counts
    top: Matrix
    who: Counts


def _visited(arrays: tuple[Matrix, ...], order: Counts, least: int, marks: Vector) -> _Part:
    """Visit the sets whose first two economies are a row of `order`."""
    found = _Part(
        np.zeros((2, BINS), np.int64),
        np.zeros(2, np.int64),
        np.full((2, TOP), -np.inf),
        np.zeros((2, TOP, FOUR), np.int64),
    )
    visit, note = compiled()
    filled = (found.counts, found.above, found.top, found.who)
    visit(arrays, np.ascontiguousarray(order), (float(least), *marks.tolist()), filled, note)
    return found


def _alone(arrays: tuple[Matrix, ...], least: int) -> Vector:
    """Return the two statistics of the only set of four economies; infinite if it has none."""
    found = _visited(arrays, _pairs_of(FOUR), least, np.full(2, np.inf)).top[:, 0]
    marks: Vector = np.where(np.isneginf(found), np.inf, found)
    return marks


def _pairs_of(count: int) -> Counts:
    return np.stack(np.triu_indices(count, 1), axis=-1)


def _place(mark: float, above: int) -> Place | None:
    return None if np.isinf(mark) else Place(float(mark), int(above) - 1)


def _distribution(
    pairs: Pairs, which: int, counts: Counts, parts: Sequence[_Part], place: Place | None
) -> Distribution:
    first, fineness = (STUDENTIZED, CHANGE)[which]
    edges: Vector = first + np.arange(BINS + 1, dtype=np.float64) / fineness
    edges[[0, -1]] = -np.inf, np.inf
    values = np.concatenate([part.top[which] for part in parts])
    sets = np.concatenate([part.who[which] for part in parts])
    real = ~np.isneginf(values)
    values, sets = values[real], sets[real]
    order = np.lexsort((*sets.T[::-1], -values))[:TOP]
    top = tuple((tuple(pairs.economies[k] for k in sets[o]), float(values[o])) for o in order)
    return Distribution(edges, counts, top, place)

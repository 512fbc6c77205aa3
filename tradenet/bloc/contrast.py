"""Two periods of the world: what each cell was before the event and is after it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from tradenet.domain import InsufficientData, TradeGraph
from tradenet.domain.arrays import Mask, Matrix, positions


@dataclass(frozen=True, slots=True, eq=False)
class Contrast:
    """Trade before and after an event, on one list of economies.

    Attributes
    ----------
    economies : tuple of str, length n
        Sorted codes; rows export, columns import.
    before, after : float arrays, shape (n, n)
        Mean USD per period; NaN where not observed in every period of the phase.
    filers : bool array, shape (n,)
        Who files in every period.
    """

    economies: tuple[str, ...]
    before: Matrix
    after: Matrix
    filers: Mask

    @property
    def observed(self) -> Mask:
        """Cells seen in both phases; the others are left out, never read as zero."""
        both: Mask = ~(np.isnan(self.before) | np.isnan(self.after))
        return both

    def at(self, names: Iterable[str]) -> npt.NDArray[np.intp]:
        """Return the positions of economies; -1 for one that is not there."""
        return positions(self.economies, tuple(names))

    def cells(self, pairs: Iterable[tuple[str, str]]) -> Mask:
        """Return the mask of pairs, both directions."""
        mask = np.zeros(self.before.shape, dtype=bool)
        for one, other in pairs:
            i, j = self.at((one, other))
            if min(i, j) >= 0:
                mask[i, j] = mask[j, i] = True
        return mask

    def without(self, left_out: Collection[str]) -> Contrast:
        """Return the contrast without some economies."""
        kept = np.array([code not in left_out for code in self.economies])
        inside = np.ix_(kept, kept)
        return Contrast(
            tuple(code for code in self.economies if code not in left_out),
            self.before[inside],
            self.after[inside],
            self.filers[kept],
        )

    def hidden(self, cells: Mask) -> Contrast:
        """Return the contrast with cells that nobody sees."""
        return replace(
            self,
            before=np.where(cells, np.nan, self.before),
            after=np.where(cells, np.nan, self.after),
        )

    def added(self, exporter: str, importer: str, before: float, after: float) -> Contrast:
        """Return the contrast with USD added to one observed cell; unchanged if it is not seen."""
        i, j = self.at((exporter, importer))
        if min(i, j) < 0 or not self.observed[i, j]:
            return self
        zero, one = self.before.copy(), self.after.copy()
        zero[i, j] = max(0.0, zero[i, j] + before)
        one[i, j] = max(0.0, one[i, j] + after)
        return replace(self, before=zero, after=one)

    def missing_as_zero(self) -> Contrast:
        """Return the contrast in which silence is read as no trade: a wrong reading."""
        filled = [np.nan_to_num(matrix, nan=0.0) for matrix in (self.before, self.after)]
        for matrix in filled:
            np.fill_diagonal(matrix, np.nan)
        return replace(self, before=filled[0], after=filled[1])


def contrast(
    graphs: Mapping[int, TradeGraph],
    pre: Iterable[int],
    post: Iterable[int],
    filers: Collection[str],
) -> Contrast:
    """Return the mean trade before and after, cell by cell, over the periods that are held.

    Parameters
    ----------
    graphs : mapping of period code to TradeGraph
        Whole-world graphs.
    pre, post : iterables of int
        Period codes; those not held are passed over.
    filers : collection of str
        Who files in every period.

    Raises
    ------
    InsufficientData
        If no period of a phase is held.
    """
    phases = [[graphs[code] for code in phase if code in graphs] for phase in (pre, post)]
    if not all(phases):
        when = "before" if not phases[0] else "after"
        msg = f"no period {when} the event is held; change [window], or load more flows"
        raise InsufficientData(msg)
    everyone = sorted({code for phase in phases for graph in phase for code in graph.economies})
    names = tuple(everyone)
    before, after = (
        np.mean([_spread(graph, names) for graph in phase], axis=0) for phase in phases
    )
    return Contrast(names, before, after, np.array([code in filers for code in names]))


def _spread(graph: TradeGraph, names: tuple[str, ...]) -> Matrix:
    """Return a graph's matrix on a longer list of economies, NaN where it says nothing."""
    out = np.full((len(names), len(names)), np.nan)
    where = positions(names, graph.economies)
    out[np.ix_(where, where)] = graph.values
    return out

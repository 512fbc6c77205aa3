"""Several economies as one: the old members of a union, or a state and its successors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tradenet.bloc.contrast import Contrast
from tradenet.domain import InsufficientData
from tradenet.domain.arrays import Matrix


@dataclass(frozen=True, slots=True)
class Merger:
    """Economies that are taken together.

    Attributes
    ----------
    name : str
        What they are called together; it may be the code of one of them.
    before, after : tuple of str
        Whose trade counts before, and after, the event.
    """

    name: str
    before: tuple[str, ...]
    after: tuple[str, ...]


def merged(made: Contrast, merger: Merger) -> Contrast:
    """Return a contrast in which some economies are one; trade among them is not trade any more.

    A cell is observed where it is observed for every part.

    Parameters
    ----------
    made : Contrast
        The world.
    merger : Merger
        Who is taken together.

    Raises
    ------
    InsufficientData
        If a part is not in the contrast.

    Examples
    --------
    >>> cells = np.array([[np.nan, 1.0, 2.0], [3.0, np.nan, 5.0], [4.0, 6.0, np.nan]])
    >>> world = Contrast(("A", "B", "C"), cells, 10 * cells, np.ones(3, dtype=bool))
    >>> union = merged(world, Merger("AB", ("A", "B"), ("A", "B")))
    >>> union.economies, union.before.tolist()
    (('AB', 'C'), [[nan, 7.0], [10.0, nan]])
    """
    parts = {*merger.before, *merger.after}
    absent = sorted(parts - set(made.economies))
    if absent:
        msg = f"{merger.name}: {len(absent)} parts are not in the network (first: {absent[0]})"
        raise InsufficientData(msg)
    kept = [code for code in made.economies if code not in parts]
    order = np.argsort([*kept, merger.name])
    rest, names = made.at(kept), [*kept, merger.name]
    files = bool(made.filers[made.at(sorted(parts))].all())
    return Contrast(
        tuple(names[k] for k in order),
        _folded(made.before, rest, made.at(merger.before), order),
        _folded(made.after, rest, made.at(merger.after), order),
        np.append(made.filers[rest], files)[order],
    )


def _folded(
    matrix: Matrix,
    rest: npt.NDArray[np.intp],
    parts: npt.NDArray[np.intp],
    order: npt.NDArray[np.intp],
) -> Matrix:
    """Return a matrix with some rows and columns summed; NaN where a part is NaN."""
    out = np.full((len(rest) + 1, len(rest) + 1), np.nan)
    out[:-1, :-1] = matrix[np.ix_(rest, rest)]
    out[-1, :-1] = matrix[np.ix_(parts, rest)].sum(axis=0)
    out[:-1, -1] = matrix[np.ix_(rest, parts)].sum(axis=1)
    return out[np.ix_(order, order)]

"""T1 and T5 of a layer of ties other than trade: intensities, shares and persistence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from tradenet.domain import Bloc, ConvergenceError, TieTable
from tradenet.domain.arrays import Mask, Matrix, positions
from tradenet.gravity.margins import expect
from tradenet.networks import persistence

Indices = npt.NDArray[np.intp]

PERSISTENCE: Final = "persistence"
_TOLERANCE: Final = 1e-9  # of a margin, relative
_MOST_ROUNDS: Final = 5_000  # a table of few cells may never settle; worlds are made in hundreds


def class_lines(table: TieTable, values: Matrix, bloc: Bloc) -> list[dict[str, Any]]:
    """Return value, expectation, intensity and share of each class in one period: T1.

    Parameters
    ----------
    table : TieTable
        The layer.
    values : float array, shape (n, n)
        Of the period, in the kind's unit; NaN where not held.
    bloc : Bloc
        The set.

    Returns
    -------
    list of dict
        Per class: ``class``, ``value`` and ``expected`` (sums over the cells held; means of a
        share), ``intensity`` (their ratio), ``cells_held``, ``cells``, ``share_of_members`` (of
        all held ties of the members, each once). None where nothing is held or expected.
    """
    hoped = expected_ties(values)
    taking = np.zeros(len(values), dtype=bool)
    taking[places(table, bloc)] = True
    total = float(np.nansum(values[taking[:, None] | taking[None, :]]))
    dyads = {**classes(bloc), "intra": bloc.dyads}
    lines = []
    for name, pairs in dyads.items():
        value, expectation, held = totals(values, hoped, cells_of(table, pairs))
        over = max(held, 1) if table.kind.share else 1
        adds_up = held > 0 and total > 0 and not table.kind.share
        lines.append(
            {
                "class": name,
                "value": value / over if held else None,
                "expected": expectation / over if held and expectation >= 0 else None,
                "intensity": value / expectation if expectation > 0 else None,
                "cells_held": held,
                "cells": 2 * len(pairs),
                "share_of_members": value / total if adds_up else None,
            }
        )
    return lines


def cohesion_line(
    table: TieTable, values: Matrix, bloc: Bloc, lines: list[dict[str, Any]]
) -> dict[str, Any]:
    """Return the spokes' log intensity and the set's persistence in one period: T5.

    Parameters
    ----------
    table, values, bloc
        As in `class_lines`.
    lines : list of dict
        What `class_lines` gave.
    """
    spokes = next(line for line in lines if line["class"] == "spoke_spoke")
    known = spokes["intensity"]
    return {
        "spokes_log_intensity": float(np.log(known)) if known else None,
        "spoke_cells_held": spokes["cells_held"],
        PERSISTENCE: None if table.kind.share else persistence(values, places(table, bloc)),
    }


def measures(
    values: Matrix, masks: Mapping[str, Mask], at: Indices, *, share: bool
) -> dict[str, float | None]:
    """Return the intensity of each class, and the persistence of the set where ties add up.

    Parameters
    ----------
    values : float array, shape (n, n)
        Ties; NaN where not held.
    masks : mapping of str to bool array, shape (n, n)
        Directed cells of each class.
    at : int array, shape (k,)
        Positions of the members.
    share : bool
        Whether the values are shares, of which a persistence would say nothing.

    Examples
    --------
    >>> ties = np.array([[0, 3.0, 1, 1], [3, 0, 1, 1], [1, 1, 0, 3], [1, 1, 3, 0]])
    >>> np.fill_diagonal(ties, np.nan)
    >>> pair = np.zeros((4, 4), dtype=bool)
    >>> pair[0, 1] = pair[1, 0] = True  # 3 where 5 / 3 is expected; 3 of 5 stay
    >>> found = measures(ties, {"pair": pair}, np.array([0, 1]), share=False)
    >>> {name: round(value, 6) for name, value in found.items()}
    {'pair': 1.8, 'persistence': 0.6}
    """
    hoped = expected_ties(values)
    found: dict[str, float | None] = {}
    for name, cells in masks.items():
        value, expectation, _ = totals(values, hoped, cells)
        found[name] = value / expectation if expectation > 0 else None
    if not share:
        found[PERSISTENCE] = persistence(values, at)
    return found


def moved(
    before: Mapping[str, float | None], after: Mapping[str, float | None]
) -> dict[str, float | None]:
    """Return log changes of intensities and the difference of persistences; None if undefined.

    Examples
    --------
    >>> moved({"hub_spoke": 1.0, "persistence": 0.25}, {"hub_spoke": 1.0, "persistence": 0.5})
    {'hub_spoke': 0.0, 'persistence': 0.25}
    """
    found: dict[str, float | None] = {}
    for name, one in before.items():
        other = after[name]
        if one is None or other is None:
            found[name] = None
        elif name == PERSISTENCE:
            found[name] = other - one
        else:
            found[name] = float(np.log(other / one)) if min(one, other) > 0 else None
    return found


def expected_ties(values: Matrix) -> Matrix:
    """Return what the margins of the held cells leave to expect; NaN where they say nothing.

    Of shares this is the fixed-effects Poisson model of their means: each economy's own
    inclination on either side, and nothing that is of a pair. NaN all over where the few cells of a
    table leave no way to meet the margins.
    """
    held = ~np.isnan(values)
    filled = np.where(held, values, 0.0)
    if not filled.any():
        return np.where(held, 0.0, np.nan)
    try:
        return expect(filled, held, _TOLERANCE, _MOST_ROUNDS)[0]
    except ConvergenceError:
        return np.full(values.shape, np.nan)


def totals(values: Matrix, expected: Matrix, cells: Mask) -> tuple[float, float, int]:
    """Return value and expectation over those cells that are held, and how many.

    The expectation is NaN where one of them has none.
    """
    held = cells & ~np.isnan(values)
    return float(values[held].sum()), float(expected[held].sum()), int(held.sum())


def classes(bloc: Bloc) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return the undirected dyads of each class that the set has."""
    named = {"hub_spoke": bloc.hub_spoke, "spoke_spoke": bloc.spoke_spoke}
    return {name: dyads for name, dyads in named.items() if dyads}


def cells_of(table: TieTable, dyads: tuple[tuple[str, str], ...]) -> Mask:
    """Return the cells of some dyads in both directions; none of an economy not in the table."""
    mask = np.zeros((len(table.economies),) * 2, dtype=bool)
    for pair in dyads:
        i, j = positions(table.economies, pair)
        if min(i, j) >= 0:
            mask[i, j] = mask[j, i] = True
    return mask


def places(table: TieTable, bloc: Bloc) -> Indices:
    """Return where the members stand that the table names."""
    where = positions(table.economies, bloc.members)
    return where[where >= 0]

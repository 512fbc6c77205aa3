"""Which cells a three-way fit can use: no empty margin, no lone period, no separated zero."""

from __future__ import annotations

from typing import Final

import numpy as np

from tradenet.gravity.margins import tied_cells
from tradenet.gravity.panel import Cells, Panel

_TWO: Final = 2
_FALLS: Final = -0.3  # log; a separated cell falls at least like the square root of the rounds
_STILL: Final = 0.03  # log; what has an expectation above zero hardly moves any more
_FAINT: Final = 1e-4  # share of a pair's trade below which a zero may be vanishing


def informative(values: Panel, used: Cells) -> tuple[Cells, Cells]:
    """Return the cells that inform a three-way fit, and the zeros that were found separated.

    Zeros of a pair, exporter-period or importer-period without any trade fit perfectly at zero, a
    pair seen in one period fits perfectly at its trade; taking them out may leave others in that
    state. With two periods separation is decided exactly: given a pair's total, the share of the
    second period is a logit of an exporter's plus an importer's growth, so that the cycles of
    `tied_cells` apply, up where the first period has trade, down where the second has.

    Parameters
    ----------
    values : float array, shape (T, n, n)
        Trade ≥ 0.
    used : bool array, shape (T, n, n)
        Cells to choose from.

    Returns
    -------
    used, separated : bool arrays, shape (T, n, n)
    """
    separated = np.zeros_like(used)
    while True:
        kept, empty = _filled(values, used)
        separated |= empty
        if np.array_equal(kept, used):
            loose = _loose(values, used)
            if not loose.any():
                return used, separated
            separated |= loose
            kept = used & ~loose
        used = kept


def _loose(values: Panel, used: Cells) -> Cells:
    """Return the zeros of two periods that no cycle of cells keeps up; of more, none."""
    if len(values) != _TWO:
        return np.zeros_like(used)
    up, down = used & (values > 0)
    tied = tied_cells(np.where(down, values[1], 0.0), up)
    loose: Cells = used & ~tied & (values == 0)
    return loose


def _filled(values: Panel, used: Cells) -> tuple[Cells, Cells]:
    """Return what is left without empty margins and lone periods, and the zeros of the former."""
    trade = np.where(used, values, 0.0)
    full = trade.sum(axis=0) > 0
    full = full & (trade.sum(axis=2) > 0)[:, :, None] & (trade.sum(axis=1) > 0)[:, None, :]
    lone = used.sum(axis=0) < _TWO
    return used & full & ~lone, used & ~full


def may_vanish(values: Panel, used: Cells, expected: Panel) -> bool:
    """Say if some observed zero is faint within its pair, so that its expectation may be none.

    With two periods it is not: `informative` has found all that vanish.
    """
    if len(values) == _TWO:
        return False
    faint = expected < _FAINT * expected.sum(axis=0)
    return bool(np.any(used & (values == 0) & faint))


def vanishing(values: Panel, used: Cells, before: Panel, after: Panel) -> tuple[Cells, bool]:
    """Return the zeros whose expectation goes to zero, and if all else stands still.

    Separated cells fall for ever (like a power of the rounds), and the direction in which the
    logarithms move then certifies them: down there, and nowhere else (Correia, Guimarães and Zylkin
    2019, arXiv:1903.01633).

    Parameters
    ----------
    values, used : arrays, shape (T, n, n)
        Trade ≥ 0 and the cells of the fit.
    before, after : float arrays, shape (T, n, n)
        Expected trade after k and after 2k rounds.
    """
    tiny = np.finfo(np.float64).tiny
    moved = np.zeros_like(after)
    moved[used] = np.log(np.maximum(after[used], tiny)) - np.log(np.maximum(before[used], tiny))
    falling = used & (values == 0) & (moved < _FALLS)
    still = bool(np.abs(np.where(falling, 0.0, moved)).max() < _STILL)
    return falling, still


def all_tied(used: Cells) -> bool:
    """Say if between each two neighbouring periods pairs seen in both connect every economy.

    Then all growth is determined; if not, it may still be, by other periods.
    """
    for both in used[1:] & used[:-1]:
        exporters = np.arange(len(both)) == both.sum(axis=1).argmax()
        for _ in range(len(both)):
            importers = both[exporters].any(axis=0)
            reached = both[:, importers].any(axis=1)
            if np.array_equal(reached, exporters):
                break
            exporters = reached
        if (used.any(axis=(0, 2)) & ~exporters).any() or (used.any(axis=(0, 1)) & ~importers).any():
            return False
    return True

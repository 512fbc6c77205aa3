"""How far a class's answer leans on itself: masked re-fits, dyads left out, missed effects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from tradenet.bloc.inference import (
    ClassInference,
    Inference,
    cell_mask,
    class_pairs,
    infer,
    infer_class,
)
from tradenet.bloc.placebo import Cells, Indices, set_statistics
from tradenet.bloc.significance import LEVEL, at_least, p_value
from tradenet.gravity import fit_change

Vector = npt.NDArray[np.float64]


def masked_statistic(made: Inference, cells: Cells, who: Indices) -> float:
    """Return Σr/√Σσ² of a set whose cells took no part in the fit.

    The cells' expectation is then what their own trade in both periods and everybody else's growth
    imply, so that a large set cannot drag its own expectation along.
    """
    contrast, mask = made.network.contrast, cell_mask(made, cells, who)
    fit = fit_change(
        contrast.before, contrast.after, contrast.observed & ~mask,
        terms=made.network.terms(), start=made.change.start,
    )  # fmt: skip
    rise = 1.0 / (1.0 + np.exp(-np.add.outer(fit.start[0], fit.start[1])))
    both = np.where(mask, contrast.before + contrast.after, 0.0)
    left = np.where(mask, contrast.after, 0.0) - both * rise
    told = both * rise * (1 - rise)
    i, j = np.triu_indices(len(mask), 1)
    pair = (mask | mask.T)[i, j]
    smaller = np.minimum(made.found.size[i], made.found.size[j])[pair]
    variance = made.found.variance((told + told.T)[i, j][pair], smaller)
    return float(left.sum() / np.sqrt(variance.sum()))


def masked_ranks(made: Inference, found: ClassInference, most: int = 100) -> tuple[int, int, int]:
    """Return the set's rank among its strongest placebos, as fitted and with each class masked.

    Returns
    -------
    before, after, compared : int
        Rank 1 is the strongest; `compared` placebos, at most `most`, were fitted anew.
    """
    order = np.argsort(-found.reference.studentized, kind="stable")[:most]
    before = 1 + int(at_least(found.others, found.statistic).sum())
    own = masked_statistic(made, found.cells, made.roles.focus)
    others = [masked_statistic(made, found.cells, found.sets[k]) for k in order]
    return before, 1 + int(at_least(others, own).sum()), len(others)


def dyad_changes(made: Inference, found: ClassInference) -> list[dict[str, object]]:
    """Return, for each pair of the class, its trade, its own change and its leverage."""
    contrast, residual = made.network.contrast, made.found
    at = [*made.roles.focus.tolist(), made.roles.hub]
    lines = []
    for pair in found.pairs:
        cells = [cell for cell in found.cells if set(cell) == set(pair)]
        where = [(at[one], at[other]) for one, other in cells]
        told = float(sum(residual.information[cell] for cell in where))
        left = float(sum(residual.residual[cell] for cell in where))
        lines.append(
            {
                "one": contrast.economies[at[pair[0]]],
                "other": contrast.economies[at[pair[1]]],
                "cells": len(where),
                "before_usd": float(sum(contrast.before[cell] for cell in where)),
                "after_usd": float(sum(contrast.after[cell] for cell in where)),
                "expected_usd": float(sum(made.change.after[cell] for cell in where)),
                "log_change": left / told if told > 0 else None,
                "leverage": max((float(residual.leverage[cell]) for cell in where), default=None),
            }
        )
    return lines


def without_each(made: Inference, name: str) -> list[tuple[tuple[int, int], ClassInference | None]]:
    """Return the class with each of its pairs left out in turn."""
    pairs = class_pairs(made.network.bloc, name)
    return [
        (pair, infer_class(made, name, tuple(other for other in pairs if other != pair)))
        for pair in pairs
    ]


def power_curve(
    made: Inference,
    found: ClassInference,
    factors: Sequence[float],
    draws: int,
    *,
    rng: np.random.Generator,
) -> list[dict[str, float]]:
    """Return the share of placebo sets without any of the spokes in which a planted rise is found.

    The rise multiplies the class's trade after the event; everything is fitted anew and the set is
    compared with all other placebos of the fit without a rise.

    Returns
    -------
    lines : list of dict
        ``factor``, ``power`` (0 to 1), ``error`` (Monte Carlo standard error), ``draws``; empty
        where every placebo set has one of the spokes in it.
    """
    strangers = np.flatnonzero(~np.isin(found.sets, made.roles.focus).any(axis=1))
    if not len(strangers):
        return []
    chosen = rng.choice(strangers, size=min(draws, len(strangers)), replace=False)
    lines = []
    for factor in factors:
        hits = sum(_detected(made, found, int(k), factor) for k in chosen)
        share = hits / len(chosen)
        error = float(np.sqrt(share * (1 - share) / len(chosen)))
        lines.append({"factor": factor, "power": share, "error": error, "draws": len(chosen)})
    return lines


def _detected(made: Inference, found: ClassInference, which: int, factor: float) -> bool:
    studentized, _ = planted_statistics(made, found.cells, found.sets[which], factor)
    return p_value(studentized, np.delete(found.others, which)) <= LEVEL


def planted_statistics(
    made: Inference, cells: Cells, who: Indices, factor: float
) -> tuple[float, float]:
    """Return a set's two statistics after its class's trade was multiplied."""
    contrast, mask = made.network.contrast, cell_mask(made, cells, who)
    after = np.where(mask, contrast.after * factor, contrast.after)
    again = infer(replace(made.network, contrast=replace(contrast, after=after)), near=made.change)
    told = set_statistics(again.found, who[None, :], made.roles.hub, cells)
    return float(told.studentized[0]), float(told.change[0])


def detectable(lines: Sequence[dict[str, float]], wanted: float = 0.8) -> float | None:
    """Return the smallest factor found with the wanted power, between the factors tried.

    Interpolated linearly in the logarithm of the factor; None where no factor tried is enough.

    Examples
    --------
    >>> detectable([{"factor": 1.0, "power": 0.0}, {"factor": 4.0, "power": 1.0}], 0.5)
    2.0
    """
    points = sorted((line["factor"], line["power"]) for line in lines)
    for (low, weak), (high, strong) in pairwise(points):
        if weak < wanted <= strong:
            part = (wanted - weak) / (strong - weak)
            return round(float(np.exp(np.log(low) + part * (np.log(high) - np.log(low)))), 12)
    return points[0][0] if points and points[0][1] >= wanted else None

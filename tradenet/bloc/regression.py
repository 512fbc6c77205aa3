"""The usual regression beside ours: the Poisson dummy, with the errors that are usually printed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from tradenet.bloc.coverage import Coverage
from tradenet.bloc.evidence import Evidence
from tradenet.bloc.inference import ClassInference, Inference, cell_mask, infer, infer_class
from tradenet.domain import InsufficientData
from tradenet.gravity import Model, dyadic_robust, fit_ppml

_EFFECTS = ("exporter^period", "importer^period", "exporter^importer")


def regressions(evidence: Evidence) -> list[dict[str, Any]]:
    """Return the dummies of the whole world and of the neutral network; see `regression_lines`."""
    gates = Coverage().gates(evidence)
    lines = []
    for words, made in (("all economies", _world(evidence)), ("neutral network", evidence.made)):
        if made is None:
            continue
        found = {name: infer_class(made, name) for name, passed in gates.items() if passed}
        known = {name: here for name, here in found.items() if here is not None}
        lines += regression_lines(made, known, words)
    return lines


def _world(evidence: Evidence) -> Inference | None:
    try:
        return infer(evidence.world) if evidence.world is not None else None
    except InsufficientData:
        return None


def regression_lines(
    made: Inference, classes: Mapping[str, ClassInference], network: str
) -> list[dict[str, Any]]:
    """Return the three-way PPML coefficient of each class with its clustered and dyadic errors.

    The model has exporter-period, importer-period and pair effects and one dummy per class after
    the event. Its estimates equal those of the two-period fit; its errors are printed because
    readers know them, not because they hold with so few treated economies.

    Parameters
    ----------
    made : Inference
        Of the network.
    classes : mapping of str to ClassInference
        Observed classes, all in one regression.
    network : str
        Which network, in words.

    Returns
    -------
    lines : list of dict
        ``network``, ``class``, ``log_change``, ``clustered_error``, ``clustered_t``,
        ``dyadic_error``, ``dyadic_t``, ``rows`` used, ``left_out`` (rows by reason, in words).
    """
    if not classes:
        return []
    names = tuple(classes)
    panel = _panel(made, {name: cell_mask(made, found.cells) for name, found in classes.items()})
    fit = fit_ppml(panel, Model(names, _EFFECTS, clusters=("exporter^importer",)))
    sides = (panel[side].to_pylist() for side in ("exporter", "importer"))
    robust = dyadic_robust(fit, *sides).errors
    left = ", ".join(f"{count:,} {why}" for why, count in fit.rows.items() if why != "used")
    return [
        {
            "network": network,
            "class": name,
            "log_change": fit[name],
            "clustered_error": float(fit.errors[place]),
            "clustered_t": fit[name] / float(fit.errors[place]),
            "dyadic_error": float(robust[place]),
            "dyadic_t": fit[name] / float(robust[place]),
            "rows": fit.used,
            "left_out": left,
        }
        for place, name in enumerate(fit.names)
    ]


def _panel(made: Inference, masks: Mapping[str, Any]) -> pa.Table:
    """Return the fitted cells before and after as rows; trade in billions, dummies after."""
    contrast = made.network.contrast
    i, j = np.nonzero(made.change.fitted)
    codes = np.array(contrast.economies)
    phases = ((0, contrast.before), (1, contrast.after))
    return pa.table(
        {
            "exporter": np.tile(codes[i], 2),
            "importer": np.tile(codes[j], 2),
            "period": np.repeat([0, 1], len(i)),
            "trade": np.concatenate([values[i, j] / 1e9 for _, values in phases]),
            **{
                name: np.concatenate([mask[i, j] * float(after) for after, _ in phases])
                for name, mask in masks.items()
            },
        }
    )

"""How often the tests err on simulated worlds of the very set in question, for its report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tradenet.bloc.calibration.trials import CLASSES, REAL
from tradenet.sources.measured import calibrations
from tradenet.study.config import StudyConfig

_SAME = ("pre", "post", "absent", "members")


def of_the_set(told: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a report needs of a calibration (``Calibration.to_json``): the set's own sizes.

    Returns
    -------
    dict
        ``command``, the options that make it the same question, and ``size``: per class of dyads
        hits, draws, share, interval and band of its test at 5 % where nothing happened.
    """
    lines = {
        line["class"]: {key: line[key] for key in line if key not in {"stratum", "class"}}
        for line in told["size"]
        if line["stratum"] == REAL and line["class"] in CLASSES and line["draws"]
    }
    same = {name: told["options"][name] for name in _SAME}
    return {"command": told["command"], **same, "size": lines}


def sizes_of(config: StudyConfig) -> dict[str, Any]:
    """Return the embedded sizes of a study's own set; empty where another question was measured.

    The name alone does not make it the same question: window, reading of absent cells and members
    have to be those that were calibrated.
    """
    found: dict[str, Any] = calibrations().get(config.study.name, {})
    asked = {
        "pre": list(config.window.pre),
        "post": list(config.window.post),
        "absent": config.graph.absent,
        "members": list(config.bloc.members),
    }
    return found if found and all(found[name] == asked[name] for name in _SAME) else {}

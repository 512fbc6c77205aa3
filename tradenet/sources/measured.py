"""What was measured once on the snapshot and is embedded beside it: known blocs, sizes."""

from __future__ import annotations

import json
from typing import Any

from tradenet.domain import SourceError
from tradenet.sources.reference import data_folder


def known_blocs() -> dict[str, Any]:
    """Return what `tradenet controls --json` printed: ``data/controls.json``.

    Raises
    ------
    SourceError
        If it is not there.
    """
    path = data_folder() / "controls.json"
    if not path.is_file():
        msg = f"{path} is not there; make it with tradenet controls --json"
        raise SourceError(msg)
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def calibrations() -> dict[str, Any]:
    """Return how often the tests err on simulated worlds, by study: ``data/calibration.json``.

    Raises
    ------
    SourceError
        If it is not there.
    """
    path = data_folder() / "calibration.json"
    if not path.is_file():
        how = "pytest tests/golden/test_calibration.py --rewrite-golden"
        msg = f"{path} is not there; make it of the stored calibrations: {how}"
        raise SourceError(msg)
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found

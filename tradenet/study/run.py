"""Run a study: by its design, and with the word on whether it is the one that was fixed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from tradenet.domain.progress import Progress, silent
from tradenet.study.config import StudyConfig
from tradenet.study.designs import DESIGNS
from tradenet.study.preregister import registration
from tradenet.study.result import StudyResult
from tradenet.study.ties import look_at, with_ties
from tradenet.study.workers import one_thread


def run(
    config: StudyConfig,
    path: Path | None = None,
    frozen: Path | None = None,
    ties: Sequence[Path] = (),
    tell: Progress = silent,
) -> StudyResult:
    """Run a study on the embedded snapshot, or on the flows at a path.

    Parameters
    ----------
    config : StudyConfig
        The options.
    path : Path, optional
        A store or a flow file.
    frozen : Path, optional
        Registration to compare the study with; that of the shipped study if not given.
    ties : sequence of Path
        Tables of ties other than goods trade, beside those that the study names.
    tell : callable
        Told the step that begins, and the share of all work before it.

    Raises
    ------
    SchemaError
        If one of these is no such table.
    InsufficientData
        If the flows hold no period of the study.
    """
    standing = registration(config, frozen).to_dict()
    with one_thread():
        layers = look_at(config, ties)
        found = with_ties(DESIGNS[config.design.name](config, path, tell), layers)
    return replace(found, facts={**found.facts, "registration": standing})

"""The designs of study: how a claim is asked, step by step. One file and one line for each.

What a design asks and by which rule stands in `tradenet.bloc.BATTERIES`, how its report looks in
`tradenet.report.designs`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from tradenet.domain.progress import Progress
from tradenet.study.config import StudyConfig
from tradenet.study.designs import alignment, bloc, realignment, substitution
from tradenet.study.result import StudyResult

DESIGNS: Final[Mapping[str, Callable[[StudyConfig, Path | None, Progress], StudyResult]]] = (
    MappingProxyType(
        {
            "bloc": bloc.run,
            "substitution": substitution.run,
            "realignment": realignment.run,
            "alignment": alignment.run,
        }
    )
)

__all__ = ["DESIGNS"]

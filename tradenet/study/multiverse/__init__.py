"""The multiverse: every defensible combination of choices, and whether all together say more.

Steegen, Tuerlinckx, Gelman and Vanpaemel (2016, DOI 10.1177/1745691616658637) for the idea,
`tradenet.bloc.joint` for the inference.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from tradenet.bloc.joint import Joint, Specified, joint
from tradenet.bloc.significance import LEVEL
from tradenet.sources.tables import write_tables
from tradenet.study.calibrate import cores
from tradenet.study.multiverse.compute import CLASSES, Line, Say, Task, lines
from tradenet.study.multiverse.grid import Choice, Grid, load_grid
from tradenet.study.multiverse.page import page

PAGE = "multiverse.md"


@dataclass(frozen=True, slots=True)
class Multiverse:
    """All specifications of a grid.

    Attributes
    ----------
    study : str
        The study's name.
    choices : tuple of Choice
        The grid.
    lines : tuple of dict
        One a specification: `choices`, `row`, `verdict`, `problem`, the numbers of both classes.
    joint : mapping of str to Joint
        By class; a class that no specification can see is not there.
    """

    study: str
    choices: tuple[Choice, ...]
    lines: tuple[Line, ...]
    joint: Mapping[str, Joint]

    def rows(self) -> dict[int, int]:
        """Return how many specifications give each row of the decision table; 0: not computed."""
        return dict(sorted(Counter(line["row"] or 0 for line in self.lines).items()))

    def to_json(self) -> dict[str, Any]:
        """Return everything but the placebo sets as plain JSON types."""
        return {
            "study": self.study,
            "choices": [asdict(choice) for choice in self.choices],
            "specifications": [_numbers(line) for line in self.lines],
            "rows": {str(row): count for row, count in self.rows().items()},
            "joint": {name: asdict(found) for name, found in self.joint.items()},
            "moved_by": [{"choice": c.name, **_moved(self.lines, c)} for c in self.choices],
            "level": LEVEL,
        }

    def to_arrow(self) -> pa.Table:
        """Return a row for each specification: its choices, then what it gives."""
        return pa.Table.from_pylist(
            [
                {**{c.name: str(line["choices"][c.key]) for c in self.choices}, **_numbers(line)}
                for line in ({**line, "choices": line["choices"]} for line in self.lines)
            ]
        ).drop_columns(["choices"])


def multiverse(
    task: Task, grid: Grid, *, processes: int = 1, say: Say = lambda _done, _of: None
) -> Multiverse:
    """Run every specification of a grid and the joint inference over them.

    Parameters
    ----------
    task : Task
        The study, settings under all specifications, and the flows.
    grid : Grid
        The choices.
    processes : int
        Specifications are shared out; the numbers do not depend on how many.
    say : callable
        Is told how many are done, of how many.

    Raises
    ------
    ConfigError
        If a choice is no option of a study.
    """
    made = tuple(lines(task, list(grid.specifications()), processes=processes, say=say))
    together = {name: joint(_curve(made, name)) for name in CLASSES}
    return Multiverse(
        task.study,
        grid.choices,
        made,
        {name: found for name, found in together.items() if found is not None},
    )


def _curve(made: tuple[Line, ...], name: str) -> list[Specified]:
    found = [line["curves"][name] for line in made if name in line["curves"]]
    return [
        Specified(
            one["statistic"],
            one["change"],
            tuple(one["sets"]),
            np.array(one["statistics"]),
            np.array(one["changes"]),
        )
        for one in found
    ]


def _numbers(line: Line) -> dict[str, Any]:
    return {name: value for name, value in line.items() if name != "curves"}


def _moved(made: tuple[Line, ...], choice: Choice) -> dict[str, Any]:
    """Return the median rise of hub–spoke trade under each value of a choice."""
    out = {}
    for value in choice.values:
        rises = [
            line["hub_spoke_log_change"]
            for line in made
            if line["choices"][choice.key] == value and line.get("hub_spoke_log_change") is not None
        ]
        out[str(value)] = float(np.median(rises)) if rises else None
    return {"median_log_change": out}


def write(found: Multiverse, target: Path, drawings: Mapping[str, str]) -> None:
    """Write ``specifications``, ``multiverse.json``, the page and drawings to a folder.

    Raises
    ------
    SourceError
        If the folder holds other things or cannot be written.
    """
    notes = {PAGE: page(found.to_json()), "multiverse.json": found.to_json(), **drawings}
    write_tables({"specifications": found.to_arrow()}, notes, target, made_by=PAGE)


__all__ = [
    "Choice", "Grid", "Multiverse", "Task", "cores", "load_grid", "multiverse", "page", "write",
]  # fmt: skip

"""Every specification of a grid: the row of the decision table, and the set among its placebos."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import as_completed
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tradenet.bloc import findings, judge, specification
from tradenet.bloc.joint import specified
from tradenet.domain import InsufficientData
from tradenet.sources import kept
from tradenet.study.answer import known
from tradenet.study.belonging import membership_of
from tradenet.study.config import StudyConfig, load
from tradenet.study.gather import evidence_of
from tradenet.study.material import Material, material
from tradenet.study.multiverse.grid import settings
from tradenet.study.told import told
from tradenet.study.workers import one_thread, workers

CLASSES = ("hub_spoke", "spoke_spoke")
_LINE = "line.json"
_CHUNK = 8  # neighbours in the grid share what is slow to compute

Say = Callable[[int, int], None]
Line = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Task:
    """What the specifications are made of.

    Attributes
    ----------
    study : str
        Shipped name or TOML path.
    given : tuple of str
        ``section.key=value`` settings under every specification.
    flows : Path or None
        A store or a flow file; the embedded snapshot if None.
    """

    study: str
    given: tuple[str, ...] = ()
    flows: Path | None = None


def lines(
    task: Task, listed: Sequence[Mapping[str, Any]], *, processes: int, say: Say
) -> list[Line]:
    """Return the line of every specification, in order.

    Parameters
    ----------
    task : Task
        What they are made of.
    listed : sequence of mapping
        Values by dotted key (`Grid.specifications`).
    processes : int
        With 1 everything happens here; the lines do not depend on it.
    say : callable
        Is told how many are done, of how many.
    """
    chunks = [range(k, min(k + _CHUNK, len(listed))) for k in range(0, len(listed), _CHUNK)]
    made: dict[int, Line] = {}
    for numbers, found in _done(task, [(c, [listed[k] for k in c]) for c in chunks], processes):
        made.update(zip(numbers, found, strict=True))
        say(len(made), len(listed))
    return [made[k] for k in range(len(listed))]


def _done(
    task: Task, chunks: Sequence[tuple[range, list[Mapping[str, Any]]]], processes: int
) -> Iterator[tuple[range, list[Line]]]:
    if processes <= 1:
        yield from ((numbers, _chunk(task, part)) for numbers, part in chunks)
        return
    with workers(processes) as pool:
        asked = {pool.submit(_chunk, task, part): numbers for numbers, part in chunks}
        for future in as_completed(asked):
            yield asked[future], future.result()


def _chunk(task: Task, part: Iterable[Mapping[str, Any]]) -> list[Line]:
    with one_thread():
        return [_kept_line(task, one) for one in part]


def _kept_line(task: Task, one: Mapping[str, Any]) -> Line:
    """Return a specification's line, from what was kept by the digest of options, data and code."""
    config = load(task.study, [*task.given, *settings(one)])
    key = kept.key({"multiverse": config.to_dict()}, task.flows)
    with tempfile.TemporaryDirectory() as named:
        folder = Path(named)
        if not kept.fetch(key, folder):
            text = json.dumps(_line(config, _material(task)))
            (folder / _LINE).write_text(text, encoding="utf-8")
            kept.keep(key, folder)
        made: Line = json.loads((folder / _LINE).read_text(encoding="utf-8"))
    return {**made, "choices": dict(one)}


@cache
def _material(task: Task) -> Material:
    config = load(task.study, task.given)
    return material(told(config, task.flows), known(membership_of(config)))


def _line(config: StudyConfig, flowing: Material) -> Line:
    """Return what one specification gives; what could not be computed says why."""
    try:
        evidence = evidence_of(flowing, config)
        found = findings(evidence)
    except InsufficientData as error:
        return {"row": None, "verdict": None, "problem": str(error), "curves": {}}
    row, made = judge(found), evidence.made
    curves = {name: specified(made, name) for name in CLASSES} if made is not None else {}
    return {
        "row": row.number,
        "verdict": row.verdict,
        "problem": None,
        **specification(evidence, found),
        "curves": {
            name: {
                "statistic": one.statistic,
                "change": one.change,
                "sets": one.sets,
                "statistics": one.statistics.tolist(),
                "changes": one.changes.tolist(),
            }
            for name, one in curves.items()
            if one is not None
        },
    }

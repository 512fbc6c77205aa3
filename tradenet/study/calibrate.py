"""Test the instrument on simulated worlds made of a study's own flows."""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import as_completed
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from tradenet.bloc import calibration as room
from tradenet.bloc.calibration import Trial
from tradenet.bloc.verdict import TABLE
from tradenet.bloc.worlds import WORLDS, Ground
from tradenet.domain import SourceError
from tradenet.domain.notebook import card
from tradenet.study.config import StudyConfig
from tradenet.study.workers import one_thread, workers

# Power and verdicts cost fifteen times a size: every fourth world is asked for them too, for those
# of the kinds of worlds of which nothing is promised every sixty-fourth.
WHOLE_EVERY = 4
ALL_EVERY = 16
_CHUNK = 20
_QUICK = ("null", "bloc_3")
Say = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Calibration:
    """How often the instrument errs and finds, on worlds made of one study's flows.

    Attributes
    ----------
    options : mapping of str to object
        Study, window, seed, version, worlds, economies: all that the numbers depend on.
    trials : tuple of Trial
        One per world, in order.
    """

    options: dict[str, Any]
    trials: tuple[Trial, ...]

    def summary(self) -> str:
        """Return one quotable line."""
        kept = [promise.kept for promise in room.promises(self.trials) if promise.rate.draws]
        return (
            f"{self.options['study']}: {len(self.trials):,} worlds, "
            f"{sum(kept)} of {len(kept)} promises kept"
        )

    def _repr_html_(self) -> str:
        rows = [(x.what, "kept" if x.kept else "broken")
                for x in room.promises(self.trials) if x.rate.draws]  # fmt: skip
        return card("Calibration", [("all", self.summary()), *rows])

    def command(self) -> str:
        """Return what makes these numbers, or goes on with them."""
        told = self.options
        return (
            f"tradenet calibrate --study {told['study']} --seed {told['seed']} "
            f"--worlds {told['worlds']}{'' if told.get('verdicts', True) else ' --no-verdicts'} "
            "--out DIR"
        )

    def to_json(self) -> dict[str, Any]:
        """Return options, sizes, power, verdicts and promises as plain values."""
        return {
            "command": self.command(),
            "options": self.options,
            "worlds": len(self.trials),
            "worlds_with_verdicts": sum(bool(trial.rows) for trial in self.trials),
            "size": room.size_lines(self.trials),
            "power": room.power_lines(self.trials),
            "verdicts": room.verdict_lines(self.trials),
            "broken": room.broken_lines(self.trials),
            "promises": [
                {"what": x.what, "target": x.target, "kept": x.kept, **room.plain(x.rate)}
                for x in room.promises(self.trials)
                if x.rate.draws
            ],
        }

    def page(self) -> str:
        """Return everything as Markdown tables."""
        told = self.to_json()
        kinds = [{key: count or "" for key, count in line.items()} for line in told["verdicts"]]
        names = "; ".join(f"{row.number} {row.verdict}" for row in TABLE)
        parts = [
            f"# Calibration of {self.options['study']}",
            f"{self.summary()}; {told['worlds_with_verdicts']:,} of them with power and verdicts. "
            f"Made by `{self.command()}`.",
            "## What is promised, with exact 95 % intervals", _table(told["promises"]),
            "## Tests broken on purpose: hub–spoke trade, all strata; power on trebled trade",
            _table(told["broken"]),
            "## Size at 5 %, nothing happened; the band holds 99.9 % of a right test's shares",
            _table(told["size"]),
            "## Verdicts: the world that was built, and how often each row of the decision table",
            f"{names}; 0 where the rule could not be applied.", _table(kinds),
            "## How often a class is significant at 5 %, something happened",
            _table([line for line in told["power"] if line["draws"]]),
            "## Options",
            "```\n" + json.dumps(self.options, ensure_ascii=False) + "\n```",
        ]  # fmt: skip
        return "\n\n".join(parts) + "\n"


def _table(lines: Sequence[dict[str, Any]]) -> str:
    if not lines:
        return "nothing was drawn"
    head = "| " + " | ".join(lines[0]) + " |"
    rule = "|" + "---|" * len(lines[0])
    rows = ["| " + " | ".join(_cell(value) for value in line.values()) + " |" for line in lines]
    return "\n".join([head, rule, *rows])


def _cell(value: object) -> str:
    if value is None:
        return "–"
    return f"{value:.4f}" if isinstance(value, float) else str(value)


def calibrate(
    ground: Ground,
    seed: int,
    worlds: Iterable[int],
    *,
    processes: int = 1,
    whole_every: int = WHOLE_EVERY,
    verdicts: bool = True,
) -> Iterator[Trial]:
    """Yield the trial of each world, as they are done.

    Every world has random streams of its own, so that its trial is the same whatever the number of
    processes and whichever worlds were done before.

    Parameters
    ----------
    ground : Ground
        What worlds are made of.
    seed : int
        Of every stream.
    worlds : iterable of int
        Numbers of the worlds.
    processes : int
        With 1 everything happens here.
    whole_every : int
        Worlds whose number it divides are asked for power and verdicts too.
    verdicts : bool
        Without them every world is asked what sets of every size with all cells seen show where
        nothing happened and where their trade trebled, and no verdict is given.
    """
    numbers = list(worlds)
    if processes <= 1:
        for number in numbers:
            kinds = _kinds(number, whole_every) if verdicts else _QUICK
            with one_thread():
                trial = room.run_trial(ground, seed, number, kinds, verdicts=verdicts)
            yield trial
        return
    chunks = [numbers[k : k + _CHUNK] for k in range(0, len(numbers), _CHUNK)]
    with workers(processes) as pool:
        how = {"whole_every": whole_every, "verdicts": verdicts}
        tasks = [pool.submit(_chunk, ground, seed, chunk, how) for chunk in chunks]
        for task in as_completed(tasks):
            yield from task.result()


def _kinds(number: int, whole_every: int) -> tuple[str, ...]:
    """Return the kinds of worlds of which a world is asked for power and verdicts."""
    if number % whole_every:
        return ()
    return room.PROMISED if number % (whole_every * ALL_EVERY) else tuple(WORLDS)


def _chunk(ground: Ground, seed: int, numbers: list[int], how: dict[str, Any]) -> list[Trial]:
    return list(calibrate(ground, seed, numbers, **how))


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def options_of(
    config: StudyConfig, ground: Ground, worlds: int, *, verdicts: bool = True
) -> dict[str, Any]:
    """Return all that the numbers depend on, as plain values."""
    network = ground.made.network.contrast
    return {
        "study": config.study.name,
        "version": _version(),
        "seed": config.run.seed,
        "worlds": worlds,
        "verdicts": verdicts,
        "pre": list(config.window.pre),
        "post": list(config.window.post),
        "absent": config.graph.absent,
        "members": list(config.bloc.members),
        "sanctioners": list(ground.cast.sanctioners),
        "rivals": list(ground.rivals),
        "economies": len(ground.contrast.economies),
        "neutral_economies": len(network.economies),
        "neutral_cells": int(ground.made.change.fitted.sum()),
        "whole_every": WHOLE_EVERY,
        "all_kinds_every": WHOLE_EVERY * ALL_EVERY,
    }


def _version() -> str:
    try:
        return version("tradenet")
    except PackageNotFoundError:
        return "not installed"


def calibrate_to(
    folder: Path | None, ground: Ground, options: dict[str, Any], *, processes: int, say: Say
) -> Calibration:
    """Run the trials that a folder does not hold yet, and write table, numbers and trials there.

    Parameters
    ----------
    folder : Path or None
        Holds ``<study>.trials.jsonl``: a trial a line, after a line of options. A trial is
        written when it is done, so that a run that was cut goes on.
    ground : Ground
        What worlds are made of.
    options : dict
        With ``study``, ``seed``, ``worlds`` and perhaps ``verdicts``.
    processes : int
        How many.
    say : callable
        Told how many worlds are done, and of how many.

    Raises
    ------
    SourceError
        If the folder holds trials made under other options.
    """
    wanted = range(options["worlds"])
    path = folder / f"{options['study']}.trials.jsonl" if folder is not None else None
    done = _begun(path, options) if path is not None else {}
    missing = [number for number in wanted if number not in done]
    verdicts = options.get("verdicts", True)
    for trial in calibrate(
        ground, options["seed"], missing, processes=processes, verdicts=verdicts
    ):
        done[trial.world] = trial
        if path is not None:
            with path.open("a", encoding="utf-8") as lines:
                lines.write(json.dumps(dataclasses.asdict(trial)) + "\n")
        say(len(done), len(wanted))
    found = Calibration(options, tuple(done[number] for number in sorted(done)))
    if folder is not None:
        write(found, folder)
    return found


def _begun(path: Path, options: dict[str, Any]) -> dict[int, Trial]:
    """Return the trials of a file made under the same options; start the file where there is none.

    The number of worlds may differ: more are added.
    """
    fixed = {key: value for key, value in options.items() if key != "worlds"}
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(fixed) + "\n", encoding="utf-8")
        return {}
    text = path.read_text(encoding="utf-8")
    whole = text[: text.rfind("\n") + 1]
    if whole != text:  # the run was cut in the middle of a line
        path.write_text(whole, encoding="utf-8")
    first, *lines = whole.splitlines()
    if json.loads(first) != json.loads(json.dumps(fixed)):
        msg = f"{path} holds trials made under other options: {first}; name another folder"
        raise SourceError(msg)
    trials = [Trial(**json.loads(line)) for line in lines]
    return {trial.world: trial for trial in trials}


def write(found: Calibration, folder: Path) -> None:
    """Write ``<study>.json`` and ``<study>.md`` into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    name = found.options["study"]
    text = json.dumps(found.to_json(), indent=1, ensure_ascii=False) + "\n"
    (folder / f"{name}.json").write_text(text, encoding="utf-8")
    (folder / f"{name}.md").write_text(found.page(), encoding="utf-8")

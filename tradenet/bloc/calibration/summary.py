"""From trials to sizes, power and the confusion matrix, held against what is promised."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tradenet.bloc.calibration.rates import Rate, binomial_band
from tradenet.bloc.calibration.strata import STRATA, THIRDS
from tradenet.bloc.calibration.trials import (
    BY_CHANGE,
    CLASSES,
    EITHER,
    REAL,
    RISES,
    SEEN,
    TOGETHER,
    Trial,
)
from tradenet.bloc.significance import LEVEL
from tradenet.bloc.verdict import TABLE
from tradenet.bloc.worlds import WORLDS

SETS: Final = (SEEN, REAL)
MEASURES: Final = (*CLASSES, EITHER, TOGETHER, *BY_CHANGE.values())
STRONGEST: Final = RISES[-1]
NEVER: Final = 0.01
ENOUGH: Final = 0.80
LARGEST_JOINT: Final = 0.065
# The sets in which a bloc of trebled trade should be found, and by what.
FOUND: Final = (
    *((which, name) for which in (SEEN, "mid") for name in (*CLASSES, EITHER, TOGETHER)),
    (REAL, "hub_spoke"),
)
BROKEN: Final[Mapping[str, Callable[[float], float]]] = {
    "as it is": lambda p: p,
    "p halved": lambda p: p / 2,
    "p = 1": lambda _: 1.0,
}
# Rows of the decision table: a bloc; whatever says something of trade among the spokes.
_BLOC: Final = (2,)
_OF_SPOKES: Final = (2, 3, 6, 9)
_HUB_OR_SPOKES: Final = (2, 3, 5, 6, 7)


@dataclass(frozen=True, slots=True)
class Promise:
    """What the instrument should do, and what it did.

    Attributes
    ----------
    what, target : str
        In words.
    rate : Rate
        What was counted.
    kept : bool
        Whether the share is on the right side of the target.
    """

    what: str
    target: str
    rate: Rate
    kept: bool


def size_lines(trials: Sequence[Trial]) -> list[dict[str, Any]]:
    """Return how often each class of each stratum is significant where nothing happened.

    Trials without a p-value (a role short of candidates, a class of which nothing is observed) are
    left out; `draws` says how many remain. The band holds 99.9 % of a right test's shares. The
    sets of every size all of whose cells are seen stand apart, where they were asked for.
    """
    lines = []
    asked = {name: [trial.size.get(name, {}) for trial in trials] for name in (*STRATA, REAL)}
    for third in THIRDS:
        told = [trial.power.get(third, {}).get("null") for trial in trials]
        known = [p_values for p_values in told if p_values is not None]
        asked |= {f"{third}, {SEEN}": known} if known else {}
    for stratum, given in asked.items():
        for name in MEASURES:
            found = rate(p_values.get(name) for p_values in given)
            low, high = binomial_band(LEVEL, found.draws) if found.draws else (0.0, 1.0)
            inside = low <= found.share <= high if found.draws else None
            line = {"stratum": stratum, "class": name, **plain(found)}
            lines.append({**line, "band_low": low, "band_high": high, "inside": inside})
    return lines


def power_lines(trials: Sequence[Trial]) -> list[dict[str, Any]]:
    """Return how often each class is significant in each kind of world, per set."""
    lines = []
    for which in (*SETS, *THIRDS):
        for kind in WORLDS:
            asked = [trial.power[which][kind] for trial in trials
                     if kind in trial.power.get(which, {})]  # fmt: skip
            for name in MEASURES if asked else ():
                found = rate(p_values.get(name) for p_values in asked)
                lines.append({"set": which, "kind": kind, "class": name, **plain(found)})
    return lines


def verdict_lines(trials: Sequence[Trial]) -> list[dict[str, Any]]:
    """Return the confusion matrix: per set and kind of world, how often each row was given.

    Row 0 counts worlds to which the rule could not be applied.
    """
    return [
        {
            "set": which,
            "kind": kind,
            **{str(row): given.count(row) for row in (0, *(line.number for line in TABLE))},
        }
        for which in SETS
        for kind in WORLDS
        if (given := list(rows_of(trials, which, kind)))
    ]


def promises(trials: Sequence[Trial]) -> tuple[Promise, ...]:
    """Return every promise with what was counted."""
    made = [
        never(trials, "no bloc is declared", which, kind, _BLOC)
        for which in SETS
        for kind in ("null", "hub_only", "diversion", "lumpy_diversion")
    ]
    made += [
        never(trials, "nothing is said of spokes nobody sees", which, "missing_spokes", _OF_SPOKES)
        for which in SETS
    ]
    for which in SETS:
        for kind in ("null", "diversion", "lumpy_diversion"):
            joint = row_rate(trials, which, kind, _HUB_OR_SPOKES)
            made.append(
                Promise(
                    f"{which}, {kind}: no rise is declared, of hub or spokes",
                    f"at most {LARGEST_JOINT:.1%}",
                    joint,
                    joint.share <= LARGEST_JOINT,
                )
            )
    for which, name in FOUND:
        found = power_rate(trials, which, name, BROKEN["as it is"])
        what = f"{which}, {STRONGEST}: {name} is found to have risen"
        made.append(Promise(what, f"at least {ENOUGH:.0%}", found, found.share >= ENOUGH))
    return tuple(made)


def broken_lines(trials: Sequence[Trial]) -> list[dict[str, Any]]:
    """Return what size and power say of the test as it is, and of two that are broken on purpose.

    One halves every p-value, which sizes show; one says p = 1 always, which never errs and which
    power shows.
    """
    lines = []
    told = [trial.size.get(stratum, {}).get("hub_spoke") for trial in trials for stratum in STRATA]
    for name, how in BROKEN.items():
        size = rate(how(p) for p in told if p is not None)
        low, high = binomial_band(LEVEL, size.draws) if size.draws else (0.0, 1.0)
        power = power_rate(trials, _asked(trials), "hub_spoke", how)
        caught = {"size": not low <= size.share <= high, "power": power.share < ENOUGH}
        lines.append(
            {
                "test": name, "draws": size.draws, "size": size.share,
                "band_low": low, "band_high": high, "power": power.share,
                "caught_by": ", ".join(key for key, off in caught.items() if off) or "nothing",
            }
        )  # fmt: skip
    return lines


def _asked(trials: Sequence[Trial]) -> str:
    """Return the set by which power is told: the one with verdicts, else that of middling size."""
    return SEEN if any(SEEN in trial.power for trial in trials) else "mid"


def power_rate(
    trials: Iterable[Trial], which: str, name: str, how: Callable[[float], float]
) -> Rate:
    """Return how often a class of a set is significant where its trade trebled."""
    asked = (trial.power.get(which, {}).get(STRONGEST, {}).get(name) for trial in trials)
    return rate(how(p) for p in asked if p is not None)


def never(
    trials: Sequence[Trial], what: str, which: str, kind: str, rows: tuple[int, ...]
) -> Promise:
    """Return the promise that some rows are given in at most one of a hundred worlds of a kind."""
    found = row_rate(trials, which, kind, rows)
    return Promise(f"{which}, {kind}: {what}", f"at most {NEVER:.0%}", found, found.share <= NEVER)


def row_rate(trials: Iterable[Trial], which: str, kind: str, rows: tuple[int, ...]) -> Rate:
    """Return how often one of some rows was given."""
    given = list(rows_of(trials, which, kind))
    return Rate(sum(row in rows for row in given), len(given))


def rows_of(trials: Iterable[Trial], which: str, kind: str) -> Iterator[int]:
    """Yield the rows given to a set in the worlds of a kind."""
    for trial in trials:
        row = trial.rows.get(which, {}).get(kind)
        if row is not None:
            yield row


def rate(p_values: Iterable[float | None]) -> Rate:
    """Return how often p ≤ 5 % among those that are known."""
    known = [p for p in p_values if p is not None]
    return Rate(sum(p <= LEVEL for p in known), len(known))


def plain(found: Rate) -> dict[str, Any]:
    """Return a rate as named numbers; None where nothing was drawn."""
    if not found.draws:
        return {"hits": 0, "draws": 0, "share": None, "error": None, "low": None, "high": None}
    low, high = found.interval()
    return {
        "hits": found.hits, "draws": found.draws, "share": found.share, "error": found.error,
        "low": low, "high": high,
    }  # fmt: skip

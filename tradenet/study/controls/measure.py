"""How a known bloc's trade changed, among its peers: the same inference as a study's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache
from itertools import combinations
from typing import Any

import numpy as np

from tradenet import flows, networks
from tradenet.bloc import Contrast, Inference, Network, contrast, infer, infer_class
from tradenet.bloc.inference import ClassInference, interval
from tradenet.bloc.merge import merged
from tradenet.bloc.placebo import FEWEST_CANDIDATES
from tradenet.bloc.robustness import without_each
from tradenet.bloc.significance import LEVEL
from tradenet.domain import Bloc, InsufficientData, Window
from tradenet.gravity import fit_change
from tradenet.sources import snapshot
from tradenet.study.controls.known import Control

FEWEST_SETS = 19  # with fewer, no p-value reaches 5 %
Reading = Mapping[str, Contrast]


@dataclass(frozen=True, slots=True)
class Line:
    """What was measured of one control.

    Attributes
    ----------
    name, expected, members, hub, pre, post, cut, added : str
        As in `Control`; members joined by ``+``, years as ``first-last``.
    cells, seen : int
        Directed cells of the class, and those observed before and after.
    sets : int
        Matched sets it is compared with.
    factor, low, high : float or None
        Poisson estimate of the change beyond everybody else's, as a factor, and its 95 % interval
        (by inverting the test; None where it has no bound, or there is no reference).
    statistic : float or None
        Σr/√Σσ² of the class, which decides.
    p_rise, p_fall : float or None
        One-sided p-values of `statistic`, as T4 (T2 where there is a hub) has it.
    p_rise_change : float or None
        `p_rise` by the rank of the change, beside it.
    p_rise_missing : float or None
        `p_rise` where cells that are zero or missing are read as missing.
    change, change_without : float or None
        One-step change of the class, log points, and that without the dyad `carried`.
    carried : str
        The dyad that moves the change most when it is left out.
    outcome : str
        ``as expected``, ``sign only``, ``not as expected`` or ``not testable``.
    why : str
        Why it is not testable.
    """

    name: str
    expected: str
    members: str
    hub: str
    pre: str
    post: str
    cut: str
    added: str = ""
    cells: int = 0
    seen: int = 0
    sets: int = 0
    factor: float | None = None
    low: float | None = None
    high: float | None = None
    statistic: float | None = None
    p_rise: float | None = None
    p_fall: float | None = None
    p_rise_change: float | None = None
    p_rise_missing: float | None = None
    change: float | None = None
    change_without: float | None = None
    carried: str = ""
    outcome: str = "not testable"
    why: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the line as plain JSON types."""
        return asdict(self)


@cache
def worlds(window: Window) -> Reading:
    """Return the contrast of a window of the snapshot under both readings of absent cells.

    Parameters
    ----------
    window : Window
        Years of one source.
    """
    reports = snapshot.panel(window.periods)
    agreed = flows.agree(reports, flows.MirrorRules(), window).compute()
    filed = flows.filings_of(agreed).to_pydict()
    by_year: dict[int, set[str]] = {}
    for year, economy in zip(filed["period"], filed["economy"], strict=True):
        by_year.setdefault(year, set()).add(economy)
    constant = set.intersection(*(by_year.get(year, set()) for year in window.periods))
    readings: tuple[networks.Absent, ...] = ("zero", "missing")
    return {
        absent: contrast(
            {g.period.code: g for g in networks.build_all(agreed, absent=absent)},
            window.pre,
            window.post,
            constant,
        )
        for absent in readings
    }


def measure(control: Control) -> Line:
    """Return what the snapshot tells of a control, or why it tells nothing."""
    bare = _bare(control)
    if control.window is None:
        return replace(bare, why="no year before, or after, is held by one source")
    readings = worlds(control.window)
    try:
        main = numbers(_network(control, readings["zero"]))
    except InsufficientData as error:
        return replace(bare, why=str(error))
    other = _p_rise(control, readings["missing"])
    found = replace(bare, **main, p_rise_missing=other)
    return replace(found, outcome=outcome(found))


def outcome(line: Line) -> str:
    """Say whether a control behaves as expected, at 5 % one-sided, by a rule fixed beforehand.

    Examples
    --------
    >>> line = Line("x", "rise", "", "", "", "", "", factor=1.2, p_rise=0.2, p_fall=0.8)
    >>> outcome(line)
    'sign only'
    """
    if line.p_rise is None or line.p_fall is None or line.factor is None:
        return "not testable"
    if line.expected == "none":
        return "as expected" if min(line.p_rise, line.p_fall) > LEVEL / 2 else "not as expected"
    rises = line.expected == "rise"
    if (line.p_rise if rises else line.p_fall) <= LEVEL:
        return "as expected"
    return "sign only" if (line.factor > 1) == rises else "not as expected"


def _bare(control: Control) -> Line:
    window = control.window
    return Line(
        control.name,
        control.expected,
        "+".join(control.bloc.spokes),
        control.bloc.hub,
        _span(window.pre) if window else "",
        _span(window.post) if window else "",
        control.cut,
        control.added,
    )


def _span(years: tuple[int, ...]) -> str:
    return f"{years[0]}-{years[-1]}"


def _network(control: Control, world: Contrast) -> Network:
    for merger in control.mergers:
        world = merged(world, merger)
    return Network(world, control.bloc)


def class_of(bloc: Bloc) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return the class in question and its dyads: all pairs, or the hub's where there is one."""
    if bloc.hub:
        return "hub_spoke", bloc.hub_spoke
    return "spoke_spoke", tuple(combinations(bloc.spokes, 2))


def numbers(network: Network) -> dict[str, Any]:
    """Return the numbers of a line; those of the reference only where there is one.

    Parameters
    ----------
    network : Network
        The world and the set; its class is all pairs, or the hub's where there is one.

    Raises
    ------
    InsufficientData
        If the class has no trade before, or none after.
    """
    name, dyads = class_of(network.bloc)
    world = network.contrast
    cells = world.cells(dyads)
    fit = fit_change(world.before, world.after, world.observed, terms=[cells])
    seen = int((cells & world.observed).sum())
    known = {"cells": 2 * len(dyads), "seen": seen, "factor": float(np.exp(fit.effects[0]))}
    made = infer(network)
    found = infer_class(made, name)
    why = why_not(made) or ("" if found else "nothing of it informs the fit")
    if found is None:
        return {**known, "why": why}
    known |= {"statistic": found.studentized, "sets": len(found.sets), **_carried(made, found)}
    if len(found.sets) < FEWEST_SETS:
        return {**known, "why": f"{len(found.sets)} matched sets have all its cells observed"}
    low, high = (float(np.exp(end)) for end in interval(made, name))
    return {
        **known,
        "low": low if low > 0 else None,
        "high": high if np.isfinite(high) else None,
        "p_rise": found.p_value,
        "p_fall": found.p_below,
        "p_rise_change": found.p_change,
    }


def _carried(made: Inference, found: ClassInference) -> dict[str, Any]:
    """Return the change, and the dyad that moves it most when it is left out."""
    codes = [*made.network.bloc.spokes, made.network.bloc.hub]
    name = "hub_spoke" if made.network.bloc.hub else "spoke_spoke"
    rests = [(pair, rest.change) for pair, rest in without_each(made, name) if rest]
    if not rests:
        return {"change": found.change}
    (one, other), change = max(rests, key=lambda rest: abs(rest[1] - found.change))
    dyad = "-".join(sorted((codes[one], codes[other])))
    return {"change": found.change, "change_without": change, "carried": dyad}


def why_not(made: Inference) -> str:
    """Return which members have too few peers of their size; empty where all have enough."""
    short = [
        f"{spoke} has {len(named)}"
        for spoke, named in zip(made.network.bloc.spokes, made.roles.candidates, strict=True)
        if not made.roles.valid and len(named) < FEWEST_CANDIDATES
    ]
    return f"too few peers of like size: {', '.join(short)}" if short else ""


def _p_rise(control: Control, world: Contrast) -> float | None:
    """Return the p-value under the other reading; None where that reading gives none."""
    try:
        found = infer_class(infer(_network(control, world)), class_of(control.bloc)[0])
    except InsufficientData:
        return None
    return found.p_value if found and len(found.sets) >= FEWEST_SETS else None

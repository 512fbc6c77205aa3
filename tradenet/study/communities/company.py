"""How often economies share a community when the search is made again and again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, Final

import numpy as np

from tradenet import networks
from tradenet.domain import Expected, Partition, TradeGraph, stream
from tradenet.domain.arrays import Matrix
from tradenet.networks.stability import Shaken, many_runs
from tradenet.networks.stability.iterated import entropy_of
from tradenet.study.config import StudyConfig

_LESS: Final = 5
CoAssignment = tuple[tuple[str, ...], Matrix]
Pairs = Sequence[tuple[str, str]]


def searches(
    config: StudyConfig, graph: TradeGraph, expected: Expected, null: str
) -> tuple[Partition, ...]:
    """Return the communities of many searches, in turn at each of the study's resolutions.

    Each is made in a copy of the graph with the errors that two reports of one flow show, against
    the expectation of the graph itself. Periods that are not compared are searched less often.
    """
    rules = config.structure
    shaken = Shaken()
    found: list[Partition] = []
    for k in range(_count(config, graph.period.code)):
        rng = stream(config.run.seed, f"communities/{null}/{graph.period.code}/{k}")
        resolution = rules.resolutions[k % len(rules.resolutions)]
        copy = shaken(graph, rng=rng)
        found.extend(many_runs(copy, expected, 1, resolution, rng=rng))
    return tuple(found)


def _count(config: StudyConfig, period: int) -> int:
    rules = config.structure
    compared = period in config.window.periods
    return rules.searches if compared else max(1, rules.searches // _LESS)


def pairs_of(config: StudyConfig) -> tuple[Pairs, Pairs]:
    """Return the pairs of members, and those of a member and another economy of the study."""
    members, others = config.bloc.members, config.structure.others
    beside = [other for other in others if other not in members]
    return tuple(combinations(members, 2)), tuple((m, x) for m in members for x in beside)


def company(
    config: StudyConfig, graph: TradeGraph, found: Sequence[Partition], null: str
) -> tuple[list[dict[str, Any]], dict[str, Any], CoAssignment]:
    """Return how often each pair shares a community in a period, and how far the searches agree.

    Third comes the co-assignment of all economies, of those that trade.

    The share of a pair is missing where one of the two has no observed trade in the period.
    """
    every, whole = networks.consensus(found)
    values = np.nan_to_num(graph.values)
    busy = np.flatnonzero(values.sum(axis=0) + values.sum(axis=1) > 0)
    codes, shares = tuple(every[k] for k in busy), whole[np.ix_(busy, busy)]
    where = {code: k for k, code in enumerate(codes)}
    off = ~np.eye(len(codes), dtype=bool)
    head = {"period": graph.period.code, "null": null}
    own, beside = pairs_of(config)

    def told(pairs: Pairs) -> Iterator[dict[str, Any]]:
        for one, other in pairs:
            i, j = where.get(one, -1), where.get(other, -1)
            share = float(shares[i, j]) if min(i, j) >= 0 else None
            yield {**head, "one": one, "other": other, "share": share}

    rows = list(told(own)), list(told(beside))
    summary = {
        **head,
        "searches": len(found),
        "entropy": float(entropy_of(shares)[off].mean()) if off.any() else 0.0,
        "members": _mean(rows[0]),
        "others": _mean(rows[1]),
    }
    return [*rows[0], *rows[1]], summary, (codes, shares)


def _mean(rows: Sequence[Mapping[str, Any]]) -> float | None:
    known = [row["share"] for row in rows if row["share"] is not None]
    return float(np.mean(known)) if known else None

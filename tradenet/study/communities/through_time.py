"""Communities followed through the periods, under each null."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tradenet.domain import Expected, Partition, TradeGraph, stream
from tradenet.networks.evolution import match
from tradenet.study.communities.expectations import MARGINS
from tradenet.study.communities.lines import core_of
from tradenet.study.config import StudyConfig

Labels = Mapping[int, int]
Graphs = Mapping[int, TradeGraph]


@dataclass(frozen=True, slots=True)
class Course:
    """The communities of all periods under one null.

    Attributes
    ----------
    partitions : mapping of period code to Partition
        As found.
    labels : mapping of period code to mapping of int to int
        From the number of a community of two or more in its period to its label in time; those
        with most trade over all periods have the lowest labels.
    events : pyarrow.Table
        As in `tradenet.networks.evolution.Timeline`.
    """

    partitions: Mapping[int, Partition]
    labels: Mapping[int, Labels]
    events: pa.Table


def courses(
    config: StudyConfig,
    graphs: Graphs,
    expected: Mapping[str, Mapping[int, Expected]],
    found: Mapping[int, Partition],
) -> dict[str, Course]:
    """Return the course of communities under each null, with labels numbered by trade."""
    method = config.communities.finder()
    made: dict[str, Course] = {}
    for null, each in expected.items():
        partitions = {
            code: found[code]
            if null == MARGINS
            else method(
                graphs[code], hoped, rng=stream(config.run.seed, f"communities/{null}/{code}")
            )
            for code, hoped in each.items()
        }
        if partitions:
            made[null] = _renamed(_course(partitions), graphs)
    return made


def _course(partitions: Mapping[int, Partition]) -> Course:
    """Return the course of communities matched from period to period."""
    timeline = match(partitions)
    where = {code: k for k, code in enumerate(timeline.economies)}
    labels: dict[int, Labels] = {}
    for code, row in zip(timeline.periods, timeline.labels, strict=True):
        found = partitions[code]
        at = row[[where[economy] for economy in found.economies]]
        labels[code] = {
            community: int(at[np.flatnonzero(found.membership == community)[0]])
            for community, size in enumerate(found.sizes)
            if size > 1
        }
    return Course(partitions, labels, timeline.events)


def _renamed(course: Course, graphs: Graphs) -> Course:
    """Return the course with its labels numbered by trade over all periods, each period alike."""
    sizes: dict[int, float] = defaultdict(float)
    for code, labels in course.labels.items():
        shares = strengths(graphs[code])
        for community, trade in zip(course.partitions[code].membership, shares, strict=True):
            if int(community) in labels:
                sizes[labels[int(community)]] += float(trade)
    names = {label: k for k, label in enumerate(sorted(sizes, key=lambda at: (-sizes[at], at)))}
    labels_ = {
        code: {community: names[label] for community, label in each.items()}
        for code, each in course.labels.items()
    }
    told = [
        {**row, "label": names[row["label"]], "other": names.get(row["other"])}
        for row in course.events.to_pylist()
    ]
    return replace(course, labels=labels_, events=pa.Table.from_pylist(told, course.events.schema))


def strengths(graph: TradeGraph) -> npt.NDArray[np.float64]:
    """Return the share of each economy in all trade of a period, exports and imports."""
    values = np.nan_to_num(graph.values)
    shares: npt.NDArray[np.float64] = values.sum(axis=0) + values.sum(axis=1)
    return shares / (shares.sum() or 1.0)


def hues(course: Course, first: Course, graph: TradeGraph) -> dict[int, int]:
    """Return the number of the colour in which each community of a period is drawn.

    That of the first null is its label. Another takes the colour of the community of the first with
    which it shares most trade in the period, each colour once; the rest take those that are free.
    """
    code = graph.period.code
    labels = course.labels[code]
    taken = first.labels.get(code, {})
    if course is first:
        return dict(labels)
    shared: dict[tuple[int, int], float] = defaultdict(float)
    beside = first.partitions[code].membership if taken else course.partitions[code].membership
    for here, there, trade in zip(
        course.partitions[code].membership, beside, strengths(graph), strict=True
    ):
        if int(here) in labels and int(there) in taken:
            shared[int(here), taken[int(there)]] += float(trade)
    found: dict[int, int] = {}
    for (here, hue), _ in sorted(shared.items(), key=lambda at: (-at[1], at[0])):
        if here not in found and hue not in found.values():
            found[here] = hue
    free = (k for k in count() if k not in taken.values())
    return {**found, **{here: next(free) for here in labels if here not in found}}


def events(course: Course, graphs: Graphs, null: str) -> Iterator[dict[str, Any]]:
    """Yield births, deaths, merges and splits after the first period, each with its core.

    The core is that of the community in the period, of one that ends in the period before.
    """
    periods = sorted(course.partitions)
    for row in course.events.to_pylist():
        period = row["period"]
        if row["event"] == "continue" or period == periods[0]:
            continue
        ended = row["event"] in ("death", "merge")
        told = periods[periods.index(period) - 1] if ended else period
        yield {
            "period": period,
            "null": null,
            "event": row["event"],
            "label": row["label"],
            "other": row["other"],
            "economies": row["size"],
            "core": _core(course, graphs, told, row["label"]),
        }


def _core(course: Course, graphs: Graphs, period: int, label: int) -> str | None:
    held = {at: community for community, at in course.labels[period].items()}
    if label not in held:
        return None
    return core_of(course.partitions[period], graphs[period], held[label])

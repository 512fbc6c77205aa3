"""Everything on communities that a report shows, as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from tradenet.bloc import Evidence
from tradenet.domain import Expected, Partition, stream
from tradenet.domain.progress import Progress, counted, silent, within
from tradenet.study.communities.chance import chances
from tradenet.study.communities.company import CoAssignment, company, searches
from tradenet.study.communities.expectations import MARGINS, expected_by_null
from tradenet.study.communities.fineness import resolutions
from tradenet.study.communities.lines import lines, seats
from tradenet.study.communities.schemas import SCHEMAS, table
from tradenet.study.communities.through_time import courses, events, hues
from tradenet.study.communities.ties import ties, ties_by_year
from tradenet.study.communities.turning import breaks
from tradenet.study.config import StudyConfig

ByPeriod = Mapping[int, Partition]
Rows = dict[str, list[dict[str, Any]]]


def story(
    config: StudyConfig,
    evidence: Evidence,
    found: ByPeriod,
    economies: Sequence[str],
    tell: Progress = silent,
) -> dict[str, pa.Table]:
    """Return the tables on communities: over all periods, and of the last full one in detail.

    Parameters
    ----------
    config : StudyConfig
        The options.
    evidence : Evidence
        Graphs and the study's own expected trade.
    found : mapping of period code to Partition
        Communities of each period against the study's own expected trade.
    economies : sequence of str
        Those on the map.
    tell : callable
        Told how far it is.
    """
    tell("following communities", 0.0)
    graphs, last = evidence.graphs, last_full(evidence)
    expected = expected_by_null(graphs)
    rows: Rows = {name: [] for name in SCHEMAS}
    rows["ties"] += ties(graphs, expected[MARGINS], economies)
    rows["ties_by_year"] += ties_by_year(graphs, evidence.expected, economies)
    made = courses(config, graphs, expected, found)
    for null in counted(made, "following communities", within(tell, 0.2, 0.6)):
        course, hoped = made[null], expected[null]
        for code, partition in course.partitions.items():
            at = partition, course.labels[code]
            colours = hues(course, made[MARGINS], graphs[code])
            rows["communities"] += seats(*at, colours, graphs[code], null)
            rows["community_lines"] += lines(
                *at, graphs[code], hoped[code], null, config.bloc.members
            )
        rows["community_events"] += events(course, graphs, null)
        rows["community_breaks"] += breaks(
            config, evidence, _company(config, evidence, null, hoped, rows), null
        )
        if last in hoped:
            rng = stream(config.run.seed, f"communities/{null}/{last}/resolutions")
            rows["community_resolutions"] += resolutions(graphs[last], hoped[last], null, rng=rng)
    rows["community_tests"] += chances(config, graphs[last], within(tell, 0.6, 1.0))
    return {name: table(name, each) for name, each in rows.items()}


def last_full(evidence: Evidence) -> int:
    """Return the last period after the event that is held, or the last of all."""
    held = [code for code in evidence.window.post if code in evidence.graphs]
    return max(held, default=max(evidence.graphs))


def _company(
    config: StudyConfig,
    evidence: Evidence,
    null: str,
    expected: Mapping[int, Expected],
    rows: Rows,
) -> dict[int, CoAssignment]:
    """Add how often pairs share a community in every period; return it of all economies."""
    found = {}
    for code, hoped in expected.items():
        graph = evidence.graphs[code]
        many = searches(config, graph, hoped, null)
        pairs, summary, found[code] = company(config, graph, many, null)
        rows["company"] += pairs
        rows["community_stability"].append(summary)
    return found

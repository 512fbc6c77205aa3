"""The design "bloc": do the members trade as a bloc? The battery T0 to T8 and its rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from tradenet import networks
from tradenet.bloc import BATTERY, TESTS, BlocTestResult, Evidence
from tradenet.domain import Partition
from tradenet.domain.progress import Progress, silent, within
from tradenet.study import doubts, tabulate
from tradenet.study.answer import answered, known, many_partitions
from tradenet.study.clubs import clubs
from tradenet.study.communities import story
from tradenet.study.config import StudyConfig
from tradenet.study.controls.embedded import embedded
from tradenet.study.designs.ground import (
    Ground,
    again,
    communities_of,
    evidence_on,
    graphs_of,
    ground_of,
)
from tradenet.study.gather import with_networks
from tradenet.study.material import material
from tradenet.study.result import StudyResult
from tradenet.study.sizes import sizes_of
from tradenet.study.words import sentences


def run(config: StudyConfig, path: Path | None, tell: Progress = silent) -> StudyResult:
    """Run the battery, judge it, and tell what trade looks like beside it.

    The shares told are those of `brown-2022`, as measured.
    """
    tell("reading the flows", 0.0)
    ground = ground_of(config, path)
    seen = ground.evidence
    tell("seeking communities", 0.07)
    flowing = material(ground.given, known(ground.on_set))
    partitions = communities_of(config, seen)
    evidence = replace(
        with_networks(seen, flowing, config), partitions=many_partitions(config, seen)
    )
    tell("testing", 0.11)
    tests = tuple(_test(name, config, evidence) for name in BATTERY)
    answer = answered(config, flowing, evidence, tests, path, within(tell, 0.24, 0.48))
    tell("counting doubtful cells", 0.48)
    readings = _readings(ground)
    controls, of_controls = embedded()
    shown = _shown(ground, partitions)
    tables = {
        **shown,
        **story(
            config,
            evidence,
            partitions,
            shown["nodes"]["economy"].to_pylist(),
            within(tell, 0.51, 0.96),
        ),
        "quarantine": doubts.with_and_without(
            readings, ground.doubtful["period"].unique().to_pylist()
        ),
        **clubs(evidence),
        **controls,
        **answer.tables,
    }
    tell("telling it in words", 0.99)
    facts = {
        **ground.facts(),
        **_facts(seen, partitions, tests),
        "with_and_without": {name: _intensities(each) for name, each in readings.items()},
        "controls": of_controls,
        "calibration": sizes_of(config) if path is None else {},
        **answer.facts,
    }
    found, cannot = sentences(config, facts, answer.sentence)
    return ground.result((answer.verdict, found, cannot), tests, tables, facts)


def _absences(ground: Ground) -> dict[str, Evidence]:
    """Return the evidence under both readings of cells that are zero or missing."""
    config, counted = ground.config, ground.counted
    other: networks.Absent = "missing" if config.graph.absent == "zero" else "zero"
    return {
        config.graph.absent: ground.evidence,
        other: evidence_on(config, counted, graphs_of(counted, other)),
    }


def _readings(ground: Ground) -> Mapping[str, Evidence]:
    """Return the evidence with doubtful cells set aside and counted; the study's own is one."""
    names = (doubts.SET_ASIDE, doubts.COUNTED)
    own, beside = names if ground.config.quality.quarantine else names[::-1]
    return {own: ground.evidence, beside: again(ground)}


def _intensities(evidence: Evidence) -> dict[str, Any]:
    """Return the mean intensity of each class before and after the event."""
    return dict(TESTS["T1"](evidence).details)


def _test(name: str, config: StudyConfig, evidence: Evidence) -> BlocTestResult:
    if name in TESTS and name in config.tests:
        return TESTS[name](evidence)
    return BlocTestResult(name=name, question=BATTERY[name])


def _shown(ground: Ground, partitions: Mapping[int, Partition]) -> dict[str, Any]:
    evidence, config = ground.evidence, ground.config
    last = max(partitions)
    chosen = max((code for code in config.window.post if code in partitions), default=last)
    nodes, edges = tabulate.network(evidence.graphs[chosen], evidence, partitions[chosen])
    return {
        "groups": tabulate.groups(_absences(ground)),
        "together": tabulate.together(partitions, config.bloc.dyads),
        "nodes": nodes,
        "edges": edges,
    }


def _facts(
    evidence: Evidence, partitions: Mapping[int, Partition], tests: tuple[BlocTestResult, ...]
) -> dict[str, Any]:
    """Name the numbers of the first page."""
    described = {key: value for test in tests if test.name == "T1" for key, value in test.details}
    return {
        **described,
        "not_run": [name for name in BATTERY if name not in {t.name for t in tests if t.rule}],
        "network_period": max(
            (code for code in evidence.window.post if code in evidence.graphs),
            default=max(evidence.graphs),
        ),
        "companions": {code: _companions(evidence, p) for code, p in partitions.items()},
    }


def _companions(evidence: Evidence, partition: Partition) -> dict[str, list[str]]:
    """Return, for each member, the economies of its community."""
    return {
        member: list(partition.members(partition.community_of(member)))
        for member in evidence.bloc.members
        if partition.community_of(member) >= 0
    }

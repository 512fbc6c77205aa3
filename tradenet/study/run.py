"""The order of things: from flows to a result, top to bottom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from threadpoolctl import threadpool_limits

from tradenet import networks
from tradenet.bloc import BATTERY, TESTS, BlocTestResult, Evidence
from tradenet.domain import BilateralFlows, InsufficientData, Partition, TradeGraph, stream
from tradenet.gravity import NULLS
from tradenet.study import doubts, tabulate
from tradenet.study.answer import answered, known, many_partitions
from tradenet.study.belonging import membership_of
from tradenet.study.clubs import clubs
from tradenet.study.communities import story
from tradenet.study.config import StudyConfig
from tradenet.study.controls.embedded import embedded
from tradenet.study.gather import with_networks
from tradenet.study.material import material
from tradenet.study.preregister import registration
from tradenet.study.result import StudyResult
from tradenet.study.sizes import sizes_of
from tradenet.study.told import both_ways, told
from tradenet.study.words import sentences


def run(config: StudyConfig, path: Path | None = None, frozen: Path | None = None) -> StudyResult:
    """Run a study on the embedded snapshot, or on the flows at a path.

    Parameters
    ----------
    config : StudyConfig
        The options.
    path : Path, optional
        A store or a flow file.
    frozen : Path, optional
        Registration to compare the study with; that of the shipped study if not given.

    Raises
    ------
    InsufficientData
        If the flows hold no period of the study.
    """
    with threadpool_limits(1):  # the matrices are small: threads would wait, and change last digits
        return _run(config, path, frozen)


def _run(config: StudyConfig, path: Path | None, frozen: Path | None) -> StudyResult:
    standing = registration(config, frozen).to_dict()
    given, on_set = told(config, path), membership_of(config)
    flowing = material(given, known(on_set))
    aside, released = both_ways(config, given)
    counted, passed_over = (aside, released) if config.quality.quarantine else (released, aside)
    seen = _evidence(config, counted, _graphs(counted, config.graph.absent))
    partitions = _communities(config, seen)
    evidence = replace(
        with_networks(seen, flowing, config), partitions=many_partitions(config, seen)
    )
    tests = tuple(_test(name, config, evidence) for name in BATTERY)
    answer = answered(config, flowing, evidence, tests, path)
    cells = doubts.doubtful_cells(aside)
    touched = cells["period"].unique().to_pylist()
    readings = _readings(config, seen, passed_over, touched)
    controls, of_controls = embedded()
    shown = _tables(config, _absences(config, counted, seen), partitions)
    tables = {
        **shown,
        **story(config, evidence, partitions, shown["nodes"]["economy"].to_pylist()),
        **doubts.tables(given.doubts, cells, config.quality, config.bloc.members),
        "quarantine": doubts.with_and_without(readings, touched),
        "sanctions": on_set.to_arrow(),
        **clubs(evidence),
        **controls,
        **answer.tables,
    }
    facts = {
        **_facts(seen, partitions, tests),
        "with_and_without": {name: _intensities(each) for name, each in readings.items()},
        "published": dict(given.published),
        "registration": standing,
        "controls": of_controls,
        "calibration": sizes_of(config) if path is None else {},
        **answer.facts,
    }
    found, cannot = sentences(config, facts, answer.sentence)
    ledgers = (*given.ledgers, counted.ledger("mirror"))
    origin = given.reports.provenance
    return StudyResult(config, answer.verdict, found, cannot, tests, tables, ledgers, origin, facts)


def _absences(config: StudyConfig, counted: BilateralFlows, seen: Evidence) -> dict[str, Evidence]:
    """Return the evidence under both readings of cells that are zero or missing."""
    other: networks.Absent = "missing" if config.graph.absent == "zero" else "zero"
    return {config.graph.absent: seen, other: _evidence(config, counted, _graphs(counted, other))}


def _readings(
    config: StudyConfig, evidence: Evidence, passed_over: BilateralFlows, touched: list[int]
) -> Mapping[str, Evidence]:
    """Return the evidence with doubtful cells set aside and counted; the study's own is one.

    Only the graphs of the periods in which a cell is doubtful are made again.
    """
    table = passed_over.table
    again = passed_over.with_table(table.filter(table.period.isin(touched or [0])))
    made = networks.build_all(again, absent=config.graph.absent)
    graphs = {graph.period.code: graph for graph in made if graph.total_usd > 0}
    other = _evidence(config, passed_over, graphs)
    other = replace(
        other,
        graphs={**evidence.graphs, **other.graphs},
        expected={**evidence.expected, **other.expected},
    )
    names = (doubts.SET_ASIDE, doubts.COUNTED)
    own, beside = names if config.quality.quarantine else names[::-1]
    return {own: evidence, beside: other}


def _intensities(evidence: Evidence) -> dict[str, Any]:
    """Return the mean intensity of each class before and after the event."""
    return dict(TESTS["T1"](evidence).details)


def _graphs(agreed: BilateralFlows, absent: networks.Absent) -> Mapping[int, TradeGraph]:
    graphs = networks.build_all(agreed, absent=absent)
    trading = {graph.period.code: graph for graph in graphs if graph.total_usd > 0}
    if not trading:
        msg = "no period has any trade that counts; the ledger of tradenet ingest says why"
        raise InsufficientData(msg)
    return trading


def _evidence(
    config: StudyConfig, agreed: BilateralFlows, graphs: Mapping[int, TradeGraph]
) -> Evidence:
    null = NULLS[config.expected.null]
    return Evidence(
        bloc=config.bloc,
        window=config.window,
        cells=tabulate.member_cells(agreed, config.bloc.members),
        graphs=graphs,
        expected={code: null(graph) for code, graph in graphs.items()},
    )


def _communities(config: StudyConfig, evidence: Evidence) -> Mapping[int, Partition]:
    rules = config.communities
    method = rules.finder()
    return {
        code: method(
            graph,
            evidence.expected[code],
            rng=stream(config.run.seed, f"networks/{rules.method}/{code}"),
        )
        for code, graph in evidence.graphs.items()
    }


def _test(name: str, config: StudyConfig, evidence: Evidence) -> BlocTestResult:
    if name in TESTS and name in config.run.tests:
        return TESTS[name](evidence)
    return BlocTestResult(name=name, question=BATTERY[name])


def _tables(
    config: StudyConfig, readings: Mapping[str, Evidence], partitions: Mapping[int, Partition]
) -> dict[str, Any]:
    evidence = readings[config.graph.absent]
    last = max(partitions)
    chosen = max((code for code in config.window.post if code in partitions), default=last)
    nodes, edges = tabulate.network(evidence.graphs[chosen], evidence, partitions[chosen])
    return {
        "dyads": tabulate.dyads(evidence),
        "groups": tabulate.groups(readings),
        "dependence": tabulate.dependence(evidence),
        "together": tabulate.together(partitions, config.bloc.dyads),
        "nodes": nodes,
        "edges": edges,
        "coverage": tabulate.coverage(dict(TESTS["T0"](evidence).details)["lines"]),
        "sources_side_by_side": tabulate.side_by_side(config.bloc.members),
        "economies": tabulate.economies(
            code for graph in evidence.graphs.values() for code in graph.economies
        ),
    }


def _facts(
    evidence: Evidence, partitions: Mapping[int, Partition], tests: tuple[BlocTestResult, ...]
) -> dict[str, Any]:
    """Name the numbers of the first page."""
    coverage = {key: value for test in tests if test.name == "T0" for key, value in test.details}
    described = {key: value for test in tests if test.name == "T1" for key, value in test.details}
    periods = sorted(evidence.graphs)
    pre = [code for code in evidence.window.pre if code in evidence.graphs]
    post = [code for code in evidence.window.post if code in evidence.graphs]
    return {
        **{key: value for key, value in coverage.items() if key != "lines"},
        **described,
        "coverage_lines": coverage.get("lines", ()),
        "periods": periods,
        "pre_held": pre,
        "post_held": post,
        "not_run": [name for name in BATTERY if name not in {t.name for t in tests if t.rule}],
        "economies": {code: len(graph.economies) for code, graph in evidence.graphs.items()},
        "network_period": max(post, default=max(periods)),
        "companions": {code: _companions(evidence, p) for code, p in partitions.items()},
    }


def _companions(evidence: Evidence, partition: Partition) -> dict[str, list[str]]:
    """Return, for each member, the economies of its community."""
    return {
        member: list(partition.members(partition.community_of(member)))
        for member in evidence.bloc.members
        if partition.community_of(member) >= 0
    }

"""The order of things: from flows to a result, top to bottom."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tradenet import flows, networks
from tradenet.bloc import BATTERY, TESTS, BlocTestResult, Evidence
from tradenet.domain import (
    BilateralFlows,
    InsufficientData,
    Ledger,
    Partition,
    TradeGraph,
    stream,
)
from tradenet.gravity import NULLS
from tradenet.sources import snapshot
from tradenet.study import tabulate
from tradenet.study.belonging import membership_of
from tradenet.study.config import StudyConfig
from tradenet.study.prepare import paired
from tradenet.study.preregister import registration
from tradenet.study.result import StudyResult
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
        The study's registration; that of the shipped study of the same name if not given.

    Raises
    ------
    InsufficientData
        If the flows hold no period of the study.
    """
    standing = registration(config, frozen).to_dict()
    reports, read = _reports(config, path)
    agreed = flows.agree(reports, config.mirror, config.window).compute()
    graphs = _graphs(agreed, config.graph.absent)
    evidence = _evidence(config, agreed, graphs)
    other: networks.Absent = "missing" if config.graph.absent == "zero" else "zero"
    variant = _evidence(config, agreed, _graphs(agreed, other))
    partitions = _communities(config, evidence)
    tests = tuple(_test(name, config, evidence) for name in BATTERY)
    tables = _tables(config, {config.graph.absent: evidence, other: variant}, partitions)
    tables["sanctions"] = membership_of(config).to_arrow()
    facts = {**_facts(evidence, partitions, tests), "registration": standing}
    found, cannot = sentences(config, facts)
    ledgers = (*read, agreed.ledger("mirror"))
    return StudyResult(
        config, "NOT-TESTED", found, cannot, tests, tables, ledgers, reports.provenance, facts
    )


def _reports(config: StudyConfig, path: Path | None) -> tuple[BilateralFlows, tuple[Ledger, ...]]:
    """Paired reports of the shown periods, and the ledger of how they were read."""
    if path is None:
        read = snapshot.ledgers()
        made_with = float(snapshot.manifest()["cif_fob_ratio"])
        panel = snapshot.panel(range(config.shown.first, config.shown.last + 1))
        reports = flows.revalue(panel, made_with, config.valuation)
    else:
        reports, ledger = paired(path, config.valuation)
        period = reports.table.period
        inside = (period >= config.shown.first) & (period <= config.shown.last)
        reports, read = reports.with_table(reports.table.filter(inside)), (ledger,)
    if reports.table.count().to_pyarrow().as_py() == 0:
        msg = (
            f"{path or 'the snapshot'} holds nothing between {config.shown.first} and "
            f"{config.shown.last}; change [shown], or load other flows"
        )
        raise InsufficientData(msg)
    return reports, read


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
    method = networks.COMMUNITIES[rules.method](rules.resolution, rules.restarts)
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
        "communities": tabulate.communities(partitions, evidence.graphs),
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

"""What every design stands on: the reports, what counts of them, and the members described."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from tradenet import networks
from tradenet.bloc import TESTS, BlocTestResult, Evidence, Membership
from tradenet.domain import BilateralFlows, InsufficientData, Partition, TradeGraph, stream
from tradenet.gravity import NULLS
from tradenet.study import doubts, tabulate
from tradenet.study.belonging import membership_of
from tradenet.study.config import StudyConfig
from tradenet.study.result import StudyResult
from tradenet.study.timeline import timeline
from tradenet.study.told import Told, both_ways, told


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """What every design stands on.

    Attributes
    ----------
    config : StudyConfig
        The options.
    given : Told
        Paired reports of the shown periods, with what is doubtful in them.
    counted, passed_over : BilateralFlows
        Agreed flows with the study's own choice on doubtful cells, and with the other one.
    doubtful : pyarrow.Table
        The cells that may be set aside.
    on_set : Membership
        Dated facts on the members.
    evidence : Evidence
        Networks and expected trade of every period, and the members' cells.
    """

    config: StudyConfig
    given: Told
    counted: BilateralFlows
    passed_over: BilateralFlows
    doubtful: pa.Table
    on_set: Membership
    evidence: Evidence

    def tables(self) -> dict[str, pa.Table]:
        """Return the tables that describe the members and what is doubtful about them."""
        evidence, config = self.evidence, self.config
        return {
            "dyads": tabulate.dyads(evidence),
            "dependence": tabulate.dependence(evidence),
            "coverage": tabulate.coverage(dict(TESTS["T0"](evidence).details)["lines"]),
            "sources_side_by_side": tabulate.side_by_side(config.bloc.members),
            "economies": tabulate.economies(self._named()),
            "sanctions": self.on_set.to_arrow(),
            "timeline": timeline(config),
            **doubts.tables(self.given.doubts, self.doubtful, config.quality, config.bloc.members),
        }

    def _named(self) -> Iterator[str]:
        """Yield every economy that a report may name: in a network, or a sender of sanctions."""
        for graph in self.evidence.graphs.values():
            yield from graph.economies
        yield from self.on_set.senders()

    def facts(self) -> dict[str, Any]:
        """Return named numbers of coverage and of the periods held."""
        evidence = self.evidence
        coverage = dict(TESTS["T0"](evidence).details)
        held = sorted(evidence.graphs)
        return {
            **{key: value for key, value in coverage.items() if key != "lines"},
            "coverage_lines": coverage["lines"],
            "periods": held,
            "pre_held": [code for code in evidence.window.pre if code in evidence.graphs],
            "post_held": [code for code in evidence.window.post if code in evidence.graphs],
            "economies": {code: len(graph.economies) for code, graph in evidence.graphs.items()},
            "published": dict(self.given.published),
            "left_out": sorted(set(self.on_set.senders()) - set(self.config.bloc.members)),
        }

    def result(
        self,
        said: tuple[str, str, str],
        tests: tuple[BlocTestResult, ...],
        tables: Mapping[str, pa.Table],
        facts: Mapping[str, Any],
    ) -> StudyResult:
        """Return the result of a design: the ground with the design's own answer upon it.

        Parameters
        ----------
        said : tuple of three str
            Verdict, what was found, what cannot be known.
        tests : tuple of BlocTestResult
            The design's battery in order.
        tables, facts : mapping
            The design's own; they come after the ground's and replace those of the same name.
        """
        return StudyResult(
            self.config, *said, tests,
            {**self.tables(), **tables},
            (*self.given.ledgers, self.counted.ledger("mirror")),
            self.given.reports.provenance,
            {**self.facts(), **facts},
        )  # fmt: skip


def ground_of(config: StudyConfig, path: Path | None) -> Ground:
    """Read the flows, agree on them, and make networks with expected trade of every period.

    Raises
    ------
    InsufficientData
        If the flows hold no period of the study, or no trade that counts.
    """
    given = told(config, path)
    aside, released = both_ways(config, given)
    own = config.quality.quarantine
    counted, passed_over = (aside, released) if own else (released, aside)
    evidence = evidence_on(config, counted, graphs_of(counted, config.graph.absent))
    return Ground(
        config, given, counted, passed_over, doubts.doubtful_cells(aside), membership_of(config),
        evidence,
    )  # fmt: skip


def graphs_of(agreed: BilateralFlows, absent: networks.Absent) -> Mapping[int, TradeGraph]:
    """Return the graph of each period that has any trade that counts."""
    graphs = networks.build_all(agreed, absent=absent)
    trading = {graph.period.code: graph for graph in graphs if graph.total_usd > 0}
    if not trading:
        msg = "no period has any trade that counts; the ledger of tradenet ingest says why"
        raise InsufficientData(msg)
    return trading


def evidence_on(
    config: StudyConfig, agreed: BilateralFlows, graphs: Mapping[int, TradeGraph]
) -> Evidence:
    """Return the members' cells with the networks and what each expects."""
    null = NULLS[config.expected.null]
    return Evidence(
        bloc=config.bloc,
        window=config.window,
        cells=tabulate.member_cells(agreed, config.bloc.members),
        graphs=graphs,
        expected={code: null(graph) for code, graph in graphs.items()},
    )


def communities_of(config: StudyConfig, evidence: Evidence) -> Mapping[int, Partition]:
    """Return the communities of each period by the study's method, one search a period."""
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


def again(ground: Ground) -> Evidence:
    """Return the evidence with the other choice on doubtful cells.

    Only the graphs of the periods in which a cell is doubtful are made again.
    """
    touched = ground.doubtful["period"].unique().to_pylist()
    table = ground.passed_over.table
    flows = ground.passed_over.with_table(table.filter(table.period.isin(touched or [0])))
    made = networks.build_all(flows, absent=ground.config.graph.absent)
    graphs = {graph.period.code: graph for graph in made if graph.total_usd > 0}
    other = evidence_on(ground.config, ground.passed_over, graphs)
    return replace(
        other,
        graphs={**ground.evidence.graphs, **other.graphs},
        expected={**ground.evidence.expected, **other.expected},
    )

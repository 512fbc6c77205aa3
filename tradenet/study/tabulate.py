"""Put what was computed into the tables of a result. No formula lives here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tradenet import bloc, networks
from tradenet.bloc import Evidence
from tradenet.domain import BilateralFlows, Partition, TradeGraph
from tradenet.sources import reference, snapshot

_NETWORK_SIZE = 90


def member_cells(flows: BilateralFlows, members: tuple[str, ...]) -> pa.Table:
    """Return the directed cells among the members, all periods."""
    table = flows.table
    inside = table.exporter.isin(members) & table.importer.isin(members)
    return flows.with_table(table.filter(inside)).to_arrow().replace_schema_metadata(None)


def dyads(evidence: Evidence) -> pa.Table:
    """Return the members' cells with expected trade, intensity and class."""
    extra = {
        (code, line["exporter"], line["importer"]): line
        for code, graph in evidence.graphs.items()
        for line in bloc.cell_intensity(graph, evidence.expected[code], evidence.bloc.members)
    }
    classes = {
        frozenset(pair): name for name, pairs in evidence.classes().items() for pair in pairs
    }
    rows = []
    for row in evidence.cells.to_pylist():
        line = extra.get((row["period"], row["exporter"], row["importer"]), {})
        rows.append(
            {
                **{name: row[name] for name in _CELL},
                "class": classes[frozenset((row["exporter"], row["importer"]))],
                "expected_usd": line.get("expected_usd"),
                "intensity": line.get("intensity"),
            }
        )
    return pa.Table.from_pylist(rows, schema=_DYADS)


_CELL = ("period", "exporter", "importer", "value_usd", "observed", "status", "basis",
         "exporter_report_usd", "importer_report_usd", "log_gap", "source", "vintage")  # fmt: skip
_DYADS = pa.schema(
    [
        ("period", pa.int32()), ("exporter", pa.string()), ("importer", pa.string()),
        ("class", pa.string()), ("value_usd", pa.float64()), ("observed", pa.string()),
        ("status", pa.string()), ("basis", pa.string()), ("exporter_report_usd", pa.float64()),
        ("importer_report_usd", pa.float64()), ("log_gap", pa.float64()),
        ("expected_usd", pa.float64()), ("intensity", pa.float64()), ("source", pa.string()),
        ("vintage", pa.string()),
    ]
)  # fmt: skip
_GROUPS = pa.schema(
    [
        ("reading", pa.string()), ("period", pa.int32()), ("class", pa.string()),
        ("trade_usd", pa.float64()), ("expected_usd", pa.float64()), ("intensity", pa.float64()),
        ("cells_observed", pa.int32()), ("cells", pa.int32()),
        ("share_of_members_trade", pa.float64()),
    ]
)  # fmt: skip
_DEPENDENCE = pa.schema(
    [("period", pa.int32()), ("economy", pa.string()), ("partner", pa.string()),
     ("share", pa.float64())]
)  # fmt: skip


def groups(readings: Mapping[str, Evidence]) -> pa.Table:
    """Return the classes per period under each reading of absent cells."""
    rows = [
        {"reading": reading, **line}
        for reading, evidence in readings.items()
        for line in bloc.class_lines(evidence)
    ]
    return pa.Table.from_pylist(rows, schema=_GROUPS)


def dependence(evidence: Evidence) -> pa.Table:
    """Return who depends on whom, per period."""
    return pa.Table.from_pylist(bloc.dependence_lines(evidence), schema=_DEPENDENCE)


def together(partitions: Mapping[int, Partition], pairs: Iterable[tuple[str, str]]) -> pa.Table:
    """Return per period and pair whether they share a community; null if one is not there."""
    rows = [
        {
            "period": code,
            "one": one,
            "other": other,
            "together": partition.together(one, other)
            if min(partition.community_of(one), partition.community_of(other)) >= 0
            else None,
        }
        for code, partition in partitions.items()
        for one, other in pairs
    ]
    schema = pa.schema(
        [("period", pa.int32()), ("one", pa.string()), ("other", pa.string()),
         ("together", pa.bool_())]
    )  # fmt: skip
    return pa.Table.from_pylist(rows, schema=schema)


def network(
    graph: TradeGraph, evidence: Evidence, partition: Partition
) -> tuple[pa.Table, pa.Table]:
    """Return nodes and edges of the largest traders and the members, both directions summed."""
    values = np.nan_to_num(graph.values)
    strength = values.sum(axis=0) + values.sum(axis=1)
    largest = set(np.argsort(-strength, kind="stable")[:_NETWORK_SIZE].tolist())
    members = [graph.economies.index(m) for m in evidence.bloc.members if m in graph.economies]
    chosen = np.array(sorted(largest | set(members)))
    expected = evidence.expected[graph.period.code]
    ratio = networks.intensity(graph, expected)
    nodes = pa.table(
        {
            "economy": [graph.economies[i] for i in chosen],
            "community": pa.array(partition.membership[chosen], pa.int32()),
            "trade_usd": strength[chosen],
        }
    )
    i, j = np.meshgrid(chosen, chosen, indexing="ij")
    trade = (values[i, j] > 0) & ~np.isnan(ratio[i, j])
    edges = pa.table(
        {
            "exporter": [graph.economies[k] for k in i[trade]],
            "importer": [graph.economies[k] for k in j[trade]],
            "value_usd": values[i, j][trade],
            "intensity": ratio[i, j][trade],
        }
    )
    return nodes, edges


def side_by_side(members: tuple[str, ...]) -> pa.Table:
    """Return the members' dyads as each source tells them (the snapshot's focus table)."""
    table = snapshot.table("focus")
    known = pa.array(members)
    inside = pc.and_(pc.is_in(table["exporter"], known), pc.is_in(table["importer"], known))
    return table.filter(inside).replace_schema_metadata(None)


def economies(codes: Iterable[str]) -> pa.Table:
    """Return code and English name."""
    known = reference.economies()
    listed = sorted(set(codes))
    return pa.table({"economy": listed, "name": [known.name(code) for code in listed]})


def coverage(lines: Iterable[Mapping[str, Any]]) -> pa.Table:
    """Return T0's lines as a table."""
    return pa.Table.from_pylist([dict(line) for line in lines])

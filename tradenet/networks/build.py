"""From bilateral flows to trade graphs, one per period."""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tradenet.domain import (
    BilateralFlows,
    InsufficientData,
    Period,
    SchemaError,
    Status,
    TradeGraph,
    lookup,
)
from tradenet.domain.arrays import Matrix

Absent = Literal["zero", "missing"]
_TOTAL = "TOTAL"
_SIDES = ("exporter", "importer")


def build(
    flows: BilateralFlows, period: int | str | Period, *, absent: Absent = "zero"
) -> TradeGraph:
    """Return the trade graph of one period.

    A cell is observed where its row is kept and has a value. Rows marked ``zero_or_missing`` become
    zeros or stay unobserved, as `absent` says; all others stay unobserved.

    Parameters
    ----------
    flows : BilateralFlows
        Agreed totals (`mirror`).
    period : int, str or Period
        ``2019``, ``"2019-03"`` or a `Period`.
    absent : ``"zero"`` or ``"missing"``
        How to read a cell of which a side filed but whose source cannot write a zero.

    Raises
    ------
    InsufficientData
        If the flows hold nothing for the period; the message lists the nearest periods.
    """
    when = period if isinstance(period, Period) else Period.parse(str(period))
    found = build_all(
        flows.with_table(flows.table.filter(flows.table.period == when.code)), absent=absent
    )
    if not found:
        held = flows.table.select("period").distinct().order_by("period").to_pyarrow()["period"]
        near = sorted(held.to_pylist(), key=lambda code: abs(code - when.code))[:5]
        msg = f"no flows in {when}; the nearest periods held are {sorted(near)}"
        raise InsufficientData(msg)
    return found[0]


def build_all(flows: BilateralFlows, *, absent: Absent = "zero") -> tuple[TradeGraph, ...]:
    """Return a trade graph for every period of the flows, in order; see `build`.

    An economy none of whose cells is observed in a period is not in that period's graph.
    """
    rows = _observed(flows, absent)
    if rows.num_rows == 0:
        return ()
    order = np.argsort(np.asarray(rows["period"]), kind="stable")
    periods = np.asarray(rows["period"])[order]
    exporters, importers = (_encoded(rows[side]) for side in _SIDES)
    values = np.asarray(rows["value_usd"])
    codes, starts = np.unique(periods, return_index=True)
    return tuple(
        TradeGraph(
            *_matrix(exporters, importers, values, chosen),
            Period.from_code(int(code)),
            _TOTAL,
            flows.provenance,
        )
        for code, chosen in zip(codes, np.split(order, starts[1:]), strict=True)
    )


def build_layers(
    flows: BilateralFlows, period: int | str | Period, *, absent: Absent = "zero"
) -> tuple[TradeGraph, ...]:
    """Return one trade graph per product of a period, in order of the codes.

    All have the economies and the observed cells of the total: a report of a dyad lists its
    products, so that one it does not list is zero where anything of the dyad was seen, and not
    observed elsewhere.

    Parameters
    ----------
    flows : BilateralFlows
        Agreed flows by product; rows that mark absent cells may say ``TOTAL``.
    period, absent
        As in `build`.

    Raises
    ------
    InsufficientData
        If the flows hold nothing for the period, or totals alone.
    SchemaError
        If they hold totals beside products, which would count trade twice.
    """
    total = build(flows, period, absent=absent)
    when = flows.table.period == total.period.code
    rows = _observed(flows.with_table(flows.table.filter(when)), absent)
    products, values = np.asarray(rows["product"]), np.asarray(rows["value_usd"])
    names = sorted({*products.tolist()} - {_TOTAL})
    if not names:
        msg = f"the flows of {total.period} hold totals alone; read a file or store by product"
        raise InsufficientData(msg)
    double = int(((products == _TOTAL) & (values > 0)).sum())
    if double:
        msg = (
            f"the flows of {total.period} hold {double:,} totals beside {len(names)} products; "
            "aggregate them to one level first (tradenet ingest --level)"
        )
        raise SchemaError(msg)
    cells = np.stack([np.searchsorted(total.economies, rows[side]) for side in _SIDES])
    layers = []
    for name in names:
        matrix = np.where(total.observed, 0.0, np.nan)
        chosen = products == name
        np.add.at(matrix, tuple(cells[:, chosen]), values[chosen])
        layers.append(TradeGraph(total.economies, matrix, total.period, name, flows.provenance))
    return tuple(layers)


def build_layer(
    flows: BilateralFlows, period: int | str | Period, product: str, *, absent: Absent = "zero"
) -> TradeGraph:
    """Return the trade graph of one product of a period; see `build_layers`.

    Raises
    ------
    UnknownName
        If the flows of the period hold no such product; the message lists those they hold.
    """
    held = {graph.product: graph for graph in build_layers(flows, period, absent=absent)}
    return lookup(held, product, "product")


def _observed(flows: BilateralFlows, absent: Absent) -> pa.Table:
    """Return the cells that count as observed: period, exporter, importer, product, value_usd."""
    table = flows.table
    zero = (table.status == Status.ZERO_OR_MISSING) & (absent == "zero")
    cells = table.select(
        "period",
        "exporter",
        "importer",
        "product",
        value_usd=zero.ifelse(0.0, table.value_usd),
        seen=((table.status == Status.KEPT) & table.value_usd.notnull()) | zero,
    )
    return cells.filter(cells.seen).drop("seen").to_pyarrow()


_Encoded = tuple[npt.NDArray[np.int64], npt.NDArray[np.str_]]


def _encoded(column: pa.ChunkedArray) -> _Encoded:
    """Return positions in a list of names, and the list."""
    packed = column.combine_chunks().dictionary_encode()
    return np.asarray(packed.indices, dtype=np.int64), np.asarray(packed.dictionary, dtype=np.str_)


def _matrix(
    exporters: _Encoded, importers: _Encoded, values: Matrix, chosen: npt.NDArray[np.intp]
) -> tuple[tuple[str, ...], Matrix]:
    """Return the sorted economies of the chosen rows, and their n×n matrix."""
    sides = [(positions[chosen], names) for positions, names in (exporters, importers)]
    present = np.unique(np.concatenate([names[np.unique(at)] for at, names in sides]))
    row, column = (np.searchsorted(present, names)[at] for at, names in sides)
    matrix = np.full((len(present), len(present)), np.nan)
    matrix[row, column] = 0.0
    np.add.at(matrix, (row, column), values[chosen])  # flows by product have several rows a cell
    return tuple(present.tolist()), matrix

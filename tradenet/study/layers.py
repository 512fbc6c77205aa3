"""Trade by product: from a file to layers, their communities, and what they agree with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from tradenet import flows, networks
from tradenet.domain import (
    BilateralFlows,
    Expected,
    InsufficientData,
    Partition,
    Period,
    ReportedFlows,
    Status,
    TradeGraph,
    lookup,
    stream,
)
from tradenet.domain.arrays import Mask
from tradenet.gravity import NULLS
from tradenet.sources import reference
from tradenet.sources.sections import sections
from tradenet.study.prepare import statements


def by_product(
    path: Path,
    period: int | str | Period | None,
    *,
    level: str | None = None,
    valuation: flows.ValuationRules | None = None,
) -> BilateralFlows:
    """Read a period of a file or store, or all of them, as agreed flows by product.

    Both reports of a product are weighed as for totals: the importer's counts, else the exporter's.
    Where the importer's report lacks a product that the exporter's has, the exporter's counts, so
    that in sources with two sides the products of a dyad may add up to more than its total.

    Parameters
    ----------
    path : Path
        A store, or a file in a layout with products, such as ``atlas_hs2`` or ``baci``.
    period : int, str, Period or None
        ``2019``, ``"2019-03"`` or a `Period`; None for all.
    level : str, optional
        A name of ``tradenet.flows.aggregate.LEVELS``: ``section``, ``HS2``, ``HS4``; the products
        of the file as they stand where not given.
    valuation : ValuationRules, optional
        How importers' reports are brought to FOB.

    Raises
    ------
    UnknownName
        If there is no such level.
    InsufficientData
        If a level is asked for and no product is a code of the Harmonized System.
    """
    rules = flows.AggregateRules(level)
    told = statements(path)
    if period is not None:
        when = period if isinstance(period, Period) else Period.parse(str(period))
        told = told.with_table(told.table.filter(told.table.period == when.code))
    summed = flows.aggregate(told, rules, sections()).compute()
    _refuse_other_codes(summed, level)
    return _agreed(summed, valuation or flows.ValuationRules())


def _refuse_other_codes(summed: ReportedFlows, level: str | None) -> None:
    """Say so where a level was asked for and no code is one of the Harmonized System."""
    counted = summed.table.group_by("status").aggregate(rows=summed.table.count()).to_pyarrow()
    rows = dict(zip(counted["status"].to_pylist(), counted["rows"].to_pylist(), strict=True))
    if rows.get(Status.NOT_HS) and not rows.get(Status.KEPT):
        msg = (
            f"{summed.provenance.where}: none of {rows[Status.NOT_HS]:,} rows has a code of the "
            f"Harmonized System, so that they cannot be summed to {level}; leave the level out to "
            "take the products as they stand"
        )
        raise InsufficientData(msg)


def _agreed(reported: ReportedFlows, valuation: flows.ValuationRules) -> BilateralFlows:
    cells = flows.pair(flows.to_fob(reported, valuation)).compute()
    filings = flows.filings_of(cells)
    seen = flows.observe(cells, filings, reference.economies(), zeros=False)
    return flows.agree(seen, flows.MirrorRules(constant_reporters=False)).compute()


def layers(
    by_products: BilateralFlows,
    period: int | str | Period,
    *,
    method: Callable[..., Partition] | None = None,
    null: str = "margins",
    seed: int = 0,
    absent: networks.Absent = "zero",
) -> networks.Layers:
    """Return the communities of every layer of a period, of their total and of all together.

    Parameters
    ----------
    by_products : BilateralFlows
        As `by_product` gives them, a layer per product.
    period : int, str or Period
        Which.
    method : callable, optional
        A made community method (``networks.COMMUNITIES["leiden"]()``); Leiden where not given.
    null : str
        What each layer and the total are compared with: a name of ``tradenet.gravity.NULLS``.
    seed : int
        Same seed, same partitions; each layer has a stream of its own.
    absent : ``"zero"`` or ``"missing"``
        As in `networks.build`.

    Raises
    ------
    UnknownName
        If there is no such null.
    InsufficientData
        If the flows hold nothing for the period, totals alone, or no trade.

    Examples
    --------
    >>> from tradenet.domain import BilateralFlows
    >>> names = BilateralFlows.SCHEMA.names
    >>> import pyarrow as pa
    >>> cells = [
    ...     ("A", "B", "27", 9),
    ...     ("B", "A", "27", 9),
    ...     ("C", "D", "27", 9),
    ...     ("D", "C", "27", 9),
    ...     ("A", "C", "93", 9),
    ...     ("C", "A", "93", 9),
    ...     ("B", "D", "93", 9),
    ...     ("D", "B", "93", 9),
    ... ]
    >>> rows = [
    ...     {
    ...         **dict.fromkeys(names),
    ...         "period": 2019,
    ...         "exporter": i,
    ...         "importer": j,
    ...         "product": k,
    ...         "value_usd": x,
    ...         "status": "kept",
    ...     }
    ...     for i, j, k, x in cells
    ... ]
    >>> table = pa.Table.from_pylist(rows, schema=BilateralFlows.SCHEMA)
    >>> found = layers(BilateralFlows.from_arrow(table), 2019)
    >>> found.partition("27").membership.tolist(), found.partition("93").membership.tolist()
    ([0, 0, 1, 1], [0, 1, 0, 1])
    """
    expect: Callable[[TradeGraph], Expected] = lookup(NULLS, null, "null")
    graphs = networks.build_layers(by_products, period, absent=absent)
    when = graphs[0].period

    def named(layer: str) -> np.random.Generator:
        return stream(seed, f"networks/layers/{when.code}/{layer}")

    return networks.detect_layers(graphs, expect, method or networks.Leiden(), named)


def linked_by_agreement(graph: TradeGraph) -> Mask:
    """Return which pairs had a free trade area or customs union on 1 July of the graph's year.

    For `networks.linked_together`: economies have several agreements, so that these are no groups.
    """
    names = graph.economies
    rows, columns = np.triu_indices(len(names), k=1)
    known = reference.agreements().rta(
        [names[i] for i in rows], [names[j] for j in columns], graph.period.year
    )
    linked = np.zeros((len(names), len(names)), np.bool_)
    linked[rows, columns] = known
    return np.logical_or(linked, linked.T)

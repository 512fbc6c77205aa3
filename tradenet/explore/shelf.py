"""Flows in memory, and what was lately made of them, so that a change is answered at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from threading import RLock
from typing import Any

from tradenet import flows, networks
from tradenet.domain import (
    BilateralFlows,
    Expected,
    InsufficientData,
    Partition,
    TradeGraph,
    stream,
)
from tradenet.explore.choice import Choice, Held
from tradenet.report.wording import calendar, known
from tradenet.sources import reference, snapshot
from tradenet.sources.sections import sections
from tradenet.study import load
from tradenet.study.communities import expects
from tradenet.study.layers import by_product
from tradenet.study.prepare import paired, statements

Row = Mapping[str, Any]

_TOTAL = "TOTAL"
_FIRST = "brown-2022"  # the study whose set and periods are shown first
_KEPT = 24  # graphs and partitions that are remembered
_SETS = 12  # sets of economies whose histories are remembered


@dataclass(frozen=True, eq=False)
class Told:
    """What was told of the trade among some economies, over all periods held.

    Attributes
    ----------
    rows : tuple of rows
        Every cell that the flows hold, by time.
    held : tuple of int
        Codes of the periods held.
    """

    rows: tuple[Row, ...]
    held: tuple[int, ...]

    @cached_property
    def cells(self) -> Mapping[tuple[int, str, str], Row]:
        """The row of each period, exporter and importer."""
        return {(row["period"], row["exporter"], row["importer"]): row for row in self.rows}

    def in_period(self, period: int) -> frozenset[tuple[str, str]]:
        """Return the flows that have a value in a period."""
        values = (
            (pair, row["value_usd"]) for (at, *pair), row in self.cells.items() if at == period
        )
        return frozenset((one, other) for (one, other), value in values if known(value))

    @property
    def span(self) -> tuple[int, ...]:
        """Every period from the first in which anything counts to the last that is held."""
        first = min((row["period"] for row in self.rows if row["status"] == "kept"), default=0)
        return calendar(first or self.held[0], self.held[-1])


class Shelf:
    """Flows that are read once, with their graphs, expectations, communities and histories.

    One thing is made at a time: readers in several threads wait for one another.

    Attributes
    ----------
    path : Path, optional
        A store or a flow file; the embedded snapshot where not given.
    held : Held
        What may be asked.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self._lock = RLock()
        self._totals = snapshot.panel() if path is None else _read(path)
        self.held = Held(
            periods=tuple(_distinct(self._totals, "period")),
            products=_products(path) if path is not None else (),
            names=_present(self._totals),
            origin="the snapshot" if path is None else path.name,
        )
        self._graph = lru_cache(_KEPT)(self._build)
        self._expected = lru_cache(_KEPT)(self._expect)
        self._partition = lru_cache(_KEPT)(self._detect)
        self._told = lru_cache(_SETS)(self._history)
        self._layers = lru_cache(1)(self._by_section)

    @property
    def default(self) -> Choice:
        """What is shown first: the set and the periods of the main study, as far as held."""
        config, periods = load(_FIRST), self.held.periods
        there = [code for code in config.bloc.members if code in self.held.names]
        chosen = there if len(there) > 1 else sorted(self.held.names)[:4]
        after = [code for code in config.window.post if code in periods] or periods
        before = [code for code in config.window.pre if code in periods and code < after[-1]]
        return Choice(
            economies=tuple(sorted(chosen)),
            hub=config.bloc.hub if config.bloc.hub in chosen else "",
            period=after[-1],
            compare=before[-1] if before else 0,
        )

    def graph(self, period: int, product: str = "") -> TradeGraph:
        """Return the trade graph of a period, of one section or of all goods."""
        with self._lock:
            return self._graph(period, product)

    def expected(self, period: int, product: str, null: str) -> Expected:
        """Return expected trade under a null."""
        with self._lock:
            return self._expected(period, product, null)

    def partition(self, choice: Choice, period: int) -> Partition:
        """Return the communities of a period, found as the choice says."""
        key = (choice.product, choice.null, choice.method, choice.resolution, choice.seed)
        with self._lock:
            return self._partition(period, *key)

    def told(self, economies: tuple[str, ...], product: str = "") -> Told:
        """Return every cell among some economies that the flows hold, in order of time.

        Of a section: where other goods of the dyad were listed, but none of these, the value is a
        structural zero; where nothing was, the row is that of the total and has no value.
        """
        with self._lock:
            return self._told(economies, product)

    def _build(self, period: int, product: str) -> TradeGraph:
        if product:
            return networks.build_layer(self._layers(), period, product)
        return networks.build(self._totals, period)

    def _expect(self, period: int, product: str, null: str) -> Expected:
        graph = self._graph(period, product)
        return expects(graph.economies)[null](graph)

    def _detect(
        self, period: int, product: str, null: str, method: str, resolution: float | None, seed: int
    ) -> Partition:
        graph = self._graph(period, product)
        options = {} if resolution is None else {"resolution": resolution}
        finder: networks.CommunityMethod = networks.method_type(method, options)(**options)
        rng = stream(seed, f"networks/{method}/{period}")
        return finder(graph, self._expected(period, product, null), rng=rng)

    def _by_section(self) -> BilateralFlows:
        if self.path is None:
            msg = "the snapshot holds totals alone; start with --flows and a file by product"
            raise InsufficientData(msg)
        return by_product(self.path, None, level="section")

    def _history(self, economies: tuple[str, ...], product: str) -> Told:
        told = self._layers() if product else self._totals
        table = told.table
        mine = table.exporter.isin(economies) & table.importer.isin(economies)
        rows = told.with_table(table.filter(mine)).to_arrow().to_pylist()
        return Told(tuple(_of_product(rows, product) if product else rows), self.held.periods)


def _read(path: Path) -> BilateralFlows:
    """Return the agreed totals of a file, as the front door reads them."""
    cells, _ = paired(path, flows.ValuationRules())
    return flows.agree(cells, flows.MirrorRules(constant_reporters=False)).compute()


def _distinct(told: BilateralFlows, column: str) -> list[Any]:
    found = told.table.select(column).distinct().order_by(column).to_pyarrow()[column]
    return list(found.to_pylist())


def _present(told: BilateralFlows) -> Mapping[str, str]:
    """Return the names of the economies that the flows speak of."""
    listed = reference.economies()
    codes = sorted({*_distinct(told, "exporter"), *_distinct(told, "importer")})
    return {code: listed.name(code) for code in codes}


def _products(path: Path) -> tuple[str, ...]:
    """Return the sections of the products of a file, in the order of the Harmonized System."""
    table = statements(path).table
    codes = table.select("product").distinct().to_pyarrow()["product"].to_pylist()
    chapters = {code[:2] for code in codes if code != _TOTAL}
    return tuple(dict.fromkeys(s for chapter, s in sections().items() if chapter in chapters))


def _of_product(rows: list[dict[str, Any]], product: str) -> list[Row]:
    """Return one row for each cell and period: of the section, else what is known without it."""
    by_cell: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in rows:
        by_cell.setdefault((row["period"], row["exporter"], row["importer"]), []).append(row)
    return [_cell(found, product) for found in by_cell.values()]


def _cell(found: list[dict[str, Any]], product: str) -> Row:
    own = [row for row in found if row["product"] == product]
    listed = [row for row in found if row["product"] != _TOTAL and row["status"] == "kept"]
    if own or not listed:
        return (own or found)[0]
    silent = dict.fromkeys(("exporter_report_usd", "importer_report_usd", "log_gap"))
    return {
        **listed[0], **silent, "product": product, "value_usd": 0.0, "observed": "structural_zero"
    }  # fmt: skip

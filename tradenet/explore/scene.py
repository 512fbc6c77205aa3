"""What a choice shows: the graphs and communities of its periods, the histories of its dyads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import pyarrow as pa

from tradenet.domain import Expected, Partition, TradeGraph
from tradenet.domain.arrays import positions
from tradenet.explore.choice import Choice, Held
from tradenet.explore.shelf import Row, Shelf, Told
from tradenet.networks import intensity
from tradenet.study.communities.lines import lines

HISTORY: Final = (
    "period", "exporter", "importer", "product", "value_usd", "exporter_report_usd",
    "importer_report_usd", "log_gap", "observed", "basis", "status", "source", "vintage",
)  # fmt: skip
_LARGEST = 5  # economies by which a community is told


@dataclass(frozen=True)
class Moment:
    """One period: what was traded, what was expected, who is with whom.

    Attributes
    ----------
    graph, expected, partition
        Of the same economies.
    told : set of (exporter, importer)
        The flows among the chosen economies that somebody told. The graph reads as zero what a
        filer did not list; of one flow that may be zero or missing, so it is no number here.
    """

    graph: TradeGraph
    expected: Expected
    partition: Partition
    told: frozenset[tuple[str, str]]

    @property
    def period(self) -> int:
        """The code of the period."""
        return self.graph.period.code

    @cached_property
    def intensities(self) -> Any:  # noqa: ANN401 - an n×n array
        """Observed ÷ expected trade, n×n; NaN where there is none."""
        return intensity(self.graph, self.expected)

    @cached_property
    def trade(self) -> Mapping[str, float]:
        """Exports plus imports of every economy, USD."""
        values = np.nan_to_num(self.graph.values)
        total = (values.sum(axis=0) + values.sum(axis=1)).tolist()
        return dict(zip(self.graph.economies, total, strict=True))

    @cached_property
    def home(self) -> Mapping[str, int]:
        """The community of every economy, from 0; an economy alone in its community has none."""
        sizes = self.partition.sizes
        pairs = zip(self.partition.economies, self.partition.membership.tolist(), strict=True)
        return {code: label for code, label in pairs if sizes[label] > 1}

    def cell(self, exporter: str, importer: str) -> tuple[float, float, float]:
        """Return observed and expected USD and their ratio; NaN where there is none, or untold."""
        i, j = positions(self.graph.economies, (exporter, importer))
        if min(i, j) < 0:
            return (float("nan"),) * 3
        found = (self.graph.values, self.expected.values, self.intensities)
        observed, expected, ratio = (float(array[i, j]) for array in found)
        if (exporter, importer) not in self.told:
            return float("nan"), expected, float("nan")
        return observed, expected, ratio

    def counts(self, exporter: str, importer: str) -> bool:
        """Say whether a flow is observed and has an expectation."""
        observed, expected, _ = self.cell(exporter, importer)
        return bool(np.isfinite(observed) and np.isfinite(expected))


@dataclass(frozen=True)
class Scene:
    """Everything that a page shows of a choice.

    Attributes
    ----------
    choice, held : Choice, Held
        What was asked, and of what.
    moments : tuple of Moment
        The period, and the one it is compared with.
    told : Told
        Every cell among the economies that the flows hold.
    """

    choice: Choice
    held: Held
    moments: tuple[Moment, ...]
    told: Told

    def name(self, economy: str) -> str:
        """Return the English name, or the code itself where there is none."""
        return self.held.names.get(economy, economy)

    @property
    def now(self) -> Moment:
        """The period that was chosen."""
        return self.moments[0]

    @property
    def rows(self) -> tuple[Row, ...]:
        """Every cell among the economies, by time."""
        return self.told.rows

    @property
    def cells(self) -> Mapping[tuple[int, str, str], Row]:
        """The row of each period, exporter and importer."""
        return self.told.cells

    @cached_property
    def compared(self) -> tuple[tuple[str, str], ...]:
        """Flows among the economies with a number in every period: sums are of these alone."""
        flows = self.choice.flows
        return tuple(pair for pair in flows if all(m.counts(*pair) for m in self.moments))

    @cached_property
    def tables(self) -> Mapping[str, pa.Table]:
        """What is shown, as tables: every number of the page stands in one of them."""
        moments = self.moments
        return MappingProxyType(
            {
                "summary": pa.Table.from_pylist([_summary(self, m) for m in moments]),
                "communities": pa.Table.from_pylist([r for m in moments for r in _lines(self, m)]),
                "members": pa.Table.from_pylist([r for m in moments for r in _seats(self, m)]),
                "intensities": pa.Table.from_pylist([r for m in moments for r in _dyads(self, m)]),
                "histories": pa.Table.from_pylist(
                    [{name: row[name] for name in HISTORY} for row in self.rows], _SCHEMA
                ),
            }
        )


_SCHEMA = pa.schema(
    [(name, pa.int64() if name == "period" else pa.float64() if name.endswith(("usd", "gap"))
      else pa.string()) for name in HISTORY]
)  # fmt: skip


def scene(choice: Choice, shelf: Shelf) -> Scene:
    """Return what a choice shows.

    Raises
    ------
    TradenetError
        If the flows hold too little for what was chosen.
    """
    told = shelf.told(choice.economies, choice.product)
    moments = tuple(
        Moment(
            shelf.graph(period, choice.product),
            shelf.expected(period, choice.product, choice.null),
            shelf.partition(choice, period),
            told.in_period(period),
        )
        for period in choice.periods
    )
    return Scene(choice, shelf.held, moments, told)


def _summary(seen: Scene, moment: Moment) -> dict[str, Any]:
    """Return what a period holds, and how much the chosen economies trade among themselves."""
    numbers = np.array([moment.cell(*pair) for pair in seen.compared]).reshape(-1, 3)
    observed, hoped = (float(x) for x in numbers[:, :2].sum(axis=0))
    return {
        "period": moment.period,
        "product": moment.graph.product,
        "economies": len(moment.graph.economies),
        "total_usd": moment.graph.total_usd,
        "communities": sum(size > 1 for size in moment.partition.sizes),
        "flows_among": len(seen.choice.flows),
        "flows_with_a_number": sum(moment.counts(*pair) for pair in seen.choice.flows),
        "flows_compared": len(numbers),
        "observed_usd_compared": observed if len(numbers) else None,
        "expected_usd_compared": hoped if len(numbers) else None,
        "intensity_compared": observed / hoped if hoped > 0 else None,
    }


def _lines(seen: Scene, moment: Moment) -> list[dict[str, Any]]:
    """Return a line for each community of two or more, the largest traders first."""
    labels = {k: k for k, size in enumerate(moment.partition.sizes) if size > 1}
    made = lines(
        moment.partition, labels, moment.graph, moment.expected, moment.expected.null,
        seen.choice.economies,
    )  # fmt: skip
    return [
        {
            "period": line["period"],
            "community": line["community"] + 1,
            "economies": line["economies"],
            "chosen": line["members"],
            "largest": "+".join(_largest(moment, line["community"])),
            "share_of_trade": line["share_of_trade"],
            "intensity_within": line["intensity"],
        }
        for line in sorted(made, key=lambda line: -line["share_of_trade"])
    ]


def _largest(moment: Moment, community: int) -> list[str]:
    inside = moment.partition.members(community)
    return sorted(inside, key=lambda code: (-moment.trade[code], code))[:_LARGEST]


def _seats(seen: Scene, moment: Moment) -> list[dict[str, Any]]:
    """Return the community and trade of every economy of a period."""
    return [
        {
            "period": moment.period,
            "economy": code,
            "name": seen.name(code),
            "community": moment.home[code] + 1 if code in moment.home else None,
            "trade_usd": moment.trade[code],
            "chosen": code in seen.choice.economies,
        }
        for code in moment.graph.economies
    ]


def _dyads(seen: Scene, moment: Moment) -> list[dict[str, Any]]:
    """Return observed, expected and their ratio for every directed dyad, and who told it."""
    found = []
    for exporter, importer in seen.choice.flows:
        told = seen.cells.get((moment.period, exporter, importer), {})
        numbers = (None if np.isnan(x) else x for x in moment.cell(exporter, importer))
        keys = ("observed_usd", "expected_usd", "intensity")
        found.append(
            {
                "period": moment.period,
                "exporter": exporter,
                "importer": importer,
                **dict(zip(keys, numbers, strict=True)),
                "observed": told.get("observed", "not_held"),
                "status": told.get("status", "absent"),
                "exporter_report_usd": told.get("exporter_report_usd"),
                "importer_report_usd": told.get("importer_report_usd"),
            }
        )
    return found

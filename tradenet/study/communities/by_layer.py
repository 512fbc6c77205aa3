"""The communities of each layer of goods, for somebody who asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tradenet import networks
from tradenet.domain import InsufficientData, Partition, Period, TradeGraph, lookup, stream
from tradenet.flows.aggregate import LEVELS
from tradenet.study.communities.expectations import expects, fitted_to
from tradenet.study.communities.look import Asked
from tradenet.study.communities.tested import KINDS
from tradenet.study.config import StudyConfig
from tradenet.study.layers import by_product
from tradenet.study.rules import CommunityRules

_ROW = "{:<8} {:>12} {:>12} {:>11}  {}"


@dataclass(frozen=True, slots=True)
class ByLayer:
    """Communities of each layer of a period; none is tested.

    Attributes
    ----------
    period, against : str
        When, and against what communities were sought.
    lines : tuple of mapping
        ``layer``, ``trade_usd``, ``communities`` (of two or more), ``modularity``, ``company`` (the
        members, those in one community joined by ``+``; without those that do not trade there).
    """

    period: str
    against: str
    lines: tuple[Mapping[str, Any], ...]

    def to_json(self) -> dict[str, Any]:
        """Return everything as plain JSON types."""
        return {
            "period": self.period,
            "against": self.against,
            "layers": [dict(line) for line in self.lines],
        }

    def page(self) -> str:
        """Return the same as text for a terminal."""
        return "\n".join(self._page())

    def _page(self) -> Iterator[str]:
        yield f"{self.period}, communities of each layer against: {self.against}"
        yield _ROW.format("layer", "bn USD", "communities", "modularity", "members, together by +")
        for line in self.lines:
            yield _ROW.format(
                line["layer"],
                f"{line['trade_usd'] / 1e9:,.1f}",
                line["communities"],
                f"{line['modularity']:.3f}",
                " ".join(line["company"]),
            ).rstrip()


def by_layer(config: StudyConfig, asked: Asked, level: str, path: Path | None = None) -> ByLayer:
    """Seek the communities of every layer of a period.

    Parameters
    ----------
    config : StudyConfig
        Whose members are asked after.
    asked : Asked
        Period, method, null, seed; worlds are not made.
    level : str
        A name of ``tradenet.flows.aggregate.LEVELS``, such as ``section`` or ``HS2``.
    path : Path, optional
        A store or a flow file with products.

    Raises
    ------
    UnknownName
        If there is no such level, method or null.
    InsufficientData
        If no flows are given, since the snapshot holds totals alone; or there is nothing in them.
    """
    lookup(LEVELS, level, "level of products")
    lookup(KINDS, asked.null, "null")
    method = CommunityRules(asked.method).finder()
    if path is None:
        msg = "layers need flows with products, and the snapshot holds totals: give --flows"
        raise InsufficientData(msg)
    period = Period.parse(asked.period or str(config.window.post[-1]))
    cells = by_product(path, period, level=level)
    graphs = networks.build_layers(cells, period, absent=config.graph.absent)
    expect = expects(graphs[0].economies)[KINDS[asked.null][1]]
    seed = config.run.seed if asked.seed is None else asked.seed
    lines, against = [], ""
    for graph in graphs:
        expected = fitted_to(expect, graph)
        if expected is not None:
            rng = stream(seed, f"communities/{asked.null}/{period.code}/{graph.product}")
            found = method(graph, expected, rng=rng)
            quality = networks.modularity(found, graph, expected)
            lines.append(_line(graph, found, quality, config.bloc.members))
            against = expected.null
    return ByLayer(str(period), against, tuple(lines))


def _line(
    graph: TradeGraph, found: Partition, quality: float, members: tuple[str, ...]
) -> dict[str, Any]:
    homes: dict[int, list[str]] = {}
    for member in members:
        community = found.community_of(member)
        if community >= 0 and found.sizes[community] > 1:
            homes.setdefault(community, []).append(member)
    return {
        "layer": graph.product,
        "trade_usd": graph.total_usd,
        "communities": sum(size > 1 for size in found.sizes),
        "modularity": quality,
        "company": ["+".join(names) for names in homes.values()],
    }

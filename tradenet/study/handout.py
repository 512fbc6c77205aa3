"""Hand a graph to other tools."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Self

from tradenet import flows, networks
from tradenet.domain import (
    BilateralFlows,
    ConfigError,
    InsufficientData,
    Period,
    SourceError,
    TradeGraph,
    lookup,
    nearest,
    stream,
)
from tradenet.sources import reference, snapshot
from tradenet.study.communities.expectations import GRAVITY, MARGINS, expects
from tradenet.study.layers import by_product
from tradenet.study.prepare import paired


@dataclass(frozen=True, slots=True)
class Handout:
    """What is told of a graph beside its dollars.

    Attributes
    ----------
    method, null, backbone : str
        Names in `networks.COMMUNITIES`, ``margins`` or ``gravity``, and `networks.BACKBONES`.
    seed : int
        Same seed, same communities, those of ``tradenet.detect``.
    resolution : float, optional
        Of a method that has one; its default where not given.
    product : str
        A section of the Harmonized System (``I`` to ``XXI``); empty for all goods.
    """

    method: str = "leiden"
    null: str = "margins"
    backbone: str = "disparity"
    seed: int = 0
    resolution: float | None = None
    product: str = ""

    def __post_init__(self) -> None:
        lookup(networks.COMMUNITIES, self.method, "community method")
        lookup(dict.fromkeys((MARGINS, GRAVITY)), self.null, "null")
        lookup(networks.BACKBONES, self.backbone, "backbone")
        networks.method_type(self.method, self.options)

    @property
    def options(self) -> Mapping[str, float]:
        """What is asked of the method, by the names of its fields."""
        return {} if self.resolution is None else {"resolution": self.resolution}

    @classmethod
    def of(cls, settings: Iterable[str]) -> Self:
        """Return what ``name=value`` settings ask for.

        Raises
        ------
        ConfigError
            If a setting has no ``=``, is none of these, or a number is none.
        UnknownName
            If there is no such method, null or backbone.

        Examples
        --------
        >>> Handout.of(["backbone=noise_corrected", "seed=7"]).seed
        7
        """
        asked: dict[str, Any] = dict(_setting(text) for text in settings)
        return cls(**asked)


def _setting(text: str) -> tuple[str, str | int | float]:
    name, equals, value = text.partition("=")
    known = [field.name for field in fields(Handout)]
    if not equals or name not in known:
        msg = (
            f"--set {text}: write name=value, with one of {', '.join(known)}{nearest(name, known)}"
        )
        raise ConfigError(msg)
    if name == "seed":
        if not value.isdecimal():
            msg = f"--set {text}: a seed is a whole number"
            raise ConfigError(msg)
        return name, int(value)
    return name, _number(text, value) if name == "resolution" else value


def _number(text: str, value: str) -> float:
    try:
        return float(value)
    except ValueError:
        msg = f"--set {text}: a resolution is a number"
        raise ConfigError(msg) from None


def export_graph(
    period: str, form: str, out: Path, path: Path | None, wanted: Handout | None = None
) -> str:
    """Write the agreed trade graph of one period and say in one line what was written.

    Raises
    ------
    UnknownName
        If the format is not known.
    InsufficientData
        If the flows hold nothing for the period, or no trade.
    SourceError
        If the file cannot be written.
    """
    lookup(networks.FORMATS, form, "format")
    when = Period.parse(period)
    chosen = wanted or Handout()
    agreed = _agreed(path, when, chosen.product)
    graph = (
        networks.build_layer(agreed, when, chosen.product)
        if chosen.product
        else networks.build(agreed, when)
    )
    facts = described(graph, agreed, chosen)
    try:
        with tempfile.TemporaryDirectory(prefix=f".{out.name}-", dir=out.parent) as scratch:
            made = networks.export(graph, form, Path(scratch) / out.name, facts)
            for file in made:
                file.replace(out.with_name(file.name))
    except OSError as error:
        msg = f"{out}: cannot write there ({error.strerror}); choose another file"
        raise SourceError(msg) from error
    written = ", ".join(str(out.with_name(file.name)) for file in made)
    return f"{written}: {graph.summary()}"


def _agreed(path: Path | None, when: Period, product: str) -> BilateralFlows:
    """Return the agreed flows of the snapshot or of a file, by section where one is asked for."""
    if product:
        if path is None:
            msg = "a product needs flows with products, and the snapshot holds totals: give --flows"
            raise InsufficientData(msg)
        return by_product(path, when, level="section")
    reports = snapshot.panel() if path is None else paired(path, flows.ValuationRules())[0]
    return flows.agree(reports, flows.MirrorRules(constant_reporters=False))


def described(graph: TradeGraph, agreed: BilateralFlows, wanted: Handout) -> networks.Attributes:
    """Return the communities, the backbone, the intensities and who told each cell."""
    expected = expects(graph.economies)[wanted.null](graph)
    finder = networks.COMMUNITIES[wanted.method](**wanted.options)
    rng = stream(wanted.seed, f"networks/{wanted.method}/{graph.period.code}")
    table = agreed.table
    mine = (table.period == graph.period.code) & table["product"].isin([graph.product, "TOTAL"])
    told = agreed.with_table(table.filter(mine)).to_arrow()
    pairs = zip(told["exporter"].to_pylist(), told["importer"].to_pylist(), strict=True)
    return networks.describe(
        graph,
        expected,
        finder(graph, expected, rng=rng),
        networks.BACKBONES[wanted.backbone](graph),
        names=reference.economies().names,
        states=dict(zip(pairs, told["observed"].to_pylist(), strict=True)),
    )

"""Hand a graph to other tools."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Self

from tradenet import flows, networks
from tradenet.domain import (
    BilateralFlows,
    ConfigError,
    Period,
    SourceError,
    TradeGraph,
    lookup,
    nearest,
    stream,
)
from tradenet.gravity import NULLS
from tradenet.sources import reference, snapshot
from tradenet.study.prepare import paired


@dataclass(frozen=True, slots=True)
class Handout:
    """What is told of a graph beside its dollars.

    Attributes
    ----------
    method, null, backbone : str
        Names in `networks.COMMUNITIES`, ``tradenet.gravity.NULLS`` and `networks.BACKBONES`.
    seed : int
        Same seed, same communities, those of ``tradenet.detect``.
    """

    method: str = "leiden"
    null: str = "margins"
    backbone: str = "disparity"
    seed: int = 0

    def __post_init__(self) -> None:
        lookup(networks.COMMUNITIES, self.method, "community method")
        lookup(NULLS, self.null, "null")
        lookup(networks.BACKBONES, self.backbone, "backbone")

    @classmethod
    def of(cls, settings: Iterable[str]) -> Self:
        """Return what ``name=value`` settings ask for.

        Raises
        ------
        ConfigError
            If a setting has no ``=``, is not one of the four, or a seed is no whole number.
        UnknownName
            If there is no such method, null or backbone.

        Examples
        --------
        >>> Handout.of(["backbone=noise_corrected", "seed=7"]).seed
        7
        """
        asked: dict[str, Any] = dict(_setting(text) for text in settings)
        return cls(**asked)


def _setting(text: str) -> tuple[str, str | int]:
    name, equals, value = text.partition("=")
    known = [field.name for field in fields(Handout)]
    if not equals or name not in known:
        msg = (
            f"--set {text}: write name=value, with one of {', '.join(known)}{nearest(name, known)}"
        )
        raise ConfigError(msg)
    if name != "seed":
        return name, value
    if not value.isdecimal():
        msg = f"--set {text}: a seed is a whole number"
        raise ConfigError(msg)
    return name, int(value)


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
    reports = snapshot.panel() if path is None else paired(path, flows.ValuationRules())[0]
    agreed = flows.agree(reports, flows.MirrorRules(constant_reporters=False))
    graph = networks.build(agreed, when)
    facts = described(graph, agreed, wanted or Handout())
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


def described(graph: TradeGraph, agreed: BilateralFlows, wanted: Handout) -> networks.Attributes:
    """Return the communities, the backbone, the intensities and who told each cell."""
    expected = NULLS[wanted.null](graph)
    finder = networks.COMMUNITIES[wanted.method]()
    rng = stream(wanted.seed, f"networks/{wanted.method}/{graph.period.code}")
    told = agreed.with_table(
        agreed.table.filter(agreed.table.period == graph.period.code)
    ).to_arrow()
    pairs = zip(told["exporter"].to_pylist(), told["importer"].to_pylist(), strict=True)
    return networks.describe(
        graph,
        expected,
        finder(graph, expected, rng=rng),
        networks.BACKBONES[wanted.backbone](graph),
        names=reference.economies().names,
        states=dict(zip(pairs, told["observed"].to_pylist(), strict=True)),
    )

"""What others published on communities of world trade, made again from the snapshot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np

from tradenet import flows, networks
from tradenet.domain import Expected, InsufficientData, Partition, TradeGraph, stream
from tradenet.domain.progress import Progress, silent, within
from tradenet.domain.significance import LEVEL
from tradenet.gravity import Margins, Resistance
from tradenet.networks import NULL_MODELS, Leiden, Search, Worlds
from tradenet.networks.significance import Expect, PartitionSignificance
from tradenet.sources import snapshot
from tradenet.sources.covariates import geography
from tradenet.study.workers import one_thread

JUDGED: Final = (1995, 2008)  # Piccardi and Tajoli end in 2008
FOLLOWED: Final = tuple(range(1995, 2012))  # the years of Zhu et al.
WORLDS: Final = 39
SEED: Final = 1
_STRENGTHS = Margins(tolerance=1e-8)  # p-values and cores do not see more
_ONCE = Leiden(restarts=1)
_ASIA = ("JPN", "CHN")


@dataclass(frozen=True, slots=True)
class CommunityTarget:
    """One published statement and what comes out here.

    Attributes
    ----------
    name : str
        What is said.
    ours, published : str
        In the same words; nothing published where it is a line of ours beside.
    passed : bool or None
        Whether ours says the same; None where nothing was published.
    note : str
        What stands behind ours.
    """

    name: str
    ours: str
    published: str
    passed: bool | None
    note: str


@dataclass(frozen=True, slots=True)
class CommunityReplication:
    """Table of targets."""

    targets: tuple[CommunityTarget, ...]

    def lines(self) -> list[str]:
        """Return the table as lines of text."""
        head = f"{'target':<64}{'published':>12}{'ours':>10}  {'pass':<5} note"
        words = {True: "yes", False: "no", None: "-"}
        return [
            head,
            *(
                f"{at.name:<64}{at.published or '-':>12}{at.ours:>10}  {words[at.passed]:<5} "
                f"{at.note}"
                for at in self.targets
            ),
        ]

    def to_json(self) -> list[dict[str, Any]]:
        """Return the targets as plain values."""
        return [asdict(at) for at in self.targets]


def communities(*, tell: Progress = silent) -> CommunityReplication:
    """Judge the communities of world trade and follow the core of the Asian one.

    R15, Piccardi and Tajoli (2012, doi:10.1103/PhysRevE.85.066119): communities found by
    modularity are no more than distance and size give, though far more than size alone. The
    statistic is the largest modularity against strengths that Leiden finds; worlds are transplants
    around expectations without distance and with it, and everything is redone in each.

    R16, Zhu, Cerina, Chessa, Caldarelli and Riccaboni (2014, doi:10.1371/journal.pone.0105496): the
    core of the Asian community, by share of the trade within it, was Japan in 1995 and is China by
    2011.

    Parameters
    ----------
    tell : callable
        Told how far it is.

    Raises
    ------
    InsufficientData
        If the snapshot lacks one of the years.
    """
    with one_thread():
        graphs = _graphs()
        years = len(JUDGED)
        judged = [
            line
            for at, year in enumerate(JUDGED)
            for line in _judged(graphs[year], within(tell, at / years, (at + 1) / years))
        ]
        tell("following the Asian core", 1.0)
        return CommunityReplication((*judged, *_followed([graphs[year] for year in FOLLOWED])))


def _graphs() -> Mapping[int, TradeGraph]:
    wanted = sorted({*JUDGED, *FOLLOWED})
    rules = flows.MirrorRules(constant_reporters=False)
    held = networks.build_all(flows.agree(snapshot.panel(wanted), rules).compute())
    graphs = {graph.period.code: graph for graph in held}
    if missing := [year for year in wanted if year not in graphs]:
        msg = f"the snapshot lacks {len(missing)} of {len(wanted)} years (first: {missing[0]})"
        raise InsufficientData(msg)
    return graphs


def _judged(graph: TradeGraph, tell: Progress) -> list[CommunityTarget]:
    distance = geography(graph.economies)["distance_km"]
    gravity = Resistance(graph.economies, {"log_distance": np.log(distance)})
    size, both = _STRENGTHS(graph), gravity(graph)
    year = str(graph.period)
    strict = _tested(graph, gravity, both, "gravity against gravity", within(tell, 0.0, 0.6))
    alone = _tested(graph, _STRENGTHS, size, "size", within(tell, 0.6, 0.8))
    apart = _tested(graph, _STRENGTHS, both, "gravity", within(tell, 0.8, 1.0))
    return [
        _line(f"R15 {year} modularity, worlds of size", alone, significant=True),
        _line(f"R15 {year} modularity, worlds of size and distance", apart, significant=False),
        _line(f"    {year} excess over size and distance, in such worlds", strict,
              significant=None),
    ]  # fmt: skip


def _tested(
    graph: TradeGraph, expect: Expect, null: Expected, name: str, tell: Progress
) -> PartitionSignificance:
    worlds = Worlds(null, NULL_MODELS["transplant"](), WORLDS, tell)
    rng = stream(SEED, f"replicate/communities/{graph.period}/{name}")
    return networks.partition_significance(graph, Search(_ONCE, expect), worlds, rng=rng)


def _line(name: str, found: PartitionSignificance, *, significant: bool | None) -> CommunityTarget:
    published = {True: f"p <= {LEVEL}", False: f"p > {LEVEL}", None: ""}[significant]
    rejects = found.p_value <= LEVEL
    null = found.null_qualities
    note = f"Q = {found.quality:.3f}, in {null.size} worlds {null.mean():.3f} +- {null.std():.3f}"
    passed = None if significant is None else rejects is significant
    return CommunityTarget(name, f"p = {found.p_value:.3f}", published, passed, note)


def _followed(graphs: list[TradeGraph]) -> list[CommunityTarget]:
    told = {graph.period.code: _asian_core(graph) for graph in graphs}
    first, last = graphs[0].period.code, graphs[-1].period.code
    turned = [year for year in told if all(told[y][0] == "CHN" for y in told if y >= year)]
    when = str(turned[0]) if turned else "never"
    inside = bool(turned) and first < turned[0] <= last
    return [
        _core(f"R16 core of the Asian community, {first}", told[first], "JPN"),
        _core(f"R16 core of the Asian community, {last}", told[last], "CHN"),
        CommunityTarget(
            "R16 China is the core from", when, f"{first}-{last}", inside,
            ", ".join(f"{year} {core}" for year, (core, _) in told.items()),
        ),
    ]  # fmt: skip


def _core(name: str, found: tuple[str, str], published: str) -> CommunityTarget:
    core, note = found
    return CommunityTarget(name, core, published, core == published, note)


def _asian_core(graph: TradeGraph) -> tuple[str, str]:
    """Return the core of the community that Japan is in, and shares of the two in question."""
    rng = stream(SEED, f"replicate/communities/core/{graph.period}")
    found: Partition = Leiden(restarts=3)(graph, _STRENGTHS(graph), rng=rng)
    label = found.community_of("JPN")
    rows = [row for row in networks.cores(found, graph).to_pylist() if row["community"] == label]
    share = {row["economy"]: row["share"] for row in rows}
    (core,) = [row["economy"] for row in rows if row["is_core"]]
    told = ", ".join(f"{code} {share[code]:.3f}" for code in _ASIA if code in share)
    return core, f"shares of the trade within: {told}; {len(rows)} economies"

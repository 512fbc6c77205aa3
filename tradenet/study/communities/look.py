"""The communities of one period, for somebody who asks who is with whom, and if by chance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from tradenet import networks
from tradenet.domain import Period, TradeGraph, lookup, stream
from tradenet.study.communities.expectations import GRAVITY, expects
from tradenet.study.communities.lines import lines
from tradenet.study.communities.tested import KINDS, Tested, keeps, of_partition, of_set
from tradenet.study.config import Shown, StudyConfig
from tradenet.study.rules import CommunityRules, StructureRules
from tradenet.study.told import counted, told

SET: Final = "brown-2022"  # whose members are asked after


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for.

    Attributes
    ----------
    period : str
        Year or month; empty for the last of the study's window.
    method : str
        A name in `tradenet.networks.COMMUNITIES`.
    null : str
        ``strengths``, ``degrees_and_strengths`` (communities are sought against size alone) or
        ``gravity`` (against size and distance).
    worlds : int
        Artificial worlds, 19 or more; 0 for none, so that nothing is tested.
    seed : int, optional
        Of every random stream; the study's if not given.
    """

    period: str = ""
    method: str = "leiden"
    null: str = GRAVITY
    worlds: int = 99
    seed: int | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """Communities of one period, with their significance.

    Attributes
    ----------
    period : str
        When.
    method, against, keeps : str
        How they were sought, against what expectation, and what the worlds keep, in words.
    graph : str
        What the graph holds, in one line.
    lines : tuple of mapping
        The communities of two or more, largest traders first: ``community``, ``economies``,
        ``core``, ``members``, ``share_of_trade``, ``intensity``, ``persistence``, ``p_value``
        (None without worlds), ``who`` (the economies).
    seats : mapping of str to int or None
        The community of each member of the set; None where it has no observed trade.
    partition, members : mapping of str to object, or None
        Statistic, worlds and p-value of the partition and of the given set.
    """

    period: str
    method: str
    against: str
    keeps: str
    graph: str
    lines: tuple[Mapping[str, Any], ...]
    seats: Mapping[str, int | None]
    partition: Mapping[str, Any] | None
    members: Mapping[str, Any] | None

    def to_json(self) -> dict[str, Any]:
        """Return everything as plain JSON types."""
        return {
            "period": self.period,
            "method": self.method,
            "against": self.against,
            "worlds_keep": self.keeps,
            "graph": self.graph,
            "communities": [dict(line) for line in self.lines],
            "members": dict(self.seats),
            "significance": {
                "partition": self.partition and dict(self.partition),
                "members": self.members and dict(self.members),
            },
        }

    def page(self) -> str:
        """Return the same as text for a terminal."""
        from tradenet.study.communities.page import page

        return page(self)


def look(config: StudyConfig, asked: Asked, path: Path | None = None) -> Look:
    """Seek the communities of one period and hold them against artificial worlds.

    Parameters
    ----------
    config : StudyConfig
        Whose members are asked after, and by whose rules the flows are agreed on.
    asked : Asked
        Period, method, null, worlds, seed.
    path : Path, optional
        A store or a flow file; the embedded snapshot if not given.

    Raises
    ------
    UnknownName
        If there is no such method or null.
    ConfigError
        If there are too few worlds.
    InsufficientData
        If the flows hold nothing for the period, or too little for the null.
    """
    lookup(KINDS, asked.null, "null")
    StructureRules(worlds=asked.worlds)  # too few are refused before anything is read
    detect = CommunityRules(asked.method).finder()
    seed = config.run.seed if asked.seed is None else asked.seed
    graph = graph_of(config, asked.period, path)
    null = KINDS[asked.null][1]
    tested = Tested(graph, detect, expects(graph.economies), asked.worlds, seed)
    expected = tested.expects[null](graph)
    rng = stream(seed, f"communities/{asked.method}/{null}/{graph.period.code}")
    worlds = tested.kind(asked.null) if asked.worlds else None
    whole = tested.partition(worlds, asked.null, null) if worlds else None
    partition = whole.partition if whole else detect(graph, expected, rng=rng)
    own = tested.members(worlds, asked.null, config.bloc.members) if worlds else None
    labels = {k: k for k, size in enumerate(partition.sizes) if size > 1}
    chances = {at.community: at.p_value for at in whole.communities} if whole else {}
    made = lines(partition, labels, graph, expected, null, config.bloc.members)
    told = [
        {**line, "p_value": chances.get(line["community"]),
         "who": list(partition.members(line["community"]))}
        for line in sorted(made, key=lambda line: -line["share_of_trade"])
    ]  # fmt: skip
    return Look(
        period=str(graph.period),
        method=partition.method,
        against=expected.null,
        keeps=keeps(asked.null) if worlds else "",
        graph=graph.summary(),
        lines=tuple(told),
        seats={
            m: at if (at := partition.community_of(m)) in labels else None
            for m in config.bloc.members
        },
        partition=of_partition(whole) if whole else None,
        members=of_set(own) if own else None,
    )


def graph_of(config: StudyConfig, period: str, path: Path | None) -> TradeGraph:
    """Return the trade graph of a period by the rules of a study.

    Raises
    ------
    InsufficientData
        If the flows hold nothing for the period.
    """
    code = Period.parse(period).code if period else config.window.post[-1]
    inside = (*config.window.periods, code)
    given = told(replace(config, shown=Shown(min(inside), max(inside))), path)
    return networks.build(
        counted(config, given), Period.from_code(code), absent=config.graph.absent
    )

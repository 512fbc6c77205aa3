"""The communities of one period, for somebody who asks who is with whom, and if by chance."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from tradenet import networks
from tradenet.domain import Period, TradeGraph, lookup, stream
from tradenet.domain.progress import Progress, silent, within
from tradenet.study.communities.expectations import GRAVITY, expects
from tradenet.study.communities.lines import lines
from tradenet.study.communities.page import Look
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


def look(
    config: StudyConfig, asked: Asked, path: Path | None = None, tell: Progress = silent
) -> Look:
    """Seek the communities of one period and hold them against artificial worlds.

    Parameters
    ----------
    config : StudyConfig
        Whose members are asked after, and by whose rules the flows are agreed on.
    asked : Asked
        Period, method, null, worlds, seed.
    path : Path, optional
        A store or a flow file; the embedded snapshot if not given.
    tell : callable
        Told how far it is.

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
    tell("reading the flows", 0.0)
    graph = graph_of(config, asked.period, path)
    null = KINDS[asked.null][1]
    tested = Tested(graph, detect, expects(graph.economies), asked.worlds, seed)
    expected = tested.expects[null](graph)
    rng = stream(seed, f"communities/{asked.method}/{null}/{graph.period.code}")
    worlds = tested.kind(asked.null, within(tell, 0.05, 0.95)) if asked.worlds else None
    whole = tested.partition(worlds, asked.null, null) if worlds else None
    partition = whole.partition if whole else detect(graph, expected, rng=rng)
    own = (
        tested.members(replace(worlds, tell=silent), asked.null, config.bloc.members)
        if worlds
        else None
    )
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

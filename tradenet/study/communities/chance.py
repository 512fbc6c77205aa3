"""The communities of the last full period, and the members, against artificial worlds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from tradenet.domain import ConvergenceError, InsufficientData, TradeGraph
from tradenet.domain.progress import Progress, counted, silent
from tradenet.networks.significance import PartitionSignificance
from tradenet.study.communities.expectations import GRAVITY, expects
from tradenet.study.communities.lines import core_of
from tradenet.study.communities.tested import KINDS, Tested, keeps, of_partition, of_set, spread
from tradenet.study.config import StudyConfig

_RUNS: Final = 2  # of the search in the real graph and in each world: more cost more than they find


def chances(
    config: StudyConfig, graph: TradeGraph, tell: Progress = silent
) -> Iterator[dict[str, Any]]:
    """Yield what was found in a period beside what is found in worlds of each kind.

    Subjects: ``partition``, all communities as sought against size alone; ``community:X``, that
    among them whose core is X, where a member sits in it; ``members``, the given set; ``beyond``,
    all communities as sought against size and distance, in gravity worlds alone. Kinds whose null
    cannot be fitted are left out.
    """
    tested = Tested(
        graph,
        config.communities.few_runs(_RUNS),
        expects(graph.economies),
        config.structure.worlds,
        config.run.seed,
    )
    for kind in counted(KINDS, "holding communities against chance", tell) if tested.worlds else ():
        try:
            told = list(_of_kind(tested, kind, config.bloc.members))
        except (InsufficientData, ConvergenceError):
            continue  # too few pairs: the null cannot be fitted to the graph, or to some world
        head = {"period": graph.period.code, "null_model": kind, "keeps": keeps(kind)}
        yield from ({**head, **line} for line in told)


def _of_kind(tested: Tested, kind: str, members: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    worlds = tested.kind(kind)
    found = tested.partition(worlds, kind)
    yield {"subject": "partition", **of_partition(found)}
    yield from _homes(tested.graph, found, members)
    yield {"subject": "members", **of_set(tested.members(worlds, kind, members))}
    if KINDS[kind][1] == GRAVITY:
        yield {"subject": "beyond", **of_partition(tested.partition(worlds, kind, GRAVITY))}


def _homes(
    graph: TradeGraph, found: PartitionSignificance, members: tuple[str, ...]
) -> Iterator[dict[str, Any]]:
    """Yield the communities in which members sit, each against the best community of each world."""
    for at in found.communities:
        if set(members) & set(at.members):
            core = core_of(found.partition, graph, at.community)
            yield {
                "subject": f"community:{core}",
                "statistic": found.measure,
                "value": at.value,
                **spread(found.null_best),
                "p_value": at.p_value,
                "worlds": len(found.null_best),
            }

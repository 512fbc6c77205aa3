"""V4: whether blocs of voters and communities of traders are the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from tradenet.bloc.alignment.evidence import AlignmentEvidence
from tradenet.bloc.result import BlocTestResult
from tradenet.bloc.significance import p_value
from tradenet.domain import Partition, stream
from tradenet.networks import agreement

Line = dict[str, Any]


@lru_cache(maxsize=4)
def agreement_lines(evidence: AlignmentEvidence) -> tuple[Line, ...]:
    """Return how far each grouping agrees with the trade communities, and with those of worlds."""
    rng = stream(evidence.seed, f"bloc/alignment/communities/{evidence.graph.period.code}")
    found, _, _ = evidence.search(evidence.graph, rng=rng)
    drawn = () if evidence.worlds is None else evidence.worlds(evidence.graph, rng=rng)
    worlds = [evidence.search(world, rng=own)[0] for world, own in drawn]
    return tuple(_agreed(name, groups, found, worlds) for name, groups in evidence.votes.items())


def _agreed(
    name: str, groups: Mapping[str, str], found: Partition, worlds: list[Partition]
) -> Line:
    real = agreement(found, groups)
    null = [x for x in (agreement(world, groups).ami for world in worlds) if x is not None]
    told = real.ami is not None and bool(null)
    return {
        "grouping": name, "ami": real.ami, "economies": real.economies,
        "communities": len(set(found.membership.tolist())),
        "null": tuple(null), "worlds": len(null),
        "median": float(np.median(null)) if null else None,
        "high": float(np.quantile(null, 0.95)) if null else None,
        "p_value": p_value(real.ami, null) if told and real.ami is not None else None,
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Communities:
    """Whether blocs of voters and communities of traders are the same economies; described.

    Adjusted mutual information of the groupings, held against communities sought in the same way in
    worlds in which size and distance alone decide.
    """

    def __call__(self, evidence: AlignmentEvidence) -> BlocTestResult:
        """Return the agreement of each grouping with its p-value."""
        lines = agreement_lines(evidence)
        known = [line for line in lines if line["ami"] is not None]
        first = known[0] if known else None
        return BlocTestResult(
            name="V4", question="Are blocs of voters and communities of traders the same?",
            rule="descriptive: no weight in the verdict",
            statistic=first["ami"] if first else None,
            effect="; ".join(f"{x['grouping']}: {x['ami']:.3f} of 1" for x in known) or "none",
            p_value=first["p_value"] if first else None,
            details=(("lines", lines),),
        )  # fmt: skip

"""Whether the communities of a period, and the set in question, are more than chance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from tradenet.domain import TradeGraph, stream
from tradenet.domain.progress import Progress, silent
from tradenet.networks import NULL_MODELS
from tradenet.networks.significance import (
    Detect,
    PartitionSignificance,
    Search,
    SetSignificance,
    Worlds,
    partition_significance,
    set_significance,
)
from tradenet.study.communities.expectations import GRAVITY, MARGINS, Expect

# Each kind of artificial world: the null model, and what it is drawn around.
KINDS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "strengths": ("poisson", MARGINS),
        "degrees_and_strengths": ("degree_and_strength", MARGINS),
        "gravity": ("transplant", GRAVITY),
    }
)
MEASURE: Final = "trade_intensity_within"


@dataclass(frozen=True, slots=True)
class Tested:
    """A graph, how communities are sought in it, and against how many worlds they are held.

    Attributes
    ----------
    graph : TradeGraph
        Of the period.
    detect : callable
        The community method.
    expects : mapping of str to callable
        Expected trade by null, ``margins`` and ``gravity``.
    worlds : int
        Of each kind.
    seed : int
        Of the random streams.
    """

    graph: TradeGraph
    detect: Detect
    expects: Mapping[str, Expect]
    worlds: int
    seed: int

    def kind(self, name: str, tell: Progress = silent) -> Worlds:
        """Return the worlds of a kind; errors are those of its expected trade."""
        model, null = KINDS[name]
        return Worlds(self.expects[null](self.graph), NULL_MODELS[model](), self.worlds, tell)

    def partition(self, worlds: Worlds, name: str, null: str = MARGINS) -> PartitionSignificance:
        """Return how the communities sought against a null compare with those of worlds."""
        rng = stream(self.seed, f"communities/{name}/{null}/{self.graph.period.code}")
        search = Search(self.detect, self.expects[null])
        return partition_significance(self.graph, search, worlds, rng=rng)

    def members(self, worlds: Worlds, name: str, members: tuple[str, ...]) -> SetSignificance:
        """Return how a given set compares with the same economies of worlds."""
        rng = stream(self.seed, f"communities/{name}/members/{self.graph.period.code}")
        return set_significance(
            self.graph, members, self.expects[MARGINS], worlds, rng=rng, measures=(MEASURE,)
        )


def keeps(kind: str) -> str:
    """Say what the worlds of a kind keep of the real one."""
    model, null = KINDS[kind]
    kept = NULL_MODELS[model].keeps
    parts = [("exactly", kept.exactly), ("on average", kept.on_average)]
    told = "; ".join(f"{how}: {', '.join(what)}" for how, what in parts if what)
    free = f"; not kept: {', '.join(kept.free)}" if kept.free else ""
    return f"{model}, drawn around {null}; kept {told or 'nothing'}{free}"


def of_partition(found: PartitionSignificance) -> dict[str, Any]:
    """Return a partition's modularity, where nine of ten worlds lie, and its p-value."""
    return {
        "statistic": "modularity",
        "value": found.quality,
        **spread(found.null_qualities),
        "p_value": found.p_value,
        "worlds": len(found.null_qualities),
    }


def of_set(found: SetSignificance) -> dict[str, Any]:
    """Return the same of a given set, by how much it trades within itself."""
    (line,) = found.measures
    return {
        "statistic": line.measure,
        "value": line.value,
        **spread(line.null),
        "p_value": line.p_value,
        "worlds": len(line.null),
    }


def spread(null: npt.NDArray[np.float64]) -> dict[str, float | None]:
    """Return between which values nine of ten worlds lie, and their median, where there is one."""
    known = null[np.isfinite(null)]
    marks = {"low": 0.05, "median": 0.5, "high": 0.95}
    return {name: float(np.quantile(known, at)) if known.size else None
            for name, at in marks.items()}  # fmt: skip

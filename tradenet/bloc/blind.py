"""T7: whether one would find the set without looking for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from tradenet.bloc.evidence import Evidence
from tradenet.bloc.result import BlocTestResult, not_applicable
from tradenet.bloc.significance import p_value
from tradenet.domain import Partition
from tradenet.networks import consensus

QUESTION = "Would one find the set without looking for it?"


@dataclass(frozen=True, slots=True)
class Blind:
    """How often the members fall into one community that nobody asked for.

    Communities are sought under the expected trade of the study, once per seed; the share of seeds
    in which two economies share a community is their co-assignment. Descriptive. The p-value is the
    rank of the members' mean co-assignment among the matched sets of T2.
    """

    def __call__(self, evidence: Evidence) -> BlocTestResult:
        """Return the members' co-assignment per period."""
        rule = "descriptive: no weight in the verdict"
        held = [code for code in evidence.window.post if code in evidence.partitions]
        if not held:
            return not_applicable(
                "T7", QUESTION, rule, "no communities were sought after the event"
            )
        lines = [
            {"period": code, "one": one, "other": other, "co_assignment": share}
            for code, partitions in evidence.partitions.items()
            for one, other, share in _shares(partitions, evidence.bloc.members)
        ]
        last = held[-1]
        shares = [x["co_assignment"] for x in lines if x["period"] == last]
        known = [share for share in shares if share is not None]
        return BlocTestResult(
            name="T7",
            question=QUESTION,
            rule=rule,
            statistic=float(np.mean(known)) if known else None,
            effect=(
                f"in {last} two members share a community in {100 * np.mean(known):.0f} % of seeds"
                if known
                else f"no two members have trade in {last}"
            ),
            p_value=_rank(evidence, last),
            details=(("pairs", lines),),
        )


def _shares(partitions: Sequence[Partition], members: tuple[str, ...]) -> list[Any]:
    codes, together = consensus(partitions)
    where = {code: k for k, code in enumerate(codes)}
    return [
        (one, other, _share(together, where.get(one, -1), where.get(other, -1)))
        for one, other in combinations(members, 2)
    ]


def _share(together: Any, i: int, j: int) -> float | None:  # noqa: ANN401 - a NumPy array
    return float(together[i, j]) if min(i, j) >= 0 and not np.isnan(together[i, j]) else None


def _rank(evidence: Evidence, period: int) -> float | None:
    made = evidence.made
    if made is None or not made.roles.valid:
        return None
    codes, together = consensus(evidence.partitions[period])
    where = {code: k for k, code in enumerate(codes)}
    names = np.array([where.get(code, -1) for code in made.network.contrast.economies])
    hub = where.get(evidence.bloc.hub, -1)
    sets = names[made.roles.sets()]
    whole = np.column_stack([sets, np.full(len(sets), hub)]) if evidence.bloc.hub else sets
    focus = np.array([[where.get(code, -1) for code in evidence.bloc.members]])
    own, others = (_mean_share(together, who) for who in (focus, whole))
    reference = others[~np.isnan(others)]
    return p_value(float(own[0]), reference) if reference.size and not np.isnan(own[0]) else None


def _mean_share(together: Any, sets: Any) -> Any:  # noqa: ANN401 - NumPy arrays
    """Return each set's mean co-assignment over its pairs; NaN if a member is not there."""
    pairs = list(combinations(range(sets.shape[1]), 2))
    shares = np.mean([together[sets[:, a], sets[:, b]] for a, b in pairs], axis=0)
    return np.where((sets >= 0).all(axis=1), shares, np.nan)

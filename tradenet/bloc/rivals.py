"""T6: whether something simpler explains it: other partners rose as much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from tradenet.bloc.class_result import NO_HUB, why_not
from tradenet.bloc.evidence import Evidence
from tradenet.bloc.inference import Inference
from tradenet.bloc.result import BlocTestResult, not_applicable
from tradenet.bloc.significance import LEVEL, p_value
from tradenet.domain import InsufficientData
from tradenet.gravity import fit_change

QUESTION = "Does something simpler, a rival partner, explain it?"


@dataclass(frozen=True, slots=True)
class Rivals:
    r"""Whether the hub's rise with the target tops that of the target's other neutral partners.

    Null: the hub is one of the target's neutral partners, its rank by
    :math:`z = r / \sigma` is any. Alternative: it is first. The partners are the best observed:
    those whose pair with the target has the most information. The p-value is exact: rank / (1 + N).

    Attributes
    ----------
    partners : int
        How many neutral partners are compared; with 19 only the first rank is in the top 5 %.
    """

    partners: int = 19

    def __call__(self, evidence: Evidence) -> BlocTestResult:
        """Return the hub's rank and the rivals' own changes."""
        rule = f"in the top {LEVEL:.0%} of the target and its {self.partners} partners"
        reason = _missing(evidence) or why_not(evidence, "hub_spoke")
        if reason or evidence.made is None:
            return not_applicable("T6", QUESTION, rule, reason)
        lines = partner_lines(evidence.made, evidence.target, self.partners)
        if len(lines) <= self.partners:
            reason = f"{evidence.target} has {len(lines) - 1} observed neutral partners"
            return not_applicable("T6", QUESTION, rule, f"{reason}, {self.partners} are needed")
        hub, chance = _first(evidence, lines)
        rank = round(chance * len(lines))
        first = max(lines, key=lambda line: float(line["z"]))
        return BlocTestResult(
            name="T6",
            question=QUESTION,
            null=f"{evidence.bloc.hub} is one of {evidence.target}'s neutral partners like others",
            alternative="its trade rose more than theirs",
            rule=rule,
            statistic=hub["z"],
            effect=f"rank {rank} of {len(lines)}; the strongest is {first['partner']}",
            p_value=chance,
            passed=chance <= LEVEL,
            details=(
                ("rank", rank),
                ("partners", lines),
                ("rivals", rival_changes(evidence.made, evidence.target)),
            ),
        )

    def tops(self, evidence: Evidence) -> bool:
        """Return whether the hub is in the top 5 %, without all else that the test tells."""
        if evidence.made is None or _missing(evidence):
            return False
        lines = partner_lines(evidence.made, evidence.target, self.partners)
        return len(lines) > self.partners and _first(evidence, lines)[1] <= LEVEL


def _first(evidence: Evidence, lines: list[dict[str, Any]]) -> tuple[dict[str, Any], float]:
    """Return the hub's line, and its exact p-value among the partners."""
    hub = next(line for line in lines if line["partner"] == evidence.bloc.hub)
    return hub, p_value(hub["z"], [x["z"] for x in lines if x is not hub])


def _missing(evidence: Evidence) -> str:
    if not evidence.bloc.hub:
        return NO_HUB
    if not evidence.target:
        return "the study names no target of the event, so that this is not asked"
    codes = evidence.made.network.contrast.economies if evidence.made is not None else ()
    return "" if evidence.target in codes else f"{evidence.target} is not in the network"


def partner_lines(made: Inference, target: str, most: int) -> list[dict[str, Any]]:
    """Return the hub and the target's best-observed neutral partners with z, by information."""
    codes, found = made.network.contrast.economies, made.found
    place = codes.index(target)
    told = found.information[place] + found.information[:, place]
    seen = (found.information[place] > 0) & (found.information[:, place] > 0)
    left = found.residual[place] + found.residual[:, place]
    variance = found.variance(told, np.minimum(found.size[place], found.size))
    members = set(made.network.bloc.members)
    ranked = [k for k in np.argsort(-told, kind="stable").tolist()
              if seen[k] and codes[k] not in members][:most]  # fmt: skip
    hub = codes.index(made.network.bloc.hub)
    contrast = made.network.contrast
    return [
        {
            "partner": codes[k],
            "z": float(left[k] / np.sqrt(variance[k])),
            "log_change": float(left[k] / told[k]),
            "before_usd": float(contrast.before[place, k] + contrast.before[k, place]),
            "after_usd": float(contrast.after[place, k] + contrast.after[k, place]),
        }
        for k in [hub, *ranked]
        if seen[k]
    ]


def rival_changes(made: Inference, target: str) -> list[dict[str, Any]]:
    """Return the Poisson estimate of each rival's change of trade with the target, one by one."""
    contrast = made.network.contrast
    lines: list[dict[str, Any]] = []
    for rival in made.network.rivals:
        try:
            fit = fit_change(
                contrast.before, contrast.after, contrast.observed,
                terms=[contrast.cells([(rival, target)])], start=made.change.start,
            )  # fmt: skip
        except InsufficientData:
            lines.append({"rival": rival, "log_change": None})
            continue
        lines.append({"rival": rival, "log_change": float(fit.effects[0])})
    return lines

"""T1: what the reported trade looks like, without any weight in the verdict."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from tradenet.bloc.evidence import Evidence
from tradenet.bloc.inference import ClassInference, Inference, class_pairs, infer_class
from tradenet.bloc.result import BlocTestResult
from tradenet.domain import Expected, TradeGraph
from tradenet.domain.arrays import positions
from tradenet.networks import dependence, intensity, set_totals


@dataclass(frozen=True, slots=True)
class Describe:
    """Shares, intensities and dependence of the set, period by period.

    Printed, without weight: the intra-group share of four economies rises for most sets of four, so
    a rise is no evidence of a bloc.
    """

    def __call__(self, evidence: Evidence) -> BlocTestResult:
        """Return the mean intensity of each class before and after the event.

        Beside it the p-value of all seen pairs as one class, where there is an inference.
        """
        lines = class_lines(evidence)
        details: list[tuple[str, Any]] = []
        phrases = []
        for name in evidence.classes():
            means = {
                phase: _mean(lines, name, periods) for phase, periods in evidence.phases().items()
            }
            details += [(f"intensity_{name}_{phase}", mean) for phase, mean in means.items()]
            change = _arrow(means["pre"], means["post"])
            phrases.append(f"{evidence.bloc.word(name)} intensity {change}")
        ratio = [details[k][1] for k in (0, 1)]
        known = all(value is not None and value > 0 for value in ratio)
        together = infer_together(evidence.made) if evidence.made is not None else None
        details.append(("p_together", together.p_value if together is not None else None))
        return BlocTestResult(
            name="T1",
            question="What does the reported trade look like?",
            rule="descriptive: no weight in the verdict",
            statistic=float(np.log(ratio[1] / ratio[0])) if known else None,
            effect="; ".join(phrases),
            details=tuple(details),
        )


def infer_together(made: Inference) -> ClassInference | None:
    """Return all seen pairs of the set, of both classes, as one class among its placebos.

    A rise of a hub with each spoke is found as well: it tells of no bloc, and has no weight.
    """
    bloc = made.network.bloc
    return infer_class(made, "", class_pairs(bloc, "hub_spoke") + class_pairs(bloc, "spoke_spoke"))


def class_lines(evidence: Evidence) -> list[dict[str, Any]]:
    """Return per period and class: trade, expected trade, intensity, cells seen, share.

    The share is that of the class in all observed trade of the members, each dollar counted once.
    """
    classes = {**evidence.classes(), "intra": evidence.bloc.dyads}
    lines = []
    for code, graph in evidence.graphs.items():
        total = members_trade(graph, evidence.bloc.members)
        for name, dyads in classes.items():
            trade, hoped, seen = set_totals(graph, evidence.expected[code], dyads)
            lines.append(
                {
                    "period": code,
                    "class": name,
                    "trade_usd": trade if seen else None,
                    "expected_usd": hoped if seen else None,
                    "intensity": trade / hoped if hoped > 0 else None,
                    "cells_observed": seen,
                    "cells": 2 * len(dyads),
                    "share_of_members_trade": trade / total if seen and total > 0 else None,
                }
            )
    return lines


def members_trade(graph: TradeGraph, members: tuple[str, ...]) -> float:
    """Return the observed trade, in USD, in which at least one member takes part."""
    where = positions(graph.economies, members)
    taking = np.zeros(len(graph.economies), dtype=bool)
    taking[where[where >= 0]] = True
    touched = taking[:, None] | taking[None, :]
    return float(np.nansum(graph.values[touched]))


def dependence_lines(evidence: Evidence) -> list[dict[str, Any]]:
    """Return the share of each member in each other member's observed exports plus imports.

    Asymmetric: the share of CHN in PRK's trade is not the share of PRK in CHN's.
    """
    lines = []
    for code, graph in evidence.graphs.items():
        shares = dependence(graph)
        for one in evidence.bloc.members:
            for other in evidence.bloc.members:
                i, j = positions(graph.economies, (one, other))
                if one == other or min(i, j) < 0:
                    continue
                lines.append(
                    {
                        "period": code,
                        "economy": one,
                        "partner": other,
                        "share": None if np.isnan(shares[i, j]) else float(shares[i, j]),
                    }
                )
    return lines


def cell_intensity(
    graph: TradeGraph, expected: Expected, members: tuple[str, ...]
) -> list[dict[str, Any]]:
    """Return observed ÷ expected trade of every directed cell among the members."""
    ratio = intensity(graph, expected)
    lines = []
    for one in members:
        for other in members:
            i, j = positions(graph.economies, (one, other))
            if one == other:
                continue
            inside = min(i, j) >= 0
            lines.append(
                {
                    "exporter": one,
                    "importer": other,
                    "expected_usd": _number(expected.values[i, j]) if inside else None,
                    "intensity": _number(ratio[i, j]) if inside else None,
                }
            )
    return lines


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _mean(lines: list[dict[str, Any]], name: str, periods: tuple[int, ...]) -> float | None:
    """Ratio of summed trade to summed expectation over the periods in which it is seen."""
    chosen = [x for x in lines if x["class"] == name and x["period"] in periods]
    hoped = sum(x["expected_usd"] or 0.0 for x in chosen)
    return sum(x["trade_usd"] or 0.0 for x in chosen) / hoped if hoped > 0 else None


def _arrow(before: float | None, after: float | None) -> str:
    return " → ".join("not observed" if x is None else f"{x:.2f}" for x in (before, after))

"""T3: whether a rise began at the event, and not before or at any other time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from tradenet.bloc.class_result import why_not
from tradenet.bloc.contrast import contrast
from tradenet.bloc.evidence import Evidence
from tradenet.bloc.inference import (
    Network,
    effects,
    infer,
    infer_class,
    judged,
)
from tradenet.bloc.result import BlocTestResult, not_applicable
from tradenet.bloc.significance import LEVEL, p_value
from tradenet.domain import InsufficientData, Window

QUESTION = "Did it form at the time of the event?"
_FEWEST_DATES = 3


@dataclass(frozen=True, slots=True)
class Timing:
    r"""Whether the rise stands out among sets and dates, and was not under way before.

    Null: what is seen at the event is what some set shows at some date. Alternative: it is larger.
    Statistic: that of the class (T2, T4). Null distribution: matched sets at the event and at
    placebo dates, and the set itself at placebo dates; a date at which sanctions on a member began
    or were tightened is no placebo. Pre-trend: the same contrast between the halves of the years
    before the event, two-sided.
    """

    def __call__(self, evidence: Evidence) -> BlocTestResult:
        """Return joint p-value, pre-trend and event study of each class that can be tested."""
        rule = f"joint p ≤ {LEVEL} over sets and dates, and no pre-trend (p > {LEVEL})"
        names = [name for name in evidence.classes() if not why_not(evidence, name)]
        lines = {name: class_timing(evidence, name) for name in names}
        known = {name: line for name, line in lines.items() if line is not None}
        if not known:
            reasons = [why_not(evidence, name) for name in evidence.classes()]
            reason = next((r for r in reasons if r), "too few placebo dates are held")
            return not_applicable("T3", QUESTION, rule, reason)
        first = next(iter(known))
        return BlocTestResult(
            name="T3",
            question=QUESTION,
            null="what is seen at the event is what some set shows at some date",
            alternative="it is larger",
            rule=rule,
            statistic=known[first]["statistic"],
            effect="; ".join(_phrase(evidence.bloc.word(name), known[name]) for name in known),
            p_value=known[first]["p_joint"],
            passed=known[first]["holds"],
            details=(
                ("classes", known),
                ("event_study", [x for name in known for x in event_study(evidence, name)]),
            ),
        )


def _phrase(words: str, line: dict[str, Any]) -> str:
    return (
        f"{words}: p = {line['p_joint']:.3f} among {line['references']:,} sets and dates, "
        f"pre-trend p = {line['p_trend']:.2f}"
        if line["p_trend"] is not None
        else f"{words}: p = {line['p_joint']:.3f}, pre-trend not held"
    )


def class_timing(evidence: Evidence, name: str) -> dict[str, Any] | None:
    """Return the joint p-value and the pre-trend of a class; None with too few placebo dates."""
    if evidence.made is None:
        return None
    here = infer_class(evidence.made, name)
    if here is None:
        return None
    dates = [(year, evidence.earlier(year))
             for year in evidence.dates if year not in evidence.real_years]  # fmt: skip
    classes = [(year, infer_class(moved, name)) for year, moved in dates if moved is not None]
    held = [(year, found) for year, found in classes if found is not None]
    if len(held) < _FEWEST_DATES:
        return None
    reference = np.concatenate(
        [here.others, *(np.append(found.others, found.statistic) for _, found in held)]
    )
    trend = pre_trend(evidence, name)
    joint = p_value(here.statistic, reference)
    return {
        "statistic": here.statistic,
        "p_joint": joint,
        "references": len(reference),
        "dates": [{"year": year, "statistic": found.statistic, "p_value": found.p_value}
                  for year, found in held],
        "p_trend": trend,
        "holds": joint <= LEVEL and (trend is None or trend > LEVEL),
    }  # fmt: skip


def pre_trend(evidence: Evidence, name: str) -> float | None:
    """Return the two-sided p-value between the halves of the years before the event."""
    held = [code for code in evidence.window.pre if code in evidence.graphs]
    half = len(held) // 2
    if evidence.made is None or half == 0:
        return None
    network = between(evidence, evidence.made.network, held[:half], held[-half:])
    try:
        found = infer_class(infer(network), name)
    except InsufficientData:
        return None
    if found is None:
        return None
    return min(1.0, 2 * min(found.p_value, found.p_below))


def between(
    evidence: Evidence, network: Network, pre: Iterable[int], post: Iterable[int]
) -> Network:
    """Return the network of other periods, with the same economies."""
    made = contrast(evidence.graphs, pre, post, _filers(network))
    kept = set(network.contrast.economies)
    return replace(network, contrast=made.without([c for c in made.economies if c not in kept]))


def _filers(network: Network) -> set[str]:
    codes = network.contrast.economies
    return {code for code, files in zip(codes, network.contrast.filers, strict=True) if files}


def event_study(evidence: Evidence, name: str) -> list[dict[str, Any]]:
    """Return the class's log change of each period against the mean of the years before.

    A year before the event is held against the others. The band holds 95 % of the placebo sets'
    one-step changes.
    """
    made = evidence.made
    if made is None:
        return []
    lines = []
    for period in evidence.graphs:
        pre = [code for code in evidence.window.pre if code in evidence.graphs and code != period]
        if not pre:
            continue
        try:
            again = judged(infer(between(evidence, made.network, pre, (period,))), name)
            found = infer_class(again, name)
            change = effects(again, {name: found}).get(name) if found else None
        except InsufficientData:
            continue
        if found is None or change is None or not len(found.sets):
            continue
        low, high = np.quantile(found.reference.change, [0.025, 0.975])
        line = {"class": name, "period": period, "log_change": change, "cells": len(found.cells)}
        lines.append({**line, "low": float(low), "high": float(high)})
    return lines


def shifted(window: Window, years: int) -> Window:
    """Return an annual window moved by some years.

    Examples
    --------
    >>> shifted(Window((2018, 2019), (2023,)), -10).periods
    (2008, 2009, 2013)
    """
    return Window(
        tuple(code + years for code in window.pre), tuple(code + years for code in window.post)
    )

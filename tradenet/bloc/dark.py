"""T8: whether trade that nobody records could change the answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import product

from tradenet.bloc.evidence import Evidence
from tradenet.bloc.findings import findings
from tradenet.bloc.inference import Network, infer
from tradenet.bloc.result import BlocTestResult, not_applicable
from tradenet.bloc.verdict import Findings, judge
from tradenet.domain import InsufficientData

QUESTION = "Could hidden trade change the answer?"


@dataclass(frozen=True, slots=True)
class Hidden:
    """One quantity of trade that may be missing from the records, at one of its assumed levels.

    Attributes
    ----------
    factor, level : str
        What is hidden, and how much, in words.
    exporter, importer : str
        The cell it belongs to.
    before_usd, after_usd : float
        USD per period to add before and after the event.
    recorded_as : str
        Exporter under whose name the records have it: it loses what the cell gains; empty where
        nobody records it.
    """

    factor: str
    level: str
    exporter: str
    importer: str
    before_usd: float
    after_usd: float
    recorded_as: str = ""

    def added_to(self, network: Network) -> Network:
        """Return the network with this trade in it."""
        made = network.contrast.added(self.exporter, self.importer, self.before_usd, self.after_usd)
        if self.recorded_as:
            made = made.added(self.recorded_as, self.importer, -self.before_usd, -self.after_usd)
        return replace(network, contrast=made)


def with_hidden(evidence: Evidence, hidden: Iterable[Hidden]) -> Evidence:
    """Return the evidence with hidden trade added to the neutral network and to the world."""
    if evidence.made is None:
        return evidence
    network, world = evidence.made.network, evidence.world
    for one in hidden:
        network = one.added_to(network)
        world = one.added_to(world) if world is not None else None
    return replace(evidence, made=infer(network), world=world)


def scenarios(hidden: Sequence[Hidden]) -> list[tuple[str, tuple[Hidden, ...]]]:
    """Return every level of every factor alone, and every corner of the largest levels."""
    alone: list[tuple[str, tuple[Hidden, ...]]] = [
        (f"{one.factor}: {one.level}", (one,)) for one in hidden
    ]
    largest = {one.factor: one for one in hidden}  # the last level of a factor is its largest
    if len(largest) <= 1:
        return alone
    corners = []
    for chosen in product((False, True), repeat=len(largest)):
        picked = tuple(x for x, taken in zip(largest.values(), chosen, strict=True) if taken)
        if len(picked) > 1:
            name = " and ".join(f"{one.factor}: {one.level}" for one in picked)
            corners.append((name, picked))
    return alone + corners


@dataclass(frozen=True, slots=True)
class DarkTrade:
    """Whether any assumed amount of hidden trade moves the row of the decision table.

    No null: every single level and every corner of the grid is put into the data, and the whole
    rule is applied again. Trade between economies that nobody observes cannot be added to anything
    and stays out; so the grid says nothing of it.

    Attributes
    ----------
    hidden : tuple of Hidden
        The grid; quantities and their sources stand in the study.
    """

    hidden: tuple[Hidden, ...] = ()

    def __call__(self, evidence: Evidence) -> BlocTestResult:
        """Return the row of every scenario."""
        rule = "the same row of the decision table in every scenario"
        if not self.hidden:
            return not_applicable("T8", QUESTION, rule, "the study assumes no hidden trade")
        if evidence.made is None:
            return not_applicable("T8", QUESTION, rule, "nothing was fitted")
        main = judge(findings(evidence))
        rows = [(name, found) for name, found in dark_findings(evidence, self.hidden)]
        lines = [
            {"scenario": name, "row": judge(found).number, "verdict": judge(found).verdict}
            for name, found in rows
        ]
        moved = [line for line in lines if line["row"] != main.number]
        return BlocTestResult(
            name="T8",
            question=QUESTION,
            rule=rule,
            statistic=float(len(moved)),
            effect=f"{len(moved)} of {len(lines)} scenarios give another row than {main.number}",
            passed=not moved,
            details=(("scenarios", lines), ("hidden", [_plain(one) for one in self.hidden])),
        )


def dark_findings(evidence: Evidence, hidden: Sequence[Hidden]) -> list[tuple[str, Findings]]:
    """Return what the rule looks at in every scenario."""
    out = []
    for name, chosen in scenarios(hidden):
        try:
            out.append((name, findings(with_hidden(evidence, chosen))))
        except InsufficientData:
            continue
    return out


def _plain(one: Hidden) -> dict[str, object]:
    return {name: getattr(one, name) for name in Hidden.__slots__}

"""T5: whether the set is a community in the cross-section."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from tradenet.bloc.evidence import Evidence
from tradenet.bloc.result import BlocTestResult, not_applicable
from tradenet.bloc.significance import p_value
from tradenet.domain import TradeGraph
from tradenet.domain.arrays import positions
from tradenet.networks import persistence, set_totals

QUESTION = "Is the set a community?"


@dataclass(frozen=True, slots=True)
class Cohesion:
    r"""How much the set trades within itself in one period.

    Two numbers per period: :math:`\ln (W_{in} / E_{in})` of the spokes alone, observed over
    expected trade among them; and the persistence of the whole set, the chance that a dollar of
    exports of a member goes to a member (Piccardi 2011, doi:10.1371/journal.pone.0027028).
    Descriptive: the first says nearly what T2 and T4 say, the second, with the hub in it, measures
    the hub's size. The p-value is the persistence's rank among the matched sets of T2.
    """

    def __call__(self, evidence: Evidence) -> BlocTestResult:
        """Return both numbers per period, and the rank of the persistence after the event."""
        rule = "descriptive: no weight in the verdict"
        lines = cohesion_lines(evidence)
        held = [line for line in lines if line["period"] in evidence.window.post]
        known = [line for line in held if line["persistence"] is not None]
        if not known:
            return not_applicable("T5", QUESTION, rule, "no member exports in a period after")
        last = known[-1]
        seen = last["spokes_log_intensity"]
        return BlocTestResult(
            name="T5",
            question=QUESTION,
            rule=rule,
            statistic=last["persistence"],
            effect=(
                f"{100 * last['persistence']:.1f} % of the members' observed exports stay in the "
                f"set in {last['period']}; "
                f"{'spokes alone' if evidence.bloc.hub else 'trade among them'}: "
                + ("not observed" if seen is None else f"× {np.exp(seen):.2f} of expected trade")
            ),
            p_value=rank_of_persistence(evidence, last["period"]),
            details=(("periods", lines),),
        )


def cohesion_lines(evidence: Evidence) -> list[dict[str, Any]]:
    """Return spokes' log intensity and the set's persistence per period."""
    lines = []
    for code, graph in evidence.graphs.items():
        trade, hoped, seen = set_totals(graph, evidence.expected[code], evidence.bloc.spoke_spoke)
        intense = seen > 0 and trade > 0 and hoped > 0
        lines.append(
            {
                "period": code,
                "spokes_log_intensity": float(np.log(trade / hoped)) if intense else None,
                "spoke_cells_observed": seen,
                "persistence": _persistence(graph, evidence.bloc.members),
            }
        )
    return lines


def _persistence(graph: TradeGraph, members: tuple[str, ...]) -> float | None:
    where = positions(graph.economies, members)
    return persistence(graph.values, where[where >= 0])


def rank_of_persistence(evidence: Evidence, period: int) -> float | None:
    """Return the p-value of the set's persistence among the matched sets; None without them."""
    made = evidence.made
    if made is None or not made.roles.valid or period not in evidence.graphs:
        return None
    graph = evidence.graphs[period]
    codes = made.network.contrast.economies
    own = _persistence(graph, evidence.bloc.members)
    where = positions(graph.economies, codes)
    sets = where[made.roles.sets()]
    hub = positions(graph.economies, (evidence.bloc.hub,))
    whole = np.column_stack([sets, np.repeat(hub, len(sets))]) if evidence.bloc.hub else sets
    inside = whole[(whole >= 0).all(axis=1)]
    values = [persistence(graph.values, who) for who in inside]
    reference = [value for value in values if value is not None]
    return p_value(own, reference) if own is not None and reference else None

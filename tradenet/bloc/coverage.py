"""T0, the gate: whether the trade in question can be seen at all."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from typing import Any

from tradenet.bloc.evidence import Evidence
from tradenet.bloc.result import BlocTestResult
from tradenet.domain import Observability, Status

_SPOKEN = {Status.KEPT.value, Status.ZERO_OR_MISSING.value}


@dataclass(frozen=True, slots=True)
class Coverage:
    """Whether each class of dyads is observed before and after the event.

    A directed dyad-period is covered where a reporter that files on both sides of the event speaks
    of it; an estimate is no report. A class is observable (O_h for hub–spoke, O_s for spoke–spoke)
    where, in both phases, coverage is at least `least_coverage` and the share of its value that a
    statistical office imputed is at most `most_imputed`. It gates; there is no null hypothesis.

    Attributes
    ----------
    least_coverage, most_imputed : float
        Shares, 0 to 1.
    """

    least_coverage: float = 2 / 3
    most_imputed: float = 0.25

    def __call__(self, evidence: Evidence) -> BlocTestResult:
        """Return coverage, imputed share and mirror gap per class and phase, and the gate."""
        lines = coverage_lines(evidence)
        gates = self.gates(evidence)
        seen = {name: _phrase(evidence.bloc.word(name), name, lines) for name in gates}
        least = min(line["coverage"] for line in lines)
        return BlocTestResult(
            name="T0",
            question="Can we see the trade in question?",
            rule=(
                f"observable: coverage ≥ {self.least_coverage:.2f} and imputed value ≤ "
                f"{self.most_imputed:.0%}, before and after the event"
            ),
            statistic=least,
            effect="; ".join(seen.values()),
            passed=all(gates.values()),
            details=(
                *((f"observable_{name}", gate) for name, gate in gates.items()),
                ("lines", tuple(lines)),
            ),
        )

    def gates(self, evidence: Evidence) -> dict[str, bool]:
        """Return whether each class may be judged (O_h, O_s)."""
        lines = coverage_lines(evidence)
        return {
            name: all(
                line["coverage"] >= self.least_coverage and line["imputed"] <= self.most_imputed
                for line in lines
                if line["class"] == name
            )
            for name in evidence.classes()
        }


def coverage_lines(evidence: Evidence) -> list[dict[str, Any]]:
    """Return one line per class and phase: cells, covered share, imputed share, median gap."""
    cells = {
        (row["period"], row["exporter"], row["importer"]): row for row in evidence.cells.to_pylist()
    }
    return [
        {"class": name, "phase": phase, **_line(cells, dyads, periods)}
        for name, dyads in evidence.classes().items()
        for phase, periods in evidence.phases().items()
    ]


def _line(
    cells: dict[tuple[int, str, str], dict[str, Any]],
    dyads: tuple[tuple[str, str], ...],
    periods: tuple[int, ...],
) -> dict[str, Any]:
    keys = [(p, a, b) for p in periods for one, two in dyads for a, b in ((one, two), (two, one))]
    rows = [cells[key] for key in keys if key in cells]
    counted = [row for row in rows if row["status"] in _SPOKEN]
    spoken = [row for row in counted if row["observed"] != Observability.IMPUTED]
    value = sum(row["value_usd"] or 0.0 for row in counted)
    imputed = value - sum(row["value_usd"] or 0.0 for row in spoken)
    gaps = [abs(row["log_gap"]) for row in rows if row["log_gap"] is not None]
    return {
        "cells": len(keys),
        "covered": len(spoken),
        "coverage": len(spoken) / len(keys),
        "imputed": imputed / value if value else 0.0,
        "median_abs_log_gap": statistics.median(gaps) if gaps else None,
    }


_WHEN = {"pre": "before", "post": "after"}


def _phrase(word: str, name: str, lines: list[dict[str, Any]]) -> str:
    parts = [
        f"{line['covered']} of {line['cells']} directed dyad-periods {_WHEN[line['phase']]}"
        for line in lines
        if line["class"] == name
    ]
    return f"{word}: {', '.join(parts)}"

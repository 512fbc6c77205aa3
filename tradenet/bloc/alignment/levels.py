"""V1: whether those who vote alike traded more with each other, before the event and over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tradenet.bloc.alignment.distance import plain
from tradenet.bloc.alignment.evidence import AlignmentEvidence
from tradenet.bloc.result import BlocTestResult
from tradenet.domain import InsufficientData
from tradenet.gravity import Model, dyadic_robust, fit_ppml

VOTES = "votes"
TIES = ("km", "contiguity", "language", "colony")
_LEVELS = Model((VOTES, *TIES), ("exporter", "importer"), clusters=("exporter^importer",))
_WITHIN = ("exporter^window", "importer^window", "exporter^importer")
_FEWEST_ROWS = 30  # five coefficients and the effects of exporters and importers
Line = dict[str, Any]


def cross_section(panel: pa.Table, window: int) -> Line | None:
    """Return the coefficient of one window of years: exporter and importer effects, and ties.

    None where too little is observed.
    """
    rows = panel.filter(pc.equal(panel["window"], window)).drop_null()
    if len(rows) < _FEWEST_ROWS:
        return None
    try:
        return _line(rows, _LEVELS, window)
    except InsufficientData:
        return None


def cross_sections(evidence: AlignmentEvidence) -> list[Line]:
    """Return the coefficient of every window before the event, and after it."""
    told = [(panel, window) for panel in (evidence.panel, evidence.after)
            for window in sorted(set(panel["window"].to_pylist()))]  # fmt: skip
    found = [cross_section(panel, window) for panel, window in told]
    return [line for line in found if line is not None]


def within_pairs(panel: pa.Table, windows: Sequence[int]) -> list[Line]:
    """Return the coefficient of each window with exporter-window, importer-window, pair effects.

    A pair's constant closeness is taken out: what is left is whether trade changed with the
    distance of votes, and with what it meant.
    """
    rows = panel.filter(pc.is_in(panel["window"], pa.array(list(windows))))
    rows = rows.drop([name for name in TIES if name in rows.column_names]).drop_null()
    for window in windows:
        inside = pc.cast(pc.equal(rows["window"], window), pa.float64())
        rows = rows.append_column(f"{VOTES}{window}", pc.multiply(rows[VOTES], inside))
    names = tuple(f"{VOTES}{window}" for window in windows)
    fit = fit_ppml(rows, Model(names, _WITHIN, clusters=("exporter^importer",)))
    robust = dyadic_robust(fit, *_sides(rows))
    return [
        {"window": window, "elasticity": fit[name], "clustered_error": float(fit.errors[place]),
         "dyadic_error": float(robust.errors[place]), "rows": fit.used}
        for place, (window, name) in enumerate(zip(windows, names, strict=True))
        if name in fit.names
    ]  # fmt: skip


def sensitivity(evidence: AlignmentEvidence) -> list[Line]:
    """Return the coefficient of the last window before the event in every sample."""
    window = last_window(evidence)
    found = []
    for name, economies in evidence.samples.items():
        inside = pa.array(list(economies))
        kept = pc.and_(pc.is_in(evidence.panel["exporter"], inside),
                       pc.is_in(evidence.panel["importer"], inside))  # fmt: skip
        line = cross_section(evidence.panel.filter(kept), window)
        if line is not None:
            found.append({"sample": name, "economies": len(economies), **line})
    return found


def last_window(evidence: AlignmentEvidence) -> int:
    """Return the first year of the last window before the event."""
    return int(max(evidence.panel["window"].to_pylist()))


def _line(rows: pa.Table, model: Model, window: int) -> Line:
    fit = fit_ppml(rows, model)
    if VOTES not in fit.names:
        msg = "exporters and importers determine the distance of votes"
        raise InsufficientData(msg)
    at = fit.names.index(VOTES)
    robust = dyadic_robust(fit, *_sides(rows))
    return {"window": window, "elasticity": fit[VOTES], "clustered_error": float(fit.errors[at]),
            "dyadic_error": float(robust.errors[at]), "rows": fit.used}  # fmt: skip


def _sides(rows: pa.Table) -> tuple[list[str], list[str]]:
    return rows["exporter"].to_pylist(), rows["importer"].to_pylist()


@lru_cache(maxsize=4)  # the rule and the report ask for the same lines
def levels(evidence: AlignmentEvidence) -> tuple[Line, ...]:
    """Return the cross-sections of an evidence, made once."""
    return tuple(cross_sections(evidence))


@dataclass(frozen=True, slots=True)
class Levels:
    r"""Whether those who vote alike trade more than size, distance and ties explain.

    .. math:: E[X_{ij}] = \exp(\alpha_i + \gamma_j + \beta \ln(|a_i - a_j| + c) + \delta' g_{ij})

    Null: :math:`\beta = 0`. Alternative: :math:`\beta < 0` in the last window before the event.
    Descriptive of an association: votes may follow trade.

    When not to use it: as an effect of votes. A language, a border or an empire is in both.

    Attributes
    ----------
    below : float
        Dyadic-robust t at or below which the association counts.
    """

    below: float = -1.645

    def __call__(self, evidence: AlignmentEvidence) -> BlocTestResult:
        """Return the coefficient of the last window before the event, and all the others."""
        lines = levels(evidence)
        own = next((x for x in lines if x["window"] == last_window(evidence)), None)
        rule = f"counts where the dyadic-robust t ≤ {self.below}"
        question = "Did those who vote alike trade more with each other before the event?"
        if own is None:
            return BlocTestResult("V1", question, rule=rule, effect="not applicable: no trade")
        value, error = own["elasticity"], own["dyadic_error"]
        known = bool(np.isfinite(error) and error > 0)
        return BlocTestResult(
            name="V1", question=question,
            null="trade does not go with the distance of votes, given size, distance and ties",
            alternative="the further apart two economies vote, the less they trade",
            rule=rule, statistic=value,
            effect=f"an elasticity of {plain(value)} (dyadic-robust error {error:.3f}) in the "
            f"years from {own['window']}",
            interval=(value - 1.96 * error, value + 1.96 * error) if known else None,
            passed=known and value / error <= self.below,
            details=(("lines", lines),),
        )  # fmt: skip

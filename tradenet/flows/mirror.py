"""From two reports to one number: pair the reports, say what was seen, agree on a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import pyarrow as pa

from tradenet.domain import BilateralFlows, Observability, ReportedFlows, Status, Window
from tradenet.domain.flows import MONEY
from tradenet.flows.expressions import certainly

Table = Any  # an Ibis table; Ibis has no stubs
Column = Any
_CELL = ["period", "exporter", "importer", "product"]
_ONE_SIDED = {
    "exporter": (Observability.BOTH, Observability.EXPORTER_ONLY, Observability.RECONCILED),
    "importer": (Observability.BOTH, Observability.IMPORTER_ONLY, Observability.RECONCILED),
}


@dataclass(frozen=True, slots=True)
class MirrorRules:
    """Whose report counts.

    Attributes
    ----------
    prefer : ``"importer"`` or ``"exporter"``
        Which side's report counts where both may speak; importers are held to be more careful,
        since they levy duties.
    constant_reporters : bool
        True: an economy that does not file in every period of the window speaks in none of them,
        so that a change of reporter cannot pass for a change of trade.
    """

    prefer: Literal["importer", "exporter"] = "importer"
    constant_reporters: bool = True


def mirror(
    reported: ReportedFlows, rules: MirrorRules, window: Window | None = None
) -> BilateralFlows:
    """Make one agreed number per exporter, importer, product and period.

    `pair` puts the two reports side by side, `agree` chooses.

    Parameters
    ----------
    reported : ReportedFlows
        Harmonised, classified, with ``value_usd_fob`` (`to_fob`).
    rules : MirrorRules
        Whose report counts.
    window : Window, optional
        Periods in which a constant reporter must file; all periods of the flows where not given.
    """
    return agree(pair(reported), rules, window)


def pair(reported: ReportedFlows) -> BilateralFlows:
    """Put the exporter's and the importer's report of each cell side by side, in FOB dollars.

    Several kept statements of one reporter on one cell (two spellings of a partner) are summed.
    Reconciled values and lower bounds have no sides and come through as they are.
    """
    kept = reported.table.filter(reported.table.status == Status.KEPT)
    sided = kept.filter(kept.method.isin(["reported", "estimated"]))
    merged = kept.filter(~kept.method.isin(["reported", "estimated"]))
    both = _join(_side(sided, "X"), _side(sided, "M"))
    cells = both.mutate(observed=_observed(both), value_usd=_null("float64"), basis=_null("string"))
    table = cells.select(*_COLUMNS).union(_merged(merged).select(*_COLUMNS))
    gap = (table.exporter_report_usd.nullif(0) / table.importer_report_usd.nullif(0)).ln()
    return BilateralFlows(table.mutate(log_gap=gap, status=_text(Status.KEPT)), reported.provenance)


def agree(
    flows: BilateralFlows, rules: MirrorRules, window: Window | None = None
) -> BilateralFlows:
    """Choose each cell's value from its paired reports; see `MirrorRules`.

    A pair of economies neither of which files throughout is seen through one fixed reporter that
    files on both sides of the event, if there is one. What only economies say that may not speak
    keeps its value, is marked ``self_report`` and does not count.
    """
    import ibis

    filed = _filed(flows)
    quiet, fixed = _silences(flows, filed, window) if rules.constant_reporters else (set(), {})
    heard = _with_speakers(_with_filers(flows.table, filed), quiet, fixed)
    reports = heard.exporter_report_usd.notnull() | heard.importer_report_usd.notnull()
    unheard = reports & heard.importer__.isnull() & heard.exporter__.isnull()
    importer = unheard.ifelse(heard.importer_report_usd, heard.importer__)
    exporter = unheard.ifelse(heard.exporter_report_usd, heard.exporter__)
    importer_wins = importer.notnull() & (exporter.isnull() | (rules.prefer == "importer"))
    merged = heard.basis.fill_null("") == "reconciled"
    basis = ibis.cases(
        (merged, "reconciled"),
        (importer_wins, "importer"),
        (exporter.notnull(), "exporter"),
        else_=None,
    )
    zero = heard.observed == Observability.STRUCTURAL_ZERO.value
    aside = unheard | (merged & heard.both_quiet__) | (zero & ~heard.zero_heard__)
    counts = heard.status.isin([Status.KEPT.value, Status.ZERO_OR_MISSING.value])
    chosen = heard.mutate(
        value_usd=reports.ifelse(importer_wins.ifelse(importer, exporter), heard.value_usd),
        basis=basis,
        status=(counts & aside).ifelse(Status.SELF_REPORT.value, heard.status),
    )
    return flows.with_table(chosen.select(*flows.table.columns))


_COLUMNS = [
    *_CELL, "exporter_report_usd", "importer_report_usd", "observed", "value_usd", "basis",
    "source", "vintage",
]  # fmt: skip


def _side(sided: Table, flow: Literal["X", "M"]) -> Table:
    """Sum one side's statements per cell, exactly."""
    name, who = ("exporter", "reporter") if flow == "X" else ("importer", "reporter")
    other = "importer" if flow == "X" else "exporter"
    rows = sided.filter(sided.flow == flow)
    rows = rows.mutate(**{name: rows[who], other: rows.partner})
    return rows.group_by([*_CELL, "source"]).aggregate(
        **{f"{name}_report_usd": rows.value_usd_fob.cast(MONEY).sum().cast("float64")},
        vintage=rows.vintage.max(),
        estimated=(rows.method == "estimated").any(),
    )


def _join(exports: Table, imports: Table) -> Table:
    keys = [*_CELL, "source"]
    joined = exports.outer_join(imports, keys)
    merged = {name: joined[name].coalesce(joined[f"{name}_right"]) for name in keys}
    return joined.select(
        **merged,
        exporter_report_usd=joined.exporter_report_usd,
        importer_report_usd=joined.importer_report_usd,
        vintage=joined.vintage.coalesce(joined.vintage_right),
        exporter_estimated=certainly(joined.estimated),
        importer_estimated=certainly(joined.estimated_right),
    )


def _observed(both: Table) -> Column:
    """State of a cell with at least one report; an estimate alone is imputed."""
    import ibis

    by_exporter = both.exporter_report_usd.notnull() & ~both.exporter_estimated
    by_importer = both.importer_report_usd.notnull() & ~both.importer_estimated
    return ibis.cases(
        (by_exporter & by_importer, Observability.BOTH.value),
        (by_exporter, Observability.EXPORTER_ONLY.value),
        (by_importer, Observability.IMPORTER_ONLY.value),
        else_=Observability.IMPUTED.value,
    )


def _merged(merged: Table) -> Table:
    rows = merged.mutate(exporter=merged.reporter, importer=merged.partner)
    grouped = rows.group_by([*_CELL, "source"]).aggregate(
        value_usd=rows.value_usd_fob.cast(MONEY).sum().cast("float64"), vintage=rows.vintage.max()
    )
    return grouped.mutate(
        exporter_report_usd=_null("float64"),
        importer_report_usd=_null("float64"),
        observed=_text(Observability.RECONCILED),
        basis=_text("reconciled"),
    )


def _null(kind: str) -> Column:
    import ibis

    return ibis.null(kind)


def _text(word: str) -> Column:
    import ibis

    return ibis.literal(str(word))


def _filed(flows: BilateralFlows) -> dict[int, set[str]]:
    """Return who filed in each period: whoever speaks in at least one cell."""
    filed: dict[int, set[str]] = {}
    for side, states in _ONE_SIDED.items():
        spoke = flows.table.filter(flows.table.observed.isin([state.value for state in states]))
        pairs = spoke.select("period", economy=spoke[side]).distinct().to_pyarrow().to_pydict()
        for period, economy in zip(pairs["period"], pairs["economy"], strict=True):
            filed.setdefault(period, set()).add(economy)
    return filed


def _with_filers(table: Table, filed: dict[int, set[str]]) -> Table:
    """Add whether each side filed in the period."""
    import ibis

    pairs = sorted((period, economy) for period, who in filed.items() for economy in who)
    known = ibis.memtable(
        pa.table(
            {
                "period": pa.array([period for period, _ in pairs], pa.int32()),
                "economy": pa.array([economy for _, economy in pairs], pa.string()),
            }
        )
    )
    for side in ("exporter", "importer"):
        here = known.select("period", **{side: known.economy}).mutate(**{f"{side}_filed__": True})
        table = table.left_join(here, ["period", side]).drop("period_right", f"{side}_right")
    return table


def _silences(
    flows: BilateralFlows, filed: dict[int, set[str]], window: Window | None
) -> tuple[set[str], dict[tuple[str, str], str]]:
    """Return who is silent in some period of the window, and the fixed reporter of silent pairs."""
    periods = [code for code in (window.periods if window else sorted(filed)) if code in filed]
    everyone = set().union(*filed.values(), _economies(flows))
    constant = everyone.intersection(*(filed[code] for code in periods))
    quiet = everyone - constant
    if window is None:
        return quiet, {}
    spans = {economy: {p for p in periods if economy in filed[p]} for economy in quiet}
    spans = {e: s for e, s in spans.items() if s & set(window.pre) and s & set(window.post)}
    return quiet, {
        (one, other): max((other, one), key=lambda e: (len(spans.get(e, ())), e == other))
        for one in quiet
        for other in quiet
        if one != other and (one in spans or other in spans)
    }


def _economies(flows: BilateralFlows) -> set[str]:
    sides = flows.table.select(economy=flows.table.exporter).union(
        flows.table.select(economy=flows.table.importer)
    )
    return set(sides.distinct().to_pyarrow()["economy"].to_pylist())


def _with_speakers(table: Table, quiet: set[str], fixed: dict[tuple[str, str], str]) -> Table:
    """Add the reports of those who may speak: the loud, or the fixed reporter of a silent pair."""
    import ibis

    listed = sorted(quiet) or [""]
    exporter_quiet, importer_quiet = table.exporter.isin(listed), table.importer.isin(listed)
    pairs = sorted(fixed)
    known = ibis.memtable(
        pa.table(
            {
                "exporter": pa.array([one for one, _ in pairs], pa.string()),
                "importer": pa.array([other for _, other in pairs], pa.string()),
                "fixed__": pa.array([fixed[key] for key in pairs], pa.string()),
            }
        )
    )
    joined = table.mutate(
        exporter_quiet__=exporter_quiet, importer_quiet__=importer_quiet
    ).left_join(known, ["exporter", "importer"], rname="{name}_right__")
    both = joined.exporter_quiet__ & joined.importer_quiet__
    fixed_is = joined.fixed__.fill_null("")
    exporter_may = ~joined.exporter_quiet__ | (both & (fixed_is == joined.exporter))
    importer_may = ~joined.importer_quiet__ | (both & (fixed_is == joined.importer))
    imputed = joined.observed == Observability.IMPUTED.value  # counted as such by the gate
    alone = {side: joined.observed == f"{side}_only" for side in ("exporter", "importer")}
    exporter_speaks = (exporter_may | imputed) & ~alone["importer"]  # else it is an estimate
    importer_speaks = (importer_may | imputed) & ~alone["exporter"]
    return joined.mutate(
        exporter__=exporter_speaks.ifelse(joined.exporter_report_usd, None),
        importer__=importer_speaks.ifelse(joined.importer_report_usd, None),
        both_quiet__=both & (fixed_is == ""),
        zero_heard__=certainly(joined.exporter_filed__ & exporter_may)
        | certainly(joined.importer_filed__ & importer_may),
    )

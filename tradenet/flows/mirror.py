"""From two reports to one number: pair the reports, say what was seen, agree on a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from tradenet.domain import BilateralFlows, Observability, ReportedFlows, Status, Window, lookup
from tradenet.domain.flows import money
from tradenet.flows.expressions import certainly
from tradenet.flows.reconcile import RECONCILERS, outcome, weighed
from tradenet.flows.speakers import with_speakers

Table = Any  # an Ibis table; Ibis has no stubs
Column = Any
PREFER = "prefer"
_CELL = ["period", "exporter", "importer", "product"]


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
    scheme : str
        How two reports that both may speak become one number: ``prefer`` takes the side above, an
        entry of `RECONCILERS` weighs them. A scheme takes freight out itself: it wants importers'
        reports as they were made (CIF/FOB ratio 1 in `to_fob`), and learns its weights from all
        reports, also of economies that may not speak.
    """

    prefer: Literal["importer", "exporter"] = "importer"
    constant_reporters: bool = True
    scheme: str = PREFER

    def __post_init__(self) -> None:
        if self.scheme != PREFER:
            lookup(RECONCILERS, self.scheme, "reconciliation scheme (or 'prefer')")

    @property
    def takes_freight_out(self) -> bool:
        """Whether the scheme wants importers' reports with their freight."""
        return self.scheme != PREFER


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
    keeps its value, is marked ``self_report`` and does not count. Where a scheme weighs the
    reports, ``importer_report_usd`` becomes FOB, and what it does not take becomes ``absent``.
    """
    names, alone = flows.table.columns, None
    if rules.takes_freight_out:
        flows, alone = weighed(flows, RECONCILERS[rules.scheme])
    heard = with_speakers(flows, window, constant=rules.constant_reporters)
    reports = heard.exporter_report_usd.notnull() | heard.importer_report_usd.notnull()
    unheard = reports & heard.importer__.isnull() & heard.exporter__.isnull()
    importer = unheard.ifelse(heard.importer_report_usd, heard.importer__)
    exporter = unheard.ifelse(heard.exporter_report_usd, heard.exporter__)
    merged = heard.basis.fill_null("") == "reconciled"
    if alone is None:
        made = _preferred(heard, importer, exporter, rules.prefer)
    else:
        made = outcome(heard, exporter, importer, alone)
    zero = heard.observed == Observability.STRUCTURAL_ZERO.value
    aside = unheard | (merged & heard.both_quiet__) | (zero & ~heard.zero_heard__)
    counts = heard.status.isin([Status.KEPT.value, Status.ZERO_OR_MISSING.value])
    status = (counts & aside).ifelse(Status.SELF_REPORT.value, made.pop("status", heard.status))
    chosen = heard.mutate(**made, status=status)
    return flows.with_table(chosen.select(*names))


def _preferred(
    heard: Table, importer: Column, exporter: Column, prefer: Literal["importer", "exporter"]
) -> dict[str, Column]:
    """Return value and basis by the simple rule: one side counts, the other where it is silent."""
    import ibis

    importer_wins = importer.notnull() & (exporter.isnull() | (prefer == "importer"))
    basis = ibis.cases(
        (heard.basis.fill_null("") == "reconciled", "reconciled"),
        (importer_wins, "importer"),
        (exporter.notnull(), "exporter"),
        else_=None,
    )
    told = importer_wins.ifelse(importer, exporter)
    spoken = importer.notnull() | exporter.notnull()
    return {"value_usd": spoken.ifelse(told, heard.value_usd), "basis": basis}


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
        **{f"{name}_report_usd": money(rows.value_usd_fob).sum().cast("float64")},
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
        value_usd=money(rows.value_usd_fob).sum().cast("float64"), vintage=rows.vintage.max()
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

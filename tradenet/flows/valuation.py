"""From CIF to FOB: take insurance and freight out of importers' reports."""

from __future__ import annotations

from dataclasses import dataclass

from tradenet.domain import BilateralFlows, ConfigError, ReportedFlows
from tradenet.flows.expressions import certainly

_SENSIBLE_RATIOS = (1.0, 2.0)


@dataclass(frozen=True, slots=True)
class ValuationRules:
    """How CIF becomes FOB.

    Attributes
    ----------
    cif_fob_ratio : float
        CIF value ÷ FOB value, 1 to 2. The OECD estimates 6 % on average, 1995–2014
        (Miao and Fortanier 2017, doi:10.1787/8267bb0f-en).
    """

    cif_fob_ratio: float = 1.06

    def __post_init__(self) -> None:
        least, most = _SENSIBLE_RATIOS
        if not least <= self.cif_fob_ratio <= most:
            msg = f"cif_fob_ratio = {self.cif_fob_ratio}: a CIF value is 1 to 2 times the FOB value"
            raise ConfigError(msg)


def to_fob(reported: ReportedFlows, rules: ValuationRules) -> ReportedFlows:
    """Add ``value_usd_fob``: value ÷ ratio where the valuation is CIF, the value elsewhere.

    Parameters
    ----------
    reported : ReportedFlows
        USD as reported.
    rules : ValuationRules
        The ratio, 1.0 to leave CIF as it is.
    """
    table = reported.table
    deflated = table.value_usd / rules.cif_fob_ratio
    value = (table.valuation == "CIF").ifelse(deflated, table.value_usd)
    return reported.with_table(table.mutate(value_usd_fob=value))


def revalue(flows: BilateralFlows, made_with: float, rules: ValuationRules) -> BilateralFlows:
    """Restate importers' reports under another CIF/FOB ratio than the one they were made with.

    Parameters
    ----------
    flows : BilateralFlows
        Paired reports whose importers' side was CIF ÷ `made_with`.
    made_with : float
        The ratio in force then.
    rules : ValuationRules
        The ratio wanted now.
    """
    if made_with == rules.cif_fob_ratio:
        return flows
    factor = made_with / rules.cif_fob_ratio
    table = flows.table
    restated = table.mutate(
        importer_report_usd=table.importer_report_usd * factor,
        value_usd=certainly(table.basis == "importer").ifelse(
            table.value_usd * factor, table.value_usd
        ),
    )
    gap = (restated.exporter_report_usd.nullif(0) / restated.importer_report_usd.nullif(0)).ln()
    return flows.with_table(restated.mutate(log_gap=gap))

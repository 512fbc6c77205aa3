"""What we know of a dyad in a period, and why a row does or does not count."""

from __future__ import annotations

from enum import StrEnum


class Observability(StrEnum):
    """The state of one exporter-importer cell in one period. Missing is never zero."""

    BOTH = "both"
    EXPORTER_ONLY = "exporter_only"
    IMPORTER_ONLY = "importer_only"
    IMPUTED = "imputed"
    RECONCILED = "reconciled"
    STRUCTURAL_ZERO = "structural_zero"
    UNOBSERVABLE = "unobservable"
    NOT_HELD = "not_held"

    @property
    def meaning(self) -> str:
        """One sentence for a legend."""
        return _MEANINGS[self]


_MEANINGS = {
    Observability.BOTH: "exporter and importer both reported it",
    Observability.EXPORTER_ONLY: "only the exporter reported it",
    Observability.IMPORTER_ONLY: "only the importer reported it",
    Observability.IMPUTED: "the statistical office that publishes it estimated it",
    Observability.RECONCILED: "the source merged the reports; which side spoke is not recorded",
    Observability.STRUCTURAL_ZERO: "a side that filed in the period listed no such trade",
    Observability.UNOBSERVABLE: "neither side filed in the period: nobody can know from reports",
    Observability.NOT_HELD: "our files lack it; others may have it",
}


class Status(StrEnum):
    """Why a row counts (`kept`) or is set aside. Rows are marked, never dropped."""

    KEPT = "kept"
    NO_VALUE = "no_value"
    OTHER_FLOW = "other_flow"
    SERVICES = "services"
    SUB_ROW = "sub_row"
    SUB_PRODUCT = "sub_product"
    COARSER = "coarser"
    NOT_HS = "not_hs"
    NOT_MAPPED = "not_mapped"
    INCOMPLETE_YEAR = "incomplete_year"
    AGGREGATE = "aggregate"
    NEGATIVE_AGGREGATE = "negative_aggregate"
    AREA_NES = "area_nes"
    UNKNOWN_CODE = "unknown_code"
    OUTSIDE_LIFETIME = "outside_lifetime"
    SELF_FLOW = "self_flow"
    DUPLICATE = "duplicate"
    SELF_REPORT = "self_report"
    QUARANTINED = "quarantined"
    ZERO_OR_MISSING = "zero_or_missing"
    ABSENT = "absent"

    @property
    def meaning(self) -> str:
        """One sentence for the ledger."""
        return _REASONS[self]


_REASONS = {
    Status.KEPT: "counts",
    Status.NO_VALUE: "the source gives no number",
    Status.OTHER_FLOW: "neither exports nor imports (re-exports and re-imports stay apart)",
    Status.SERVICES: "services, not goods",
    Status.SUB_ROW: "part of a total in another row (second partner, customs, transport)",
    Status.SUB_PRODUCT: "part of a product total that stands in another row",
    Status.COARSER: "coarser than the products asked for: a total of other rows, or not divisible",
    Status.NOT_HS: "a product code that the Harmonized System does not have",
    Status.NOT_MAPPED: "no certain code in the revision of the Harmonized System asked for",
    Status.INCOMPLETE_YEAR: "fewer than twelve months of the year are held",
    Status.AGGREGATE: "reporter or partner is the world or a group of economies",
    Status.NEGATIVE_AGGREGATE: "a negative balance of an aggregate",
    Status.AREA_NES: "an area not elsewhere specified: bunkers, free zones, special categories",
    Status.UNKNOWN_CODE: "a code or name that data/reference/economies.csv does not know",
    Status.OUTSIDE_LIFETIME: "the economy did not exist in that period",
    Status.SELF_FLOW: "an economy with itself",
    Status.DUPLICATE: "the same row again, to the digit",
    Status.SELF_REPORT: "reported only by economies that do not file throughout the window",
    Status.QUARANTINED: "doubted by a detector and set aside until somebody decides",
    Status.ZERO_OR_MISSING: "a side filed, but its source cannot write a zero: zero or missing",
    Status.ABSENT: "no report by anyone",
}

"""A directed dyad in one period, as both sides told it, in words; no number is added."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from tradenet.report.states import STATES, state
from tradenet.report.view import Row, View, counts
from tradenet.report.wording import billions, known, ratio, usd

_RECONCILED: Final = "reconciled"  # the basis of a value whose source publishes neither report
_BASIS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "exporter": "the exporter’s report",
        "importer": "the importer’s report",
        _RECONCILED: "as the source reconciled it",
    }
)
_STATUS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "self_report": "does not count: told only by an economy that does not file in every period",
        "zero_or_missing": "no number: the source cannot write a zero, so it is zero or missing",
        "quarantined": "set aside as doubtful",
    }
)
HEADS: Final = (
    "Exporter’s report", "Importer’s report", "Gap", "What counts", "Who told", "Status", "Source",
)  # fmt: skip
_NO_REPORT: Final = "none"
_SAME: Final = ("period", "exporter", "importer", "source", "vintage")

Published = Mapping[tuple[Any, ...], float]


def with_freight(view: View) -> Published:
    """Return reports that were published CIF, in dollars, by cell, source, vintage and side.

    None where the flows are not those of the snapshot: nobody knows how they were published.
    """
    if not view.result.facts.get("published"):
        return {}
    return {
        (*(row[key] for key in _SAME), row["told_by"]): row["value_usd"]
        for row in view.rows("sources_side_by_side")
        if row["valuation"] == "CIF"
    }


def card(view: View, row: Row | None, published: Published) -> tuple[str, ...]:
    """Return what is known of a cell, as many texts as `HEADS`.

    Parameters
    ----------
    view : View
        What is shown.
    row : row or None
        The cell; None where it is not held.
    published : mapping
        As `with_freight` gives it.
    """
    if row is None:
        who = STATES["not_held"].words
        return (_NO_REPORT, _NO_REPORT, "unknown", "nothing", who, "not held", "none")
    return (
        _report(row, "exporter", published),
        _report(row, "importer", published),
        _gap(row),
        f"{usd(row['value_usd'])}, {_BASIS.get(row['basis'] or '', 'nothing was listed')}"
        if counts(row)
        else "nothing",
        STATES[str(row["observed"])].words,
        status(view, row),
        f"{view.source(row['source'])} {row['vintage']}".strip(),
    )


def line(view: View, row: Row) -> tuple[str, ...]:
    """Return a cell as a line of a table: both reports, gap, ratio, what counts, who, source."""
    one, other = row["exporter_report_usd"], row["importer_report_usd"]
    return (
        billions(one),
        billions(other),
        billions(one - other) if known(one) and known(other) else billions(None),
        ratio(math.exp(row["log_gap"])) if known(row["log_gap"]) else ratio(None),
        billions(row["value_usd"] if counts(row) else None),
        STATES[state(row)].words,
        f"{view.source(row['source'])} {row['vintage']}".strip(),
    )


def status(view: View, row: Row) -> str:
    """Say whether a cell counts, and why not."""
    if counts(row):
        return "counts"
    if row["status"] == "quarantined":
        where = tuple(row[key] for key in ("period", "exporter", "importer"))
        return f"{_STATUS['quarantined']}{_doubts(view).get(where, '')}"
    if row["observed"] in {"unobservable", "not_held"}:
        return "nothing to count, which does not mean zero"
    return _STATUS.get(row["status"], "does not count")


def _doubts(view: View) -> dict[tuple[int, str, str], str]:
    return {
        (r["period"], r["exporter"], r["importer"]): f": {r['what']}"
        for r in view.rows("set_aside")
    }


def _report(row: Row, side: str, published: Published) -> str:
    """Return what a side told, FOB, and as it was published where that is CIF and held."""
    value = row[f"{side}_report_usd"]
    if not known(value):
        return "not published apart" if row["basis"] == _RECONCILED else _NO_REPORT
    dear = published.get((*(row[key] for key in _SAME), side))
    beside = "" if dear is None else f" (published: {usd(dear)} CIF)"
    return f"{usd(value)} FOB{beside}"


def _gap(row: Row) -> str:
    one, other = row["exporter_report_usd"], row["importer_report_usd"]
    if not (known(one) and known(other)):
        reconciled = row["basis"] == _RECONCILED
        return f"unknown: {'only one number was published' if reconciled else 'not told by both'}"
    said = f"the exporter’s is {usd(abs(one - other))} {'less' if one < other else 'more'}"
    if not known(row["log_gap"]):
        return said
    return f"{said}, {ratio(math.exp(row['log_gap']))} times the importer’s"

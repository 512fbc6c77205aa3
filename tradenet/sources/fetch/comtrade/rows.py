"""Answers of UN Comtrade: checked against the question, made one, written as Comtrade+ CSV."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tradenet.domain.text import harmless_cell
from tradenet.sources.comtrade_plus import COMTRADE_PLUS
from tradenet.sources.fetch.comtrade.query import Query
from tradenet.sources.fetch.failures import Damaged
from tradenet.sources.fetch.verify import is_json

Row = dict[str, str]

# The columns of a Comtrade+ download, in its order.
COLUMNS = (
    "typeCode", "freqCode", "refPeriodId", "refYear", "refMonth", "period", "reporterCode",
    "reporterISO", "reporterDesc", "flowCode", "flowDesc", "partnerCode", "partnerISO",
    "partnerDesc", "partner2Code", "partner2ISO", "partner2Desc", "classificationCode",
    "classificationSearchCode", "isOriginalClassification", "cmdCode", "cmdDesc", "aggrLevel",
    "isLeaf", "customsCode", "customsDesc", "mosCode", "motCode", "motDesc", "qtyUnitCode",
    "qtyUnitAbbr", "qty", "isQtyEstimated", "altQtyUnitCode", "altQtyUnitAbbr", "altQty",
    "isAltQtyEstimated", "netWgt", "isNetWgtEstimated", "grossWgt", "isGrossWgtEstimated",
    "cifvalue", "fobvalue", "primaryValue", "legacyEstimationFlag", "isReported", "isAggregate",
)  # fmt: skip
KEY = (
    "typeCode", "freqCode", "period", "reporterCode", "flowCode", "partnerCode", "partner2Code",
    "classificationCode", "cmdCode", "customsCode", "mosCode", "motCode",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows of one or more calls.

    Attributes
    ----------
    rows : tuple of dict
        Text by column, no key twice.
    requests : tuple of dict
        Address, SHA-256 and bytes of every call that the rows come from.
    repeated : int
        Equal rows that came more than once and are kept once.
    """

    rows: tuple[Row, ...]
    requests: tuple[dict[str, Any], ...]
    repeated: int = 0

    @property
    def columns(self) -> tuple[str, ...]:
        """The usual columns, then those that we did not know."""
        return (*COLUMNS, *self.unknown)

    @property
    def unknown(self) -> tuple[str, ...]:
        """Columns that the provider has added."""
        return tuple(sorted({name for row in self.rows for name in row} - set(COLUMNS)))


def load(path: Path) -> tuple[list[Row], int]:
    """Return the rows of an answer, numbers as they were written, and the count it speaks of."""
    body = json.loads(path.read_bytes(), parse_float=str, parse_int=str)
    rows = [{name: _text(cell) for name, cell in row.items()} for row in body["data"]]
    return rows, int(body.get("count") or 0)


def check_answer(query: Query) -> Callable[[Path], None]:
    """Return a check that refuses an answer which is none, lacks columns or answers another."""

    def check(path: Path) -> None:
        is_json(path)
        body = json.loads(path.read_bytes())
        if not isinstance(body, dict) or not isinstance(body.get("data"), list):
            msg = "JSON without rows ('data')"
            raise Damaged(msg)
        if body.get("error"):
            msg = f"the provider reports an error: {str(body['error'])[:120]}"
            raise Damaged(msg)
        _refuse_lacking(body["data"])
        _refuse_strange(load(path)[0], query)

    return check


def _refuse_lacking(rows: list[dict[str, Any]]) -> None:
    for number, row in enumerate(rows, start=1):
        lacking = sorted(COMTRADE_PLUS.columns - set(row))
        if lacking:
            msg = f"row {number} of {len(rows)} lacks the columns {', '.join(lacking)}"
            raise Damaged(msg, lasting=True)


def _refuse_strange(rows: list[Row], query: Query) -> None:
    """Refuse rows that nobody asked for: a filter was ignored."""
    asked = {
        "reporterCode": query.reporters,
        "period": query.periods,
        "flowCode": query.flows,
        "partnerCode": query.partners,
        "partner2Code": ("0",),
        "customsCode": ("C00",),
        "motCode": ("0",),
    }
    for name, codes in asked.items():
        strange = sorted({row[name] for row in rows} - set(codes)) if codes else []
        if strange:
            msg = f"rows that were not asked for: {name} {', '.join(strange[:3])}"
            raise Damaged(msg)


def merge(parts: Iterable[Answer]) -> Answer:
    """Make one answer of several; a row that came twice is kept once and counted.

    Raises
    ------
    Damaged
        If two rows have one key and differ.
    """
    found: dict[tuple[str, ...], Row] = {}
    requests: list[dict[str, Any]] = []
    repeated = 0
    for part in parts:
        requests += part.requests
        repeated += part.repeated
        for row in part.rows:
            known = found.setdefault(key_of(row), row)
            if known is not row:
                _refuse_contradiction(known, row)
                repeated += 1
    return Answer(tuple(found.values()), tuple(requests), repeated)


def key_of(row: Row) -> tuple[str, ...]:
    """Return what tells a row from every other."""
    return tuple(row.get(name, "") for name in KEY)


def lost(cut: Iterable[Row], whole: Answer) -> list[tuple[str, ...]]:
    """Return the keys of a cut answer that its parts together lack: none, if all is well."""
    return sorted({key_of(row) for row in cut} - {key_of(row) for row in whole.rows})


def write_csv(answer: Answer, path: Path) -> None:
    """Write the rows, ordered by key, as a file that the layout ``comtrade_plus`` reads."""
    sorted_rows: list[Row] = sorted(answer.rows, key=key_of)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, answer.columns, restval="", lineterminator="\n")
        writer.writeheader()
        for row in sorted_rows:
            writer.writerow({name: harmless_cell(cell) for name, cell in row.items()})


def _refuse_contradiction(known: Row, row: Row) -> None:
    differing = sorted(name for name in {*known, *row} if known.get(name) != row.get(name))
    if differing:
        name = differing[0]
        where = ", ".join(f"{key} {row[key]}" for key in ("reporterCode", "period", "flowCode"))
        msg = (
            f"two rows of one key differ in {name} ({known.get(name)} and {row.get(name)}; {where}"
            f", partner {row['partnerCode']}, product {row['cmdCode']}); ask UN Comtrade"
        )
        raise Damaged(msg, lasting=True)


def _text(cell: object) -> str:
    if isinstance(cell, bool):
        return str(cell).lower()
    return "" if cell is None else str(cell).strip()

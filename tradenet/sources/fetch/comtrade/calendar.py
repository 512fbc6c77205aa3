"""The availability calendar: *not published*, *not fetched* and *zero* stay three things."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from tradenet.sources.fetch.comtrade.query import PREVIEW_CAP, dataset
from tradenet.sources.fetch.download import Item
from tradenet.sources.fetch.failures import Damaged
from tradenet.sources.fetch.folder import Folder
from tradenet.sources.fetch.order import Desk, Order, about
from tradenet.sources.fetch.verify import is_json
from tradenet.sources.store import write_parquet

NAME: Final = "calendar.parquet"
NOT_PUBLISHED: Final = "not_published"
NOT_FETCHED: Final = "not_fetched"
ZERO: Final = "zero"
FETCHED: Final = "fetched"

SCHEMA: Final = pa.schema(
    [
        ("selection", pa.string()),
        ("reporter", pa.string()),
        ("period", pa.int32()),
        ("state", pa.string()),
        ("rows", pa.int64()),
        ("published_rows", pa.int64()),
        ("released", pa.string()),
        ("file", pa.string()),
        ("asked_at", pa.string()),
    ]
)
_ORDER: Final = ("selection", "reporter", "period")


@dataclass(frozen=True, slots=True)
class Published:
    """A reporter's data of one period.

    Attributes
    ----------
    reporter, period : str
        Comtrade codes.
    rows : int
        Of the whole data set, all breakdowns.
    released : str
        When it was last released: the vintage.
    """

    reporter: str
    period: str
    rows: int
    released: str


def ask_calendar(order: Order, reporters: tuple[str, ...], desk: Desk) -> list[Published]:
    """Return what is published of the order, by period and reporter: one call per period.

    Raises
    ------
    FetchError
        If the calendar cannot be had, or is itself cut.
    """
    found: list[Published] = []
    for period in order.periods:
        name = _answer(order, period)
        if order.refresh:
            desk.folder.drop(name)
        path = "/data/v1/getDA/" if desk.client.keyed else "/public/v1/getDA/"
        ask = desk.ask(f"{path}{dataset(order)}", ("period", period), keyed=desk.client.keyed)
        desk.bring(Item(name, ask, _is_calendar, about=about("comtrade", "", "")))
        found += _published(desk.path(name), period)
    wanted = [entry for entry in found if not reporters or entry.reporter in reporters]
    return sorted(wanted, key=lambda entry: (entry.period, entry.reporter))


def asked_at(order: Order, desk: Desk) -> dict[str, str]:
    """Return when the calendar of each period was asked: what is not published may be later."""
    known = {period: desk.folder.record(_answer(order, period)) for period in order.periods}
    return {period: record["fetched_at"] for period, record in known.items() if record}


def _answer(order: Order, period: str) -> str:
    return f".answers/calendar-{dataset(order).replace('/', '')}-{period}.json"


def _is_calendar(path: Path) -> None:
    is_json(path)
    body = json.loads(path.read_bytes())
    if not isinstance(body, dict) or not isinstance(body.get("data"), list):
        msg = "JSON without a calendar ('data')"
        raise Damaged(msg)
    rows = len(body["data"])
    if rows == PREVIEW_CAP or int(body.get("count") or 0) > rows:
        msg = f"the calendar is cut at {rows} entries; nobody can say what is published"
        raise Damaged(msg, lasting=True)
    lacking = {"period", "reportercode"} - _lower(body["data"][0]).keys() if rows else set()
    if lacking:
        msg = f"the calendar lacks {', '.join(sorted(lacking))}"
        raise Damaged(msg, lasting=True)


def _published(path: Path, period: str) -> list[Published]:
    """Return the entries of a calendar, one per reporter: the latest release."""
    latest: dict[str, Published] = {}
    for raw in json.loads(path.read_bytes())["data"]:
        row = _lower(raw)
        if str(row["period"]) != period:
            continue
        entry = Published(
            str(row["reportercode"]),
            period,
            int(row.get("totalrecords") or 0),
            str(row.get("lastreleased") or row.get("firstreleased") or ""),
        )
        known = latest.get(entry.reporter)
        if known is None or known.released < entry.released:
            latest[entry.reporter] = entry
    return list(latest.values())


def _lower(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name.lower(): cell for name, cell in row.items()}


def read_calendar(folder: Folder) -> list[dict[str, Any]]:
    """Return the rows of the table next to the data; none where there is no table yet."""
    import pyarrow.parquet as pq

    path = folder.file(NAME)
    rows: list[dict[str, Any]] = pq.read_table(path).to_pylist() if path.is_file() else []
    return rows


def write_calendar(folder: Folder, rows: Iterable[dict[str, Any]]) -> None:
    """Write the table, new rows in place of old ones of the same selection, reporter and period."""
    known = {tuple(row[name] for name in _ORDER): row for row in (*read_calendar(folder), *rows)}
    ordered = [known[key] for key in sorted(known)]
    part = folder.part(NAME)
    write_parquet(pa.Table.from_pylist(ordered, schema=SCHEMA), part)
    part.replace(folder.file(NAME))

"""World Bank GDP in current dollars, through version 2 of its API."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any, Final

from tradenet.domain.text import harmless_cell
from tradenet.sources.fetch.download import Item
from tradenet.sources.fetch.failures import Damaged
from tradenet.sources.fetch.folder import Record
from tradenet.sources.fetch.order import Desk, Estimate, Fetcher, Order, about
from tradenet.sources.fetch.verify import is_json

TERMS: Final = "World Bank Open Data, CC BY 4.0."
NAME: Final = "world_bank_gdp.csv"
_PATH: Final = "/v2/country/all/indicator/NY.GDP.MKTP.CD"
_PAGE: Final = 1000
_ROW_BYTES: Final = 230
_AREAS: Final = 266  # economies and groups of economies


def _span(order: Order) -> str:
    return f"{order.periods[0]}:{order.periods[-1]}" if order.periods else "1960:2100"


def _file(order: Order) -> str:
    return NAME.replace(".csv", f"_{_span(order).replace(':', '_')}.csv") if order.periods else NAME


def _page(order: Order, number: int, desk: Desk) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    params = (
        ("format", "json"),
        ("date", _span(order)),
        ("per_page", str(_PAGE)),
        ("page", str(number)),
    )
    name = f".answers/world_bank-{_span(order).replace(':', '-')}-{number}.json"
    desk.bring(Item(name, desk.ask(_PATH, *params), _is_page, about=about("world_bank", TERMS, "")))
    head, rows = json.loads(desk.path(name).read_bytes(), parse_float=str)
    return head, rows or []


def _is_page(path: Path) -> None:
    """Refuse what is no page; the API reports errors with status 200, as a list of messages."""
    is_json(path)
    body = json.loads(path.read_bytes())
    if not isinstance(body, list) or not body or not isinstance(body[0], dict):
        msg = "JSON that is no page of the World Bank"
        raise Damaged(msg)
    if "message" in body[0]:
        said = "; ".join(str(note.get("value", note)) for note in body[0]["message"])
        msg = f"the provider reports: {said[:120]}"
        raise Damaged(msg, lasting=True)
    if len(body) != 2 or "pages" not in body[0]:  # noqa: PLR2004 - head and rows
        msg = "a page without head or rows"
        raise Damaged(msg)


def _run(order: Order, desk: Desk) -> list[Record]:
    name = _file(order)
    known = None if order.refresh else desk.folder.whole(name)
    if known is not None:
        return [known]
    if order.refresh:
        _forget(order, desk)
    head, rows = _page(order, 1, desk)
    heads = [head]
    for number in range(2, int(head["pages"]) + 1):
        desk.say(f"world_bank: page {number:,} of {head['pages']}")
        later, more = _page(order, number, desk)
        heads.append(later)
        rows += more
    _refuse_mixed(order, desk, heads, rows)
    _write(rows, desk.folder.part(name))
    url = desk.ask(_PATH, ("date", _span(order))).shown
    fetched = desk.client.clock.today().isoformat(timespec="seconds")
    vintage = str(head.get("lastupdated", ""))
    known = about("world_bank", TERMS, vintage, url=url, fetched_at=fetched, rows=len(rows))
    record = desk.folder.place(name, known)
    _forget(order, desk)
    return [record]


def _refuse_mixed(
    order: Order, desk: Desk, heads: list[dict[str, Any]], rows: list[dict[str, Any]]
) -> None:
    """Refuse pages of two releases, and rows too few, too many or twice."""
    keys = {(row["countryiso3code"], row["country"]["value"], row["date"]) for row in rows}
    releases = {str(head.get("lastupdated")) for head in heads}
    total = int(heads[0]["total"])
    if len(releases) == 1 and len(rows) == len(keys) == total:
        return
    _forget(order, desk)
    msg = (
        f"{len(rows)} rows, {len(keys)} of them different, of release {', '.join(sorted(releases))}"
        f" where {total} were announced; run the same command again"
    )
    raise Damaged(msg, lasting=True)


def _forget(order: Order, desk: Desk) -> None:
    stem = f"world_bank-{_span(order).replace(':', '-')}-"
    for path in sorted((desk.folder.path / ".answers").glob(f"{stem}*.json")):
        if not path.name.endswith(".record.json"):
            desk.folder.drop(f".answers/{path.name}")


def _write(rows: list[dict[str, Any]], path: Path) -> None:
    cells = [
        (row["countryiso3code"], harmless_cell(row["country"]["value"]), row["date"], row["value"])
        for row in rows
        if row["value"] is not None
    ]
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("economy", "name", "year", "gdp_usd"))
        writer.writerows(sorted(cells))


def _estimate(order: Order, desk: Desk) -> Estimate:
    whole = desk.folder.whole(_file(order)) is not None
    rows = 0 if whole else _AREAS * (len(order.periods) or 65)
    note = "266 areas for each year"
    return Estimate(-(-rows // _PAGE), rows * _ROW_BYTES, int(whole), note)


WORLD_BANK: Final = Fetcher(
    name="world_bank",
    title="World Bank, GDP in current US dollars",
    terms=TERMS,
    home="https://api.worldbank.org",
    estimate=_estimate,
    run=_run,
)

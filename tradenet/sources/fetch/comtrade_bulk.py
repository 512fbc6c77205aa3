"""UN Comtrade bulk files: whole data sets of a reporter and period, for keys with that right."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from tradenet.domain import ConfigError
from tradenet.sources.comtrade_plus import TERMS
from tradenet.sources.fetch.comtrade.query import dataset
from tradenet.sources.fetch.download import Item
from tradenet.sources.fetch.failures import Damaged
from tradenet.sources.fetch.folder import Record
from tradenet.sources.fetch.manners import Ask
from tradenet.sources.fetch.order import (
    Desk,
    Estimate,
    Fetcher,
    Order,
    about,
    codes,
    estimated,
)
from tradenet.sources.fetch.verify import is_gzip, is_json

_NEEDED = ("reporterCode", "period", "classificationCode", "fileUrl")


def _items(order: Order, desk: Desk) -> list[Item]:
    if not desk.client.keyed:
        msg = "comtrade_bulk needs a key with bulk rights in COMTRADE_API_KEY; or use comtrade"
        raise ConfigError(msg)
    if not order.periods:
        msg = "comtrade_bulk needs --periods, for example 2019-2022"
        raise ConfigError(msg)
    reporters = ",".join(codes(order.reporters, "comtrade"))
    chosen = (("reporterCode", reporters),) if reporters else ()
    items: list[Item] = []
    for period in order.periods:
        ask = desk.ask(f"/bulk/v1/get/{dataset(order)}", *chosen, ("period", period), keyed=True)
        name = f".answers/bulk-{dataset(order).replace('/', '')}-{period}-{reporters or 'all'}.json"
        desk.folder.drop(name)  # the list says what the newest release is
        desk.bring(Item(name, ask, _is_listing, about=about("comtrade_bulk", TERMS, "")))
        entries = json.loads(desk.path(name).read_bytes())["data"]
        items += [_item(order, entry, desk) for entry in entries]
    return items


def _item(order: Order, entry: dict[str, Any], desk: Desk) -> Item:
    """Return a listed file; the key goes with it only to the host that we were told to ask."""
    url = str(entry["fileUrl"])
    released = str(entry.get("publicationDate") or entry.get("timestamp") or "unknown")[:10]
    name = (
        f"comtrade-bulk-C{order.frequency}-{entry['classificationCode']}-{entry['reporterCode']}-"
        f"{entry['period']}-{released}.txt.gz"
    )
    if "/" in name:
        msg = f"a listed file has the name '{name}', which reaches outside the folder; refused"
        raise Damaged(msg, lasting=True)
    same_host = urlsplit(url).netloc == urlsplit(desk.base_url).netloc
    known = about("comtrade_bulk", TERMS, released)
    return Item(name, Ask(url, keyed=same_host), is_gzip, about=known)


def _is_listing(path: Path) -> None:
    is_json(path)
    body = json.loads(path.read_bytes())
    if not isinstance(body, dict) or not isinstance(body.get("data"), list):
        msg = "JSON without a list of files ('data')"
        raise Damaged(msg)
    lacking = {name for row in body["data"] for name in _NEEDED if name not in row}
    if lacking:
        msg = f"the list of files lacks {', '.join(sorted(lacking))}"
        raise Damaged(msg, lasting=True)


def _estimate(order: Order, desk: Desk) -> Estimate:
    return estimated(_items(order, desk), desk, None, "the list of files gives no sizes")


def _run(order: Order, desk: Desk) -> list[Record]:
    items = _items(order, desk)
    records = []
    for number, item in enumerate(items, start=1):
        desk.say(f"comtrade_bulk: file {number:,} of {len(items):,}")
        records.append(desk.bring(item))
    return records


COMTRADE_BULK: Final = Fetcher(
    name="comtrade_bulk",
    title="UN Comtrade, bulk files (COMTRADE_API_KEY with bulk rights)",
    terms=TERMS,
    home="https://comtradeapi.un.org",
    estimate=_estimate,
    run=_run,
)

"""UN General Assembly ideal points of Bailey, Strezhnev and Voeten, from Harvard Dataverse."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from tradenet.sources.fetch.download import Item
from tradenet.sources.fetch.failures import Damaged
from tradenet.sources.fetch.folder import Record
from tradenet.sources.fetch.order import Desk, Estimate, Fetcher, Order, about
from tradenet.sources.fetch.verify import is_file, is_json

TERMS: Final = "CC0; cite Bailey, Strezhnev and Voeten 2017, doi:10.1177/0022002715595700."
DOI: Final = "doi:10.7910/DVN/LEJUQZ"
_LISTING: Final = ".answers/unga-files.json"
_WANTED: Final = re.compile(r"ideal[ _-]?point.*\.(csv|dta|tab|tsv)", re.IGNORECASE)
_SAFE: Final = re.compile(r"[^\w.()-]+")


def _items(order: Order, desk: Desk) -> list[Item]:
    if order.refresh:
        desk.folder.drop(_LISTING)
    ask = desk.ask("/api/datasets/:persistentId/versions/:latest", ("persistentId", DOI))
    desk.bring(Item(_LISTING, ask, _is_listing, about=about("unga", TERMS, "")))
    version = json.loads(desk.path(_LISTING).read_bytes())["data"]
    vintage = f"V{version['versionNumber']}.{version.get('versionMinorNumber', 0)}"
    wanted = [entry for entry in version["files"] if _WANTED.search(entry["label"])]
    if not wanted:
        msg = f"{ask.shown}: version {vintage} lists no ideal points"
        raise Damaged(msg, lasting=True)
    return [_item(entry, vintage, desk) for entry in wanted]


def _item(entry: dict[str, Any], vintage: str, desk: Desk) -> Item:
    file = entry["dataFile"]
    ask = desk.ask(f"/api/access/datafile/{file['id']}", ("format", "original"))
    name = _SAFE.sub("_", Path(file.get("originalFileName") or entry["label"]).name).lstrip(".")
    # Dataverse converts tables on ingest and then states the hash of one of the two forms only.
    stated = "" if file.get("originalFileFormat") else str(file.get("md5") or "")
    return Item(f"unga-{name}", ask, _has_md5(stated), about=about("unga", TERMS, vintage, doi=DOI))


def _has_md5(stated: str) -> Callable[[Path], None]:
    def check(path: Path) -> None:
        is_file(path)
        with path.open("rb") as stream:
            found = hashlib.file_digest(stream, lambda: hashlib.md5(usedforsecurity=False))
        if stated and found.hexdigest() != stated.lower():
            msg = f"MD5 {found.hexdigest()} where the provider states {stated}"
            raise Damaged(msg)

    return check


def _is_listing(path: Path) -> None:
    is_json(path)
    body = json.loads(path.read_bytes())
    data = body.get("data") if isinstance(body, dict) else None
    if not isinstance(data, dict) or not {"versionNumber", "files"} <= data.keys():
        msg = "JSON without a version and its files"
        raise Damaged(msg)


def _estimate(order: Order, desk: Desk) -> Estimate:
    items = _items(order, desk)
    entries = json.loads(desk.path(_LISTING).read_bytes())["data"]["files"]
    sizes = {
        str(entry["dataFile"]["id"]): int(entry["dataFile"].get("filesize", 0)) for entry in entries
    }
    missing = [item for item in items if desk.folder.whole(item.name) is None]
    total = sum(sizes[item.ask.url.rsplit("/", 1)[1]] for item in missing)
    return Estimate(len(missing), total, len(items) - len(missing), "sizes from the list of files")


def _run(order: Order, desk: Desk) -> list[Record]:
    return [desk.bring(item) for item in _items(order, desk)]


UNGA: Final = Fetcher(
    name="unga",
    title="UN General Assembly ideal points",
    terms=TERMS,
    home="https://dataverse.harvard.edu",
    estimate=_estimate,
    run=_run,
)

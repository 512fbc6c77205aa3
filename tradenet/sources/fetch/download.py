"""Bring one file, resuming where the last try stopped; it is seen only when whole and verified."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

from tradenet.sources.fetch.client import NO_SUCH_RANGE, Client, Response
from tradenet.sources.fetch.failures import Damaged, NotReachable
from tradenet.sources.fetch.folder import Folder, Record, write_text
from tradenet.sources.fetch.manners import Ask
from tradenet.sources.fetch.verify import Check, is_file, sha256

_PARTIAL = 206
_STEP = 32 << 20  # bytes between two lines of progress
_RANGE = re.compile(r"bytes (?:(\d+)-\d+|\*)/(\d+|\*)")


@dataclass(frozen=True, slots=True)
class Item:
    """One file to bring.

    Attributes
    ----------
    name : str
        What it is called in the folder.
    ask : Ask
        How it is asked for.
    check : callable
        Raises `Damaged` for a file that is not what it should be.
    sha256 : str
        Known hash in hexadecimal, or empty.
    about : mapping
        Recorded with it: source, vintage, terms.
    """

    name: str
    ask: Ask
    check: Check = is_file
    sha256: str = ""
    about: Record = field(default_factory=dict)


def download(client: Client, folder: Folder, item: Item) -> Record:
    """Bring a file unless it is here whole; return its record.

    Raises
    ------
    FetchError
        If the provider fails, refuses or sends something else, after all tries.
    """
    known = folder.whole(item.name)
    if known is not None and known.get("url") == item.ask.shown and _current(known, item):
        return known
    if _complete(folder, item):
        return _place(client, folder, item)
    return client.call(
        lambda: _question(folder, item),
        lambda response, chunks: _receive(client, folder, item, (response, chunks)),
    )


def _current(known: Record, item: Item) -> bool:
    same_vintage = known.get("vintage") == item.about.get("vintage")
    return same_vintage and item.sha256 in ("", known["sha256"])


def _complete(folder: Folder, item: Item) -> bool:
    """Say whether the last run had every byte and was stopped before the file became visible."""
    part, total = folder.part(item.name), _marks(folder, item).get("total", "")
    if not (part.is_file() and total == str(part.stat().st_size)):
        return False
    try:
        _refuse_other(part, item, resumed=True)
    except Damaged:
        return False
    return True


def _question(folder: Folder, item: Item) -> Ask:
    """Ask for the rest where some is here and the server can prove that it is the same file."""
    part = folder.part(item.name)
    have = part.stat().st_size if part.is_file() else 0
    proof = _marks(folder, item).get("validator", "")
    if not (have and proof):
        return item.ask
    rest = {"Range": f"bytes={have}-", "If-Range": proof}
    return replace(item.ask, headers=MappingProxyType({**item.ask.headers, **rest}))


def _receive(
    client: Client, folder: Folder, item: Item, answer: tuple[Response, Iterator[bytes]]
) -> Record:
    response, chunks = answer
    part = folder.part(item.name)
    if response.status_code == NO_SUCH_RANGE:
        part.unlink(missing_ok=True)
        msg = "the server has no such range, so it is another file now"
        raise NotReachable(msg)
    resumed = _continues(response, part.stat().st_size if part.is_file() else 0)
    if not resumed:
        part.unlink(missing_ok=True)
        write_text(_marks_path(folder, item), json.dumps(_validator(response, item)))
    with part.open("ab") as stream:
        have, total = stream.tell(), _total(response)
        for chunk in chunks:
            stream.write(chunk)
            stream.flush()
            have += len(chunk)
            if have // _STEP > (have - len(chunk)) // _STEP:
                of = "" if total is None else f" of {total:,}"
                client.say(f"{item.name}: {have:,}{of} bytes")
    _verify(response, part, item, resumed=resumed)
    return _place(client, folder, item)


def _place(client: Client, folder: Folder, item: Item) -> Record:
    fetched = client.clock.today().isoformat(timespec="seconds")
    known = folder.place(item.name, {**item.about, "url": item.ask.shown, "fetched_at": fetched})
    _marks_path(folder, item).unlink(missing_ok=True)
    return known


def _continues(response: Response, have: int) -> bool:
    if response.status_code != _PARTIAL:
        return False
    match = _RANGE.fullmatch(response.headers.get("Content-Range", ""))
    if match is None or match[1] is None or int(match[1]) != have:
        msg = f"the server sent another range than asked for (from byte {have})"
        raise NotReachable(msg)
    return True


def _verify(response: Response, part: Path, item: Item, *, resumed: bool) -> None:
    """Refuse a part that is not the whole file; what is wrong, and not just short, is removed."""
    total = _total(response)
    have = part.stat().st_size
    if total is not None and have < total:
        msg = f"the body ended at byte {have} of {total}"
        raise NotReachable(msg)
    _refuse_other(part, item, resumed=resumed)


def _refuse_other(part: Path, item: Item, *, resumed: bool) -> None:
    """Remove a part that is not what was asked for, and say so."""
    try:
        item.check(part)
        _refuse_wrong_hash(part, item, resumed=resumed)
    except Damaged:
        part.unlink(missing_ok=True)
        raise


def _refuse_wrong_hash(part: Path, item: Item, *, resumed: bool) -> None:
    found = sha256(part) if item.sha256 else ""
    if found != item.sha256:
        msg = f"SHA-256 {found} where {item.sha256} was expected; check the vintage"
        raise Damaged(msg, lasting=not resumed)


def _total(response: Response) -> int | None:
    """Return the whole file's size as announced, None where it was not."""
    if response.status_code == _PARTIAL:
        match = _RANGE.fullmatch(response.headers["Content-Range"])
        return int(match[2]) if match and match[2] != "*" else None
    length = response.headers.get("Content-Length", "")
    return int(length) if length.isdigit() else None


def _marks_path(folder: Folder, item: Item) -> Path:
    return folder.part(item.name).with_suffix(".marks")


def _marks(folder: Folder, item: Item) -> dict[str, str]:
    """Return what the last try noted of the part: nothing, or of another address, is no proof."""
    path = _marks_path(folder, item)
    found: dict[str, str] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return found if found.get("url") == item.ask.shown else {}


def _validator(response: Response, item: Item) -> dict[str, str]:
    """Return what proves that a later answer is the same file: a strong ETag, or the date."""
    tag = response.headers.get("ETag", "")
    proof = tag if tag and not tag.startswith("W/") else response.headers.get("Last-Modified", "")
    total = _total(response)
    return {
        "url": item.ask.shown,
        "validator": proof,
        "total": "" if total is None else str(total),
    }

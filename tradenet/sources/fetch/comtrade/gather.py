"""Ask until no answer is cut."""

from __future__ import annotations

import json
from pathlib import Path

from tradenet.sources.fetch.comtrade.query import Query, cap, split
from tradenet.sources.fetch.comtrade.rows import Answer, check_answer, load, lost, merge
from tradenet.sources.fetch.download import Item
from tradenet.sources.fetch.failures import Damaged
from tradenet.sources.fetch.folder import Record
from tradenet.sources.fetch.order import Desk
from tradenet.sources.fetch.verify import is_json

_LISTS = "/files/v1/app/reference/"


def gather(desk: Desk, query: Query, known: Record) -> tuple[Answer, tuple[str, ...]]:
    """Return the whole answer to a query and the names of the kept answers it was made of.

    Raises
    ------
    FetchError
        If a call fails; if what cannot be divided further reaches the cap; if the parts lack a row
        of the cut answer, so that the lists of codes by which it was divided are incomplete.
    """
    name = f".answers/{query.digest}.json"
    record = desk.bring(Item(name, query.ask(desk), check_answer(query), about=known))
    rows, count = load(desk.path(name))
    request = {key: record[key] for key in ("url", "sha256", "bytes")}
    if len(rows) < cap(keyed=desk.client.keyed) and count <= len(rows):
        return merge([Answer(tuple(rows), (request,))]), (name,)
    parts = split(query, lambda wanted: codes_of(desk, wanted))
    if not parts:
        msg = f"{record['url']}: {len(rows)} rows reach the cap and nothing is left to divide"
        raise Damaged(msg, lasting=True)
    answers, names = zip(*(gather(desk, part, known) for part in parts), strict=True)
    whole = merge(answers)
    missing = lost(rows, whole)
    if missing:
        msg = (
            f"{record['url']}: asked in {len(parts)} parts, {len(missing)} of {len(rows)} rows are "
            f"missing (first key: {', '.join(missing[0])}); the provider's lists are incomplete"
        )
        raise Damaged(msg, lasting=True)
    return whole, (name, *(kept for part in names for kept in part))


def codes_of(desk: Desk, wanted: str) -> tuple[str, ...]:
    """Return all codes of ``partners`` or of the products ``AG2``, ``AG4``, ``AG6``.

    Taken from the provider's own lists: tradenet's table of economies lacks the areas "not
    elsewhere specified", and what a list lacks would be lost in the parts.
    """
    title = "partnerAreas" if wanted == "partners" else "HS"
    name = f".answers/{title}.json"
    desk.bring(Item(name, desk.ask(f"{_LISTS}{title}.json"), _is_list))
    rows = json.loads(desk.path(name).read_bytes())["results"]
    found = [str(row["id"]) for row in rows]
    if wanted != "partners":
        digits = wanted.removeprefix("AG")
        found = [code for code in found if code.isdigit() and str(len(code)) == digits]
    if not found:
        msg = f"{title}.json: no codes for {wanted}; choose products by their codes"
        raise Damaged(msg, lasting=True)
    return tuple(sorted(set(found) - {"all"}))


def _is_list(path: Path) -> None:
    is_json(path)
    body = json.loads(path.read_bytes())
    if not isinstance(body, dict) or not body.get("results"):
        msg = "JSON without a list ('results')"
        raise Damaged(msg)

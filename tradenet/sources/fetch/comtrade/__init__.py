"""UN Comtrade: free preview or keyed data, split below the caps, one CSV per reporter and period.

The API cuts an answer at 500 rows (preview) or 100,000 (with a key) and does not say so. An answer
that reaches the cap is asked again in parts: by reporter, period, flow, partner, product; the parts
together must hold every row of the cut answer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from tradenet.domain import ConfigError
from tradenet.sources.comtrade_plus import TERMS
from tradenet.sources.fetch.comtrade.calendar import (
    FETCHED,
    NOT_FETCHED,
    NOT_PUBLISHED,
    ZERO,
    Published,
    ask_calendar,
    asked_at,
    read_calendar,
    write_calendar,
)
from tradenet.sources.fetch.comtrade.gather import gather
from tradenet.sources.fetch.comtrade.query import Query, cap, dataset
from tradenet.sources.fetch.comtrade.rows import Answer, write_csv
from tradenet.sources.fetch.folder import Record
from tradenet.sources.fetch.order import (
    Desk,
    Estimate,
    Fetcher,
    Order,
    about,
    codes,
    codes_by_economy,
)

_KEYED_GROUP = 20  # reporters per call: 20 × 4 flows × 240 partners are 19,200 rows of totals
_ROW_BYTES = 900  # of JSON, from the length of a row with 47 fields
_ROWS_OF_TOTALS = 600  # of one reporter and period: about 230 partners, M and X, some RX and RM


@dataclass(frozen=True, slots=True)
class Job:
    """An order in the provider's codes, and what is published of it."""

    order: Order
    reporters: tuple[str, ...]
    partners: tuple[str, ...]
    published: tuple[Published, ...]

    @property
    def label(self) -> str:
        """The selection as a piece of a file name; a digest where it is long or narrowed."""
        order = self.order
        products = "+".join(order.products)
        narrowed = (self.partners, order.flows) != ((), Order().flows)
        if narrowed or len(products) > 24:  # noqa: PLR2004 - a file name that can be read
            text = repr((order.products, self.partners, order.flows))
            products = f"{order.products[0]}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"
        return f"{dataset(order).replace('/', '')}-{products}"

    def file(self, entry: Published) -> str:
        """Return the name of the file of one reporter and period."""
        return f"comtrade-{self.label}-{entry.reporter}-{entry.period}.csv"


def _job(order: Order, desk: Desk) -> Job:
    if not order.periods:
        msg = "UN Comtrade needs --periods, for example 2019-2022 (or 202201-202212, frequency=M)"
        raise ConfigError(msg)
    length = 4 if order.frequency == "A" else 6
    wrong = [period for period in order.periods if len(period) != length]
    if wrong:
        msg = (
            f"period {wrong[0]} does not fit frequency={order.frequency}; expected {length} digits"
        )
        raise ConfigError(msg)
    reporters = codes(order.reporters, "comtrade")
    published = ask_calendar(order, reporters, desk)
    return Job(order, reporters, codes(order.partners, "comtrade"), tuple(published))


def _groups(job: Job, desk: Desk) -> Iterator[tuple[Published, ...]]:
    """Yield what is asked in one call: reporters of one period, the same in every run."""
    size = _KEYED_GROUP if desk.client.keyed else 1
    for period in job.order.periods:
        entries = [entry for entry in job.published if entry.period == period]
        for start in range(0, len(entries), size):
            yield tuple(entries[start : start + size])


def _done(job: Job, desk: Desk) -> dict[Published, Record]:
    """Return what is here, of the release in the calendar: files, and answers without a row."""
    zeros = {
        (row["reporter"], row["period"]): row["released"]
        for row in read_calendar(desk.folder)
        if row["selection"] == job.label and row["state"] == ZERO
    }
    found: dict[Published, Record] = {}
    for entry in job.published:
        known = desk.folder.whole(job.file(entry))
        if known is not None and known.get("vintage") == entry.released:
            found[entry] = known
        elif zeros.get((entry.reporter, int(entry.period))) == entry.released:
            found[entry] = {"rows": 0}
    return found


def _estimate(order: Order, desk: Desk) -> Estimate:
    job = _job(order, desk)
    done = _done(job, desk)
    most = cap(keyed=desk.client.keyed)
    calls = total = 0
    for group in _groups(job, desk):
        missing = [entry for entry in group if entry not in done]
        if missing:
            rows = sum(_rows_expected(order, entry) for entry in missing)
            pieces = -(-rows // most)
            calls += 1 if pieces <= 1 else 2 * pieces + 1  # the cut answers are asked as well
            total += rows
    note = "from the calendar; an answer that reaches the cap takes more calls"
    return Estimate(calls, total * _ROW_BYTES, len(done), note)


def _rows_expected(order: Order, entry: Published) -> int:
    if any(product.startswith("AG") for product in order.products):
        return entry.rows
    return min(entry.rows or _ROWS_OF_TOTALS, _ROWS_OF_TOTALS * len(order.products))


def _run(order: Order, desk: Desk) -> list[Record]:
    job = _job(order, desk)
    done = _done(job, desk)
    _write_states(job, desk, done)
    desk.say(
        f"comtrade: {len(job.published):,} data sets in the calendar, {len(done):,} of them here; "
        "--set refresh=true asks it again"
    )
    groups = [group for group in _groups(job, desk) if any(entry not in done for entry in group)]
    try:
        for number, group in enumerate(groups, start=1):
            desk.say(f"comtrade: call {number:,} of {len(groups):,}, period {group[0].period}")
            done.update(_bring(job, group, desk))
    finally:
        _write_states(job, desk, done)
    return [record for record in done.values() if record["rows"]]


def _bring(job: Job, group: tuple[Published, ...], desk: Desk) -> dict[Published, Record]:
    """Ask for a group and write its files; the answers are dropped when all files are there."""
    order = job.order
    query = Query(
        dataset(order),
        tuple(entry.reporter for entry in group),
        (group[0].period,),
        order.flows,
        order.products,
        job.partners,
    )
    vintage = max(entry.released for entry in group)
    answer, names = gather(desk, query, about("comtrade", TERMS, vintage))
    if answer.unknown:
        desk.say(f"comtrade: columns not known before, kept: {', '.join(answer.unknown)}")
    records = {entry: _write(job, entry, answer, desk) for entry in group}
    for name in names:
        desk.folder.drop(name)
    return records


def _write(job: Job, entry: Published, answer: Answer, desk: Desk) -> Record:
    rows = tuple(row for row in answer.rows if row["reporterCode"] == entry.reporter)
    if not rows:
        desk.folder.drop(job.file(entry))
        return {"rows": 0}
    name = job.file(entry)
    mine = Answer(rows, answer.requests, answer.repeated)
    write_csv(mine, desk.folder.part(name))
    return desk.folder.place(
        name,
        about(
            "comtrade",
            TERMS,
            entry.released,
            rows=len(rows),
            repeated=mine.repeated,
            unknown_columns=list(mine.unknown),
            requests=list(mine.requests),
            fetched_at=desk.client.clock.today().isoformat(timespec="seconds"),
        ),
    )


def _write_states(job: Job, desk: Desk, done: dict[Published, Record]) -> None:
    published = [_state(job, entry, done.get(entry)) for entry in job.published]
    asked = asked_at(job.order, desk)
    states = [*_unpublished(job), *published]
    write_calendar(
        desk.folder, [{**state, "asked_at": asked[str(state["period"])]} for state in states]
    )


def _state(job: Job, entry: Published, record: Record | None) -> dict[str, Any]:
    rows = None if record is None else record["rows"]
    state = NOT_FETCHED if rows is None else FETCHED if rows else ZERO
    return {
        "selection": job.label,
        "reporter": entry.reporter,
        "period": int(entry.period),
        "state": state,
        "rows": rows,
        "published_rows": entry.rows,
        "released": entry.released,
        "file": job.file(entry) if rows else None,
    }


def _unpublished(job: Job) -> Iterable[dict[str, Any]]:
    """Yield the reporters of the order that the calendar does not know in a period."""
    here = {(entry.reporter, entry.period) for entry in job.published}
    every = codes((name for name, own in codes_by_economy("comtrade").items() if own), "comtrade")
    for reporter in job.reporters or every:
        for period in job.order.periods:
            if (reporter, period) not in here:
                yield dict.fromkeys(("rows", "published_rows", "released", "file")) | {
                    "selection": job.label,
                    "reporter": reporter,
                    "period": int(period),
                    "state": NOT_PUBLISHED,
                }


COMTRADE: Final = Fetcher(
    name="comtrade",
    title="UN Comtrade, reported trade (free preview, or COMTRADE_API_KEY)",
    terms=TERMS,
    home="https://comtradeapi.un.org",
    estimate=_estimate,
    run=_run,
)

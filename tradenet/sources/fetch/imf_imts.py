"""IMF International Trade in Goods by partner (IMTS) through SDMX 2.1, as the portal's wide file.

SDMX-CSV is asked for and written in the portal's layout, which the reader ``imf_imts`` knows: one
row per series, one column per period, the values as sent with the scale as sent. An answer without
a scale is refused: nobody should have to guess whether a number means dollars or millions.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any, Final

from tradenet.domain import ConfigError
from tradenet.domain.text import harmless_cell
from tradenet.sources.fetch.download import Item
from tradenet.sources.fetch.failures import Damaged
from tradenet.sources.fetch.folder import Record
from tradenet.sources.fetch.manners import Ask
from tradenet.sources.fetch.order import Desk, Estimate, Fetcher, Order, about, codes
from tradenet.sources.fetch.verify import is_csv
from tradenet.sources.imf_dots import TERMS

_ACCEPT: Final = "application/vnd.sdmx.data+csv;version=1.0.0"
_FLOWS: Final = "XG_FOB_USD+MG_CIF_USD"
_SERIES: Final = ("COUNTRY", "INDICATOR", "COUNTERPART_COUNTRY", "FREQUENCY")
_COLUMNS: Final = (*_SERIES, "TIME_PERIOD", "OBS_VALUE", "SCALE")
_HEADER: Final = (
    "SERIES_CODE", "OBS_MEASURE", "COUNTRY.ID", "INDICATOR.ID", "COUNTERPART_COUNTRY.ID",
    "FREQUENCY.ID", "SCALE.ID",
)  # fmt: skip
_ROW_BYTES: Final = 90

Series = dict[tuple[str, ...], dict[str, str]]


def _questions(order: Order, desk: Desk) -> dict[str, Item]:
    """Return the file to write and what is asked for it, one reporter each."""
    if not order.periods:
        msg = "imf_imts needs --periods, for example 2019-2024"
        raise ConfigError(msg)
    first, last = order.periods[0], order.periods[-1]
    span = (("startPeriod", _iso(first)), ("endPeriod", _iso(last)))
    found: dict[str, Item] = {}
    for reporter in codes(order.reporters, "imf") or ("",):
        key = f"{reporter}.{_FLOWS}..{order.frequency}"
        name = f"imf_imts-{reporter or 'all'}-{order.frequency}-{first}-{last}.csv"
        ask = Ask(f"{desk.base_url}/data/IMF.STA,IMTS/{key}", span, {"Accept": _ACCEPT})
        known = about("imf_imts", TERMS, order.vintage)
        found[name] = Item(f".answers/{name}", ask, is_csv(*_COLUMNS), about=known)
    return found


def _iso(period: str) -> str:
    return period if len(period) == 4 else f"{period[:4]}-{period[4:]}"  # noqa: PLR2004 - YYYY


def _estimate(order: Order, desk: Desk) -> Estimate:
    asked = _questions(order, desk)
    missing = [name for name in asked if desk.folder.whole(name) is None]
    reporters = 1 if order.reporters else 200
    rows = len(missing) * reporters * 2 * 220 * len(order.periods)
    note = "220 partners and two flows for each reporter and period"
    return Estimate(len(missing), rows * _ROW_BYTES, len(asked) - len(missing), note)


def _run(order: Order, desk: Desk) -> list[Record]:
    asked = _questions(order, desk)
    records = []
    for number, (name, item) in enumerate(asked.items(), start=1):
        desk.say(f"imf_imts: file {number:,} of {len(asked):,}")
        records.append(_one(name, item, order, desk))
    return records


def _one(name: str, item: Item, order: Order, desk: Desk) -> Record:
    known = None if order.refresh else desk.folder.whole(name)
    if known is not None:
        return known
    if order.refresh:
        desk.folder.drop(item.name)
    answer = desk.bring(item)
    _write(_series(desk.path(item.name)), desk.folder.part(name))
    kept = {key: answer[key] for key in ("url", "fetched_at")}
    record = desk.folder.place(name, {**item.about, **kept, "answer_sha256": answer["sha256"]})
    desk.folder.drop(item.name)
    return record


def _series(path: Path) -> Series:
    """Return the values by series and period; two values of one cell are refused."""
    found: Series = {}
    with path.open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["SCALE"] == "":
                msg = f"{path.name}: an observation without SCALE"
                raise Damaged(msg, lasting=True)
            cells = found.setdefault(tuple(row[name] for name in (*_SERIES, "SCALE")), {})
            value = cells.setdefault(row["TIME_PERIOD"], row["OBS_VALUE"])
            if value != row["OBS_VALUE"]:
                where = ".".join(row[name] for name in (*_SERIES, "TIME_PERIOD"))
                msg = f"two values of {where}: {value}, {row['OBS_VALUE']}"
                raise Damaged(msg, lasting=True)
    return found


def _write(series: Series, path: Path) -> None:
    periods = sorted({period for cells in series.values() for period in cells})
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer: Any = csv.writer(stream, lineterminator="\n")
        writer.writerow([*_HEADER, *periods])
        for key in sorted(series):
            cells = [series[key].get(period, "") for period in periods]
            told = (".".join(key[:4]), "OBS_VALUE", *key, *cells)
            writer.writerow([harmless_cell(cell) for cell in told])


IMF_IMTS: Final = Fetcher(
    name="imf_imts",
    title="IMF International Trade in Goods by partner (IMTS), SDMX 2.1",
    terms=TERMS,
    home="https://api.imf.org/external/sdmx/2.1",
    estimate=_estimate,
    run=_run,
)

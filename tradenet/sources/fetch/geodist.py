"""CEPII GeoDist: distances, contiguity, language and colony of country pairs."""

from __future__ import annotations

from typing import Final

from tradenet.sources.fetch.download import Item
from tradenet.sources.fetch.folder import Record
from tradenet.sources.fetch.order import Desk, Estimate, Fetcher, Order, about, estimated
from tradenet.sources.fetch.verify import is_zip
from tradenet.sources.pair_totals import ETALAB

_ABOUT_BYTES = 2_000_000


def _items(desk: Desk) -> list[Item]:
    known = about("geodist", ETALAB, "2011", citation="Mayer and Zignago 2011")
    return [Item("dist_cepii.zip", desk.ask("/distance/dist_cepii.zip"), is_zip, about=known)]


def _estimate(_: Order, desk: Desk) -> Estimate:
    return estimated(_items(desk), desk, _ABOUT_BYTES, "an order of magnitude")


def _run(_: Order, desk: Desk) -> list[Record]:
    return [desk.bring(item) for item in _items(desk)]


GEODIST: Final = Fetcher(
    name="geodist",
    title="CEPII GeoDist, distances between countries",
    terms=ETALAB,
    home="https://www.cepii.fr",
    estimate=_estimate,
    run=_run,
)

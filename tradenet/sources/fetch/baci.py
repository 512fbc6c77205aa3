"""CEPII BACI: one zip per revision of the Harmonized System and release."""

from __future__ import annotations

import re
from typing import Final

from tradenet.domain import ConfigError
from tradenet.sources.fetch.download import Item
from tradenet.sources.fetch.folder import Record
from tradenet.sources.fetch.order import Desk, Estimate, Fetcher, Order, about, estimated
from tradenet.sources.fetch.verify import is_zip
from tradenet.sources.pair_totals import ETALAB

EDITIONS: Final = ("HS92", "HS96", "HS02", "HS07", "HS12", "HS17", "HS22")
_RELEASE = re.compile(r"20\d{2}(0[1-9]|1[0-2])[a-z]?")
_ABOUT_BYTES = 2_400_000_000  # HS92 of V202501; later revisions are smaller


def _items(order: Order, desk: Desk) -> list[Item]:
    edition, release = order.edition or "HS92", order.vintage.removeprefix("V")
    if edition not in EDITIONS:
        msg = f"edition={edition}: BACI has {', '.join(EDITIONS)}"
        raise ConfigError(msg)
    if not _RELEASE.fullmatch(release):
        msg = (
            f"vintage={order.vintage or '(none)'}: name the release, for example "
            "--set vintage=202601; the page of BACI at www.cepii.fr lists them"
        )
        raise ConfigError(msg)
    name = f"BACI_{edition}_V{release}.zip"
    ask = desk.ask(f"/DATA_DOWNLOAD/baci/data/{name}")
    return [Item(name, ask, is_zip, about=about("baci", ETALAB, f"V{release}", edition=edition))]


def _estimate(order: Order, desk: Desk) -> Estimate:
    return estimated(_items(order, desk), desk, _ABOUT_BYTES, "the size of HS92 V202501")


def _run(order: Order, desk: Desk) -> list[Record]:
    return [desk.bring(item) for item in _items(order, desk)]


BACI: Final = Fetcher(
    name="baci",
    title="CEPII BACI, reconciled trade by HS6",
    terms=ETALAB,
    home="https://www.cepii.fr",
    estimate=_estimate,
    run=_run,
)

"""One question to the data of UN Comtrade, and how it is split when its answer reaches the cap."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any

from tradenet.sources.fetch.manners import Ask
from tradenet.sources.fetch.order import Desk, Order

PREVIEW_CAP = 500  # rows of the free preview; more are cut without a word
KEYED_CAP = 100_000  # rows with a key; likewise
_MOST_CODES = 250  # in one address: 250 codes of six digits are 1,750 characters
_SPLIT = ("reporters", "periods", "flows", "partners", "products")

# Without these three the API gives about nine rows per partner: every second partner, customs
# procedure and mode of transport beside their total.
_TOTALS = (("partner2Code", "0"), ("customsCode", "C00"), ("motCode", "0"))

Lists = Callable[[str], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Query:
    """A selection that one call can carry.

    Attributes
    ----------
    dataset : str
        Type, frequency and classification: ``C/A/HS``.
    reporters, periods, flows, products : tuple of str
        Codes, one or more of each.
    partners : tuple of str
        Codes, empty for all.
    """

    dataset: str
    reporters: tuple[str, ...]
    periods: tuple[str, ...]
    flows: tuple[str, ...]
    products: tuple[str, ...]
    partners: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """A name for the selection, the same in every run."""
        text = json.dumps(asdict(self), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:24]

    def ask(self, desk: Desk) -> Ask:
        """Return the call: keyed data where there is a key, else the preview."""
        named = [
            ("reporterCode", self.reporters),
            ("period", self.periods),
            ("flowCode", self.flows),
            ("cmdCode", self.products),
            ("partnerCode", self.partners),
        ]
        chosen = tuple((key, ",".join(words)) for key, words in named if words)
        keyed = desk.client.keyed
        path = "/data/v1/get/" if keyed else "/public/v1/preview/"
        most = ("maxRecords", str(cap(keyed=keyed)))
        return desk.ask(f"{path}{self.dataset}", *chosen, *_TOTALS, most, keyed=keyed)


def cap(*, keyed: bool) -> int:
    """Return the row number at which an answer is cut."""
    return KEYED_CAP if keyed else PREVIEW_CAP


def dataset(order: Order) -> str:
    """Return the path of goods in the order's frequency and classification."""
    return f"C/{order.frequency}/{order.edition or 'HS'}"


def split(query: Query, lists: Lists) -> tuple[Query, ...]:
    """Return queries that together ask for the same: the first dimension that can be is divided.

    Parameters
    ----------
    query : Query
        Whose answer reached the cap.
    lists : callable
        Gives all codes of ``partners``, or of products by ``AG2``, ``AG4``, ``AG6``.

    Returns
    -------
    tuple of Query
        Two or more; empty where nothing is left to divide.

    Examples
    --------
    >>> one = Query("C/A/HS", ("156", "643"), ("2022",), ("M", "X"), ("TOTAL",))
    >>> [part.reporters for part in split(one, lambda name: ())]
    [('156',), ('643',)]
    """
    for name in _SPLIT:
        known: tuple[str, ...] = getattr(query, name)
        if name == "partners" and not known:
            known = lists(name)
        elif name == "products" and len(known) == 1 and known[0].startswith("AG"):
            known = lists(known[0])
        if len(known) > 1:
            size = min((len(known) + 1) // 2, _MOST_CODES)
            starts = range(0, len(known), size)
            return tuple(_with(query, name, known[i : i + size]) for i in starts)
    return ()


def _with(query: Query, name: str, part: tuple[str, ...]) -> Query:
    changed: dict[str, Any] = {name: part}
    return replace(query, **changed)

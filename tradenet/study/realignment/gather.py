"""From agreed flows to trade as the partner tells it, and who told what of the patrons' trade."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tradenet.bloc.realignment import DatedFact, PartnerTrade
from tradenet.domain import BilateralFlows, ConfigError, Observability, Status
from tradenet.sources import reference

_SILENT = [Observability.NOT_HELD.value, Observability.UNOBSERVABLE.value]
_ZERO = [Observability.STRUCTURAL_ZERO.value]
Vector = npt.NDArray[np.float64]


def partner_trade(counted: BilateralFlows, chains: Iterable[tuple[str, str]] = ()) -> PartnerTrade:
    """Return trade as the partner tells it, doubtful cells set aside.

    A direction is told by the partner where it reported it itself, or a source that merges both
    reports says that it filed. Where nobody listed trade and somebody filed, the direction counts
    as nothing if the other direction has trade.

    Parameters
    ----------
    counted : BilateralFlows
        Agreed flows, FOB.
    chains : iterable of (successor, predecessor)
        Codes to be drawn as one line; the successor's own years begin when the predecessor ends.
    """
    table = counted.table
    names = ("period", "exporter", "importer", "value_usd", "exporter_report_usd",
             "importer_report_usd", "observed", "status", "basis")  # fmt: skip
    cells = table.filter(~table.observed.isin(_SILENT)).select(*names).to_pyarrow()
    sides = [cells[name].to_pylist() for name in ("exporter", "importer")]
    economies = tuple(sorted({*sides[0], *sides[1]}))
    period = np.asarray(cells["period"])
    years = tuple(int(year) for year in np.unique(period))
    place = {code: k for k, code in enumerate(economies)}
    exporter, importer = (np.array([place[code] for code in side], dtype=int) for side in sides)
    at = np.searchsorted(years, period)
    shape = (len(years), len(economies), len(economies))
    sold, bought = np.full(shape, np.nan), np.full(shape, np.nan)
    sold[at, exporter, importer] = _told(cells, "exporter")
    bought[at, importer, exporter] = _told(cells, "importer")
    both = sold + bought
    trade = PartnerTrade(economies, years, np.where(both > 0, both, np.nan))
    for successor, predecessor in chains:
        trade = trade.joined(successor, predecessor, ended(predecessor) + 1)
    return trade


def _told(cells: pa.Table, side: str) -> Vector:
    """Return what one side reported itself, 0 where nobody listed trade, NaN where it is silent."""
    observed = np.asarray(cells["observed"].to_pylist())
    merged = np.asarray(cells["basis"].to_pylist()) == "reconciled"
    filed = np.isin(observed, [Observability.BOTH.value, f"{side}_only"])
    own = cells[f"{side}_report_usd"].to_numpy()
    told = np.where(merged & filed, cells["value_usd"].to_numpy(), own)
    told = np.where(np.isin(observed, _ZERO), 0.0, told)
    aside = np.asarray(cells["status"].to_pylist()) == Status.QUARANTINED.value
    unsaid = aside | (observed == Observability.IMPUTED.value)
    return np.where(unsaid, np.nan, told)


def ended(economy: str) -> int:
    """Return the last year of a former economy.

    Raises
    ------
    ConfigError
        If it has not ended: the codes of a chain follow one another.

    Examples
    --------
    >>> ended("SUN")
    1991
    """
    lives = reference.economies().lifetimes.to_pydict()
    last = dict(zip(lives["economy"], lives["valid_to"], strict=True)).get(economy)
    if last is None:
        msg = f"design.chains: {economy} has no last year in data/reference/economies.csv"
        raise ConfigError(msg)
    return int(last)


PARTNER, PART, ASIDE = "partner", "part", "set_aside"
NONE_LISTED, UNOBSERVABLE, NOT_HELD = "none_listed", "unobservable", "not_held"


def states(
    counted: BilateralFlows, trade: PartnerTrade, pairs: Iterable[tuple[str, str]]
) -> Mapping[tuple[str, str, int], tuple[str, float | None]]:
    """Return who told each pair's trade in each year of the trade, and what is told otherwise.

    Parameters
    ----------
    counted : BilateralFlows
        Agreed flows.
    trade : PartnerTrade
        Made of them.
    pairs : iterable of (economy, patron)
        Codes of their own time.

    Returns
    -------
    states : mapping of (economy, patron, period) to (state, USD)
        ``partner``: the patron told both directions. ``part``: only the economy itself told, or one
        direction, or an estimate; the USD are what that adds up to. ``set_aside``: doubtful.
        ``none_listed``: somebody filed and listed no trade, zero or missing. ``unobservable``:
        neither filed. ``not_held``: our files lack it.
    """
    wanted = list(dict.fromkeys(pairs))
    codes = sorted({code for pair in wanted for code in pair})
    table = counted.table
    inside = table.filter(table.exporter.isin(codes) & table.importer.isin(codes))
    rows = inside.select("period", "exporter", "importer", "value_usd", "observed", "status")
    cells = {(r["period"], r["exporter"], r["importer"]): r for r in rows.to_pyarrow().to_pylist()}
    found = {}
    for economy, patron in wanted:
        told = dict(zip(trade.years, np.isfinite(trade.pair(economy, patron)), strict=True))
        for year in trade.years:
            both = [cells.get((year, *way)) for way in ((economy, patron), (patron, economy))]
            here = [cell for cell in both if cell is not None]
            known = [c["value_usd"] for c in here if c["status"] == Status.KEPT and c["value_usd"]]
            state = PARTNER if told.get(year) else _otherwise(here, bool(known))
            found[(economy, patron, year)] = (state, sum(known) if state == PART else None)
    return found


def _otherwise(cells: list[dict[str, object]], known: bool) -> str:  # noqa: FBT001 - a state
    if any(cell["status"] == Status.QUARANTINED for cell in cells):
        return ASIDE
    if known:
        return PART
    seen = {cell["observed"] for cell in cells}
    if Observability.STRUCTURAL_ZERO in seen:
        return NONE_LISTED
    return UNOBSERVABLE if Observability.UNOBSERVABLE in seen else NOT_HELD


def dated_facts(dates: Iterable[str]) -> tuple[DatedFact, ...]:
    """Return what the reference tables say happened at each date, ascending.

    Raises
    ------
    ConfigError
        If no row of events, sanction episodes or groups bears a date.

    Examples
    --------
    >>> [fact.fact for fact in dated_facts(["2006-10-09"])]
    ['first nuclear test']
    """
    return tuple(_fact(date) for date in sorted(dates))


def _fact(date: str) -> DatedFact:
    rows = [
        *((e, e.event, e.actors) for e in reference.events() if e.date == date),
        *((e, f"{e.sender} on {e.target}: {e.instrument}", (e.target,))
          for e in reference.episodes() if e.since == date),
        *((g, f"{g.group} begins", g.economies) for g in reference.groups() if g.since == date),
    ]  # fmt: skip
    if not rows:
        msg = (
            f"design.dates: no dated fact of data/reference bears {date}; give the date of a row "
            "of events.csv, sanctions_episodes.csv or groups.csv"
        )
        raise ConfigError(msg)
    return DatedFact(
        date,
        "; ".join(dict.fromkeys(fact for _, fact, _ in rows)),
        "; ".join(dict.fromkeys(row.source for row, _, _ in rows)),
        "read" if all(row.checked == "read" for row, _, _ in rows) else "memory",
        tuple(dict.fromkeys(code for *_, actors in rows for code in actors)),
    )

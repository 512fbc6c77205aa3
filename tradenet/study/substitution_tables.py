"""Put what the design "substitution" computed into tables. No formula lives here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

import numpy as np
import pyarrow as pa

from tradenet.bloc.substitution import (
    AccountLine,
    AccountRules,
    Frequencies,
    Months,
    Neighbours,
    Range,
    Response,
    figures,
    written,
)
from tradenet.domain import ExchangeRate, WorkerEstimate
from tradenet.study.neighbours import Direction

_UNITS = ("persons", "permits", "visas", "RUB/month", "USD/month", "share")


def account_table(lines: Iterable[AccountLine], rates: Iterable[ExchangeRate]) -> pa.Table:
    """Return the account by month, each range as two columns, with the source of the rate."""
    told = {rate.month: rate for rate in rates}
    rows = [
        {
            "month": line.month,
            "rub_per_usd": line.rub_per_usd,
            "rate_type": told[line.month].rate_type,
            **_ends("cost_rub", line.cost_rub),
            **_ends("share_of_wage", line.share_of_wage),
            **_ends("shortfall_per_thousand_usd", line.shortfall_per_thousand_usd),
            **_ends("workers", line.workers),
            **_ends("shortfall_usd", line.shortfall_usd),
            "rate_source": told[line.month].source,
        }
        for line in lines
    ]
    return pa.Table.from_pylist(rows)


def _ends(name: str, held: Range | None) -> dict[str, float | None]:
    ends = (None, None) if held is None else (held.low, held.high)
    return {f"{name}_low": ends[0], f"{name}_high": ends[1]}


def estimates_table(estimates: Iterable[WorkerEstimate], rules: AccountRules) -> pa.Table:
    """Return all published figures about the workers, and what each is used for."""
    known = tuple(estimates)
    used: dict[str, list[str]] = {}
    for words, keys in _uses(rules):
        for row in figures(keys, known, _UNITS):
            used.setdefault(written(row), []).append(words)
    rows = [
        {
            "period": row.period, "low": row.low, "high": row.high, "unit": row.unit,
            "what": row.what, "used_for": "; ".join(used.get(written(row), [])),
            "source": row.source, "checked": row.checked, "note": row.note,
        }
        for row in known
    ]  # fmt: skip
    return pa.Table.from_pylist(rows)


def _uses(rules: AccountRules) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "wage", rules.wages
    yield "share taken", rules.shares
    for spell in rules.workers:
        yield f"workers {spell.first} to {spell.last}", spell.rows


def by_direction(
    lines: Callable[[Neighbours, Response], list[dict[str, Any]]],
    panels: Mapping[Direction, Neighbours],
    made: Mapping[Direction, Response],
) -> pa.Table:
    """Return the lines of both directions as one table."""
    rows = [
        {"direction": direction, **line}
        for direction, response in made.items()
        for line in lines(panels[direction], response)
    ]
    return pa.Table.from_pylist(rows)


def neighbours_table(panel: Neighbours, made: Response) -> list[dict[str, Any]]:
    """Return a line per dyad: the one in question, its comparisons, those struck themselves."""
    compared = dict(zip(made.places.tolist(), made.spread.tolist(), strict=True))
    base, told = panel.mean_before(), panel.told()
    rows = []
    for place in [*compared, *np.flatnonzero(panel.exposed & told).tolist()]:
        spread = compared.get(place)
        change = float(made.fit.change[place])
        rows.append(
            {
                "large": panel.large[place],
                "small": panel.small[place],
                "role": "exposed" if spread is None else "compared",
                "base_usd": float(base[place]),
                "loading": float(made.fit.loading[place]),
                "growth": float(made.fit.growth[place]),
                "change": change,
                "spread": spread,
                "score": None if spread is None else change / spread,
            }
        )
    rows[0]["role"] = "in question"
    return rows


def paths_table(panel: Neighbours, made: Response) -> list[dict[str, Any]]:
    """Return the yearly trade of the dyads compared, over its mean before the event."""
    base = panel.mean_before()
    return [
        {
            "large": panel.large[place],
            "small": panel.small[place],
            "in_question": rank == 0,
            "year": int(year),
            "trade_usd": float(panel.trade_usd[place, when]),
            "index": float(panel.trade_usd[place, when] / base[place]),
        }
        for rank, place in enumerate(made.places.tolist())
        for when, year in enumerate(panel.years.tolist())
    ]


def months_table(series: Mapping[Direction, Months]) -> pa.Table:
    """Return the months of both directions; null where no figure is held."""
    schema = pa.schema(
        [("direction", pa.string()), ("month", pa.int32()), ("trade_usd", pa.float64()),
         ("rub_per_usd_before", pa.float64()), ("freight_runs", pa.bool_())]
    )  # fmt: skip
    rows = [
        {
            "direction": direction, "month": int(month), "trade_usd": _number(trade),
            "rub_per_usd_before": _number(rate), "freight_runs": bool(runs),
        }
        for direction, each in series.items()
        for month, trade, rate, runs in zip(
            each.months, each.trade_usd, each.rub_per_usd, each.open, strict=True
        )
    ]  # fmt: skip
    return pa.Table.from_pylist(rows, schema=schema)


def worlds_table(counted: Iterable[Frequencies]) -> pa.Table:
    """Return how often each reading is reached in simulated worlds of each kind."""
    schema = pa.schema(
        [("kind", pa.string()), ("planted", pa.float64()), ("worlds", pa.int32()),
         *((name, pa.float64()) for name in ("rise", "fall", "low", "small", "open_"))]
    )  # fmt: skip
    return pa.Table.from_pylist([asdict(line) for line in counted], schema=schema)


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None

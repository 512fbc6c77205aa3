"""All sets of four economies as tables, and where the set in question stands among them."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from tradenet.bloc.everyone import Distribution, Everyone

_TEXT, _NUMBER, _COUNT = pa.string(), pa.float64(), pa.int64()
TOP_SCHEMA = pa.schema([("statistic", _TEXT), ("rank", _COUNT), ("set", _TEXT), ("value", _NUMBER)])
BINS_SCHEMA = pa.schema(
    [("statistic", _TEXT), ("from", _NUMBER), ("below", _NUMBER), ("sets", _COUNT)]
)


def club_tables(found: Everyone) -> dict[str, pa.Table]:
    """Return ``clubs`` (the largest sets by name) and ``clubs_histogram`` (null edges: no end)."""
    tops: list[dict[str, Any]] = []
    bins: list[dict[str, Any]] = []
    for name, one in _both(found).items():
        tops += [
            {"statistic": name, "rank": rank, "set": "+".join(names), "value": value}
            for rank, (names, value) in enumerate(one.top, start=1)
        ]
        edges = [None, *one.edges[1:-1].tolist(), None]
        bins += [
            {"statistic": name, "from": low, "below": high, "sets": count}
            for low, high, count in zip(edges[:-1], edges[1:], one.counts.tolist(), strict=True)
        ]
    return {
        "clubs": pa.Table.from_pylist(tops, schema=TOP_SCHEMA),
        "clubs_histogram": pa.Table.from_pylist(bins, schema=BINS_SCHEMA),
    }


def club_facts(found: Everyone) -> dict[str, Any]:
    """Return how many sets there are, how many have a statistic, and where the focus stands."""
    facts: dict[str, Any] = {"sets": found.sets, "complete": found.complete}
    for name, one in _both(found).items():
        if one.focus is not None:
            facts[f"focus_{name}"] = one.focus.statistic
            facts[f"focus_{name}_above"] = one.focus.above
    return facts


def _both(found: Everyone) -> dict[str, Distribution]:
    return {"studentized": found.studentized, "change": found.change}

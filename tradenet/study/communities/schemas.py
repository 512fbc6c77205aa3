"""The tables on communities, and what a table without rows looks like."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final

import pyarrow as pa

_CODE, _TEXT, _NUMBER, _COUNT = pa.int32(), pa.string(), pa.float64(), pa.int32()

SCHEMAS: Final[Mapping[str, pa.Schema]] = MappingProxyType(
    {
        name: pa.schema(list(columns.items()))
        for name, columns in {
            "communities": {
                "period": _CODE, "null": _TEXT, "economy": _TEXT, "community": _COUNT,
                "label": _COUNT, "hue": _COUNT, "trade_usd": _NUMBER,
            },
            "community_lines": {
                "period": _CODE, "null": _TEXT, "label": _COUNT, "community": _COUNT,
                "economies": _COUNT, "core": _TEXT, "core_share": _NUMBER, "members": _TEXT,
                "trade_usd": _NUMBER, "share_of_trade": _NUMBER, "intensity": _NUMBER,
                "persistence": _NUMBER,
            },
            "community_events": {
                "period": _CODE, "null": _TEXT, "event": _TEXT, "label": _COUNT, "other": _COUNT,
                "economies": _COUNT, "core": _TEXT,
            },
            "company": {
                "period": _CODE, "null": _TEXT, "one": _TEXT, "other": _TEXT, "share": _NUMBER,
            },
            "community_stability": {
                "period": _CODE, "null": _TEXT, "searches": _COUNT, "entropy": _NUMBER,
                "members": _NUMBER, "others": _NUMBER,
            },
            "community_resolutions": {
                "period": _CODE, "null": _TEXT, "resolution": _NUMBER, "communities": _COUNT,
                "agreement_with_next": _NUMBER, "on_plateau": pa.bool_(),
            },
            "community_tests": {
                "period": _CODE, "null_model": _TEXT, "subject": _TEXT, "statistic": _TEXT,
                "value": _NUMBER, "low": _NUMBER, "median": _NUMBER, "high": _NUMBER,
                "p_value": _NUMBER, "worlds": _COUNT, "keeps": _TEXT,
            },
            "community_breaks": {
                "period": _CODE, "null": _TEXT, "change": _NUMBER, "is_event": pa.bool_(),
                "p_value": _NUMBER,
            },
            "ties": {"one": _TEXT, "other": _TEXT, "intensity": _NUMBER},
            "ties_by_year": {"period": _CODE, "one": _TEXT, "other": _TEXT},
        }.items()
    }
)  # fmt: skip


def table(name: str, rows: Iterable[Mapping[str, Any]] = ()) -> pa.Table:
    """Return the table of a name from its rows."""
    return pa.Table.from_pylist([dict(row) for row in rows], schema=SCHEMAS[name])

"""The usual range of a quantity within a dyad: median and median absolute deviation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tradenet.flows.quality.material import NORMAL

Table = Any  # an Ibis table; Ibis has no stubs


def with_usual(table: Table, by: Sequence[str], name: str, floor: float) -> Table:
    """Add ``usual``, ``periods`` and ``deviation`` of a column within groups.

    deviation = (x − median) ÷ (1.4826 · max(MAD, floor)), medians over the group's rows. The
    median stands still while fewer than half of the rows are odd.

    Parameters
    ----------
    table : ibis Table
        Rows whose column is not null.
    by : sequence of str
        Columns of the group.
    name : str
        The column.
    floor : float
        Least MAD, > 0, so that a dyad that never moves is not flagged for a rounding.
    """
    keys = list(by)
    middle = table.group_by(keys).aggregate(usual=table[name].median(), periods=table.count())
    joined = _inner(table, middle, keys)
    joined = joined.mutate(away__=(joined[name] - joined.usual).abs())
    spread = joined.group_by(keys).aggregate(mad__=joined.away__.median())
    both = _inner(joined, spread, keys)
    scale = (both.mad__ < floor).ifelse(floor, both.mad__) * NORMAL
    return both.mutate(deviation=(both[name] - both.usual) / scale).drop("away__", "mad__")


def ever_at_least(table: Table, by: Sequence[str], size: Any, least: float) -> Table:  # noqa: ANN401 - an Ibis column
    """Return the groups of which some row's size reaches `least`: others can pass no such bound."""
    large = table.filter(size >= least).select(*by).distinct()
    return table.semi_join(large, list(by))


def _inner(left: Table, right: Table, keys: list[str]) -> Table:
    joined = left.inner_join(right, keys)
    return joined.drop(*[name for name in joined.columns if name.endswith("_right")])

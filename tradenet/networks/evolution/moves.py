"""Who moved from one community to another, and when."""

from __future__ import annotations

import pyarrow as pa

from tradenet.networks.evolution.matching import NOBODY, Timeline

MOVES = pa.schema(
    [
        ("period", pa.int64()),
        ("economy", pa.string()),
        ("from_label", pa.int64()),
        ("to_label", pa.int64()),
        ("with_community", pa.string()),
    ]
)


def moves(timeline: Timeline) -> pa.Table:
    """Return every change of an economy's lasting label between successive periods.

    Returns
    -------
    pyarrow.Table
        Sorted by period and economy: ``period`` (the later), ``economy``, ``from_label``,
        ``to_label``, ``with_community``: ``merge`` or ``split`` where the whole community, or a
        part of it, took the new name, null where the economy moved by itself. Entering or leaving
        the graph, or being alone, is no move.

    Examples
    --------
    >>> from tradenet.domain import Partition
    >>> from tradenet.networks.evolution.matching import match
    >>> names = ("A", "B", "C", "D", "E", "F")
    >>> said = {2000: [0, 0, 0, 1, 1, 1], 2001: [0, 0, 1, 1, 1, 1]}
    >>> parts = {at: Partition(names, who, 0.0, "by hand") for at, who in said.items()}
    >>> moves(match(parts)).select(["period", "economy", "from_label", "to_label"]).to_pylist()
    [{'period': 2001, 'economy': 'C', 'from_label': 0, 'to_label': 1}]
    """
    together = {
        (event["period"], *_ways(event)): event["event"]
        for event in timeline.events.to_pylist()
        if event["event"] in {"merge", "split"}
    }
    rows = []
    for now in range(1, len(timeline.periods)):
        period = timeline.periods[now]
        was, is_ = timeline.labels[now - 1].tolist(), timeline.labels[now].tolist()
        for economy, old, new in zip(timeline.economies, was, is_, strict=True):
            if NOBODY not in {old, new} and old != new:
                why = together.get((period, old, new))
                rows.append((period, economy, old, new, why))
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(MOVES)
    return pa.table(dict(zip(MOVES.names, columns, strict=True)), schema=MOVES)


def _ways(event: dict[str, object]) -> tuple[object, object]:
    """Return the label before and after a merge or a split."""
    if event["event"] == "merge":
        return event["label"], event["other"]
    return event["other"], event["label"]

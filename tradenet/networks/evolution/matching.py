"""Which community of a period is which of the period before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tradenet.domain import ConfigError, InsufficientData, Partition
from tradenet.domain.arrays import Mask, Matrix
from tradenet.domain.notebook import card

Labels = npt.NDArray[np.int64]
NOBODY = -1

EVENTS = pa.schema(
    [
        ("period", pa.int64()),
        ("event", pa.string()),
        ("label", pa.int64()),
        ("other", pa.int64()),
        ("size", pa.int64()),
        ("jaccard", pa.float64()),
    ]
)


@dataclass(frozen=True, slots=True, eq=False)
class Timeline:
    """Communities with names that last.

    Attributes
    ----------
    periods : tuple of int, length t
        Codes, ascending.
    economies : tuple of str, length n
        All that are in any period, sorted.
    labels : int array, shape (t, n), read-only
        Lasting label of each economy's community; −1 where it is not in the graph or in a
        community too small to be followed.
    events : pyarrow.Table
        By period and label: ``period``, ``event``, ``label``, ``other``, ``size``, ``jaccard``.
        ``continue``: the label goes on; ``birth``: a new one; ``split``: a new one, most of whose
        members come from `other`; ``death``: a label ends; ``merge``: a label ends, most of whose
        members go to `other`. Size is that of the community in the period, for ends in the period
        before; jaccard that with the same or the other label, null for births and deaths.
    """

    periods: tuple[int, ...]
    economies: tuple[str, ...]
    labels: Labels
    events: pa.Table

    def label_of(self, economy: str, period: int) -> int:
        """Return the lasting label of an economy in a period; −1 where it has none."""
        known = economy in self.economies and period in self.periods
        if not known:
            return NOBODY
        return int(self.labels[self.periods.index(period), self.economies.index(economy)])

    def members(self, label: int, period: int) -> tuple[str, ...]:
        """Return who carries a label in a period."""
        row = self.labels[self.periods.index(period)]
        return tuple(code for code, at in zip(self.economies, row, strict=True) if at == label)

    def summary(self) -> str:
        """Return one quotable line."""
        told = self.events["event"].to_pylist()
        counts = ", ".join(
            f"{told.count(name)} {plural}"
            for name, plural in (
                ("birth", "births"), ("death", "deaths"), ("merge", "merges"), ("split", "splits")
            )
        )  # fmt: skip
        lasting = len(set(self.labels[self.labels >= 0].tolist()))
        return f"{lasting} communities over {len(self.periods)} periods: {counts}"

    def to_arrow(self) -> pa.Table:
        """Return one row per period and economy with a label: period, economy, label."""
        rows, columns = np.nonzero(self.labels >= 0)
        return pa.table(
            {
                "period": np.array(self.periods, dtype=np.int64)[rows],
                "economy": [self.economies[k] for k in columns],
                "label": self.labels[rows, columns],
            }
        )

    def _repr_html_(self) -> str:
        return card("Timeline", [("summary", self.summary()), ("events", self.events.num_rows)])


def match(
    partitions: Mapping[int, Partition], least_size: int = 2, least_jaccard: float = 0.3
) -> Timeline:
    r"""Give communities of successive periods names that last.

    .. math:: J(C, D) = \frac{|C \cap D|}{|C \cup D|}

    between communities :math:`C` of a period and :math:`D` of the next, over economies that are in
    both periods. One-to-one matches are those of the largest sum of J (the assignment problem, Kuhn
    1955, doi:10.1002/nav.3800020109) that reach `least_jaccard`. A community without a match is a
    split (or, ending, a merge) if at least half of its members come from (go to) one community,
    else a birth (a death). The first period's are births.

    When not to use it: for partitions that change with the seed. Match consensus partitions, or
    seek them together (`multislice`).

    Parameters
    ----------
    partitions : mapping of int to Partition
        By period code.
    least_size : int
        Smaller communities are not followed.
    least_jaccard : float
        Below it two communities are not the same, 0 to 1.

    Raises
    ------
    InsufficientData
        If there is no partition.
    ConfigError
        If a threshold is out of range.

    Examples
    --------
    >>> names = ("A", "B", "C", "D", "E", "F")
    >>> found = match(
    ...     {
    ...         2000: Partition(names, [0, 0, 0, 0, 1, 1], 0.0, "by hand"),
    ...         2001: Partition(names, [0, 0, 2, 2, 1, 1], 0.0, "by hand"),
    ...     }
    ... )
    >>> found.labels.tolist()
    [[0, 0, 0, 0, 1, 1], [0, 0, 2, 2, 1, 1]]
    >>> found.events["event"].to_pylist()
    ['birth', 'birth', 'continue', 'continue', 'split']
    """
    if not partitions:
        msg = "no partition to match; seek communities in at least one period"
        raise InsufficientData(msg)
    if least_size < 1 or not 0 < least_jaccard <= 1:
        msg = f"sizes from {least_size} and overlaps from {least_jaccard}: want ≥ 1 and 0 to 1"
        raise ConfigError(msg)
    periods = tuple(sorted(partitions))
    economies = tuple(sorted({code for part in partitions.values() for code in part.economies}))
    raw = np.array([_spread(partitions[code], economies, least_size) for code in periods])
    there = np.array([np.isin(economies, partitions[code].economies) for code in periods])
    labels = np.full(raw.shape, NOBODY, dtype=np.int64)
    events: list[dict[str, Any]] = []
    fresh = 0
    for now, period in enumerate(periods):
        past = labels[now - 1] if now else np.full(len(economies), NOBODY, dtype=np.int64)
        overlap = _overlap(past, raw[now], there[now] & there[now - 1])
        names, told = _named(overlap, least_jaccard, fresh)
        events += [{"period": period, **event} for event in told]
        fresh = max(fresh, *(name + 1 for name in names.values()), 0)
        for community, name in names.items():
            labels[now][raw[now] == community] = name
    events.sort(key=lambda at: (at["period"], at["label"]))
    labels.setflags(write=False)
    return Timeline(periods, economies, labels, pa.Table.from_pylist(events, schema=EVENTS))


def _spread(partition: Partition, economies: tuple[str, ...], least_size: int) -> Labels:
    """Return communities of all economies, −1 where there is none, or a small one."""
    sizes = partition.sizes
    of = dict(zip(partition.economies, partition.membership.tolist(), strict=True))
    kept = (of.get(code, NOBODY) for code in economies)
    return np.array([k if k >= 0 and sizes[k] >= least_size else NOBODY for k in kept])


def _sizes(labels: Labels) -> dict[int, int]:
    found, counts = np.unique(labels[labels >= 0], return_counts=True)
    return dict(zip(found.tolist(), counts.tolist(), strict=True))


@dataclass(frozen=True, slots=True, eq=False)
class _Overlap:
    """Communities of two periods and what they share: shapes (before, now)."""

    before: dict[int, int]
    now: dict[int, int]
    shared: Labels
    jaccard: Matrix

    def matched(self, least: float) -> dict[int, int]:
        """Return the community before of each community now that has one."""
        from scipy.optimize import linear_sum_assignment

        old, new = list(self.before), list(self.now)
        rows, columns = linear_sum_assignment(-self.jaccard)
        return {
            new[c]: old[r]
            for r, c in zip(rows, columns, strict=True)
            if self.jaccard[r, c] >= least
        }

    def origin(self, column: int) -> int | None:
        """Return the row that half the members of a community now come from."""
        return _half(self.shared[:, column], list(self.now.values())[column])

    def heir(self, row: int) -> int | None:
        """Return the column that half the members of a community before go to."""
        return _half(self.shared[row], list(self.before.values())[row])


def _half(shared: Labels, size: int) -> int | None:
    if shared.size == 0 or 2 * shared.max() < size:
        return None
    return int(shared.argmax())


def _overlap(before: Labels, now: Labels, present: Mask) -> _Overlap:
    """Compare the communities of two periods; sizes are all, overlaps those in both graphs."""
    old, new = _sizes(before), _sizes(now)
    was = np.equal.outer(np.array(list(old), dtype=np.int64), before) & present
    is_ = np.equal.outer(np.array(list(new), dtype=np.int64), now) & present
    shared = was.astype(np.int64) @ is_.T.astype(np.int64)
    union = was.sum(axis=1)[:, None] + is_.sum(axis=1)[None, :] - shared
    jaccard = np.divide(shared, union, out=np.zeros(union.shape), where=union > 0)
    return _Overlap(old, new, shared, jaccard)


def _named(
    overlap: _Overlap, least: float, fresh: int
) -> tuple[dict[int, int], list[dict[str, Any]]]:
    """Return the lasting name of each community now, and what happened."""
    matched = overlap.matched(least)
    old = list(overlap.before)
    names: dict[int, int] = {}
    told: list[dict[str, Any]] = []
    for column, (community, size) in enumerate(overlap.now.items()):
        row = old.index(matched[community]) if community in matched else overlap.origin(column)
        names[community] = matched.get(community, fresh)
        fresh += community not in matched
        kind = "continue" if community in matched else "birth" if row is None else "split"
        event = _event(kind, names[community], size)
        if row is not None:
            event |= {"jaccard": overlap.jaccard[row, column]}
        if kind == "split" and row is not None:
            event |= {"other": old[row]}
        told.append(event)
    return names, told + _ends(overlap, set(matched.values()), names)


def _ends(overlap: _Overlap, lasting: set[int], names: Mapping[int, int]) -> list[dict[str, Any]]:
    new, told = list(overlap.now), []
    for row, (label, size) in enumerate(overlap.before.items()):
        if label in lasting:
            continue
        heir = overlap.heir(row)
        if heir is None:
            told.append(_event("death", label, size))
            continue
        into = {"other": names[new[heir]], "jaccard": overlap.jaccard[row, heir]}
        told.append(_event("merge", label, size) | into)
    return told


def _event(event: str, label: int, size: int) -> dict[str, Any]:
    return {"event": event, "label": label, "other": None, "size": size, "jaccard": None}

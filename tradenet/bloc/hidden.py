"""Trade that may be missing from the records, in assumed amounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

from tradenet.bloc.inference import Network


@dataclass(frozen=True, slots=True)
class Hidden:
    """One quantity of trade that may be missing from the records, at one of its assumed levels.

    Attributes
    ----------
    factor, level : str
        What is hidden, and how much, in words.
    exporter, importer : str
        The cell it belongs to.
    before_usd, after_usd : float
        USD per period to add before and after the event.
    recorded_exporter, recorded_importer : str
        The cell in which the records have it, which loses what the other gains, down to nothing
        where they have less: one side may be left empty where it is the same. Both empty: nobody
        records it.
    source : str
        Where the amounts come from, or that they are assumed.
    """

    factor: str
    level: str
    exporter: str
    importer: str
    before_usd: float
    after_usd: float
    recorded_exporter: str = ""
    recorded_importer: str = ""
    source: str = "assumed"

    def added_to(self, network: Network) -> Network:
        """Return the network with this trade in it."""
        made = network.contrast.added(self.exporter, self.importer, self.before_usd, self.after_usd)
        if self.recorded_exporter or self.recorded_importer:
            exporter = self.recorded_exporter or self.exporter
            importer = self.recorded_importer or self.importer
            made = made.added(exporter, importer, -self.before_usd, -self.after_usd)
        return replace(network, contrast=made)


def scenarios(hidden: Sequence[Hidden]) -> list[tuple[str, tuple[Hidden, ...]]]:
    """Return every level of every factor alone, and every corner of the largest levels.

    The last level of a factor is its largest.

    Examples
    --------
    >>> few, many, arms = (Hidden(f, l, "A", "B", 0, 1) for f, l in ("c1", "c2", "a1"))
    >>> [name for name, _ in scenarios((few, many, arms))]
    ['c: 1', 'c: 2', 'a: 1', 'c: 2 and a: 1']
    """
    alone: list[tuple[str, tuple[Hidden, ...]]] = [
        (f"{one.factor}: {one.level}", (one,)) for one in hidden
    ]
    largest = {one.factor: one for one in hidden}
    corners = []
    for chosen in product((False, True), repeat=len(largest)):
        picked = tuple(x for x, taken in zip(largest.values(), chosen, strict=True) if taken)
        if len(picked) > 1:
            name = " and ".join(f"{one.factor}: {one.level}" for one in picked)
            corners.append((name, picked))
    return alone + corners

"""A division of economies into communities, numbered canonically."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tradenet.domain.errors import SchemaError
from tradenet.domain.notebook import card, few


def canonical(labels: Sequence[int] | npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Renumber labels: larger communities first, ties by their first member.

    Equal partitions become equal arrays.

    Examples
    --------
    >>> canonical([7, 3, 3]).tolist(), canonical([1, 2, 2]).tolist()
    ([1, 0, 0], [1, 0, 0])
    """
    array = np.asarray(labels, dtype=np.int64)
    found, first, inverse, sizes = np.unique(
        array, return_index=True, return_inverse=True, return_counts=True
    )
    rank = np.empty(len(found), dtype=np.int64)
    rank[np.lexsort((first, -sizes))] = np.arange(len(found))
    return rank[inverse]


@dataclass(frozen=True, slots=True, eq=False)
class Partition:
    """Who is with whom.

    Attributes
    ----------
    economies : tuple of str, length n
        Sorted codes.
    membership : int array, shape (n,), read-only
        Community of each economy; 0 is the largest, ties go to the earliest member.
    quality : float
        Value of the method's own objective, in its own scale.
    method : str
        Method and parameters in words.

    Examples
    --------
    >>> p = Partition(("A", "B", "C"), [5, 9, 9], 0.1, "by hand")
    >>> p.members(0), p.together("A", "B")
    (('B', 'C'), False)
    """

    economies: tuple[str, ...]
    membership: npt.NDArray[np.int64]
    quality: float
    method: str

    def __post_init__(self) -> None:
        if len(self.membership) != len(self.economies):
            msg = f"{len(self.membership)} labels for {len(self.economies)} economies"
            raise SchemaError(msg)
        membership = canonical(self.membership)
        membership.setflags(write=False)
        object.__setattr__(self, "membership", membership)

    @property
    def sizes(self) -> tuple[int, ...]:
        """Sizes of the communities, largest first."""
        return tuple(np.bincount(self.membership).tolist())

    def community_of(self, economy: str) -> int:
        """Return the community of an economy; -1 if it is not in the graph."""
        where = {
            code: int(label) for code, label in zip(self.economies, self.membership, strict=True)
        }
        return where.get(economy, -1)

    def members(self, community: int) -> tuple[str, ...]:
        """Return the economies of a community."""
        pairs = zip(self.economies, self.membership, strict=True)
        return tuple(code for code, label in pairs if label == community)

    def together(self, one: str, other: str) -> bool:
        """Say whether two economies share a community."""
        label = self.community_of(one)
        return label >= 0 and label == self.community_of(other)

    def summary(self) -> str:
        """Return one quotable line."""
        large = sum(size > 1 for size in self.sizes)
        return f"{large} communities of two or more among {len(self.economies)} ({self.method})"

    def to_arrow(self) -> pa.Table:
        """Return economy and community."""
        return pa.table({"economy": list(self.economies), "community": self.membership})

    def to_pandas(self) -> Any:  # noqa: ANN401 - pandas is imported by who asks for it
        """Return a frame with economy and community."""
        return self.to_arrow().to_pandas()

    def _repr_html_(self) -> str:
        rows = [
            (f"community {k}: {size} economies", few(self.members(k)))
            for k, size in enumerate(self.sizes)
            if size > 1
        ]
        alone = sum(size == 1 for size in self.sizes)
        return card(
            f"Partition of {len(self.economies)} economies",
            [("sought by", self.method), *rows, *([("alone", alone)] if alone else [])],
        )

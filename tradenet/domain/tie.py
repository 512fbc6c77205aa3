"""Ties other than goods trade: what a kind of tie is, and a table of one kind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tradenet.domain.arrays import Matrix, frozen_square
from tradenet.domain.errors import SchemaError
from tradenet.domain.notebook import card
from tradenet.domain.period import Period
from tradenet.domain.provenance import SourceFile


@dataclass(frozen=True, slots=True)
class TieKind:
    """What a number of one kind of tie means. Every kind goes from one economy to another.

    Attributes
    ----------
    name, title : str
        As users write it, and as readers of a report should be told.
    origin, target : str
        Which economy stands in ``from``, which in ``to``.
    value, unit : str
        What is written, and in what.
    financial : bool
        Whether it is a financial tie; the others are closeness of another sort.
    share : bool
        True for a share, 0 to 1, that is averaged over cells; other kinds are amounts ≥ 0 that
        add up.
    small : float
        Expected size of a pair, both directions and both phases added up, below which one
        event more or less is a multiple of what is expected; same unit.
    example : str
        A row as it could stand in a file.
    """

    name: str
    title: str
    origin: str
    target: str
    value: str
    unit: str
    financial: bool
    share: bool
    small: float
    example: str

    def summary(self) -> str:
        """Return one quotable line: what is written, in which unit, from whom to whom."""
        sort = "financial" if self.financial else "not financial"
        return (
            f"{self.title} ({sort}): {self.value}; {self.unit}; from {self.origin} to {self.target}"
        )


@dataclass(frozen=True, slots=True, eq=False)
class TieTable:
    """Ties of one kind, over one or more periods.

    Attributes
    ----------
    kind : TieKind
        What the numbers mean.
    economies : tuple of str, length n
        Sorted codes; ties go from rows to columns.
    periods : tuple of int, length p
        Ascending codes, all years or all months.
    values : float array, shape (p, n, n), read-only
        In the kind's unit; NaN where the table does not hold the cell, and on the diagonal.
    file : SourceFile
        Where it was read.
    sources : tuple of str
        Whose figures the file says they are, sorted.

    Examples
    --------
    >>> flights = TieKind("flights", "Flights", "from", "to", "n", "flights", False, False, 1, "")
    >>> nan, file = float("nan"), SourceFile("mine.csv", "", 0)
    >>> cells = [[[nan, 2.0], [0.0, nan]], [[nan, 4.0], [nan, nan]]]
    >>> table = TieTable(flights, ("A", "B"), (2019, 2020), cells, file)
    >>> table.mean([2019, 2020]).tolist()
    [[nan, 3.0], [nan, nan]]
    """

    kind: TieKind
    economies: tuple[str, ...]
    periods: tuple[int, ...]
    values: npt.NDArray[np.float64]
    file: SourceFile
    sources: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        layers = [frozen_square(each, self.economies, self.kind.name) for each in self.values]
        ordered = list(self.periods) == sorted(set(self.periods))
        frequencies = {Period.from_code(code).frequency for code in self.periods}
        if not layers or len(layers) != len(self.periods) or not ordered or len(frequencies) > 1:
            msg = f"{self.kind.name}: one layer per period, ascending, all years or all months"
            raise SchemaError(msg)
        values = np.stack(layers)
        top = 1.0 if self.kind.share else np.inf
        wrong = (values < 0) | (values > top) | np.isinf(values)
        if wrong.any() or not np.isnan(np.diagonal(values, axis1=1, axis2=2)).all():
            msg = (
                f"{self.kind.name}: values must be finite, ≥ 0{' and ≤ 1' * self.kind.share}, "
                "and the diagonal NaN"
            )
            raise SchemaError(msg)
        values.setflags(write=False)
        object.__setattr__(self, "values", values)

    def held(self, codes: Iterable[int]) -> tuple[int, ...]:
        """Return those of some periods that the table holds."""
        return tuple(code for code in codes if code in self.periods)

    def mean(self, codes: Iterable[int]) -> Matrix:
        """Return the mean over the held ones of some periods, shape (n, n).

        NaN where a cell is not held in each of them, and all over where no period is held.
        """
        chosen = [self.periods.index(code) for code in self.held(codes)]
        if not chosen:
            return np.full(self.values.shape[1:], np.nan)
        average: Matrix = self.values[chosen].mean(axis=0)
        return average

    def summary(self) -> str:
        """Return one quotable line."""
        cells = int((~np.isnan(self.values)).sum())
        return (
            f"{self.kind.name}: {cells:,} cells of {len(self.economies)} economies in "
            f"{len(self.periods)} periods ({self.file.name})"
        )

    def _repr_html_(self) -> str:
        known = int((~np.isnan(self.values)).sum())
        return card(
            self.kind.title,
            [
                ("what", f"{self.kind.value}; {self.kind.unit}"),
                ("file", self.file.name),
                ("economies", len(self.economies)),
                ("periods", f"{self.periods[0]} to {self.periods[-1]}"),
                ("cells known", f"{known:,}"),
            ],
        )

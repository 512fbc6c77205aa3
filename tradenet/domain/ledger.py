"""Rows and dollars in, out, set aside, and why."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pyarrow as pa

from tradenet.domain.notebook import card
from tradenet.domain.observability import Status


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """Rows and dollars that share a step and a reason."""

    step: str
    status: str
    rows: int
    value_usd: Decimal


@dataclass(frozen=True, slots=True)
class Ledger:
    """The account of a table: what came in equals what was kept plus each reason.

    Attributes
    ----------
    lines : tuple of LedgerLine
        One per step and status, in the order of the steps; dollars are exact to the cent.

    Examples
    --------
    >>> book = Ledger(
    ...     (
    ...         LedgerLine("read", "kept", 2, Decimal("3.50")),
    ...         LedgerLine("read", "no_value", 1, Decimal("0.00")),
    ...     )
    ... )
    >>> book.rows, book.kept_rows, book.value_usd
    (3, 2, Decimal('3.50'))
    """

    lines: tuple[LedgerLine, ...]

    @property
    def rows(self) -> int:
        """All rows that came in."""
        return sum(line.rows for line in self.lines)

    @property
    def value_usd(self) -> Decimal:
        """All dollars that came in, negative balances included."""
        return sum((line.value_usd for line in self.lines), Decimal("0.00"))

    @property
    def kept_rows(self) -> int:
        """Rows that count."""
        return sum(line.rows for line in self.lines if line.status == Status.KEPT)

    @property
    def kept_usd(self) -> Decimal:
        """Dollars that count."""
        kept = (line.value_usd for line in self.lines if line.status == Status.KEPT)
        return sum(kept, Decimal("0.00"))

    def summary(self) -> str:
        """Return one quotable line."""
        aside = self.rows - self.kept_rows
        return (
            f"{self.rows:,} rows ({float(self.value_usd) / 1e9:,.3f} bn USD) in; "
            f"{self.kept_rows:,} kept ({float(self.kept_usd) / 1e9:,.3f} bn USD); "
            f"{aside:,} set aside with a reason"
        )

    def to_arrow(self) -> pa.Table:
        """Return the lines as a table: step, status, meaning, rows, value_usd decimal(38, 2)."""
        return pa.table(
            {
                "step": [line.step for line in self.lines],
                "status": [line.status for line in self.lines],
                "meaning": [_meaning(line.status) for line in self.lines],
                "rows": pa.array([line.rows for line in self.lines], pa.int64()),
                "value_usd": pa.array(
                    [line.value_usd for line in self.lines], pa.decimal128(38, 2)
                ),
            }
        )

    def _repr_html_(self) -> str:
        rows = [
            (f"{x.step}: {_meaning(x.status)}", _amount(x.rows, x.value_usd)) for x in self.lines
        ]
        return card("Ledger", [*rows, ("all that came in", _amount(self.rows, self.value_usd))])


def _meaning(status: str) -> str:
    return Status(status).meaning if status in set(Status) else status


def _amount(rows: int, value_usd: Decimal) -> str:
    return f"{rows:,} {'row' if rows == 1 else 'rows'}, {value_usd:,} USD"

"""Reported and bilateral flows: two types instead of a flag.

`ReportedFlows` speaks of reporters and partners, `BilateralFlows` of exporters and importers, so
that unmirrored data cannot enter a graph. Both wrap an Ibis expression; nothing is computed before
`to_arrow`, `ledger` or `compute`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self

import pyarrow as pa

from tradenet.domain.errors import SchemaError
from tradenet.domain.ledger import Ledger, LedgerLine
from tradenet.domain.notebook import card
from tradenet.domain.observability import Status
from tradenet.domain.provenance import Provenance

_MONEY = "decimal(18, 2)"

REPORTED_SCHEMA = pa.schema(
    [
        ("period", pa.int32()),
        ("reporter", pa.string()),
        ("partner", pa.string()),
        ("flow", pa.string()),
        ("product", pa.string()),
        ("value_usd", pa.float64()),
        ("net_mass_kg", pa.float64()),
        ("valuation", pa.string()),
        ("method", pa.string()),
        ("detail", pa.bool_()),
        ("source", pa.string()),
        ("vintage", pa.string()),
        ("status", pa.string()),
        ("row", pa.int64()),
    ]
)

BILATERAL_SCHEMA = pa.schema(
    [
        ("period", pa.int32()),
        ("exporter", pa.string()),
        ("importer", pa.string()),
        ("product", pa.string()),
        ("value_usd", pa.float64()),
        ("observed", pa.string()),
        ("basis", pa.string()),
        ("exporter_report_usd", pa.float64()),
        ("importer_report_usd", pa.float64()),
        ("log_gap", pa.float64()),
        ("source", pa.string()),
        ("vintage", pa.string()),
        ("status", pa.string()),
    ]
)


def money(dollars: Any) -> Any:  # noqa: ANN401 - Ibis columns have no stubs
    """Return a column of dollars as decimals of cents, whose sums are exact.

    Rounded half away from zero in binary first: engines differ in the cent when they turn a binary
    1.005 into a decimal, not when they turn 1.0 or 1.01.
    """
    return ((dollars * 100).round() / 100).cast(_MONEY)


@dataclass(frozen=True, slots=True)
class _Flows:
    """An Ibis table with a fixed schema, its provenance and its total order."""

    SCHEMA: ClassVar[pa.Schema]
    ORDER: ClassVar[tuple[str, ...]]

    table: Any
    provenance: Provenance

    def __post_init__(self) -> None:
        missing = [name for name in self.SCHEMA.names if name not in self.table.columns]
        if missing:
            msg = f"{type(self).__name__} lacks the columns {missing}; it needs {self.SCHEMA.names}"
            raise SchemaError(msg)

    @classmethod
    def from_arrow(cls, table: pa.Table, provenance: Provenance | None = None) -> Self:
        """Wrap an Arrow table; its provenance is read from the metadata where none is given."""
        import ibis

        known = provenance or Provenance.from_metadata(table.schema.metadata)
        return cls(ibis.memtable(table.cast(cls._schema_for(table))), known)

    @classmethod
    def _schema_for(cls, table: pa.Table) -> pa.Schema:
        missing = [name for name in cls.SCHEMA.names if name not in table.column_names]
        if missing:
            msg = f"{cls.__name__} lacks the columns {missing}; it needs {cls.SCHEMA.names}"
            raise SchemaError(msg)
        extra = [field for field in table.schema if field.name not in cls.SCHEMA.names]
        fields = {field.name: field for field in (*cls.SCHEMA, *extra)}
        return pa.schema([fields[name] for name in table.column_names])

    def with_table(self, table: Any, provenance: Provenance | None = None) -> Self:  # noqa: ANN401 - an Ibis table has no stubs
        """Return the same kind of flows around another expression."""
        return replace(self, table=table, provenance=provenance or self.provenance)

    def compute(self) -> Self:
        """Evaluate once and hold the result in memory, extra columns included."""
        import ibis

        return self.with_table(ibis.memtable(self.table.to_pyarrow()))

    def to_arrow(self) -> pa.Table:
        """Return the rows in total order, with the fixed schema and provenance in its metadata."""
        ordered = self.table.select(*self.SCHEMA.names).order_by(list(self.ORDER))
        schema = self.SCHEMA.with_metadata(self.provenance.to_metadata())
        return ordered.to_pyarrow().cast(schema)

    def to_pandas(self) -> Any:  # noqa: ANN401 - pandas is imported by who asks for it
        """Return the rows as a pandas frame, in total order."""
        return self.to_arrow().to_pandas()

    def ledger(self, step: str) -> Ledger:
        """Return rows and dollars by status: one group-by, summed exactly in decimals."""
        table = self.table
        grouped = (
            table.group_by("status")
            .aggregate(rows=table.count(), value_usd=money(table.value_usd).sum())
            .order_by("status")
        )
        lines = grouped.to_pyarrow().to_pylist()
        return Ledger(tuple(_line(step, entry) for entry in lines))

    def _repr_html_(self) -> str:
        table = self.table
        told = table.aggregate(
            rows=table.count(),
            kept=(table.status == Status.KEPT).sum(),
            first=table.period.min(),
            last=table.period.max(),
        ).to_pyarrow().to_pylist()[0]  # fmt: skip
        rows = [
            ("source", self.provenance.source),
            ("periods", f"{told['first']} to {told['last']}" if told["rows"] else None),
            ("rows", f"{told['rows']:,}"),
            ("rows that count", f"{told['kept'] or 0:,}"),
        ]
        return card(type(self).__name__, rows)


def _line(step: str, entry: dict[str, Any]) -> LedgerLine:
    from decimal import Decimal

    value = entry["value_usd"] if entry["value_usd"] is not None else Decimal("0.00")
    return LedgerLine(step, entry["status"], entry["rows"], value)


@dataclass(frozen=True, slots=True)
class ReportedFlows(_Flows):
    """What a reporter says of its trade with a partner, one row per statement.

    Attributes
    ----------
    table : ibis Table
        ``period`` YYYY or YYYYMM; ``reporter``, ``partner`` (the provider's codes before
        `harmonise`, economies after); ``flow`` ``X`` or ``M`` (others are marked); ``product``
        (``TOTAL`` or a code); ``value_usd`` as reported, null where the source gives no number;
        ``net_mass_kg``; ``valuation`` ``FOB`` or ``CIF``; ``method`` ``reported``, ``estimated``,
        ``reconciled`` or ``lower_bound``; ``detail`` True where the row is part of another row;
        ``source``, ``vintage``; ``status`` (`Status`); ``row`` in the file, from 1.
    provenance : Provenance
        Where it came from.
    """

    SCHEMA: ClassVar[pa.Schema] = REPORTED_SCHEMA
    ORDER: ClassVar[tuple[str, ...]] = (
        "period", "reporter", "partner", "flow", "product", "source", "vintage", "row", "status",
        "value_usd",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class BilateralFlows(_Flows):
    """One agreed number per exporter, importer, product and period.

    Attributes
    ----------
    table : ibis Table
        ``value_usd`` FOB, null where nobody can know; it counts where ``status`` (`Status`) is
        ``kept``; ``observed`` (`Observability`); ``basis`` ``exporter``, ``importer`` or
        ``reconciled``; ``exporter_report_usd`` and ``importer_report_usd``, both FOB; ``log_gap`` =
        ln(exporter report / importer report), the discrepancy; ``source``, ``vintage``.
    provenance : Provenance
        Where it came from.
    """

    SCHEMA: ClassVar[pa.Schema] = BILATERAL_SCHEMA
    ORDER: ClassVar[tuple[str, ...]] = ("period", "exporter", "importer", "product", "source")

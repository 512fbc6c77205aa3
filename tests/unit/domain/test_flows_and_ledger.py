"""Flow tables and their ledgers: schema, total order, exact dollars."""

from decimal import Decimal
from functools import reduce
from operator import add

import pyarrow as pa
import pytest

from tradenet.domain import (
    BilateralFlows,
    Ledger,
    LedgerLine,
    Provenance,
    ReportedFlows,
    SchemaError,
)
from tradenet.domain.flows import BILATERAL_SCHEMA, REPORTED_SCHEMA


def reported(values: list[float | None], statuses: list[str]) -> ReportedFlows:
    """Return one statement per value, all of A with B in 2019."""
    count = len(values)
    columns = {
        "period": [2019] * count,
        "reporter": ["A"] * count,
        "partner": ["B"] * count,
        "flow": ["X"] * count,
        "product": ["TOTAL"] * count,
        "value_usd": values,
        "net_mass_kg": [None] * count,
        "valuation": ["FOB"] * count,
        "method": ["reported"] * count,
        "detail": [False] * count,
        "source": ["s"] * count,
        "vintage": ["v"] * count,
        "status": statuses,
        "row": list(range(count, 0, -1)),
    }
    return ReportedFlows.from_arrow(pa.table(columns, schema=REPORTED_SCHEMA), Provenance("s"))


def test_the_ledger_is_exact_to_the_cent() -> None:
    """Ten thousand dimes are a thousand dollars; as floats they are not."""
    flows = reported([0.1] * 10_000, ["kept"] * 10_000)
    assert reduce(add, [0.1] * 10_000) != 1000.0  # `sum` itself is exact from Python 3.12 on
    assert flows.ledger("read").value_usd == Decimal("1000.00")


def test_the_ledger_keeps_cents_beside_trillions() -> None:
    """10 tn and one cent: the sum has both."""
    book = reported([1e13, 0.01, 1e13], ["kept"] * 3).ledger("read")
    assert book.kept_usd == Decimal("20000000000000.01")


def test_the_ledger_counts_each_reason_apart() -> None:
    """Nulls count as rows without dollars; negative balances are dollars too."""
    flows = reported([5.0, None, -2.5, 1.25], ["kept", "no_value", "negative_aggregate", "kept"])
    book = flows.ledger("step")
    assert [(x.step, x.status, x.rows, x.value_usd) for x in book.lines] == [
        ("step", "kept", 2, Decimal("6.25")),
        ("step", "negative_aggregate", 1, Decimal("-2.50")),
        ("step", "no_value", 1, Decimal("0.00")),
    ]
    assert (book.rows, book.kept_rows) == (4, 2)
    assert book.value_usd == Decimal("3.75")
    assert book.kept_usd == Decimal("6.25")


def test_the_ledger_speaks_and_tabulates() -> None:
    """One quotable line; every reason with its meaning; unknown words stand for themselves."""
    book = Ledger(
        (
            LedgerLine("read", "kept", 2, Decimal("3500000.00")),
            LedgerLine("read", "aggregate", 1, Decimal("1.00")),
            LedgerLine("read", "home-made", 1, Decimal("1.00")),
        )
    )
    assert "2 kept" in book.summary()
    assert "2 set aside" in book.summary()
    table = book.to_arrow()
    assert table["value_usd"].type == pa.decimal128(38, 2)
    assert table["meaning"].to_pylist()[1:] == [
        "reporter or partner is the world or a group of economies",
        "home-made",
    ]
    assert "3,500,000.00 USD" in book._repr_html_()


def test_an_empty_ledger_is_zero() -> None:
    """A decimal zero, not an int."""
    assert Ledger(()).value_usd == Decimal("0.00")
    assert reported([], []).ledger("read").rows == 0


def test_rows_come_out_in_total_order_whatever_their_order_inside() -> None:
    """Same rows, other order: same table."""
    flows = reported([3.0, 1.0, 2.0], ["kept"] * 3)
    table = flows.to_arrow()
    assert table["row"].to_pylist() == [1, 2, 3]
    shuffled = ReportedFlows.from_arrow(table.take([2, 0, 1]))
    assert shuffled.to_arrow().equals(table, check_metadata=True)


def test_arrow_carries_schema_and_provenance() -> None:
    """What was written is what is read."""
    table = reported([1.0], ["kept"]).to_arrow()
    assert table.schema.equals(REPORTED_SCHEMA)
    assert ReportedFlows.from_arrow(table).provenance == Provenance("s")


@pytest.mark.parametrize(
    ("kind", "schema"), [(ReportedFlows, REPORTED_SCHEMA), (BilateralFlows, BILATERAL_SCHEMA)]
)
def test_a_table_without_a_column_is_refused(
    kind: type[ReportedFlows] | type[BilateralFlows], schema: pa.Schema
) -> None:
    """The missing column is named."""
    with pytest.raises(SchemaError, match=r"lacks the columns \['status'\]"):
        kind.from_arrow(schema.empty_table().drop_columns(["status"]))


def test_the_two_types_do_not_stand_for_each_other() -> None:
    """Unmirrored rows are no bilateral flows."""
    with pytest.raises(SchemaError, match="BilateralFlows lacks the columns"):
        BilateralFlows.from_arrow(REPORTED_SCHEMA.empty_table())


def test_extra_columns_stay_inside_and_do_not_travel() -> None:
    """`compute` keeps them for the next step, `to_arrow` writes the fixed schema."""
    table = reported([1.0], ["kept"]).to_arrow().append_column("extra", pa.array(["x"]))
    flows = ReportedFlows.from_arrow(table).compute()
    assert "extra" in flows.table.columns
    assert "extra" not in flows.to_arrow().column_names
    assert flows.to_pandas().shape == (1, len(REPORTED_SCHEMA))
    assert "rows" in flows._repr_html_()

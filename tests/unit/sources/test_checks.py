"""What is wrong with a row travels beside it, a bit for each check."""

import ibis
import pyarrow as pa
import pytest

from tradenet.sources.checks import packed, refusals, refuse, unpacked
from tradenet.sources.engine import held


def checked(values: list[int | None], bounds: list[int]) -> ibis.Table:
    """Return numbers, those above each bound refused."""
    table = ibis.memtable(pa.table({"number": pa.array(values, pa.int64())}))
    for bound in bounds:
        table = refuse(table, table.number > bound, f"more than {bound} in column 'number'")
    return table


def test_a_refusal_says_which_rows_are_bad_and_a_null_is_not() -> None:
    table = checked([1, 7, None], [5])
    (name,) = refusals(table)
    assert name.endswith(" more than 5 in column 'number'")
    assert table[name].to_pyarrow().to_pylist() == [False, True, False]


@pytest.mark.parametrize("count", [0, 1, 62, 63, 200])
def test_any_number_of_refusals_is_held_as_a_few_numbers(count: int) -> None:
    """The rows are 0 to 200, the bounds 0, 1, ...: row n is refused by its first n checks."""
    table = checked(list(range(201)), list(range(count)))
    kept = held(table.select("number", **packed(table)))
    assert len(kept.columns) == 1 + -(-count // 62)
    back = unpacked(kept, refusals(table))
    assert refusals(back) == refusals(table)
    rows = back.order_by("number").to_pyarrow().to_pylist()
    assert [sum(row[name] for name in refusals(back)) for row in rows] == [
        min(number, count) for number in range(201)
    ]
    assert all(list(row.values())[1:] == sorted(list(row.values())[1:])[::-1] for row in rows)

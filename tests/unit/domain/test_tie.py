"""Tables of ties: what is one, and means over periods."""

import math

import numpy as np
import pytest

from tradenet.domain import SchemaError, SourceFile, TieKind, TieTable

FILE = SourceFile("mine.csv", "0", 1)
NAN = math.nan


def kind(*, share: bool = False) -> TieKind:
    return TieKind("flights", "Flights", "here", "there", "n", "flights", False, share, 1.0, "")


def layer(value: float, back: float = NAN) -> list[list[float]]:
    return [[NAN, value], [back, NAN]]


def test_a_mean_is_of_cells_held_throughout() -> None:
    """Missing in one period is missing in the mean; periods that are not held are passed over."""
    table = TieTable(kind(), ("A", "B"), (2019, 2020), np.array([layer(2), layer(4, 1)]), FILE)
    assert table.held([2018, 2019]) == (2019,)
    np.testing.assert_array_equal(table.mean([2018, 2019, 2020]), layer(3))
    np.testing.assert_array_equal(table.mean([2020]), layer(4, 1))
    assert np.isnan(table.mean([2021])).all()
    assert table.summary() == "flights: 3 cells of 2 economies in 2 periods (mine.csv)"
    assert not table.values.flags.writeable


@pytest.mark.parametrize(
    ("periods", "values"),
    [
        ((2019,), [layer(-1.0)]),
        ((2019,), [layer(math.inf)]),
        ((2019,), [[[0.0, 1.0], [1.0, NAN]]]),
        ((2020, 2019), [layer(1), layer(1)]),
        ((2019, 202001), [layer(1), layer(1)]),
        ((2019, 2020), [layer(1)]),
        ((), []),
        ((2019,), [[[NAN, 1.0, 2.0]]]),
    ],
)
def test_what_is_no_table(periods: tuple[int, ...], values: list[list[list[float]]]) -> None:
    """Negative, infinite, with oneself, out of order, mixed, too few, none, not square."""
    with pytest.raises(SchemaError, match="flights"):
        TieTable(kind(), ("A", "B"), periods, np.array(values), FILE)


def test_a_share_is_at_most_one() -> None:
    """An amount may be any, a share not."""
    TieTable(kind(), ("A", "B"), (2019,), np.array([layer(1.5)]), FILE)
    with pytest.raises(SchemaError, match="≤ 1"):
        TieTable(kind(share=True), ("A", "B"), (2019,), np.array([layer(1.5)]), FILE)

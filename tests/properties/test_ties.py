"""Tables of ties: what must hold of any of them."""

from __future__ import annotations

import math
import random
import tempfile
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tradenet.bloc.tie_measures import cells_of, expected_ties, measures, moved, totals
from tradenet.domain import Economies, SourceFile, TieTable
from tradenet.sources.ties import HEADER, TIES, read_ties

CODES = tuple(f"{letter}{letter}{letter}" for letter in "ABCDEFG")
ECONOMIES = Economies(
    pa.table({}), pa.table({}), pa.table({}), {code: code.lower() for code in CODES}
)
NAN = math.nan

Cell = tuple[str, int, str, str]
cells = st.tuples(
    st.sampled_from(["remittances", "flights", "arms"]), st.sampled_from([2019, 2020, 2021]),
    st.sampled_from(CODES), st.sampled_from(CODES),
).filter(lambda cell: cell[2] != cell[3])  # fmt: skip
amounts = st.one_of(st.just(0.0), st.floats(1e-3, 1e9))
tables = st.dictionaries(cells, amounts, min_size=1, max_size=25)


def read(lines: list[str]) -> dict[str, TieTable]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mine.csv"
        path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
        return {table.kind.name: table for table in read_ties(path, TIES, ECONOMIES)}


def line(cell: Cell, value: float) -> str:
    kind, period, one, other = cell
    return f"{kind},{period},{one},{other},{value!r},invented"


@settings(max_examples=40)
@given(tables, st.randoms(use_true_random=False))
def test_what_is_written_is_read_and_nothing_else(
    written: dict[Cell, float], shuffle: random.Random
) -> None:
    """Every cell comes back, all others are not held; the order of the rows does not matter."""
    lines = [line(*entry) for entry in written.items()]
    found = read(lines)
    held = {
        (kind, period, one, other): float(table.values[p, i, j])
        for kind, table in found.items()
        for p, period in enumerate(table.periods)
        for i, one in enumerate(table.economies)
        for j, other in enumerate(table.economies)
        if not np.isnan(table.values[p, i, j])
    }
    assert held == written
    shuffle.shuffle(lines)
    again = read(lines)
    assert list(again) == list(found)
    for kind, table in found.items():
        assert again[kind].economies == table.economies
        np.testing.assert_array_equal(again[kind].values, table.values)


@settings(max_examples=40)
@given(tables, st.sampled_from(CODES))
def test_a_star_fills_only_what_nobody_wrote(written: dict[Cell, float], one: str) -> None:
    """With the star each of the economy's cells of that year is held; no other cell changes."""
    kind, period = next(iter(written))[:2]
    bare = read([line(*entry) for entry in written.items()])[kind]
    starred = read([*(line(*entry) for entry in written.items()),
                    f"{kind},{period},{one},*,0,"])[kind]  # fmt: skip
    at, row = starred.periods.index(period), starred.economies.index(one)
    assert np.isnan(starred.values[at, row]).sum() == 1  # with itself
    where = [starred.economies.index(code) for code in bare.economies]
    inside = starred.values[np.ix_(range(len(starred.periods)), where, where)]
    kept = ~np.isnan(bare.values)
    np.testing.assert_array_equal(inside[kept], bare.values[kept])
    added = ~np.isnan(starred.values)
    added[np.ix_(range(len(starred.periods)), where, where)] &= ~kept
    assert set(np.argwhere(added)[:, 0]) <= {at}
    assert set(np.argwhere(added)[:, 1]) <= {row}
    assert not starred.values[added].any()


matrices = st.lists(
    st.one_of(st.just(NAN), st.just(0.0), st.floats(0.1, 1e4)), min_size=49, max_size=49
).map(lambda drawn: np.array(drawn).reshape(7, 7))


def table_of(values: np.ndarray) -> TieTable:
    layer = values.copy()
    np.fill_diagonal(layer, NAN)
    return TieTable(TIES["flights"], CODES, (2019,), layer[None], SourceFile("x.csv", "", 0))


@settings(max_examples=30)
@given(matrices, st.floats(0.01, 1e6), st.permutations(range(7)))
def test_neither_unit_nor_order_moves_a_measure(
    drawn: np.ndarray, unit: float, order: list[int]
) -> None:
    """Intensities and persistence have no unit, and no economy has a place."""
    table = table_of(drawn)
    values = table.values[0]
    mask, at = cells_of(table, (("AAA", "BBB"), ("AAA", "CCC"))), np.arange(3)

    def told(layer: np.ndarray, cells: np.ndarray, who: np.ndarray) -> dict[str, float | None]:
        return measures(layer, {"spoke_spoke": cells}, who, share=False)

    plain = told(values, mask, at)
    turned = np.ix_(order, order)
    places = np.array([order.index(k) for k in range(3)])
    for other in (told(unit * values, mask, at), told(values[turned], mask[turned], places)):
        for name, value in plain.items():
            assert other[name] == (None if value is None else pytest.approx(value, rel=1e-6))
        change = moved(plain, other)["spoke_spoke"]
        assert change is None or change == pytest.approx(0, abs=1e-6)


@settings(max_examples=30)
@given(matrices)
def test_what_is_expected_adds_up(drawn: np.ndarray) -> None:
    """Over all held cells, and in each row and column, as much is expected as is there.

    Or nothing is, where few cells with wild values leave no way to meet the margins.
    """
    values = table_of(drawn).values[0]
    hoped = expected_ties(values)
    if np.isnan(hoped).all():
        assert (~np.isnan(values)).sum() < 30
        return
    assert totals(values, hoped, ~np.isnan(values))[0] == pytest.approx(np.nansum(values))
    held = np.where(np.isnan(values), 0.0, hoped)
    for axis in (0, 1):
        np.testing.assert_allclose(held.sum(axis=axis), np.nansum(values, axis=axis), rtol=1e-7)

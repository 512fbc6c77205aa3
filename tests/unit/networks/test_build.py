"""From rows to graphs: what is observed, what is zero, what is refused."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from tradenet.domain import BilateralFlows, InsufficientData, Period, TradenetError
from tradenet.networks import build, build_all

Make = Callable[..., BilateralFlows]
NAN = float("nan")


def cell(exporter: str, importer: str, value: float | None, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - any column
    """Return one row."""
    return {"exporter": exporter, "importer": importer, "value_usd": value, **more}


def same(found: object, wanted: object) -> bool:
    """Say whether two arrays are equal, NaN being equal to NaN."""
    return np.array_equal(np.array(found), np.array(wanted), equal_nan=True)


def test_six_rows_by_hand(flows_of: Make) -> None:
    """Kept rows are observed, also a zero; absent, silent and zero-or-missing ones are not."""
    flows = flows_of(
        cell("B", "A", 4.0),
        cell("A", "B", 0.0, observed="structural_zero"),
        cell("A", "C", None, observed="unobservable", status="absent"),
        cell("C", "A", 9.0, status="self_report"),
        cell("B", "C", None, observed="structural_zero", status="zero_or_missing"),
        cell("C", "B", 2.5),
    )
    zero, missing = build(flows, 2019), build(flows, 2019, absent="missing")
    assert zero.economies == missing.economies == ("A", "B", "C")
    assert same(zero.values, [[NAN, 0.0, NAN], [4.0, NAN, 0.0], [NAN, 2.5, NAN]])
    assert same(missing.values, [[NAN, 0.0, NAN], [4.0, NAN, NAN], [NAN, 2.5, NAN]])
    assert zero.provenance.source == "by_hand"


@pytest.mark.parametrize("period", [201903, "2019-03", "201903", Period(2019, 3)])
def test_a_period_may_be_written_in_any_form(flows_of: Make, period: int | str | Period) -> None:
    """Number, text or object."""
    flows = flows_of(cell("A", "B", 1.0, period=201903), cell("A", "B", 2.0, period=201904))
    assert build(flows, period).total_usd == 1.0


def test_a_period_that_is_not_there_names_the_nearest(flows_of: Make) -> None:
    """Five at most, ascending."""
    years = (1990, 2001, 2010, 2016, 2018, 2021, 2025)
    flows = flows_of(*[cell("A", "B", 1.0, period=year) for year in years])
    words = r"no flows in 2003; the nearest periods held are \[1990, 2001, 2010, 2016, 2018\]"
    with pytest.raises(InsufficientData, match=words):
        build(flows, 2003)


def test_all_periods_in_order_equal_each_alone(flows_of: Make) -> None:
    """One graph per period, each with its own economies."""
    flows = flows_of(
        cell("A", "B", 3.0, period=2020), cell("A", "B", 1.0), cell("C", "A", 2.0, period=2020)
    )
    graphs = build_all(flows)
    assert [graph.period.code for graph in graphs] == [2019, 2020]
    assert [graph.economies for graph in graphs] == [("A", "B"), ("A", "B", "C")]
    for graph in graphs:
        assert same(build(flows, graph.period).values, graph.values)


def test_an_economy_none_of_whose_cells_is_observed_is_not_in_the_graph(flows_of: Make) -> None:
    """Z is known by an absent cell alone; Y by a zero, which is an observation."""
    flows = flows_of(
        cell("A", "B", 1.0), cell("A", "Z", None, status="absent"), cell("Y", "A", 0.0)
    )
    graph = build(flows, 2019)
    assert graph.economies == ("A", "B", "Y")
    assert graph.observed.sum() == 2


@pytest.mark.parametrize("column", ["product", "source"])
def test_two_rows_for_one_cell_are_never_silently_one(flows_of: Make, column: str) -> None:
    """Flows by product, or of two sources: all dollars, or an error; not the last row's alone."""
    flows = flows_of(cell("A", "B", 10.0, **{column: "01"}), cell("A", "B", 5.0, **{column: "02"}))
    for make in (lambda: build(flows, 2019), lambda: build_all(flows)[0]):
        try:
            total = make().total_usd
        except TradenetError:
            continue
        assert total == 15.0


def test_the_graph_of_many_cells_has_their_dollars(flows_of: Make) -> None:
    """Forty economies: total and every cell."""
    rng = np.random.default_rng(3)
    names = [f"E{k:02d}" for k in range(40)]
    rows = [cell(a, b, float(rng.integers(1, 10**9))) for a in names for b in names if a != b]
    order = rng.permutation(len(rows))
    graph = build(flows_of(*[rows[k] for k in order]), 2019)
    assert graph.total_usd == sum(row["value_usd"] for row in rows)
    assert all(graph.value(r["exporter"], r["importer"]) == r["value_usd"] for r in rows[::97])

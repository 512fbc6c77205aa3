"""What holds for every measure of a set."""

import inspect
import re

import numpy as np
import pytest

from tradenet.domain import Expected, Period, SchemaError, TradeGraph
from tradenet.gravity import Margins
from tradenet.networks import MEASURES, Measure


def world(seed: int = 0, n: int = 20) -> TradeGraph:
    """Return trade by size with noise, hidden cells and zeros."""
    rng = np.random.default_rng(seed)
    values = np.outer(rng.lognormal(3, 1, n), rng.lognormal(3, 1, n)) * rng.gamma(2, 0.5, (n, n))
    values[rng.random((n, n)) < 0.05] = 0.0
    values[rng.random((n, n)) < 0.1] = np.nan
    np.fill_diagonal(values, np.nan)
    return TradeGraph(tuple(f"E{k:02d}" for k in range(n)), values, Period(2019))


@pytest.fixture(params=sorted(MEASURES))
def measure(request: pytest.FixtureRequest) -> Measure:
    """Each measure."""
    return MEASURES[request.param]


def bound_together(graph: TradeGraph, factor: float) -> TradeGraph:
    values = graph.values.copy()
    values[:4, :4] *= factor
    return TradeGraph(graph.economies, values, graph.period)


def test_the_registry_is_read_only() -> None:
    with pytest.raises(TypeError):
        MEASURES["mine"] = MEASURES["excess"]  # type: ignore[index]


def test_its_sign_says_what_is_cohesive(measure: Measure) -> None:
    """Trade within the set times ten, expectation fitted anew: the number moves to its side."""
    graph = world()
    near = bound_together(graph, 10.0)
    who = graph.economies[:4]
    before, after = (measure(each, Margins()(each), who) for each in (graph, near))
    assert before is not None
    assert after is not None
    assert measure.cohesive * (after - before) > 0


@pytest.mark.parametrize("unit", [1e-6, 1e9])
def test_the_unit_of_trade_does_not_matter(measure: Measure, unit: float) -> None:
    graph = world()
    scaled = TradeGraph(graph.economies, unit * graph.values, graph.period)
    hoped = Margins()(graph)
    other = Expected(hoped.economies, unit * hoped.values, hoped.fitted, hoped.null)
    who = graph.economies[3:9]
    assert measure(scaled, other, who) == pytest.approx(measure(graph, hoped, who), rel=1e-9)


def test_names_and_their_order_do_not_matter(measure: Measure) -> None:
    graph = world()
    order = np.random.default_rng(1).permutation(20)
    moved = TradeGraph(graph.economies, graph.values[np.ix_(order, order)], graph.period)
    who = [graph.economies[k] for k in order[:5]]
    found = measure(moved, Margins()(moved), graph.economies[:5][::-1])
    assert found == pytest.approx(measure(graph, Margins()(graph), who), rel=1e-9)


def test_it_refuses_an_expectation_of_others(measure: Measure) -> None:
    graph = world()
    others = TradeGraph(tuple(f"F{k:02d}" for k in range(20)), graph.values, graph.period)
    with pytest.raises(SchemaError, match="different economies"):
        measure(graph, Margins()(others), graph.economies[:3])


def test_it_documents_itself(measure: Measure) -> None:
    document = inspect.getdoc(measure.documented_by) or ""
    for word in (".. math::", "When not to use it", "Examples"):
        assert word in document, word
    assert re.search(r"\b(19|20)\d\d\b", document), "a reference has its year"

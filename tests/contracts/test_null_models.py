"""What holds for every null model: it keeps what it says it keeps, and the observed cells."""

import inspect
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest

from tradenet.domain import Expected, Period, SchemaError, TradeGraph, stream
from tradenet.gravity import Margins
from tradenet.networks.nulls import NULL_MODELS, NullModel, Poisson

Matrix = npt.NDArray[np.float64]
DRAWS = 4_000
WORDS = {"expected", "strengths", "degrees", "links", "zeros"}


def small(seed: int = 3, n: int = 7) -> TradeGraph:
    """Trade of seven economies, USD: two cells hidden, observed zeros, one sells nothing."""
    rng = np.random.default_rng(seed)
    values = np.outer(rng.lognormal(3, 0.7, n), rng.lognormal(3, 0.7, n))
    values *= 1e6 * rng.gamma(2, 0.5, (n, n))
    values[rng.random((n, n)) < 0.25] = 0.0
    values[4, :] = 0.0
    values[[0, 5], [3, 1]] = np.nan
    np.fill_diagonal(values, np.nan)
    return TradeGraph(tuple(f"E{k}" for k in range(n)), values, Period(2019))


GRAPH = small()
EXPECTED = Margins()(GRAPH)
CELLS = GRAPH.observed & ~np.isnan(EXPECTED.values)


def strengths(values: Matrix) -> Matrix:
    """Exports, then imports, over cells that are drawn."""
    seen = np.where(CELLS, values, 0.0)
    return np.concatenate([seen.sum(axis=1), seen.sum(axis=0)])


def links(values: Matrix) -> Matrix:
    return np.where(CELLS, values > 0, 0.0)


def degrees(values: Matrix) -> Matrix:
    return np.concatenate([links(values).sum(axis=1), links(values).sum(axis=0)])


def zeros(values: Matrix) -> Matrix:
    return np.where(CELLS & (EXPECTED.values == 0), values, 0.0)


READ: dict[str, tuple[Callable[[Matrix], Matrix], Matrix]] = {
    "expected": (lambda values: np.where(CELLS, values, 0.0), EXPECTED.values),
    "strengths": (strengths, GRAPH.values),
    "degrees": (degrees, GRAPH.values),
    "links": (links, GRAPH.values),
    "zeros": (zeros, EXPECTED.values),
}


@pytest.fixture(params=sorted(NULL_MODELS))
def null(request: pytest.FixtureRequest) -> NullModel:
    """Each null model with its usual parameters."""
    return NULL_MODELS[request.param]()


def worlds(null: NullModel, count: int) -> list[Matrix]:
    rng = stream(1, "worlds")
    return [null(GRAPH, EXPECTED, rng=rng).values for _ in range(count)]


def test_the_registry_is_read_only() -> None:
    with pytest.raises(TypeError):
        NULL_MODELS["mine"] = NULL_MODELS["expected"]  # type: ignore[index]


def test_every_word_says_one_thing(null: NullModel) -> None:
    """A quantity is kept exactly, on average or not; none is forgotten."""
    keeps = null.keeps
    said = [*keeps.exactly, *keeps.on_average, *keeps.free]
    assert len(said) == len(set(said))
    assert set(said) <= WORDS
    assert keeps.exactly or keeps.on_average


def test_what_is_kept_exactly_is_so_in_every_world(null: NullModel) -> None:
    for values in worlds(null, 20):
        for word in null.keeps.exactly:
            read, origin = READ[word]
            np.testing.assert_allclose(read(values), read(origin), rtol=1e-12, err_msg=word)


def test_what_is_kept_on_average_is_so_in_the_mean_of_many(null: NullModel) -> None:
    """Each number within 4.5 standard errors of the mean of 4,000 worlds."""
    drawn = worlds(null, DRAWS if null.keeps.on_average else 0)
    for word in null.keeps.on_average:
        read, origin = READ[word]
        found = np.array([read(values) for values in drawn])
        off = np.abs(found.mean(axis=0) - read(origin))
        error = found.std(axis=0, ddof=1) / np.sqrt(DRAWS)
        assert np.all(off <= 4.5 * error + 1e-9 * np.abs(read(origin))), word


def test_the_observed_cells_stay_the_observed_cells(null: NullModel) -> None:
    """And labels, period and product with them; no world holds a negative number."""
    world = null(GRAPH, EXPECTED, rng=stream(2, "mask"))
    assert np.array_equal(world.observed, GRAPH.observed)
    assert (world.economies, world.period, world.product) == (
        GRAPH.economies,
        GRAPH.period,
        GRAPH.product,
    )


def test_a_cell_without_an_expectation_keeps_its_trade(null: NullModel) -> None:
    """The null says nothing of it."""
    hoped = EXPECTED.values.copy()
    hoped[0, 1] = np.nan
    partial = Expected(GRAPH.economies, hoped, CELLS & ~np.isnan(hoped), "by hand")
    assert null(GRAPH, partial, rng=stream(2, "w")).values[0, 1] == GRAPH.values[0, 1]


def test_the_same_stream_gives_the_same_world(null: NullModel) -> None:
    one = null(GRAPH, EXPECTED, rng=stream(5, "w")).values.tobytes()
    np.random.seed(3)  # noqa: NPY002 - the global state is what is tested
    assert null(GRAPH, EXPECTED, rng=stream(5, "w")).values.tobytes() == one


def test_it_leaves_its_inputs_as_they_were(null: NullModel) -> None:
    before = GRAPH.values.tobytes(), EXPECTED.values.tobytes()
    null(GRAPH, EXPECTED, rng=stream(5, "w"))
    assert (GRAPH.values.tobytes(), EXPECTED.values.tobytes()) == before


@pytest.mark.parametrize("unit", [1e-3, 1e9])
def test_dollars_or_billions_give_the_same_world(null: NullModel, unit: float) -> None:
    """Scaled trade and scaled expectation: the same stream gives the scaled world."""
    scaled = TradeGraph(GRAPH.economies, GRAPH.values * unit, GRAPH.period)
    hoped = Expected(GRAPH.economies, EXPECTED.values * unit, EXPECTED.fitted, "scaled")
    one = null(GRAPH, EXPECTED, rng=stream(6, "w")).values
    if isinstance(null, Poisson):
        null = Poisson(null.unit_usd * unit)
    other = null(scaled, hoped, rng=stream(6, "w")).values
    np.testing.assert_allclose(other, one * unit, rtol=1e-6)


def test_it_refuses_an_expectation_of_others(null: NullModel) -> None:
    others = TradeGraph(tuple(f"F{k}" for k in range(7)), GRAPH.values, GRAPH.period)
    with pytest.raises(SchemaError, match="different economies"):
        null(GRAPH, Margins()(others), rng=stream(1, "w"))


def test_a_world_without_trade_stays_without(null: NullModel) -> None:
    """Zeros are expected, zeros are drawn."""
    none = np.where(np.eye(4, dtype=bool), np.nan, 0.0)
    graph = TradeGraph(("A", "B", "C", "D"), none, Period(2019))
    nothing = Expected(graph.economies, none, graph.observed, "nothing")
    assert np.nansum(null(graph, nothing, rng=stream(1, "w")).values) == 0


def test_it_documents_itself(null: NullModel) -> None:
    document = inspect.getdoc(type(null)) or ""
    for word in (".. math::", "doi:", "When not to use"):
        assert word in document, word

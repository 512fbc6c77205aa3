"""What holds for every backbone, centrality and structure: pure, in any order, documented."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from tradenet.domain import Expected, Period, TradeGraph
from tradenet.networks import BACKBONES, CENTRALITIES, STRUCTURES

REGISTRIES: Mapping[str, Mapping[str, Any]] = {
    "backbone": BACKBONES, "centrality": CENTRALITIES, "structure": STRUCTURES,
}  # fmt: skip
ENTRIES = [(kind, name) for kind, table in REGISTRIES.items() for name in sorted(table)]
every = pytest.mark.parametrize(("kind", "name"), ENTRIES)
N = 14


def world(order: np.ndarray) -> tuple[TradeGraph, Expected]:
    """Sizes, zeros, hidden cells, one economy never seen; in some order."""
    rng = np.random.default_rng(21)
    size = rng.lognormal(0, 1.2, N)
    values = np.outer(size, size) * rng.lognormal(0, 0.8, (N, N)) * 1e8
    values[rng.random((N, N)) < 0.15] = 0.0
    values[rng.random((N, N)) < 0.15] = np.nan
    values[5] = values[:, 5] = np.nan
    np.fill_diagonal(values, np.nan)
    hoped = np.outer(size, size) * 1e8
    np.fill_diagonal(hoped, np.nan)
    names = tuple(f"E{k:02d}" for k in range(N))
    graph = TradeGraph(names, values[np.ix_(order, order)], Period(2019))
    return graph, Expected(names, hoped[np.ix_(order, order)], graph.observed, "sizes")


def found(kind: str, name: str, order: np.ndarray) -> tuple[np.ndarray, ...]:
    """Every number of a measure, with economies back in the first order."""
    graph, expected = world(order)
    back = np.argsort(order)
    if kind == "backbone":
        result = BACKBONES[name](graph)
        return result.kept[np.ix_(back, back)], result.score[np.ix_(back, back)]
    if kind == "centrality":
        table = CENTRALITIES[name](graph, expected)
        return tuple(
            np.array(column.to_pylist(), dtype=float)[back]
            for column in table.columns[1:]
            if not pa.types.is_string(column.type)
        )
    numbers = STRUCTURES[name](graph).numbers.values()
    return (np.array([np.nan if number is None else number for number in numbers]),)


@every
def test_the_order_of_economies_does_not_matter(kind: str, name: str) -> None:
    """Codes are names, not numbers."""
    turned = np.random.default_rng(2).permutation(N)
    for one, other in zip(found(kind, name, np.arange(N)), found(kind, name, turned), strict=True):
        np.testing.assert_allclose(other, one, rtol=1e-6, atol=1e-9)
        assert np.isfinite(one.astype(float)).any()


@every
def test_the_same_graph_gives_the_same_bits_and_stays_as_it_is(kind: str, name: str) -> None:
    """Pure: no state, no clock, no hash order."""
    once, twice = (found(kind, name, np.arange(N)) for _ in range(2))
    assert [one.tobytes() for one in once] == [two.tobytes() for two in twice]
    graph, expected = world(np.arange(N))
    before = graph.values.tobytes()
    arguments = (graph, expected) if kind == "centrality" else (graph,)
    REGISTRIES[kind][name](*arguments)
    assert graph.values.tobytes() == before


@every
def test_it_says_how_where_from_and_when_not(kind: str, name: str) -> None:
    """A formula or a definition in symbols, a reference, a warning, an example that runs."""
    told = type(REGISTRIES[kind][name]).__doc__ or ""
    for wanted in ("math::", "When not to use it:", ">>>", "Period(2019)"):
        assert wanted in told, wanted
    referred = "doi:" in told or "arXiv:" in told or "American" in told
    assert referred or name == "strength", "a reference"


@pytest.mark.parametrize("kind", sorted(REGISTRIES))
def test_the_registries_are_read_only(kind: str) -> None:
    """Nobody adds a measure at run time."""
    with pytest.raises(TypeError):
        REGISTRIES[kind]["mine"] = None  # type: ignore[index]


def test_parameters_are_frozen() -> None:
    """A measure is a value."""
    for kind, name in ENTRIES:
        entry: Callable[..., Any] = REGISTRIES[kind][name]
        with pytest.raises((AttributeError, TypeError)):
            entry.mine = 1  # type: ignore[attr-defined]
        assert entry == type(entry)()

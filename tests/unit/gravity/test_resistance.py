"""Size and distance: the regression of another package, exact worlds, gaps, refusals."""

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest

from tradenet.domain import (
    ConvergenceError,
    InsufficientData,
    Period,
    SchemaError,
    TradeGraph,
    stream,
)
from tradenet.gravity import Margins, Model, Resistance, fit_ppml

Matrix = npt.NDArray[np.float64]
N = 9
NAMES = tuple(f"E{k}" for k in range(N))


def distances(seed: int = 1) -> Matrix:
    place = np.random.default_rng(seed).random((N, 2)) * 5000
    return np.hypot(*(place[:, None] - place[None, :]).transpose(2, 0, 1)) + 200.0


def graph_of(values: Matrix, names: tuple[str, ...] = NAMES) -> TradeGraph:
    values = values.copy()
    np.fill_diagonal(values, np.nan)
    return TradeGraph(names, values, Period(2019))


def noisy(seed: int = 2, zeros: float = 0.1, hidden: float = 0.1) -> TradeGraph:
    rng = np.random.default_rng(seed)
    size = rng.lognormal(3, 1, (N, 1)) * rng.lognormal(3, 1, (1, N))
    values = size / distances() * rng.gamma(2.0, 0.5, (N, N))
    values[rng.random((N, N)) < zeros] = 0.0
    values[rng.random((N, N)) < hidden] = np.nan
    return graph_of(values)


@pytest.fixture
def null() -> Resistance:
    near = distances() < 1500
    return Resistance(NAMES, {"log_distance": np.log(distances()), "near": near.astype(float)})


def test_equals_ppml_of_another_package(null: Resistance) -> None:
    graph = noisy()
    rows, columns = np.nonzero(graph.observed)
    panel = pd.DataFrame(
        {"exporter": np.array(NAMES)[rows], "importer": np.array(NAMES)[columns],
         "trade": graph.values[rows, columns],
         **{name: z[rows, columns] for name, z in null.covariates.items()}}
    )  # fmt: skip
    theirs = fit_ppml(panel, Model(("log_distance", "near"), ("exporter", "importer")))
    assert list(null.coefficients(graph).values()) == pytest.approx(theirs.values, rel=1e-6)
    ours = null(graph).values[rows, columns]
    assert ours == pytest.approx(theirs.expected, rel=1e-6)


def test_a_world_of_size_and_distance_comes_back_where_hidden(null: Resistance) -> None:
    rng = np.random.default_rng(5)
    far, near = null.covariates.values()
    values = (
        rng.lognormal(3, 1, (N, 1)) * rng.lognormal(3, 1, (1, N)) * np.exp(-1.3 * far + 0.4 * near)
    )
    hidden = rng.random((N, N)) < 0.2
    found = null(graph_of(np.where(hidden, np.nan, values)))
    off = ~np.eye(N, dtype=bool)
    assert found.values[off] == pytest.approx(values[off], rel=1e-6)
    assert not found.fitted[hidden].any()
    assert null.coefficients(graph_of(values)) == pytest.approx({"log_distance": -1.3, "near": 0.4})


def test_margins_and_covariate_totals_are_met(null: Resistance) -> None:
    graph = noisy(7)
    expected = null(graph)
    x, mu = (np.where(expected.fitted, each, 0.0) for each in (graph.values, expected.values))
    for axis in (0, 1):
        assert mu.sum(axis=axis) == pytest.approx(x.sum(axis=axis), rel=1e-8)
    for z in null.covariates.values():
        assert (z * mu).sum() == pytest.approx((z * x).sum(), rel=1e-6)
    assert expected.null.startswith("only size and log_distance, near matter")


def test_a_covariate_without_effect_is_margins() -> None:
    """Trade made by size alone: the coefficient is zero, the expectation that of margins."""
    rng = np.random.default_rng(3)
    graph = graph_of(np.outer(rng.lognormal(3, 1, N), rng.lognormal(3, 1, N)))
    null = Resistance(NAMES, {"log_distance": np.log(distances())})
    assert null.coefficients(graph)["log_distance"] == pytest.approx(0.0, abs=1e-7)
    off = ~np.eye(N, dtype=bool)
    assert null(graph).values[off] == pytest.approx(Margins()(graph).values[off], rel=1e-7)


def test_unknown_pairs_and_economies_have_no_expectation() -> None:
    """The graph has one economy that no distance is known of; one distance is missing."""
    far = np.log(distances())[:-1, :-1]
    far[0, 1] = np.nan
    null = Resistance(NAMES[:-1], {"log_distance": far})
    expected = null(noisy(4, hidden=0.0))
    assert np.isnan(expected.values[-1]).all()
    assert np.isnan(expected.values[:, -1]).all()
    assert np.isnan(expected.values[0, 1])
    assert not np.isnan(expected.values[1, 0])
    assert not expected.fitted[:, -1].any()
    assert not expected.fitted[0, 1]


def test_more_covariates_than_economies_in_the_graph(null: Resistance) -> None:
    graph = noisy(6, hidden=0.0)
    some = tuple(name for name in NAMES if name not in {"E2", "E5"})
    keep = [NAMES.index(name) for name in some]
    expected = null(graph_of(graph.values[np.ix_(keep, keep)], some))
    cut = {name: z[np.ix_(keep, keep)] for name, z in null.covariates.items()}
    same = Resistance(some, cut)(graph_of(graph.values[np.ix_(keep, keep)], some))
    assert np.array_equal(expected.values, same.values, equal_nan=True)


def test_refusals() -> None:
    with pytest.raises(SchemaError, match="no covariate given"):
        Resistance(NAMES, {})
    with pytest.raises(SchemaError, match="covariate log_distance has shape"):
        Resistance(NAMES[:4], {"log_distance": distances()})
    size = np.add.outer(np.arange(N), np.arange(N)).astype(float)
    with pytest.raises(InsufficientData, match="size alone determines"):
        Resistance(NAMES, {"size": size})(noisy())
    with pytest.raises(InsufficientData, match="no observed trade with covariates"):
        Resistance(NAMES, {"x": np.full((N, N), np.nan)})(noisy())
    with pytest.raises(ConvergenceError):
        Resistance(NAMES, {"log_distance": np.log(distances())}, most_rounds=1)(noisy())


def test_steps_that_overshoot_are_halved() -> None:
    """Steep worlds in which full Newton steps run away; at the end both conditions hold."""
    for seed in (11, 58, 103):
        rng = stream(seed, "steep")
        at = rng.normal(size=(12, 2)) * 3
        far = 0.3 + np.hypot(*(at[:, None] - at[None]).transpose(2, 0, 1))
        size = rng.lognormal(0, 1.5, 12)
        values = np.outer(size, size) / far * rng.lognormal(0, 1.5, (12, 12))
        names = tuple(f"E{k:02d}" for k in range(12))
        graph = graph_of(values, names)
        hoped = Resistance(names, {"log_distance": np.log(far)})(graph).values
        seen = graph.values
        for axis in (0, 1):
            np.testing.assert_allclose(
                np.nansum(hoped, axis=axis), np.nansum(seen, axis=axis), rtol=1e-8
            )
        weight = np.nansum(np.log(far) * (hoped - seen)) / np.nansum(seen)
        assert abs(weight) < 1e-7

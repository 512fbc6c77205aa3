"""Backbones: known values, integrals, numerical derivatives, what is missing."""

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pytest
from scipy import integrate, stats

from tradenet.domain import ConfigError, SchemaError, TradeGraph
from tradenet.networks import BACKBONES, Backbone, Disparity, NoiseCorrected

NAN = float("nan")
GraphOf = Callable[..., TradeGraph]


@pytest.fixture
def world(graph_of: GraphOf) -> TradeGraph:
    """Twelve economies of very different sizes, with zeros and hidden cells."""
    rng = np.random.default_rng(5)
    size = rng.lognormal(0, 1.5, 12)
    values = np.outer(size, size) * rng.lognormal(0, 1, (12, 12)) * 1e8
    values[rng.random((12, 12)) < 0.15] = 0.0
    values[rng.random((12, 12)) < 0.15] = np.nan
    return graph_of(values)


def by_integral(values: np.ndarray) -> np.ndarray:
    """Return one minus the integral of the density of a share, cell by cell (the paper's eq. 2)."""
    found = np.full(values.shape, np.nan)
    for i, row in enumerate(np.nan_to_num(values)):
        k = int((row > 0).sum())
        for j in np.flatnonzero(row):
            p = row[j] / row.sum()
            inside = integrate.quad(lambda x, k=k: (k - 1) * (1 - x) ** (k - 2), 0, p)[0]
            found[i, j] = 1 - inside if k > 1 else 1.0
    return found


def test_disparity_is_the_integral_of_the_paper(world: TradeGraph) -> None:
    """Out of the exporter's row and into the importer's column, the smaller of both."""
    both = np.fmin(by_integral(world.values), by_integral(world.values.T).T)
    found = Disparity(0.2)(world)
    np.testing.assert_allclose(found.score, both, rtol=1e-10, atol=1e-14)
    assert (found.kept == (np.nan_to_num(both, nan=1.0) < 0.2)).all()
    assert 0 < found.kept.sum() < (np.nan_to_num(world.values) > 0).sum()


def test_disparity_of_an_even_split_by_simulation() -> None:
    """A share of at least 0.4 of four random parts: (1 - 0.4)^3."""
    cuts = np.sort(np.random.default_rng(2).random((200_000, 3)), axis=1)
    first = cuts[:, 0]
    assert np.mean(first >= 0.4) == pytest.approx(0.6**3, abs=0.004)


def test_disparity_with_one_partner_says_nothing_by_itself(graph_of: GraphOf) -> None:
    """A sells to B only, B buys from A only: neither end has a choice."""
    found = Disparity(0.99)(graph_of([[0, 5.0], [0.0, 0]]))
    assert found.score[0, 1] == 1.0
    assert not found.kept.any()


def test_disparity_asks_one_end_only(graph_of: GraphOf) -> None:
    """Nothing to the importer, nearly all to the exporter: kept, and likewise turned round."""
    values = np.full((6, 6), 100.0)
    values[0, 1:] = [99.0, 0.25, 0.25, 0.25, 0.25]
    for turned in (values, values.T):
        kept = Disparity(0.01)(graph_of(turned)).kept
        assert kept.sum() == 1
        assert kept[0, 1] == (turned is values)


def test_noise_corrected_by_moments_and_a_numerical_derivative(world: TradeGraph) -> None:
    """Posterior by scipy's Beta from matched moments; slope of the lift by central differences."""
    found = NoiseCorrected(1.0)(world)
    n = np.nan_to_num(world.values) / 1e6
    total = n.sum()
    for i, j in zip(*np.nonzero(n), strict=True):
        row, column = n[i].sum(), n[:, j].sum()
        hyper = stats.hypergeom  # its mean and variance with real-valued margins, by its formulae
        assert hyper.mean(50, 12, 7) == pytest.approx(12 * 7 / 50)
        mean = row * column / total / total
        variance = row * column * (total - row) * (total - column) / total**2 / (total - 1)
        variance /= total**2
        nu = mean * (1 - mean) / variance - 1
        prior = stats.beta(mean * nu, (1 - mean) * nu)
        assert prior.mean() == pytest.approx(mean)
        assert prior.var() == pytest.approx(variance)
        share = stats.beta(mean * nu + n[i, j], (1 - mean) * nu + total - n[i, j]).mean()

        def lift(x: float, i: int = i, j: int = j) -> float:
            more = n.copy()
            more[i, j] = x
            kappa = more.sum() / more[i].sum() / more[:, j].sum()
            return float((kappa * x - 1) / (kappa * x + 1))

        step = 1e-4 * n[i, j]
        slope = (lift(n[i, j] + step) - lift(n[i, j] - step)) / (2 * step)
        error = abs(slope) * np.sqrt(stats.binom.var(1, share) * total)
        assert found.score[i, j] == pytest.approx(lift(n[i, j]) / error, rel=1e-5)


def test_noise_corrected_needs_its_unit(world: TradeGraph) -> None:
    """The same trade in dollars is far more certain than in billions: said in the docstring."""
    kept = [int(NoiseCorrected(1.64, unit)(world).kept.sum()) for unit in (1.0, 1e6, 1e9)]
    assert kept[0] > kept[1] > kept[2]
    assert NoiseCorrected(1.64, 1e6)(world).kept.sum() > 0


def test_noise_corrected_says_nothing_of_a_sole_exporter(graph_of: GraphOf) -> None:
    """All exports of the world are A's: nothing could have been otherwise."""
    found = NoiseCorrected()(graph_of([[0, 5e9, 2e9], [0, 0, 0], [0, 0, 0]]))
    assert np.isnan(found.score).all()
    assert not found.kept.any()


@pytest.mark.parametrize("name", sorted(BACKBONES))
def test_missing_is_never_zero_and_nothing_is_removed(name: str, world: TradeGraph) -> None:
    """The values are the graph's own; a score stands exactly where there is trade."""
    found = BACKBONES[name](world)
    np.testing.assert_array_equal(found.values, world.values)
    assert (~np.isnan(found.score) == (np.nan_to_num(world.values) > 0)).all()
    table = found.to_arrow()
    assert table.num_rows == (np.nan_to_num(world.values) > 0).sum()
    assert sum(table["kept"].to_pylist()) == found.kept.sum()
    assert f"{int(found.kept.sum())} edges kept" in found.summary()
    assert found.summary().split("(")[1][:5] in found._repr_html_()


@pytest.mark.parametrize("name", sorted(BACKBONES))
def test_without_trade_there_is_no_backbone(name: str, graph_of: GraphOf) -> None:
    """Observed zeros and nothing else: no shares are made up."""
    found = BACKBONES[name](graph_of(np.zeros((3, 3))))
    assert found.share_of_edges is None
    assert found.share_of_trade is None
    assert "no trade" in found.summary()
    assert found.to_arrow().schema.field("score").type == pa.float64()


def test_parameters_out_of_range_are_refused() -> None:
    """With what was given and what is allowed."""
    with pytest.raises(ConfigError, match="alpha 0 must be above 0"):
        Disparity(0)
    with pytest.raises(ConfigError, match="unit_usd 0 > 0"):
        NoiseCorrected(unit_usd=0)


def test_a_kept_cell_without_a_score_is_refused() -> None:
    """The result guards itself."""
    with pytest.raises(SchemaError, match="needs a score"):
        Backbone(("A",), np.array([[True]]), np.array([[NAN]]), np.array([[NAN]]), 0.1, "x")

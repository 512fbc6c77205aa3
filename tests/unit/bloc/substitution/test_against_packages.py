"""The same numbers from other packages, run live: statsmodels and SciPy."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import stats

from tests.unit.bloc.substitution.panels import panel
from tests.unit.bloc.substitution.test_months import CALENDAR, months, without
from tradenet.bloc.substitution import COLLAPSE, Months, elasticity, ranked
from tradenet.bloc.substitution.neighbours import fitted, paths


def regressed(series: Months, log_rate: np.ndarray) -> tuple[float, float]:
    """Return slope and t of the rate with dummies of months and of spells written out."""
    spell = np.concatenate([[0], np.cumsum(np.diff(series.open.astype(int)) != 0)])
    columns = [
        log_rate,
        np.arange(CALENDAR.size) / 12,
        *[(month == CALENDAR % 100).astype(float) for month in range(2, 13)],
        *[(spell == which).astype(float) for which in range(1, spell[-1] + 1)],
    ]
    held = sm.add_constant(np.column_stack(columns))[series.observed]
    fit = sm.OLS(np.log(series.trade_usd[series.observed]), held).fit()
    return float(fit.params[1]), float(fit.tvalues[1])


@pytest.mark.parametrize("seed", [0, 1])
@pytest.mark.parametrize("gaps", [(), (201903, 202012, 202304)])
def test_the_elasticity_is_that_of_a_regression_with_dummies(
    seed: int, gaps: tuple[int, ...]
) -> None:
    series = without(months(0.7, seed=seed), np.isin(CALENDAR, gaps))
    slope, _ = regressed(series, np.log(series.rub_per_usd))
    assert elasticity(series).change == pytest.approx(slope, rel=1e-8)


@pytest.mark.parametrize("seed", [3, 4])
def test_shifts_are_ranked_by_the_packages_own_t(seed: int) -> None:
    series = months(0.3, seed=seed)
    log_rate = np.log(series.rub_per_usd)
    t = [regressed(series, np.roll(log_rate, -shift))[1] for shift in range(CALENDAR.size)]
    found = elasticity(series)
    assert found.p_rise == pytest.approx(np.mean([each >= t[0] - 1e-9 for each in t]))
    assert found.p_fall == pytest.approx(np.mean([each <= t[0] + 1e-9 for each in t]))


def test_loadings_growth_and_spreads_are_those_of_a_regression() -> None:
    given = panel(6)
    taken = paths(given, share=True)
    fit = fitted(taken, price=True, trend=True)
    for place in range(6):
        other = sm.OLS(taken.steps[place], sm.add_constant(taken.price_steps)).fit()
        assert fit.growth[place] == pytest.approx(other.params[0], rel=1e-8)
        assert fit.loading[place] == pytest.approx(other.params[1], rel=1e-8)
        assert fit.own_spread[place] == pytest.approx(np.sqrt(other.mse_resid), rel=1e-8)
        assert fit.residuals[place] == pytest.approx(other.resid, abs=1e-12)


def test_the_rank_is_scipys_percentile() -> None:
    rng = np.random.default_rng(2)
    changes = rng.normal(size=50)
    found = ranked(changes, np.ones(50))
    below = stats.percentileofscore(changes, changes[0], kind="strict") / 100
    at_most = stats.percentileofscore(changes, changes[0], kind="weak") / 100
    assert found.p_rise == pytest.approx(1 - below)
    assert found.p_fall == pytest.approx(at_most)


def test_p_values_of_null_panels_are_uniform() -> None:
    """Kolmogorov and Smirnov: the dyad in question is one of those like it."""
    p_values = [
        COLLAPSE.respond(panel(40, seed=seed), "L00", "S00").found.p_rise for seed in range(150)
    ]
    jittered = np.array(p_values) - np.random.default_rng(1).uniform(0, 1 / 40, 150)
    assert stats.kstest(jittered, "uniform").pvalue > 0.01

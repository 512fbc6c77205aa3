"""Three-way PPML in worlds with a known coefficient: bias and coverage, before and after.

The worlds are those of Weidner and Zylkin (2021, doi:10.1016/j.jinteco.2021.103513), as Czarnowske
and Stammann simulate them again: log-normal errors with serial correlation 0.3, a regressor that
depends on its past and on the effects, coefficient 1.
"""

import numpy as np
import pandas as pd
import pytest

from tradenet.domain import stream
from tradenet.gravity import Model, correct_three_way, fit_ppml

MODEL = Model(
    ("x",),
    ("exporter^year", "importer^year", "exporter^importer"),
    clusters=("exporter^importer",),
)
WORLDS = 120
N, PERIODS = 20, 5


def world(variance: str, rng: np.random.Generator) -> pd.DataFrame:
    """Return one panel; the variance of the error is 1/mean² or mixes 1/mean with the regressor."""
    shape = (PERIODS, N, N)
    effects = rng.normal(0, 1 / 16, (PERIODS, N, 1)) + rng.normal(0, 1 / 16, (PERIODS, 1, N))
    effects = effects + rng.normal(0, 1 / 16, (N, N))
    x, z = np.empty(shape), np.empty(shape)
    past, shock = rng.normal(0, 0.5, (N, N)), rng.normal(size=(N, N))
    for t in range(PERIODS):
        past = x[t] = past / 2 + effects[t] + rng.normal(0, 0.5, (N, N))
        shock = z[t] = 0.3 * shock + np.sqrt(1 - 0.3**2) * rng.normal(size=(N, N))
    mean = np.exp(x + effects)
    sigma2 = mean**-2 if variance == "constant" else 0.5 / mean + 0.5 * np.exp(2 * x)
    trade = mean * np.exp(np.sqrt(np.log1p(sigma2)) * z - np.log1p(sigma2) / 2)
    year, exporter, importer = np.nonzero(np.broadcast_to(~np.eye(N, dtype=bool), shape))
    at = (year, exporter, importer)
    return pd.DataFrame(
        {"year": year, "exporter": exporter, "importer": importer, "x": x[at], "trade": trade[at]}
    )


@pytest.mark.parametrize(
    ("variance", "least_bias", "share_left"), [("constant", 0.025, 0.35), ("growing", -0.04, 0.55)]
)
def test_less_bias_and_better_coverage(variance: str, least_bias: float, share_left: float) -> None:
    """About half of the bias or more goes, and intervals of 95 % hold the truth no less often."""
    estimates = []
    for number in range(WORLDS):
        panel = world(variance, stream(1, f"gravity/bias/{variance}/{number}"))
        fit = fit_ppml(panel, MODEL)
        both = fit, correct_three_way(fit, panel, MODEL)
        estimates.append([(each["x"] - 1.0, each.errors[0]) for each in both])
    off, error = np.array(estimates).transpose(2, 1, 0)
    bias, coverage = off.mean(axis=1), (np.abs(off) < 1.96 * error).mean(axis=1)
    print(  # noqa: T201 - calibration prints what it measures
        f"\n{variance} variance, {N} economies, {PERIODS} periods, {WORLDS} worlds: bias "
        f"{bias[0]:.4f} -> {bias[1]:.4f} (± {off[0].std() / WORLDS**0.5:.4f}), coverage "
        f"{coverage[0]:.3f} -> {coverage[1]:.3f}, error / spread "
        f"{error[0].mean() / off[0].std():.3f} -> {error[1].mean() / off[1].std():.3f}"
    )
    assert bias[0] / least_bias > 1
    assert abs(bias[1]) < share_left * abs(bias[0])
    assert coverage[1] >= coverage[0]

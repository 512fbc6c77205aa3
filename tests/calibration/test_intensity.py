"""Intensity against margins, measured on worlds whose truth is known.

Worlds: trade = a_i b_j x noise, sizes log-normal. Bands are 99.9 % normal intervals around the mean
over worlds, from the worlds' own spread.
"""

import numpy as np
import numpy.typing as npt
import pytest

from tradenet.domain import Period, TradeGraph, stream
from tradenet.gravity import Margins
from tradenet.networks import set_totals

Matrix = npt.NDArray[np.float64]
Z_999 = 3.2905  # two-sided 99.9 % of the normal
WORLDS = 1500
FIT = Margins(tolerance=1e-9)


def graph_of(values: Matrix) -> TradeGraph:
    """Return a graph; the diagonal becomes NaN."""
    matrix = values.astype(float)
    np.fill_diagonal(matrix, np.nan)
    return TradeGraph(tuple(f"E{k:03d}" for k in range(len(matrix))), matrix, Period(2019))


def sizes(rng: np.random.Generator, n: int) -> Matrix:
    """Return the trade that sizes alone would make, about 50 a cell, sorted from large to small."""
    exporters = np.sort(rng.lognormal(0, 1, n))[::-1]
    importers = np.sort(rng.lognormal(0, 1, n))[::-1]
    mean: Matrix = np.outer(exporters, importers)
    return mean * 50 / mean.mean()


def noisy(rng: np.random.Generator, mean: Matrix, noise: str) -> Matrix:
    """Return a draw around the mean: counts, or multiplicative with a variation of 0.7."""
    if noise == "poisson":
        return rng.poisson(mean).astype(float)
    return mean * rng.gamma(2.0, 0.5, size=mean.shape)


def intensity_of(graph: TradeGraph, members: npt.NDArray[np.intp]) -> float:
    """Return observed ÷ expected over all twelve cells of four economies."""
    names = [graph.economies[k] for k in members]
    dyads = [(a, b) for k, a in enumerate(names) for b in names[k + 1 :]]
    trade, hoped, _ = set_totals(graph, FIT(graph), dyads)
    return trade / hoped


def band(draws: list[float]) -> tuple[float, float]:
    """Return the mean over worlds and the half-width of its 99.9 % band."""
    array = np.array(draws)
    return float(array.mean()), Z_999 * float(array.std(ddof=1)) / np.sqrt(len(array))


@pytest.mark.parametrize("noise", ["poisson", "gamma"])
def test_a_random_set_of_four_has_intensity_one(noise: str) -> None:
    """In worlds made by size alone, 60 economies, one random set of four each."""
    rng = stream(1, f"calibration/intensity/{noise}")
    draws = []
    for _ in range(WORLDS):
        graph = graph_of(noisy(rng, sizes(rng, 60), noise))
        draws.append(intensity_of(graph, rng.choice(60, size=4, replace=False)))
    mean, width = band(draws)
    print(f"{noise}: mean intensity {mean:.4f} ± {width:.4f} (99.9 %) over {WORLDS} worlds")  # noqa: T201 - a measurement
    assert abs(mean - 1.0) <= width
    assert width < 0.05  # else the band would prove nothing


@pytest.mark.parametrize("noise", ["poisson", "gamma"])
@pytest.mark.parametrize("factor", [1.0, 1.5, 3.0])
def test_a_planted_bloc_of_middling_economies_has_its_planted_intensity(
    noise: str, factor: float
) -> None:
    """Four of 120, ranks 50 to 70, trade `factor` times what size says.

    Their own margins rise with it, so the noise-free answer lies a little below the factor (2.82
    for 3); the mean over noisy worlds must meet that answer within its band.
    """
    rng = stream(2, f"calibration/planted/{noise}/{factor}")
    mean_world = sizes(rng, 120)
    members = np.array([50, 57, 63, 70])
    mean_world[np.ix_(members, members)] *= factor
    truth = intensity_of(graph_of(mean_world), members)
    draws = [intensity_of(graph_of(noisy(rng, mean_world, noise)), members) for _ in range(400)]
    mean, width = band(draws)
    print(f"{noise} x{factor}: {mean:.3f} ± {width:.3f}, without noise {truth:.3f}")  # noqa: T201 - a measurement
    assert truth == pytest.approx(factor, rel=0.07)
    assert abs(mean - truth) <= width
    assert width < 0.1 * factor


def test_hiding_a_third_of_the_cells_leaves_the_set_at_one() -> None:
    """Masked cells are no zeros: the mean intensity of a random set stays where it was."""
    rng = stream(3, "calibration/masked")
    draws = []
    for _ in range(600):
        values = noisy(rng, sizes(rng, 60), "gamma")
        values[rng.random(values.shape) < 1 / 3] = np.nan
        draws.append(intensity_of(graph_of(values), rng.choice(60, size=4, replace=False)))
    mean, width = band(draws)
    print(f"masked: mean intensity {mean:.4f} ± {width:.4f}")  # noqa: T201 - a measurement
    assert abs(mean - 1.0) <= width
    assert width < 0.1

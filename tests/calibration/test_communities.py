"""Leiden against margins: finds what was planted, and finds something in noise as well."""

import numpy as np
import numpy.typing as npt
from sklearn.metrics import adjusted_mutual_info_score

from tradenet.domain import Period, TradeGraph, stream
from tradenet.gravity import Margins
from tradenet.networks import Leiden

Matrix = npt.NDArray[np.float64]
WORLDS = 100


def world(rng: np.random.Generator, block: npt.NDArray[np.int64], strength: float) -> TradeGraph:
    """Return trade by size with gamma noise, `strength` times stronger inside blocks."""
    n = len(block)
    mean = np.outer(rng.lognormal(0, 1, n), rng.lognormal(0, 1, n))
    mean *= np.where(block[:, None] == block[None, :], strength, 1.0)
    values: Matrix = mean * rng.gamma(2.0, 0.5, size=(n, n))
    np.fill_diagonal(values, np.nan)
    return TradeGraph(tuple(f"E{k:03d}" for k in range(n)), values, Period(2019))


def test_four_planted_blocks_are_recovered() -> None:
    """Eighty economies, blocks three times as strong: AMI ≥ 0.9 in 95 of 100 worlds."""
    rng = stream(1, "calibration/blocks")
    scores = []
    for number in range(WORLDS):
        block = rng.integers(4, size=80)
        graph = world(rng, block, 3.0)
        found = Leiden()(graph, Margins(tolerance=1e-9)(graph), rng=stream(number, "leiden"))
        scores.append(adjusted_mutual_info_score(block, found.membership))
    good = float(np.mean(np.array(scores) >= 0.9))
    print(  # noqa: T201 - a measurement
        f"AMI: median {np.median(scores):.3f}, worst {min(scores):.3f}; {good:.0%} at 0.9 or more"
    )
    assert good >= 0.95


def test_communities_are_found_in_noise_so_a_partition_is_no_test() -> None:
    """In worlds without any block Leiden finds several communities of two or more all the same.

    Documented behaviour: whoever maximises a quality finds something. If this test fails because
    noise no longer yields communities, the documentation must change with it.
    """
    rng = stream(2, "calibration/noise")
    counts, qualities = [], []
    for number in range(WORLDS):
        graph = world(rng, np.zeros(80, dtype=np.int64), 1.0)
        found = Leiden()(graph, Margins(tolerance=1e-9)(graph), rng=stream(number, "leiden"))
        counts.append(sum(size > 1 for size in found.sizes))
        qualities.append(found.quality)
    print(  # noqa: T201 - a measurement
        f"pure noise: {min(counts)} to {max(counts)} communities (median {np.median(counts):.0f}), "
        f"Q from {min(qualities):.3f} to {max(qualities):.3f}"
    )
    assert np.mean(np.array(counts) > 1) > 0.5
    assert min(qualities) > 0


def test_what_is_found_in_noise_does_not_repeat_itself() -> None:
    """Two worlds without blocks: their partitions agree no more than by chance."""
    rng = stream(3, "calibration/repeat")
    scores = []
    for number in range(WORLDS):
        found = []
        for half in ("one", "other"):
            graph = world(rng, np.zeros(60, dtype=np.int64), 1.0)
            fit = Margins(tolerance=1e-9)(graph)
            found.append(Leiden()(graph, fit, rng=stream(number, half)).membership)
        scores.append(adjusted_mutual_info_score(*found))
    mean = float(np.mean(scores))
    width = 3.2905 * float(np.std(scores, ddof=1)) / np.sqrt(WORLDS)
    print(f"AMI of two partitions of noise: {mean:.4f} ± {width:.4f} (99.9 %)")  # noqa: T201 - a measurement
    assert abs(mean) <= width

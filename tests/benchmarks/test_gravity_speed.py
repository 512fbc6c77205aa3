"""Three-way expectations against fepois for the same numbers: the ratio is printed."""

import time
import warnings
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest

from tradenet.domain import stream
from tradenet.gravity import fit_three_way

N = 200
Panel = npt.NDArray[np.float64]
Cells = npt.NDArray[np.bool_]


def world(periods: int, spread: float) -> tuple[Panel, Cells]:
    """200 economies, a third of the pairs silent, a tenth of the rest zero, a tenth hidden.

    `spread` is the standard deviation of log size: about 2.5 in world trade.
    """
    rng = stream(1, f"benchmarks/three-way/{periods}")
    size = rng.lognormal(8, spread, (N, 1)) * rng.lognormal(8, spread, (1, N))
    growth = rng.lognormal(0, 0.2, (periods, N, 1)) * rng.lognormal(0, 0.2, (periods, 1, N))
    values = size * growth * rng.lognormal(0, 1, (N, N)) * rng.gamma(2.0, 0.5, (periods, N, N))
    values[:, rng.random((N, N)) < 1 / 3] = 0.0
    values[rng.random(values.shape) < 0.1] = 0.0
    return values, rng.random(values.shape) > 0.1


def best_of(times: int, call: Callable[[], object]) -> float:
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        call()
        taken.append(time.perf_counter() - start)
    return min(taken)


@pytest.mark.parametrize("spread", [1.0, 2.5])
@pytest.mark.parametrize("periods", [2, 6])
def test_faster_than_fepois(periods: int, spread: float) -> None:
    """By a factor of ten where sizes are alike, of more where they differ.

    fepois stops by the total deviance, so that it needs a tighter limit where they differ.
    """
    import pyfixest

    values, observed = world(periods, spread)
    ours = fit_three_way(values, observed)
    year, exporter, importer = np.nonzero(ours.fitted)
    rows = pd.DataFrame(
        {"trade": values[ours.fitted], "it": exporter * 100 + year, "jt": importer * 100 + year,
         "ij": exporter * 1000 + importer}
    )  # fmt: skip

    def theirs() -> Panel:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", module=r"pyfixest\.")
            fit = pyfixest.fepois(
                "trade ~ 1 | it + jt + ij", rows, vcov="iid", separation_check=[], fixef_rm="none",
                iwls_tol=10.0 ** (-12 - 2 * spread), iwls_maxiter=100,
                demeaner=pyfixest.MapDemeaner(fixef_tol=1e-10),
            )  # fmt: skip
        return np.exp(fit.predict())

    fitted = theirs()  # also compiles and imports what it needs
    gap = np.abs(ours.expected[ours.fitted] / fitted - 1).max()
    slow = best_of(2, theirs)
    fast = best_of(5, lambda: fit_three_way(values, observed))
    warm = best_of(5, lambda: fit_three_way(values, observed, start=ours))
    print(  # noqa: T201 - a benchmark prints what it measures
        f"\n{N} economies, log sizes spread by {spread}, {periods} periods, {len(rows):,} cells: "
        f"fepois {slow:.2f} s, scaling {1000 * fast:.0f} ms ({ours.rounds} rounds), "
        f"from a fit {1000 * warm:.0f} ms: {slow / fast:.0f} times faster; "
        f"largest relative difference {gap:.1e}"
    )
    assert gap < 1e-6
    assert slow / fast > 5


def test_a_refit_with_few_cells_masked(benchmark: Callable[..., object]) -> None:
    """What randomization inference does a hundred times: 190 economies, two periods."""
    values, observed = world(2, 2.5)
    values, observed = values[:, :190, :190], observed[:, :190, :190]
    whole = fit_three_way(values, observed)
    masked = observed.copy()
    masked[:, [3, 8, 12, 40], [9, 2, 30, 50]] = False
    fit = benchmark(fit_three_way, values, masked, start=whole)
    assert not fit.fitted[:, 3, 9].any()  # type: ignore[attr-defined]

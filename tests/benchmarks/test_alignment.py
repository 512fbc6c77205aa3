"""Many exposures as score tests, beside the same exposures estimated one by one."""

from __future__ import annotations

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tests.unit.bloc.alignment.worlds import exposed
from tradenet.bloc.alignment.shift import REGION, Exposed, null_of, orders_of
from tradenet.gravity import fit_change

COUNT = 50


@pytest.fixture(scope="module")
def world() -> Exposed:
    return exposed(-0.1)


@pytest.mark.benchmark(group="fifty exposures of forty economies")
def test_as_score_tests(benchmark: BenchmarkFixture, world: Exposed) -> None:
    orders = orders_of(world, REGION, COUNT, 1)
    found = benchmark(lambda: null_of(world, orders).statistics())
    assert found.statistic.shape == (COUNT + 1,)


@pytest.mark.benchmark(group="fifty exposures of forty economies")
def test_estimated_one_by_one(benchmark: BenchmarkFixture, world: Exposed) -> None:
    two, orders = world.contrast, orders_of(world, REGION, COUNT, 1)

    def every() -> list[float]:
        return [
            float(fit_change(two.before, two.after, two.observed,
                             terms=[world.distance[np.ix_(order, order)]]).effects[0])
            for order in orders
        ]  # fmt: skip

    found = benchmark(every)
    steps = null_of(world, orders).statistics().one_step
    assert np.corrcoef(found, steps)[0, 1] > 0.99

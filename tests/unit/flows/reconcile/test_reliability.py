"""Who reports well: planted errors and their order are found again."""

from collections.abc import Callable

import numpy as np
import pytest

from tradenet.domain.streams import stream
from tradenet.flows.reconcile import Reports, reporting_error
from tradenet.flows.reconcile.reliability import split

World = Callable[..., Reports]
SPREAD = np.array([np.linspace(0.05, 0.8, 12), np.linspace(0.8, 0.05, 12)])


def ranks(values: np.ndarray) -> np.ndarray:
    return np.argsort(np.argsort(values))


def test_the_order_of_planted_errors_is_found(world: World) -> None:
    reports = world(stream(1, "reliability"), SPREAD)
    found = reporting_error(reports, np.ones((12, 12)), widest=2.0, prior=5.0)
    for side, errors in zip((found.exporter, found.importer), SPREAD, strict=True):
        assert np.corrcoef(ranks(side), ranks(errors))[0, 1] > 0.95


def test_planted_weights_are_found(world: World) -> None:
    """σᵢ² / (σᵢ² + σⱼ²) of the planted errors, to .15 on average over all dyads."""
    reports = world(stream(2, "reliability"), SPREAD)
    found = reporting_error(reports, np.ones((12, 12)), widest=2.0, prior=5.0).importer_weight()
    variance = SPREAD**2
    true = variance[0][:, None] / (variance[0][:, None] + variance[1][None, :])
    assert np.abs(found - true).mean() < 0.15


def test_the_mean_gap_is_split_in_halves_where_all_report_alike() -> None:
    """Four gaps of 0.4: everybody has half of it, whatever the prior."""
    one, other = np.array([0, 1, 0, 1]), np.array([2, 3, 3, 2])
    found = split(np.full(4, 0.4), one, other, 4, 5.0)
    assert found.exporter == pytest.approx(np.full(4, 0.2), rel=1e-9)
    assert found.importer == pytest.approx(np.full(4, 0.2), rel=1e-9)


def test_the_normal_equations_solve_the_ridge_regression() -> None:
    """The same by rows of dummies, with one row of √prior per effect."""
    rng = stream(3, "reliability")
    one, other, gaps = rng.integers(0, 5, 60), rng.integers(0, 5, 60), rng.random(60)
    eye = np.eye(5)
    rows = np.hstack([np.ones((60, 1)), eye[one], eye[other]])
    prior = np.hstack([np.zeros((10, 1)), np.sqrt(3.0) * np.eye(10)])
    solved = np.linalg.lstsq(np.vstack([rows, prior]), np.append(gaps, np.zeros(10)), rcond=None)[0]
    found = split(gaps, one, other, 5, 3.0)
    assert found.exporter == pytest.approx(solved[0] / 2 + solved[1:6], rel=1e-9)
    assert found.importer == pytest.approx(solved[0] / 2 + solved[6:], rel=1e-9)


def test_who_is_never_mirrored_is_average() -> None:
    found = split(np.array([0.4, 0.4]), np.array([0, 1]), np.array([1, 0]), 3, 5.0)
    assert found.exporter[2] == pytest.approx(0.2, rel=1e-9)
    assert split(np.array([]), np.array([], int), np.array([], int), 3, 5.0).exporter.tolist() == [
        1.0, 1.0, 1.0,
    ]  # fmt: skip


def test_the_two_weights_sum_to_one(world: World) -> None:
    reports = world(stream(4, "reliability"), SPREAD)
    error = reporting_error(reports, np.ones((12, 12)), widest=2.0, prior=5.0)
    exporters = error.importer[None, :] ** 2 / (
        error.exporter[:, None] ** 2 + error.importer[None, :] ** 2
    )
    assert error.importer_weight() + exporters == pytest.approx(np.ones((12, 12)), rel=1e-12)

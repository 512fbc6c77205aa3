"""The schemes as wholes: the better reporter is believed, and the truth comes nearer."""

from collections.abc import Callable

import numpy as np
import pytest

from tradenet.domain.streams import stream
from tradenet.flows.reconcile import RECONCILERS, Baci, GrowthLab, Reports, Weights
from tradenet.flows.reconcile.growth_lab import accuracy

World = Callable[..., Reports]
UNEVEN = np.array([[0.05] * 6 + [0.9] * 6, [0.05] * 6 + [0.9] * 6])


def freight(far: np.ndarray) -> np.ndarray:
    return 0.06 + 0 * far


def error(reports: Reports, weights: Weights, true: np.ndarray) -> float:
    """Mean |ln(value / truth)| of the cells."""
    pair = (reports.exporter, reports.importer)
    weight, ratio = weights.importer_weight[pair], weights.cif_ratio[pair]
    value = (1 - weight) * reports.exporter_usd + weight * reports.importer_usd / ratio
    return float(np.abs(np.log(value / true)).mean())


@pytest.mark.parametrize("name", ["baci", "growth_lab"])
def test_the_better_reporter_is_believed(world: World, name: str) -> None:
    weight = RECONCILERS[name](world(stream(1, "schemes"), UNEVEN, freight)).importer_weight
    good_exporter_bad_importer, the_reverse = weight[:6, 6:].mean(), weight[6:, :6].mean()
    assert good_exporter_bad_importer < 0.5 < the_reverse


def test_baci_is_nearer_to_the_truth_than_any_naive_rule(world: World) -> None:
    reports = world(stream(2, "schemes"), UNEVEN, freight)
    rng = stream(2, "schemes")  # the same draws give the same truth
    rng.uniform(200, 18000, (12, 12))
    true = rng.lognormal(12, 2, len(reports.exporter))
    found = {name: error(reports, scheme(reports), true) for name, scheme in RECONCILERS.items()}
    naive = min(found[name] for name in ("importer_first", "exporter_first", "mean"))
    assert found["baci"] < 0.7 * naive


def test_baci_cif_differs_from_baci_by_the_margin_alone(world: World) -> None:
    reports = world(stream(3, "schemes"), UNEVEN, freight)
    free, kept = Baci()(reports), Baci(margin=False)(reports)
    assert (free.importer_weight == kept.importer_weight).all()
    assert (kept.cif_ratio == 1).all()
    assert np.log(free.cif_ratio).mean() == pytest.approx(0.06, abs=0.02)


def test_accuracy_by_hand() -> None:
    """Three economies, D(A,B) = 0.2, D(A,C) = 0.4, D(B,C) = 0.6: α = 0, 0.2, 0.4 exactly."""
    one, other = np.array([0, 0, 1]), np.array([1, 2, 2])
    gaps = np.array([0.2, 0.4, 0.6])
    unknown = np.full((3, 3), np.nan)
    reports = Reports(("A", "B", "C"), one, other, 1 + gaps, 1 - gaps, unknown, unknown)
    assert accuracy(reports, 1.0) == pytest.approx([1.0, 0.8, 0.6], abs=1e-12)


def test_softmax_and_the_least_accurate_tenth() -> None:
    one, other = np.array([0, 0, 1]), np.array([1, 2, 2])
    gaps = np.array([0.2, 0.4, 0.6])
    unknown = np.full((3, 3), np.nan)
    reports = Reports(("A", "B", "C"), one, other, 1 + gaps, 1 - gaps, unknown, unknown)
    weight = GrowthLab(cif_ratio=1.0)(reports).importer_weight
    assert weight[0, 1] == pytest.approx(1 / (1 + np.exp(0.2)), rel=1e-9)
    assert weight[0, 2] == 0.0  # C is the least accurate tenth
    assert weight[2, 0] == 1.0


def test_growth_lab_takes_eight_per_cent_off() -> None:
    one = np.array([0])
    unknown = np.full((2, 2), np.nan)
    reports = Reports(("A", "B"), one, one + 1, one + 100.0, one + 108.0, unknown, unknown)
    weights = GrowthLab()(reports)
    assert (weights.cif_ratio == 1.08).all()
    assert accuracy(reports, 1.08) == pytest.approx([1.0, 1.0], abs=1e-12)
